//! Functions on f32 from additions, multiplications and divisions alone, without branches, so that loops over them vectorise and
//! every machine gives the same bits. Largest errors (units in the last place) are in the tests.

/// 1.5 · 2²³: adding it leaves no digits after the point, and the whole number in the lowest bits.
const MAGIC: f32 = 12_582_912.0;

/// Rounds to the nearest whole number, for |x| < 2²².
#[inline(always)]
fn nearest(x: f32) -> f32 {
    (x + MAGIC) - MAGIC
}

/// A whole number, |n| < 2²², as an integer. A cast would look out for what does not fit.
#[inline(always)]
fn whole(n: f32) -> u32 {
    (n + MAGIC).to_bits().wrapping_sub(MAGIC.to_bits())
}

/// `2ⁿ` for whole `n` in −126..=127.
#[inline(always)]
fn power_of_two(n: f32) -> f32 {
    f32::from_bits(whole(n).wrapping_add(127) << 23)
}

#[inline(always)]
fn polynomial<const N: usize>(x: f32, highest_first: [f32; N]) -> f32 {
    highest_first.into_iter().fold(0.0, |sum, c| sum * x + c)
}

#[inline(always)]
fn choose(condition: bool, yes: f32, no: f32) -> f32 {
    // As bits, so that it stays a selection and becomes no branch.
    let mask = 0_u32.wrapping_sub(u32::from(condition));
    f32::from_bits((yes.to_bits() & mask) | (no.to_bits() & !mask))
}

/// `eˣ`: `x = n ln 2 + r`, a polynomial of `r` (Cephes), times `2ⁿ` in two factors, so that results near the largest number
/// come out. What is below the smallest normal number is 0, as on a GPU: processors take a hundred times as long for such
/// numbers, and masks make many of them.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    const LOWEST: f32 = -87.33;
    let held = choose(x < LOWEST, LOWEST, choose(x > 89.0, 89.0, x));
    let n = nearest(held * std::f32::consts::LOG2_E);
    let r = (held - n * 0.693_359_4) - n * -2.121_944_4e-4;
    let p = polynomial(r, [1.987_569_1e-4, 1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 5e-1]);
    let y = (p * r) * r + r + 1.0;
    let half = nearest(n * 0.5);
    choose(x < LOWEST, 0.0, y * power_of_two(half) * power_of_two(n - half))
}

/// `ln x`: the exponent apart, a polynomial of the rest (Cephes). −∞ at 0, not a number below.
#[inline(always)]
pub fn log(x: f32) -> f32 {
    let tiny = x < f32::MIN_POSITIVE;
    let scaled = choose(tiny, x * 8_388_608.0, x);
    let bits = scaled.to_bits();
    let exponent = ((bits >> 23) as i32 - 126) as f32 - choose(tiny, 23.0, 0.0);
    let mantissa = f32::from_bits((bits & 0x007f_ffff) | 0x3f00_0000);
    let small = mantissa < std::f32::consts::FRAC_1_SQRT_2;
    let e = exponent - choose(small, 1.0, 0.0);
    let m = choose(small, mantissa + mantissa, mantissa) - 1.0;
    let p = polynomial(
        m,
        [
            7.037_683_6e-2,
            -1.151_461e-1,
            1.167_699_87e-1,
            -1.242_014_1e-1,
            1.424_932_3e-1,
            -1.666_805_7e-1,
            2.000_071_4e-1,
            -2.499_999_4e-1,
            3.333_333e-1,
        ],
    );
    let square = m * m;
    let y = ((p * m) * square + e * -2.121_944_4e-4) - 0.5 * square;
    let result = (m + y) + e * 0.693_359_4;
    let finite = choose(x == 0.0, f32::NEG_INFINITY, choose(x < 0.0, f32::NAN, result));
    // Infinity and not-a-number stay what they are.
    choose(x < f32::INFINITY, finite, x)
}

/// `tanh x` as a ratio of polynomials on ±7.9, where it is ±1 to the last digit (Eigen).
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    const EDGE: f32 = 7.905_311;
    let held = choose(x < -EDGE, -EDGE, choose(x > EDGE, EDGE, x));
    let square = held * held;
    let p = polynomial(
        square,
        [-2.760_768_4e-16, 2.000_188e-13, -8.604_672e-11, 5.122_297e-8, 1.485_722_4e-5, 6.372_619_3e-4, 4.893_524_6e-3],
    );
    let q = polynomial(square, [1.198_258_4e-6, 1.185_347e-4, 2.268_434_6e-3, 4.893_525e-3]);
    held * p / q
}

/// `1 / (1 + e⁻ˣ)`.
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// The error function as a ratio of polynomials on ±4, where it is ±1 to the last digit (Eigen).
#[inline(always)]
pub fn erf(x: f32) -> f32 {
    let held = choose(x < -4.0, -4.0, choose(x > 4.0, 4.0, x));
    let square = held * held;
    let p = polynomial(
        square,
        [-2.726_142e-10, 2.770_681_4e-8, -2.101_024e-6, -5.692_506_4e-5, -7.349_906_5e-4, -2.954_6e-3, -1.609_603_3e-2],
    );
    let q = polynomial(square, [-1.456_607_2e-5, -2.133_740_5e-4, -1.682_827e-3, -7.373_329_3e-3, -1.426_473_9e-2]);
    held * p / q
}

/// `sin(x + quarter · π/2)` for |x| up to some thousands: `x` less whole quarter turns in three steps (Cody and Waite), then the
/// polynomial of the sine or the cosine.
#[inline(always)]
fn sine(x: f32, quarter: u32) -> f32 {
    let n = nearest(x * std::f32::consts::FRAC_2_PI);
    let r = ((x - n * 1.570_312_5) - n * 4.837_513e-4) - n * 7.549_79e-8;
    let turn = whole(n).wrapping_add(quarter);
    let square = r * r;
    let sin = r + r * square * polynomial(square, [-1.951_529_6e-4, 8.332_161e-3, -1.666_665_5e-1]);
    let cos =
        1.0 - 0.5 * square + square * square * polynomial(square, [2.443_315_7e-5, -1.388_731_6e-3, 4.166_664_6e-2]);
    let value = choose(turn & 1 == 0, sin, cos);
    choose(turn & 2 == 0, value, -value)
}

/// Where [`sine`] is good.
const REACH: f32 = 8192.0;

/// `sin x` of each, in radians.
pub fn sin(xs: &[f32], out: &mut [f32]) {
    sines::<0>(xs, out, libm::sinf);
}

/// `cos x` of each, in radians.
pub fn cos(xs: &[f32], out: &mut [f32]) {
    sines::<1>(xs, out, libm::cosf);
}

/// All by the polynomial, so that the loop vectorises; then those again that are beyond its reach, of which there are hardly ever
/// any.
#[inline(always)]
fn sines<const QUARTER: u32>(xs: &[f32], out: &mut [f32], far: fn(f32) -> f32) {
    let mut near = true;
    for (out, &x) in out.iter_mut().zip(xs) {
        near &= x.abs() < REACH;
        *out = sine(x, QUARTER);
    }
    if !near {
        for (out, &x) in out.iter_mut().zip(xs).filter(|(_, x)| x.abs() >= REACH) {
            *out = far(x);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{cos, erf, exp, log, sigmoid, sin, tanh};

    /// One number through a function of many.
    fn one(f: fn(&[f32], &mut [f32]), x: f32) -> f32 {
        let mut out = [0.0];
        f(&[x], &mut out);
        out[0]
    }

    /// Largest error in units of the last place of the exact result, over a fine walk.
    fn worst(f: fn(f32) -> f32, exact: fn(f64) -> f64, from: f32, to: f32) -> f64 {
        let steps = 200_000;
        let error = |i: usize| {
            let x = from + (to - from) * i as f32 / steps as f32;
            let expected = exact(f64::from(x));
            let unit = f64::from((expected.abs() as f32).next_up() - expected.abs() as f32).max(1e-45);
            (f64::from(f(x)) - expected).abs() / unit
        };
        (0..=steps).map(error).fold(0.0, f64::max)
    }

    #[test]
    fn errors_are_a_few_units_in_the_last_place() {
        assert!(worst(exp, libm::exp, -87.3, 88.7) < 2.0, "{}", worst(exp, libm::exp, -87.3, 88.7));
        assert!(worst(log, libm::log, 1e-6, 10.0) < 2.0, "{}", worst(log, libm::log, 1e-6, 10.0));
        assert!(worst(log, libm::log, 1.0, 3e38) < 2.0, "{}", worst(log, libm::log, 1.0, 3e38));
        assert!(worst(tanh, libm::tanh, -10.0, 10.0) < 8.0, "{}", worst(tanh, libm::tanh, -10.0, 10.0));
        let logistic = |x: f64| 1.0 / (1.0 + libm::exp(-x));
        assert!(worst(sigmoid, logistic, -85.0, 30.0) < 4.0, "{}", worst(sigmoid, logistic, -85.0, 30.0));
        assert!(worst(erf, libm::erf, -6.0, 6.0) < 8.0, "{}", worst(erf, libm::erf, -6.0, 6.0));
    }

    #[test]
    fn sines_are_good_to_a_digit_of_one() {
        for (f, exact) in [(sin as fn(&[f32], &mut [f32]), libm::sin as fn(f64) -> f64), (cos, libm::cos)] {
            // With one among them that is beyond the polynomial, and one that is none.
            let mut xs: Vec<f32> = (-300_000..300_000).map(|i| i as f32 * 0.02).collect();
            xs.extend([1e7, f32::NAN, -8192.0, 0.5]);
            let mut found = vec![0.0; xs.len()];
            f(&xs, &mut found);
            for (x, found) in xs.iter().zip(found).filter(|(x, _)| !x.is_nan()) {
                assert!((f64::from(found) - exact(f64::from(*x))).abs() < 2e-7, "{x}: {found}");
                assert_eq!(found.to_bits(), one(f, *x).to_bits(), "{x}, by itself and among others");
            }
            assert!(one(f, f32::NAN).is_nan());
        }
    }

    #[test]
    fn edges_are_what_they_should_be() {
        assert_eq!([exp(-200.0), exp(0.0), exp(200.0)], [0.0, 1.0, f32::INFINITY]);
        assert_eq!([log(0.0), log(1.0), log(f32::INFINITY)], [f32::NEG_INFINITY, 0.0, f32::INFINITY]);
        assert!((log(1e-41) - -94.406_29).abs() < 1e-3, "{}", log(1e-41));
        assert!(log(-1.0).is_nan() && log(f32::NAN).is_nan() && exp(f32::NAN).is_nan() && tanh(f32::NAN).is_nan());
        assert_eq!([tanh(-50.0), tanh(0.0), tanh(50.0)], [-1.0, 0.0, 1.0]);
        assert_eq!([sigmoid(-200.0), sigmoid(0.0), sigmoid(200.0)], [0.0, 0.5, 1.0]);
        assert!(one(sin, f32::INFINITY).is_nan());
    }
}
