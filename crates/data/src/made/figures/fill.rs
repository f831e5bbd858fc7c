//! What a figure is filled with: a colour and a texture in two tones of it.

use super::Noise;
use crate::made::choice::choices;
use crate::made::paint::{Colour, Point, darker, lighter, mix, rgb};
use crate::maths::{cos, sin};

choices! {
    /// The colour of an object.
    Colouring {
        Red: "红", "red";
        Orange: "橙", "orange";
        Yellow: "黄", "yellow";
        Green: "绿", "green";
        Cyan: "青", "cyan";
        Blue: "蓝", "blue";
        Purple: "紫", "purple";
        Pink: "粉", "pink";
    }
}

choices! {
    /// The texture of an object.
    Texture {
        Solid: "纯色", "solid";
        Stripes: "条纹", "stripes";
        Checks: "格子", "checks";
        Dots: "圆点", "dots";
        Noise: "噪声", "noise";
        Gradient: "渐变", "gradient";
    }
}

impl Colouring {
    /// As it is painted.
    #[must_use]
    pub fn colour(self) -> Colour {
        rgb(match self {
            Self::Red => 0xdd_3b3f,
            Self::Orange => 0xf2_8a2e,
            Self::Yellow => 0xf0_c52a,
            Self::Green => 0x3f_a653,
            Self::Cyan => 0x27_aab8,
            Self::Blue => 0x35_63d6,
            Self::Purple => 0x85_4bc4,
            Self::Pink => 0xee_70ad,
        })
    }
}

/// A texture in a colour, laid out in units of the figure.
#[derive(Debug, Clone)]
pub struct Fill {
    tones: [Colour; 2],
    texture: Texture,
    /// Periods along the unit square.
    waves: f32,
    direction: [f32; 2],
    noise: Noise,
}

impl Fill {
    /// `waves` periods to the width of the picture, along `angle`; `grain` decides the noise.
    #[must_use]
    pub fn new(colour: Colouring, texture: Texture, waves: f32, angle: f32, grain: u32) -> Self {
        let colour = colour.colour();
        let tones = [darker(colour, 0.12), lighter(colour, 0.62)];
        Self { tones, texture, waves, direction: [cos(angle), sin(angle)], noise: Noise::of(grain) }
    }

    /// The colour at a point of the drawing.
    #[must_use]
    pub fn at(&self, [x, y]: Point) -> Colour {
        let [c, s] = self.direction;
        let turn = std::f32::consts::TAU * self.waves;
        let (u, v) = (turn * (c * (x - 0.5) + s * (y - 0.5)), turn * (c * (y - 0.5) - s * (x - 0.5)));
        // A wave with steep sides: edges a fifth of a period wide, which small pictures show without jags.
        let step = |wave: f32| (0.5 + 1.6 * wave).clamp(0.0, 1.0);
        let light = match self.texture {
            Texture::Solid => 0.0,
            Texture::Stripes => step(sin(u)),
            Texture::Checks => step(2.0 * sin(u * 0.75) * sin(v * 0.75)),
            Texture::Dots => step(cos(u) + cos(v) - 0.75),
            Texture::Noise => step(2.4 * (self.noise.at(x, y) - 0.5)),
            Texture::Gradient => (0.5 + (c * (x - 0.5) + s * (y - 0.5)) * 1.7).clamp(0.0, 1.0),
        };
        mix(self.tones[0], self.tones[1], light)
    }
}
