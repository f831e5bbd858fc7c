//! Named games: what goes wrong, and what helps.

use labkit::{Preset, Text};

/// Failures on demand, and their cures.
pub const PRESETS: &[Preset] = &[
    Preset { label: Text::new("平常的对局", "the usual game"), sets: &[("task", "arena")] },
    Preset {
        label: Text::new("让它坍缩", "make it collapse"),
        sets: &[("task", "arena"), ("k_g", "5"), ("rate_g", "0.005"), ("beta1", "0.9")],
    },
    Preset {
        label: Text::new("坍缩，让 D 看一整批", "the collapse, D sees the batch"),
        sets: &[("task", "arena"), ("k_g", "5"), ("rate_g", "0.005"), ("beta1", "0.9"), ("alike", "true")],
    },
    Preset {
        label: Text::new("坍缩，数数药在多少种子里管用", "the collapse, and in how many seeds a remedy works"),
        sets: &[("task", "arena"), ("k_g", "5"), ("rate_g", "0.005"), ("beta1", "0.9"), ("often", "alike")],
    },
    Preset {
        label: Text::new("裁判太笨", "a judge who learns nothing"),
        sets: &[("task", "arena"), ("real", "0.5"), ("fake", "0.5")],
    },
    Preset {
        label: Text::new("评论家不受约束", "a critic without bounds"),
        sets: &[("task", "arena"), ("loss", "wgan"), ("limit", "none"), ("moves", "d"), ("k", "1")],
    },
    Preset { label: Text::new("WGAN-GP", "WGAN-GP"), sets: &[("task", "arena"), ("loss", "wgan-gp")] },
    Preset {
        label: Text::new("WGAN-GP，二十五个峰", "WGAN-GP, twenty-five modes"),
        sets: &[("task", "arena"), ("loss", "wgan-gp"), ("data", "grid-25")],
    },
];
