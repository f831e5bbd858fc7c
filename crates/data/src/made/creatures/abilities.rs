//! Six abilities of 800 creatures, in which four directions hold most of what there is: the lecture's example of principal
//! components. x = μ + Σ_k σ_k z_k v_k with orthonormal v_k and z_k normal.

use crate::random::Random;

/// v_1 … v_6 as rows over (hit points, attack, defence, special attack, special defence, speed): strength as a whole; defence
/// at the price of speed; special defence at the price of hit points and attack; hit points at the price of attack and
/// defence; and two with little in them. Orthonormal to 10⁻³.
pub const LOADINGS: [[f32; 6]; 6] = [
    [0.3876, 0.4373, 0.3677, 0.4572, 0.4473, 0.3379],
    [0.0807, -0.0089, 0.6290, -0.3079, 0.2404, -0.6672],
    [-0.4640, -0.5729, 0.0198, 0.3654, 0.5679, 0.0061],
    [0.7418, -0.3825, -0.4039, 0.1594, 0.1351, -0.3108],
    [-0.1720, 0.4934, -0.5437, -0.2771, 0.5567, -0.2115],
    [0.2192, -0.3012, 0.1001, -0.6785, 0.3025, 0.5471],
];

/// λ_k = σ_k²: shares of 0.45, 0.18, 0.13, 0.12, 0.07 and 0.04.
const VARIANCES: [f32; 6] = [2300.0, 920.0, 665.0, 610.0, 355.0, 205.0];
const MEAN: [f32; 6] = [70.0, 76.0, 72.0, 71.0, 70.0, 66.0];

/// What a creature can do, each number about 70 ± 30: hit points, attack, defence, special attack, special defence, speed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Abilities(pub [f32; 6]);

impl Abilities {
    /// Item `index`.
    #[must_use]
    pub fn draw(seed: u64, index: u64) -> Self {
        let mut random = Random::of(seed, index);
        let mut x = MEAN;
        for (loading, variance) in LOADINGS.iter().zip(VARIANCES) {
            let step = variance.sqrt() * random.normal();
            x.iter_mut().zip(loading).for_each(|(x, v)| *x += step * v);
        }
        Self(x)
    }
}
