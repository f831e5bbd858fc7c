//! Settings that are worth a look.

use labkit::{Preset, Text};

/// Rates at which neither of the two falls behind.
const ENERGY: &[(&str, &str)] = &[
    ("task", "studio"),
    ("loss", "ebgan"),
    ("norm", "none"),
    ("rate_d", "0.002"),
    ("rate_g", "0.002"),
    ("pretrain", "100"),
    ("margin", "0.2"),
    ("bounded", "true"),
];

/// Make it happen, and cure it.
pub const PRESETS: &[Preset] = &[
    Preset {
        label: Text::new("DCGAN 论文的常数", "constants of the DCGAN paper"),
        sets: &[
            ("task", "studio"),
            ("loss", "non-saturating"),
            ("rate_d", "0.0002"),
            ("rate_g", "0.0002"),
            ("beta1", "0.5"),
            ("batch", "128"),
            ("norm", "batch"),
        ],
    },
    Preset {
        label: Text::new("β₁ = 0.9：学不起来", "β₁ = 0.9: nothing comes of it"),
        sets: &[("task", "studio"), ("norm", "batch"), ("beta1", "0.9")],
    },
    Preset {
        label: Text::new("处处批归一化", "batch norm everywhere"),
        sets: &[("task", "studio"), ("norm", "batch"), ("everywhere", "true")],
    },
    Preset { label: Text::new("能量（EBGAN）", "an energy (EBGAN)"), sets: ENERGY },
    Preset {
        label: Text::new("没有上限的能量", "an energy without a bound"),
        sets: &[
            ("task", "studio"),
            ("loss", "ebgan"),
            ("norm", "none"),
            ("rate_d", "0.002"),
            ("rate_g", "0.002"),
            ("pretrain", "100"),
            ("bounded", "false"),
        ],
    },
    Preset {
        label: Text::new("只有判别器：旧负例丢掉", "D alone: old negatives thrown away"),
        sets: &[("task", "alone"), ("a_keep", "false")],
    },
    Preset {
        label: Text::new("只有判别器：8 × 8 的数字", "D alone: digits of 8 × 8"),
        sets: &[("task", "alone"), ("a_data", "digits"), ("a_langevin", "true")],
    },
    Preset {
        label: Text::new("图模型：负例是噪声", "graphical model: noise as negatives"),
        sets: &[("task", "spins"), ("s_from", "noise")],
    },
];
