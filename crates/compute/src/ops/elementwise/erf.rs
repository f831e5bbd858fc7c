//! `y = erf x = 2/√π ∫₀ˣ e^−t² dt`, `dx = dy · 2/√π · e^−x²`.

super::unary! {
    "erf", "erf x",
    cpu: |x| crate::ops::math::erf(x),
    reference: |x| libm::erf(x),
    wgsl: "error_function($x)",
    grad: |x, _, dy| dy * ((-(x * x)).exp() * std::f32::consts::FRAC_2_SQRT_PI),
}
