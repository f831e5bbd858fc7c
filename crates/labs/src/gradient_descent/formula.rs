//! A typed formula becomes an expression of the engine, so that its derivatives are exact.

use super::params::VARIABLES;
use compute::Expr;
use labkit::LabError;
use labkit::formula::{Algebra, Ast, Func, Op, parse};

/// The formula `source` in `x`, `y` and `k`.
///
/// # Errors
/// Where the formula cannot be read, and why.
pub(super) fn read(source: &str) -> Result<Ast, LabError> {
    parse(source, VARIABLES).map_err(|error| LabError::field("f", error.zh(), error.en()).at(error.at, error.len))
}

/// The expression of `ast` with these variables.
pub(super) fn lower(ast: &Ast, variables: [&Expr; 3]) -> Expr {
    let shape = variables[0].shape().clone();
    // A formula without x and y is still a value at every place.
    ast.fold().lower(&mut Engine { variables }).broadcast(&shape)
}

struct Engine<'a> {
    variables: [&'a Expr; 3],
}

impl Algebra for Engine<'_> {
    type Value = Expr;

    fn number(&mut self, value: f64) -> Expr {
        Expr::scalar(value as f32)
    }

    fn variable(&mut self, index: usize) -> Expr {
        self.variables[index.min(2)].clone()
    }

    fn neg(&mut self, a: Expr) -> Expr {
        -a
    }

    fn binary(&mut self, op: Op, a: Expr, b: Expr) -> Expr {
        match op {
            Op::Add => a + b,
            Op::Sub => a - b,
            Op::Mul => a * b,
            Op::Div => a / b,
            Op::Pow => a.pow(&b),
        }
    }

    fn call(&mut self, func: Func, a: Expr) -> Expr {
        match func {
            Func::Exp => a.exp(),
            Func::Log => a.log(),
            Func::Sqrt => a.sqrt(),
            Func::Sin => a.sin(),
            Func::Cos => a.cos(),
            Func::Tan => a.sin() / a.cos(),
            Func::Tanh => a.tanh(),
            Func::Abs => a.abs(),
        }
    }

    fn power(&mut self, a: Expr, n: i32) -> Expr {
        a.powf(n as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::super::LAB;
    use super::super::params::TABLE;
    use compute::Device;
    use labkit::{Frame, Params};

    /// Some steps of gradient descent with rate 1 on `f` from (x, y), on the CPU.
    fn descend(f: &str, [x, y]: [f64; 2], steps: u32) -> Frame {
        let mut params = Params::defaults(TABLE);
        let [x, y] = [x, y].map(|v| v.to_string());
        let pairs = [("f", f), ("optimiser", "gd"), ("lr", "1"), ("x0", &x), ("y0", &y)];
        params.set_all(TABLE, &pairs.map(|(key, value)| (key.to_owned(), value.to_owned()))).unwrap();
        let mut model = (LAB.open)(&params, 7, &Device::cpu()).unwrap();
        model.advance(steps).unwrap();
        pollster::block_on(model.frame(true)).unwrap()
    }

    /// (σ(h₅₀) − 0.7)² and its gradient, for hₜ₊₁ = w σ(hₜ) + b from 0.5 on: a recurrent network of one unit (Pascanu,
    /// Mikolov, Bengio 2013).
    fn network([w, b]: [f64; 2]) -> (f64, [f64; 2]) {
        let sigmoid = |h: f64| 1.0 / (1.0 + (-h).exp());
        let (mut h, mut slope) = (0.5, [0.0; 2]);
        for _ in 0..50 {
            let s = sigmoid(h);
            let passed = slope.map(|v| w * s * (1.0 - s) * v);
            (h, slope) = (w * s + b, [passed[0] + s, passed[1] + 1.0]);
        }
        let s = sigmoid(h);
        ((s - 0.7) * (s - 0.7), slope.map(|v| 2.0 * (s - 0.7) * s * (1.0 - s) * v))
    }

    #[test]
    fn a_repetition_descends_as_its_loop() {
        let f = "(1/(1+exp(-repeat(50,0.5,x/(1+exp(-h))+y)))-0.7)^2";
        // Beyond the wall, on both sides of it, in the valley.
        for at in [[5.0, -2.0], [4.2, -2.2], [3.2, -2.0], [3.5, -1.5], [3.0, -1.0]] {
            let (frame, (_, slope)) = (descend(f, at, 1), network(at));
            for (name, (at, slope)) in ["x", "y"].iter().zip(at.into_iter().zip(slope)) {
                let moved = frame.metric(name).unwrap() - at;
                assert!((moved + slope).abs() < 1e-3 * slope.abs() + 1e-6, "{at:?}: {name} moved {moved}, the slope is {slope}");
            }
            let now = network(["x", "y"].map(|name| frame.metric(name).unwrap())).0;
            assert!((frame.metric("loss").unwrap() - now).abs() < 1e-4 * now + 1e-6, "{at:?}");
        }
    }

    #[test]
    fn the_wall_throws_a_descent_out() {
        let f = "(1/(1+exp(-repeat(50,0.5,x/(1+exp(-h))+y)))-0.7)^2";
        let before = descend(f, [5.0, -2.0], 24);
        let after = descend(f, [5.0, -2.0], 25);
        let at = |frame: &Frame| ["x", "y"].map(|name| frame.metric(name).unwrap());
        let ([x, y], [u, v]) = (at(&before), at(&after));
        assert!((3.0..6.5).contains(&x) && (-3.5..-0.5).contains(&y), "{x} {y}");
        assert!((u - x).hypot(v - y) > 4.0 && v > 1.0, "from {x} {y} to {u} {v}");
    }

    #[test]
    fn the_longest_repetition_fits_the_stack_of_a_worker() {
        let small = std::thread::Builder::new().stack_size(1024 * 1024);
        let run = || descend("repeat(100,0.5,x*tanh(h)+y+h*h*0.01-x*tanh(y*h))", [0.3, 0.2], 3).metric("loss");
        assert!(small.spawn(run).unwrap().join().unwrap().unwrap().is_finite());
    }
}
