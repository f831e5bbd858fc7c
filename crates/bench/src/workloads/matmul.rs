//! One product of two square matrices. What is recorded, `mean(A·B·p)`, needs all of it and costs a thousandth.

use crate::Step;
use compute::Expr;

pub(super) fn step(step: &mut Step) -> Expr {
    let [a, b, probe] = ["a", "b", "probe"].map(|name| step.input(name));
    let product = a.matmul(&b);
    // Kept as an output, so that no plan may turn it into two products with vectors.
    step.program.output("product", &product);
    product.matmul(&probe).mean()
}
