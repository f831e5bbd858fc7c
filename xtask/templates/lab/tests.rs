//! One test for each entry of the syllabus, named after its id (`lr-regimes` is `lr_regimes`): `cargo xtask coverage` counts them.
//! Until a test of that name passes, its entry is not proven.

use super::LAB;
use crate::headless::{Order, run};
use labkit::message::Prefer;

#[test]
fn both_backends_take_the_step_that_the_formula_says() {
    for prefer in [Prefer::Cpu, Prefer::Gpu] {
        let sets = vec![("lr".to_owned(), "0.1".to_owned()), ("x0".to_owned(), "3".to_owned())];
        let order = Order { sets, seed: 7, steps: 10, prefer, ..Order::default() };
        let frame = pollster::block_on(run(&LAB, &order)).unwrap().frame;
        // x ← 0.8 x.
        let (x, expected) = (frame.metric("x").unwrap(), 3.0 * 0.8_f64.powi(10));
        assert!((x - expected).abs() < 1e-5, "{x}, expected {expected}");
    }
}
