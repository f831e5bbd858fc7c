//! Parameters of the game of two numbers.

use labkit::param::Acts;
use labkit::{Kind, Param, Params, Text};

use super::TABLE;

const GAME: Text = Text::new("博弈", "The game");
const STEP: Text = Text::new("一步", "A step");
const HELD: Text = Text::new("牵制", "Held back");

const fn own(
    key: &'static str,
    label: Text,
    symbol: &'static str,
    help: Text,
    group: Text,
    kind: Kind,
    acts: Acts,
) -> Param {
    Param { key, label, symbol, help, group, kind, acts, when: Some(("task", "duel")) }
}

const fn number(min: f64, max: f64, default: f64) -> Kind {
    Kind::Number { min, max, default, log: false }
}

const fn choice(options: &'static [(&'static str, Text)], default: usize) -> Kind {
    Kind::Choice { options, default }
}

pub(super) const PLAY: Param = own(
    "j_game",
    Text::new("争什么", "What is at stake"),
    "J",
    Text::new(
        "Dirac-GAN：数据是 0，生成器是一个点 θ，判别器是 ψ·x",
        "Dirac-GAN: data are 0, the generator is a point θ, the discriminator is ψ·x",
    ),
    GAME,
    choice(
        &[
            ("xy", Text::same("J = −xy")),
            ("minimax", Text::new("Dirac-GAN，极小极大", "Dirac-GAN, minimax")),
            ("non-saturating", Text::new("Dirac-GAN，非饱和", "Dirac-GAN, non-saturating")),
            ("wasserstein", Text::new("Dirac-GAN，Wasserstein", "Dirac-GAN, Wasserstein")),
        ],
        0,
    ),
    Acts::Restarts,
);
pub(super) const X: Param = own(
    "j_x",
    Text::new("起点 x", "Start x"),
    "x",
    Text::new(
        "x 要 J 大；在 Dirac-GAN 里是判别器的 ψ",
        "x wants J large; in the Dirac-GAN it is the discriminator's ψ",
    ),
    GAME,
    number(-2.5, 2.5, 1.0),
    Acts::Restarts,
);
pub(super) const Y: Param = own(
    "j_y",
    Text::new("起点 y", "Start y"),
    "y",
    Text::new(
        "y 要 J 小；在 Dirac-GAN 里是生成器的点 θ",
        "y wants J small; in the Dirac-GAN it is the generator's point θ",
    ),
    GAME,
    number(-2.5, 2.5, 0.0),
    Acts::Restarts,
);
pub(super) const RULE: Param = own(
    "j_rule",
    Text::new("看哪一种走法", "Rule in focus"),
    "",
    Text::new("都从同一点走，这一种画在最上面", "all play from one start; this one is drawn on top"),
    STEP,
    choice(
        &[
            ("simultaneous", Text::new("同时", "simultaneous")),
            ("alternating", Text::new("轮流", "alternating")),
            ("momentum", Text::new("轮流，带动量", "alternating with momentum")),
            ("extragradient", Text::new("外梯度", "extragradient")),
            ("optimistic", Text::new("乐观", "optimistic")),
            ("averaged", Text::new("轮流，历史平均", "alternating, historical averaging")),
            ("flow", Text::new("无穷小的步", "infinitely small steps")),
        ],
        0,
    ),
    Acts::Shows,
);
pub(super) const RATE: Param = own(
    "j_rate",
    Text::new("步长", "Step size"),
    "η",
    Text::new("两个玩家一样", "the same for both players"),
    STEP,
    Kind::Number { min: 0.01, max: 1.0, default: 0.2, log: true },
    Acts::AtOnce,
);
pub(super) const FIRST: Param = own(
    "j_first",
    Text::new("轮流时谁先走", "First of the two"),
    "",
    Text::new("后走的看得到先走的这一步", "the second sees the step that the first has taken"),
    STEP,
    choice(
        &[("one", Text::new("x（判别器）", "x (discriminator)")), ("two", Text::new("y（生成器）", "y (generator)"))],
        0,
    ),
    Acts::Restarts,
);
pub(super) const BETA: Param = own(
    "j_beta",
    Text::new("动量", "Momentum"),
    "β",
    Text::new("可以是负的", "may be negative"),
    STEP,
    number(-0.9, 0.9, -0.5),
    Acts::AtOnce,
);
pub(super) const PULL: Param = own(
    "j_pull",
    Text::new("历史平均的系数", "Weight of historical averaging"),
    "c",
    Text::new("加上 c‖θ − 至今的平均‖²", "adds c‖θ − mean so far‖²"),
    HELD,
    Kind::Number { min: 0.01, max: 100.0, default: 0.1, log: true },
    Acts::AtOnce,
);
pub(super) const GAMMA: Param = own(
    "j_gamma",
    Text::new("真点上的梯度惩罚", "Gradient penalty on real points"),
    "γ",
    Text::new("R₁：加上 γ/2 · ψ²", "R₁: adds γ/2 · ψ²"),
    HELD,
    number(0.0, 2.0, 0.0),
    Acts::AtOnce,
);
pub(super) const NOISE: Param = own(
    "j_noise",
    Text::new("给点加噪声", "Noise on points"),
    "σ",
    Text::new("真假都加，取平均", "on real and generated ones, its mean taken"),
    HELD,
    number(0.0, 2.0, 0.0),
    Acts::AtOnce,
);

/// Which of them have a control, given the others.
pub(super) fn shown(key: &str, params: &Params) -> bool {
    let game = params.choice(TABLE, "j_game");
    match key {
        "j_gamma" => game != "xy",
        // Of a linear score the mean of the noise is all that is left: 0.
        "j_noise" => matches!(game, "minimax" | "non-saturating"),
        _ => true,
    }
}
