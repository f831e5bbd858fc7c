//! What is drawn by lot: the same again, and several starts.

use super::super::arena::{Run, curve};
use super::plain::Plain;
use super::{Fought, fields};
use crate::adversarial::attack::Hand;
use crate::adversarial::params::ATTACKS;
use crate::adversarial::victim::{Exam, Shield};
use compute::Device;
use pollster::block_on;

/// Every method makes the same pictures again when it begins again, bit for bit, also against a shield that draws by lot.
#[test]
fn an_attack_that_begins_again_draws_the_same() {
    const COUNT: usize = 4;
    let field = Plain::fixed(&[10], 5).field();
    let victim = field.victim.along(vec![Some(Shield::Resize(0.2))], 9);
    let exam = Exam::drawn(3, COUNT, 1.0);
    for (method, _) in ATTACKS {
        let order = field.order(&[("attack", method), ("rounds", "3")]);
        let mut hand = Hand::new(&Device::cpu(), &victim, COUNT);
        let [first, again] = [(); 2].map(|()| {
            let attack = hand.begin(&order, &exam.pictures, &exam.classes, 0).unwrap();
            let told = block_on(attack.step(order.rounds())).unwrap();
            let losses: Vec<f32> = told.iter().map(|told| told.loss).collect();
            (losses, block_on(attack.pictures()).unwrap())
        });
        assert_eq!(first, again, "{method}");
    }
}

/// With the starts of fewer restarts among those of more, what fooled once fools: more restarts never leave more digits right, and a few of
/// them leave fewer. What is told is of every step from every start.
#[test]
fn restarts_never_leave_more() {
    for field in fields() {
        const COUNT: usize = 96;
        let tried = ["1", "2", "4"].map(|starts| {
            let sets = [("attack", "pgd"), ("eps", "0.07"), ("rounds", "5"), ("share", "0.4"), ("restarts", starts)];
            field.attacked(COUNT, &sets)
        });
        for pair in tried.windows(2) {
            let lost = pair[0]
                .fooled
                .iter()
                .zip(&pair[1].fooled)
                .filter(|(few, more)| few == &&Some(true) && more != &&Some(true));
            assert_eq!(lost.count(), 0, "what one start has found stays found");
        }
        let hits = tried.each_ref().map(|tried| tried.hits().len());
        assert!(hits[2] > hits[0] && hits[0] > 0, "{hits:?}");
        let far = |tried: &Fought| {
            tried
                .pictures
                .iter()
                .zip(&field.exam.pictures)
                .fold(0.0, |most: f32, (x, first)| most.max((x - first).abs()))
        };
        assert!(tried.iter().all(|tried| far(tried) <= 0.07 + 1e-6));
    }
    let mut run = Run::open(3, &[("net", "linear"), ("practice", "100"), ("rounds", "3"), ("restarts", "3")]);
    run.after(25 + 7);
    let saved = block_on(run.model.save()).unwrap().unwrap();
    let frame = run.after(6);
    assert_eq!(curve(&frame, "steps", "attack").len(), 10, "nine steps, and what is left");
    run.model.restore(&saved).unwrap();
    assert_eq!(run.after(6), frame);
}
