//! Symmetric 2×2 matrices: the axes of an ellipse, the curvatures of a bowl.

#[cfg(test)]
mod tests;

/// The eigenvalues and eigenvectors of a symmetric 2×2 matrix A: A vₖ = λₖ vₖ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Eigen {
    /// λ₁ ≥ λ₂, in the unit of the matrix.
    pub values: [f64; 2],
    /// v₁, v₂: of length 1, at a right angle; v₂ is v₁ turned by +90°.
    pub vectors: [[f64; 2]; 2],
}

impl Eigen {
    /// The condition number |λ|max / |λ|min: 1 for a round bowl, ∞ for a valley.
    #[must_use]
    pub fn condition(&self) -> f64 {
        let [a, b] = self.values.map(f64::abs);
        a.max(b) / a.min(b)
    }
}

/// The eigenvalues and eigenvectors of
///
/// ```text
/// A = ( a11 a12 )        λ = (a11 + a22)/2 ± √( ((a11 − a22)/2)² + a12² )
///     ( a12 a22 )
/// ```
///
/// The larger |λ| is accurate to a few units in the last place; the smaller comes from det A / λ, so it loses digits only
/// where the determinant itself cancels. No step overflows where the result does not. NaN or infinity in gives NaN out.
///
/// Source: LAPACK's `dlaev2`; G. Golub, C. Van Loan, *Matrix Computations*, 4th ed., 8.5.2.
#[must_use]
pub fn eigen(a11: f64, a12: f64, a22: f64) -> Eigen {
    let largest = a11.abs().max(a12.abs()).max(a22.abs());
    if !(a11.is_finite() && a12.is_finite() && a22.is_finite()) {
        return Eigen { values: [f64::NAN; 2], vectors: [[f64::NAN; 2]; 2] };
    }
    if largest == 0.0 {
        return Eigen { values: [0.0; 2], vectors: [[1.0, 0.0], [0.0, 1.0]] };
    }
    // Scaled by a power of two (so without rounding) to entries near 1.
    let unit = power_of_two_near(largest);
    let (a, b, c) = (a11 / unit, a12 / unit, a22 / unit);

    let (sum, difference) = (a + c, a - c);
    let root = difference.hypot(2.0 * b);
    // The eigenvalue of larger size: the two terms have one sign.
    let major = if sum < 0.0 { (sum - root) / 2.0 } else { (sum + root) / 2.0 };
    let (larger, smaller) = if a.abs() > c.abs() { (a, c) } else { (c, a) };
    let minor = if major == 0.0 { 0.0 } else { (larger / major) * smaller - (b / major) * b };
    let (high, low) = if sum < 0.0 { (minor, major) } else { (major, minor) };

    // v₁ = (cos φ, sin φ) with tan 2φ = 2b/(a − c): half the angle, by whichever of its functions does not cancel.
    let (x, y) =
        if difference >= 0.0 { (root + difference, 2.0 * b) } else { (2.0 * b.abs(), (root - difference) * sign(b)) };
    let length = x.hypot(y);
    let v = if length == 0.0 { [1.0, 0.0] } else { [x / length, y / length] };
    Eigen { values: [high * unit, low * unit], vectors: [v, [-v[1], v[0]]] }
}

fn sign(v: f64) -> f64 {
    if v < 0.0 { -1.0 } else { 1.0 }
}

/// A normal power of two within a factor of 4 of `v` > 0, where there is one.
pub(crate) fn power_of_two_near(v: f64) -> f64 {
    const EXPONENT: u64 = 0x7FF0_0000_0000_0000;
    f64::from_bits((v.max(f64::MIN_POSITIVE) / 2.0).max(f64::MIN_POSITIVE).to_bits() & EXPONENT)
}
