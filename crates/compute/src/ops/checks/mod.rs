//! The checks that every primitive must pass, as functions of a [`Case`], and the table of what they covered.

mod fuzz;
mod twin;

use super::cases::{self, Case, Draw, Golden};
use crate::expr::{Expr, Op};
use crate::grad::grad;
use crate::interpret::interpret;
use crate::plan::Program;
use std::collections::{BTreeMap, BTreeSet};

/// Which primitives a check ran over.
type Covered = BTreeSet<&'static str>;

/// A case with leaves: its inputs, a vector `u` for the result, a vector for each input, and values for all of them.
struct Setup {
    inputs: Vec<Expr>,
    smooth: Vec<usize>,
    y: Expr,
    u: Expr,
    vectors: Vec<Expr>,
    values: Vec<Vec<f64>>,
}

impl Setup {
    fn of(case: &Case, seed: u64) -> Result<Self, String> {
        let mut program = Program::new();
        let inputs: Vec<Expr> = case.inputs.iter().map(|input| program.state("x", &input.axes)).collect();
        let y = (case.build)(&inputs);
        if let Op::Invalid(error) = y.op() {
            return Err(format!("{}: {error}", case.name));
        }
        let smooth: Vec<usize> = (0..inputs.len()).filter(|&i| case.inputs[i].values.smooth()).collect();
        let u = program.state("u", y.shape().axes());
        let vectors: Vec<Expr> = smooth.iter().map(|&i| program.state("v", inputs[i].shape().axes())).collect();
        let mut values: Vec<Vec<f64>> =
            case.values(seed).iter().map(|x| x.iter().map(|&x| f64::from(x)).collect()).collect();
        let mut draw = Draw::new(seed + 1);
        for expr in std::iter::once(&u).chain(&vectors) {
            values.push(draw.normals(expr.shape().size()).iter().map(|&x| f64::from(x)).collect());
        }
        Ok(Self { inputs, smooth, y, u, vectors, values })
    }

    fn wrt(&self) -> Vec<&Expr> {
        self.smooth.iter().map(|&i| &self.inputs[i]).collect()
    }

    fn at(&self, exprs: &[Expr], values: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, String> {
        interpret(exprs, &|leaf| values[leaf].clone()).map_err(|error| error.to_string())
    }

    /// The gradients `slopes` of the number `f` against central differences, in random directions and along single elements.
    fn compare(&self, f: &Expr, wrt: &[&Expr], slopes: &[Expr], seed: u64) -> Result<(), String> {
        const H: f64 = 1e-5;
        let leaves: Vec<usize> =
            wrt.iter().filter_map(|x| if let Op::Leaf(leaf) = x.op() { Some(*leaf) } else { None }).collect();
        for (x, slope) in wrt.iter().zip(slopes) {
            if let Op::Invalid(error) = slope.op() {
                return Err(error.to_string());
            }
            if x.shape() != slope.shape() {
                return Err(format!("the gradient of {} has the shape {}", x.shape(), slope.shape()));
            }
        }
        let got = self.at(slopes, &self.values)?;
        let here = self.at(std::slice::from_ref(f), &self.values)?[0][0];
        let mut draw = Draw::new(seed + 2);
        let total: usize = got.iter().map(Vec::len).sum();
        for number in 0..2 + total.min(8) {
            // Two full directions of length 1, then single elements.
            let direction: Vec<Vec<f64>> = if number < 2 {
                let raw: Vec<Vec<f32>> = got.iter().map(|g| draw.normals(g.len())).collect();
                let length = raw.iter().flatten().map(|&d| f64::from(d).powi(2)).sum::<f64>().sqrt().max(1e-9);
                raw.iter().map(|d| d.iter().map(|&d| f64::from(d) / length).collect()).collect()
            } else {
                let mut place = draw.below(total);
                let one = |g: &Vec<f64>| {
                    let mut d = vec![0.0; g.len()];
                    match place.checked_sub(g.len()) {
                        Some(rest) => place = rest,
                        None => {
                            d[place] = 1.0;
                            place = usize::MAX;
                        }
                    }
                    d
                };
                got.iter().map(one).collect()
            };
            let shifted = |h: f64| {
                let mut values = self.values.clone();
                for (&leaf, d) in leaves.iter().zip(&direction) {
                    values[leaf].iter_mut().zip(d).for_each(|(x, d)| *x += h * d);
                }
                self.at(std::slice::from_ref(f), &values).map(|all| all[0][0])
            };
            let expected = (shifted(H)? - shifted(-H)?) / (2.0 * H);
            let slope: f64 = got.iter().flatten().zip(direction.iter().flatten()).map(|(g, d)| g * d).sum();
            let near = (slope - expected).abs() <= 1e-5 * expected.abs() + 2e-7 * (1.0 + here.abs());
            if !near {
                return Err(format!("along direction {number}: {slope}, differences give {expected}"));
            }
        }
        Ok(())
    }
}

/// The gradient of a random linear functional of the result, against differences.
fn gradient(case: &Case, seed: u64) -> Result<Covered, String> {
    let setup = Setup::of(case, seed)?;
    let f = (&setup.y * &setup.u).sum();
    let wrt = setup.wrt();
    setup.compare(&f, &wrt, &grad(&f, &wrt), seed).map_err(|error| format!("gradient of {}: {error}", case.name))?;
    let discrete = setup.inputs.iter().zip(&case.inputs).filter(|(_, input)| input.values.discrete());
    let discrete: Vec<&Expr> = discrete.map(|(x, _)| x).collect();
    for slope in setup.at(&grad(&f, &discrete), &setup.values)? {
        if slope.iter().any(|&slope| slope != 0.0) {
            return Err(format!("gradient of {}: numbers and keys have no gradient", case.name));
        }
    }
    Ok(cases::primitives_of(&setup.y))
}

/// The gradient of `⟨gradient, v⟩`, against differences; with respect to the inputs and to `u`.
fn gradient_of_gradient(case: &Case, seed: u64) -> Result<Covered, String> {
    let setup = Setup::of(case, seed)?;
    let mut wrt = setup.wrt();
    let slopes = grad(&(&setup.y * &setup.u).sum(), &wrt);
    let products = slopes.iter().zip(&setup.vectors).map(|(slope, v)| (slope * v).sum());
    let f = products.fold(Expr::scalar(0.0), |sum, product| sum + product);
    wrt.push(&setup.u);
    let second = grad(&f, &wrt);
    setup
        .compare(&f, &wrt, &second, seed)
        .map_err(|error| format!("gradient of gradient of {}: {error}", case.name))?;
    Ok(cases::primitives_of(&setup.y))
}

/// The CPU twins in f32, node by node, against the reference in f64: the value, and the gradient.
fn twins(case: &Case, seed: u64) -> Result<Covered, String> {
    let setup = Setup::of(case, seed)?;
    let mut roots = vec![setup.y.clone()];
    roots.extend(grad(&(&setup.y * &setup.u).sum(), &setup.wrt()));
    let values: Vec<Vec<f32>> = setup.values.iter().map(|x| x.iter().map(|&x| x as f32).collect()).collect();
    let exact = setup.at(&roots, &setup.values)?;
    let got = twin::evaluate(&roots, &values, seed)?;
    for (index, (got, exact)) in got.iter().zip(&exact).enumerate() {
        if got.len() != exact.len() {
            return Err(format!("twins of {}: {} values, expected {}", case.name, got.len(), exact.len()));
        }
        // A gradient adds up more than the value.
        let room = if index == 0 { 1.0 } else { 10.0 };
        let scale = exact.iter().fold(0.0_f64, |most, x| most.max(x.abs())) * if index == 0 { 0.0 } else { 1.0 };
        for (at, (&got, &exact)) in got.iter().zip(exact).enumerate() {
            let error = (f64::from(got) - exact).abs();
            let near = error <= room * (f64::from(case.absolute) + f64::from(case.relative) * exact.abs().max(scale));
            if !near {
                let what = if index == 0 { "value".to_owned() } else { format!("gradient {index}") };
                return Err(format!("twins of {}: {what}, element {at}: {got}, exactly {exact}", case.name));
            }
        }
    }
    let mut covered = Covered::new();
    roots.iter().for_each(|root| covered.extend(cases::primitives_of(root)));
    Ok(covered)
}

/// All checks on `count` cases of the family of this name.
#[track_caller]
pub(crate) fn family(name: &str, count: u64) {
    let all = cases::families();
    let family = all.iter().find(|family| family.name == name).expect("a family of this name");
    for seed in 1000..1000 + count {
        let case = family.case(seed);
        for check in [gradient, gradient_of_gradient, twins] {
            if let Err(error) = check(&case, seed) {
                panic!("seed {seed}: {error}");
            }
        }
    }
}

/// The checks that run here, by the name of their column.
const COLUMNS: [&str; 4] = ["gradient", "gradient of gradient", "CPU against f64", "golden values"];

/// The columns that the plans' tests fill, over the same list; they assert that [`cases::missing`] is empty.
const ELSEWHERE: [(&str, &str); 2] =
    [("GPU against CPU", "printed by tests/parity"), ("in random graphs", "printed by tests/graphs")];

#[test]
fn every_primitive_passes_every_check() {
    let mut cells: BTreeMap<(&'static str, usize), usize> = BTreeMap::new();
    let mut errors = Vec::new();
    let mut note = |column: usize, result: Result<Covered, String>| match result {
        Ok(covered) => covered.into_iter().for_each(|name| *cells.entry((name, column)).or_default() += 1),
        Err(error) => errors.push(error),
    };
    for (index, case) in cases::every_primitive().iter().enumerate() {
        let seed = index as u64;
        if case.plain && !case.large {
            note(0, gradient(case, seed));
            note(1, gradient_of_gradient(case, seed));
        }
        note(2, twins(case, seed));
    }
    for golden in cases::golden::all() {
        note(3, golden_values(&golden));
    }
    println!("{:<14}{}", "", COLUMNS.map(|column| format!("{column:>22}")).concat());
    let mut empty = Vec::new();
    for name in cases::every_name() {
        let counts: Vec<usize> =
            (0..COLUMNS.len()).map(|column| cells.get(&(name, column)).copied().unwrap_or(0)).collect();
        println!("{name:<14}{}", counts.iter().map(|count| format!("{count:>22}")).collect::<String>());
        empty.extend(
            COLUMNS
                .iter()
                .zip(&counts)
                .filter(|(_, count)| **count == 0)
                .map(|(column, _)| format!("{name}: {column}")),
        );
    }
    for (column, place) in ELSEWHERE {
        println!("{column}: {place}");
    }
    assert!(errors.is_empty(), "{} checks failed:\n{}", errors.len(), errors.join("\n"));
    assert!(empty.is_empty(), "nothing covers {empty:?}");
}

fn golden_values(golden: &Golden) -> Result<Covered, String> {
    let roots = golden.check(|question| {
        let values: Vec<Vec<f64>> =
            question.states.iter().map(|(_, x)| x.iter().map(|&x| f64::from(x)).collect()).collect();
        interpret(&question.roots, &|leaf| values[leaf].clone())
    })?;
    // The same through the CPU twins, in f32.
    golden.check(|question| {
        let values: Vec<Vec<f32>> = question.states.iter().map(|(_, x)| x.clone()).collect();
        let got = twin::evaluate(&question.roots, &values, 3)?;
        Ok::<_, String>(got.iter().map(|x| x.iter().map(|&x| f64::from(x)).collect()).collect())
    })?;
    Ok(cases::primitives_of(&roots[0]))
}

#[test]
fn names_are_complete() {
    let all = cases::every_name();
    let unique: BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!(unique.len(), all.len(), "two primitives of one name");
    for case in cases::every_primitive() {
        let setup = Setup::of(&case, 0).unwrap();
        for name in cases::primitives_of(&setup.y) {
            assert!(unique.contains(name), "{name} is missing from every_name()");
        }
    }
}

#[test]
fn the_cpu_machine_gives_the_golden_values() {
    let run = |question: &cases::golden::Question| {
        let mut machine = crate::Device::cpu().machine(question.program.compile()?)?;
        for (name, values) in &question.states {
            machine.write(name, values)?;
        }
        machine.run(1)?;
        let row = pollster::block_on(machine.drain())?;
        let mut rest = row.iter().map(|&x| f64::from(x));
        let sizes = question.roots.iter().map(|root| root.shape().size());
        Ok::<_, crate::EngineError>(sizes.map(|size| rest.by_ref().take(size).collect()).collect())
    };
    let errors: Vec<String> = cases::golden::all().iter().filter_map(|golden| golden.check(run).err()).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}
