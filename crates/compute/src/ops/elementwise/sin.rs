//! `y = sin x`, `dx = dy · cos x`.

pub(super) static RULE: super::UnaryRule = super::UnaryRule {
    name: "sin",
    formula: "sin x",
    cpu: crate::ops::math::sin,
    reference: |x| x.sin(),
    wgsl: "sine($x, 0u)",
    grad: |x, _, dy| dy * x.cos(),
};
