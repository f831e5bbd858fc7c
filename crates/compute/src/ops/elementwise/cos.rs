//! `y = cos x`, `dx = −dy · sin x`.

pub(super) static RULE: super::UnaryRule = super::UnaryRule {
    name: "cos",
    formula: "cos x",
    cpu: crate::ops::math::cos,
    reference: |x| x.cos(),
    wgsl: "sine($x, 1u)",
    grad: |x, _, dy| -(dy * x.sin()),
};
