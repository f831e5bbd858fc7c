//! What is asked of the networks.

use super::layer::Ties;
use super::pictures::{Change, Thin, shuffled};
use crate::convolution::params::TABLE;
use labkit::Params;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    Shift,
    Scale,
    Permute,
    Subsample,
    Few,
    Separable,
}

impl Question {
    pub(super) fn of(params: &Params) -> Self {
        match params.choice(TABLE, "test") {
            "scale" => Self::Scale,
            "permute" => Self::Permute,
            "subsample" => Self::Subsample,
            "few" => Self::Few,
            "separable" => Self::Separable,
            _ => Self::Shift,
        }
    }

    /// The networks that it compares.
    pub(super) fn kinds(self) -> &'static [Ties] {
        if self == Self::Separable { &[Ties::Separable, Ties::Shared] } else { &[Ties::Full, Ties::Local, Ties::Shared] }
    }

    /// What the parameters do to the pictures of the examination.
    pub(super) fn change(self, params: &Params, seed: u64) -> Change {
        let number = |key| params.number(TABLE, key) as f32;
        let still = Change::default();
        match self {
            Self::Shift => Change { shift: [number("dx"), number("dy")].map(f32::round), ..still },
            Self::Scale => Change { zoom: number("zoom"), ..still },
            Self::Permute => Change { places: shuffled(seed), ..still },
            Self::Subsample => {
                let thin = match params.choice(TABLE, "thin") {
                    "mean" => Thin::Mean,
                    "max" => Thin::Max,
                    _ => Thin::Pick,
                };
                Change { keep: (number("keep").round() as usize).max(1), thin, ..still }
            }
            Self::Few | Self::Separable => still,
        }
    }
}
