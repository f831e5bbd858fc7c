//! Every shader that the engine writes passes naga's front end and validator, without a GPU.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests stop at the first surprise")]

use compute::expr::Expr;
use compute::gpu::wgsl::{Tuning, shaders};
use compute::ops::{Binary, Unary};
use compute::{Program, grad};

fn validate(program: &Program) {
    let plan = program.compile().unwrap();
    let lonely = |tuning| shaders(&plan, &tuning);
    let abreast = Tuning { small: 0, tiny: 0, ..Tuning::HARDWARE };
    for shader in [lonely(Tuning::SOFTWARE), lonely(Tuning::HARDWARE), lonely(abreast)].concat() {
        let source = shader.source;
        let module = naga::front::wgsl::parse_str(&source)
            .unwrap_or_else(|error| panic!("{}\n{source}", error.emit_to_string(&source)));
        let mut validator =
            naga::valid::Validator::new(naga::valid::ValidationFlags::all(), naga::valid::Capabilities::empty());
        validator.validate(&module).unwrap_or_else(|error| panic!("{error:?}\n{source}"));
    }
}

#[test]
fn every_elementwise_operation() {
    let mut program = Program::new();
    let (x, y) = (program.state("x", &[5, 3]), program.state("y", &[3]));
    for &op in Unary::ALL {
        program.record(&x.unary(op));
    }
    for &op in Binary::ALL {
        program.record(&x.binary(op, &y));
    }
    program.record(&x.less(&y).select(&x, &y));
    program.record(&(Expr::iota(&[5, 3], 0) * -1e-30 + 3e30));
    program.record(&x.max_axes(&[0]));
    validate(&program);
    let plan = program.compile().unwrap();
    let sources: String = shaders(&plan, &Tuning::HARDWARE).into_iter().map(|shader| shader.source).collect();
    assert!(
        sources.contains("(-3.4028234663852886e38f)"),
        "the smallest f32, in digits that no front end rounds past it"
    );
}

#[test]
fn reductions_and_products_short_and_long() {
    for n in [1, 3, 31, 32, 1000] {
        let mut program = Program::new();
        let (x, w) = (program.state("x", &[n, 4]), program.state("w", &[4, 2]));
        let y = x.matmul(&w);
        let loss = y.tanh().square().mean() + x.max_axes(&[0]).sum();
        let slope = grad(&loss, &[&w]).remove(0);
        program.update("w", &(&w - slope * 0.1));
        program.record(&loss);
        validate(&program);
    }
}

#[test]
fn more_workgroups_than_one_axis_takes() {
    let mut program = Program::new();
    let x = program.state("x", &[65_535 * 64 + 1]);
    program.update("x", &(&x + 1.0));
    program.record(&x.sum());
    let plan = program.compile().unwrap();
    let groups: Vec<_> = shaders(&plan, &Tuning::HARDWARE).into_iter().map(|shader| shader.groups).collect();
    assert!(groups.contains(&(65_535, 2)), "{groups:?}");
    validate(&program);
}
