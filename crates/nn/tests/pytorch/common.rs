//! Values from PyTorch (`golden/make.py`), and checks of expressions against them in the f64 interpreter.

use compute::interpret::interpret;
use compute::{Device, Expr, Program, grad};
use nn::{Init, Parameter};
use serde_json::Value;
use std::collections::BTreeMap;

/// Everything that PyTorch said.
pub(crate) fn golden() -> Value {
    serde_json::from_str(include_str!("../golden/values.json")).unwrap()
}

/// A list of numbers.
pub(crate) fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

/// Values of states, by their place in the program.
#[derive(Default, Clone)]
pub(crate) struct Leaves(BTreeMap<usize, Vec<f64>>);

impl Leaves {
    pub(crate) fn set(&mut self, state: &Expr, values: Vec<f64>) {
        let compute::expr::Op::Leaf(index) = state.op() else { panic!("{state:?} is no state") };
        self.0.insert(*index, values);
    }

    pub(crate) fn eval(&self, roots: &[Expr]) -> Vec<Vec<f64>> {
        interpret(roots, &|index| self.0[&index].clone()).unwrap()
    }
}

pub(crate) fn close(what: &str, got: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(got.len(), expected.len(), "{what}");
    for (i, (got, expected)) in got.iter().zip(expected).enumerate() {
        let error = (got - expected).abs();
        assert!(error <= tolerance * (1.0 + expected.abs()), "{what}, element {i}: {got}, expected {expected}");
    }
}

/// One case: its inputs become states, or the values of states that a layer declared.
pub(crate) struct Case {
    pub(crate) program: Program,
    name: String,
    case: Value,
    /// Key of the input, name of the state, the state.
    bound: Vec<(String, String, Expr)>,
    leaves: Leaves,
}

impl Case {
    pub(crate) fn new(name: &str) -> Self {
        let case = golden()["cases"][name].clone();
        assert!(case.is_object(), "no case {name}");
        Self { program: Program::new(), name: name.to_owned(), case, bound: Vec::new(), leaves: Leaves::default() }
    }

    /// Input `key` as a new state.
    pub(crate) fn state(&mut self, key: &str) -> Expr {
        let axes: Vec<usize> = numbers(&self.case["in"][key][0]).into_iter().map(|len| len as usize).collect();
        let input = Parameter::buffer(&mut self.program, &format!("input {key}"), &axes, Init::Zeros);
        self.bind(key, &input);
        input.value
    }

    /// Input `key` as the value of a state.
    pub(crate) fn bind(&mut self, key: &str, parameter: &Parameter) {
        let state = &parameter.value;
        let (axes, values) = (numbers(&self.case["in"][key][0]), numbers(&self.case["in"][key][1]));
        let expected: Vec<usize> = axes.into_iter().map(|len| len as usize).collect();
        assert_eq!(state.shape().axes(), expected, "{} {key}", self.name);
        self.leaves.set(state, values);
        self.bound.push((key.to_owned(), parameter.name.clone(), state.clone()));
    }

    /// Values and gradients of the outputs.
    pub(crate) fn check(&self, outputs: &[&Expr]) {
        let weighed = |out: &&Expr| {
            let count = out.shape().size();
            (out.reshape(&[count]) * (Expr::iota(&[count], 0) + 1.0).cos()).sum()
        };
        let total = outputs.iter().map(weighed).fold(Expr::scalar(0.0), |sum, part| sum + part);
        let slopes = grad(&total, &self.bound.iter().map(|(_, _, state)| state).collect::<Vec<_>>());
        let roots: Vec<Expr> = outputs.iter().copied().cloned().chain(slopes).collect();
        let values = self.leaves.eval(&roots);
        let expected = self.case["out"].as_array().unwrap();
        assert_eq!(outputs.len(), expected.len(), "{}", self.name);
        for (i, out) in expected.iter().enumerate() {
            close(&format!("{}, output {i}", self.name), &values[i], &numbers(out), TOLERANCE);
        }
        let mut checked = 0;
        for ((key, ..), got) in self.bound.iter().zip(&values[outputs.len()..]) {
            if let Some(expected) = self.case["grad"].get(key) {
                close(&format!("{}, gradient of {key}", self.name), got, &numbers(expected), TOLERANCE);
                checked += 1;
            }
        }
        assert_eq!(checked, self.case["grad"].as_object().unwrap().len(), "{}: inputs left out", self.name);
        self.check_plan(&roots, &values);
    }

    /// The same on the CPU backend, in f32, through a plan.
    fn check_plan(&self, roots: &[Expr], expected: &[Vec<f64>]) {
        let mut program = self.program.clone();
        for (i, root) in roots.iter().enumerate() {
            program.output(&format!("root {i}"), root);
        }
        let mut machine = Device::cpu().machine(program.compile().unwrap()).unwrap();
        for (key, name, _) in &self.bound {
            let values: Vec<f32> = numbers(&self.case["in"][key][1]).into_iter().map(|value| value as f32).collect();
            machine.write(name, &values).unwrap();
        }
        machine.run(1).unwrap();
        for (i, expected) in expected.iter().enumerate() {
            let got = pollster::block_on(machine.read(&format!("root {i}"))).unwrap();
            let got: Vec<f64> = got.into_iter().map(f64::from).collect();
            close(&format!("{} on a plan, result {i}", self.name), &got, expected, PLAN_TOLERANCE);
        }
    }
}

/// PyTorch's values have nine digits, and constants in expressions are f32.
const TOLERANCE: f64 = 2e-6;

/// Values around 1 in f32, through chains of sums.
const PLAN_TOLERANCE: f64 = 2e-5;
