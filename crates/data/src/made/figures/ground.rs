//! What objects lie on.

use super::Noise;
use crate::made::choice::choices;
use crate::made::paint::{Canvas, Shape, lighter, mix, rgb};
use crate::random::Random;

choices! {
    /// The background.
    Ground {
        Paper: "纸", "paper";
        Sky: "天空", "sky";
        Meadow: "草地", "meadow";
        Sand: "沙地", "sand";
        Bricks: "砖墙", "bricks";
        Night: "夜空", "night";
    }
}

impl Ground {
    /// Paints it over the whole picture; `grain` decides where clouds, blades and stars lie.
    pub fn paint(self, canvas: &mut Canvas, grain: u32) {
        let mut random = Random::of(u64::from(grain), 1);
        let noise = Noise::of(grain ^ 0x5bd1);
        let whole = Shape::rounded([0.5, 0.5], [0.5, 0.5], 0.0).grown(0.1);
        match self {
            Self::Paper => canvas.paint(&whole, 1.0, |[x, y]| mix(rgb(0xf3_ece0), rgb(0xe4_dac8), noise.at(x, y))),
            Self::Sky => {
                canvas.paint(&whole, 1.0, |[_, y]| mix(rgb(0x7f_b6e8), rgb(0xd3_e9f7), y));
                for _ in 0..3 {
                    let (x, y) = (random.unit(), random.between(0.05, 0.95));
                    for (dx, dy, r) in [(-0.09, 0.02, 0.055), (0.0, -0.01, 0.08), (0.09, 0.02, 0.06)] {
                        canvas.glaze(&Shape::ellipse([x + dx, y + dy], r * 1.3, r), rgb(0xfb_fdff), 0.8);
                    }
                }
            }
            Self::Meadow => {
                canvas.paint(&whole, 1.0, |[x, y]| mix(rgb(0x8f_bb6a), rgb(0x78_a556), noise.at(x, y)));
                for _ in 0..34 {
                    let (x, y) = (random.unit(), random.unit());
                    let blade = Shape::line(vec![[x, y], [x + random.between(-0.025, 0.025), y - 0.07]], 0.018);
                    canvas.glaze(&blade, rgb(0x5a_8840), 0.75);
                }
            }
            Self::Sand => {
                canvas.paint(&whole, 1.0, |[x, y]| mix(rgb(0xe6_cf9f), rgb(0xd8_bb85), noise.at(x, y)));
                for _ in 0..40 {
                    let dot = Shape::disc([random.unit(), random.unit()], random.between(0.006, 0.014));
                    canvas.glaze(&dot, rgb(0xa8_8855), 0.7);
                }
            }
            Self::Bricks => {
                canvas.paint(&whole, 1.0, |_| rgb(0xcf_c4b8));
                for row in 0..7 {
                    for column in -1..4 {
                        let shift = if row % 2 == 0 { 0.0 } else { 0.15 };
                        let centre = [0.15 + 0.30 * column as f32 + shift, 0.075 + 0.15 * row as f32];
                        let tone = mix(rgb(0xb0_7a66), rgb(0x9c_6a5a), random.unit());
                        canvas.fill(&Shape::rounded(centre, [0.135, 0.06], 0.012), tone);
                    }
                }
            }
            Self::Night => {
                canvas.paint(&whole, 1.0, |[_, y]| mix(rgb(0x1f_2547), rgb(0x43_4a7a), y));
                for _ in 0..22 {
                    let star = Shape::disc([random.unit(), random.unit()], random.between(0.006, 0.014));
                    canvas.glaze(&star, lighter(rgb(0xf3_e6b0), 0.3), 0.9);
                }
            }
        }
    }
}
