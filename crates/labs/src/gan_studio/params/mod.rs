//! The lab's parameters: from this table come controls, address, command line and defaults.

mod alone;
pub(super) mod parts;
mod presets;
pub(super) mod rivals;
mod spins;
pub(super) mod studio;

use labkit::param::Acts;
use labkit::{Kind, Param, Params, Text};
pub use presets::PRESETS;
#[cfg(all(feature = "view", target_arch = "wasm32"))]
pub(super) use studio::EXAMS;

/// The exhibits.
pub const TASKS: &[(&str, Text)] = &[
    ("studio", Text::new("工作室", "the studio")),
    ("rivals", Text::new("只有生成器", "G by itself")),
    ("parts", Text::new("两只眼睛", "two eyes")),
    ("alone", Text::new("只有判别器", "D by itself")),
    ("spins", Text::new("图模型", "graphical model")),
];

/// Steps of a run where nobody says how many.
pub(super) const STEPS: u64 = 3000;

const fn number(min: f64, max: f64, default: f64) -> Kind {
    Kind::Number { min, max, default, log: false }
}

const fn decades(min: f64, max: f64, default: f64) -> Kind {
    Kind::Number { min, max, default, log: true }
}

/// The table.
pub const TABLE: &[Param] = &[
    Param {
        key: "task",
        label: Text::new("展项", "Exhibit"),
        symbol: "",
        help: Text::new("运行栏驱动哪一个", "which one the run bar drives"),
        group: studio::PICTURES,
        kind: Kind::Choice { options: TASKS, default: 0 },
        acts: Acts::Restarts,
        when: None,
    },
    studio::DATA,
    studio::SIDE,
    studio::VARIETY,
    studio::POOL,
    studio::LOSS,
    studio::EVERY,
    studio::LAMBDA,
    studio::BOUNDED,
    studio::MARGIN,
    studio::PRETRAIN,
    studio::APART,
    studio::SMOOTH,
    studio::RATE_D,
    studio::RATE_G,
    studio::BETA,
    studio::BATCH,
    studio::WIDTH,
    studio::LATENT,
    studio::AVERAGE,
    studio::NORM,
    studio::EVERYWHERE,
    studio::MIXED,
    studio::RISE,
    studio::POOLED,
    studio::LEAKY,
    studio::TANH,
    studio::ATTENTION,
    studio::EXAM,
    studio::TILE,
    studio::OTHER,
    studio::AXES,
    studio::PLACE,
    rivals::WHAT,
    rivals::CODE,
    rivals::WIDTH,
    rivals::BETA,
    rivals::WHOSE,
    parts::AGREE,
    parts::CODE,
    alone::DATA,
    alone::NOISE,
    alone::STEPS,
    alone::KEEP,
    alone::RATE,
    alone::FIND,
    alone::CLIMBS,
    alone::STRIDE,
    alone::LANGEVIN,
    alone::HEAT,
    spins::GRAPH,
    spins::SPINS,
    spins::STRENGTH,
    spins::DATA,
    spins::FROM,
    spins::SAMPLES,
    spins::SWEEPS,
    spins::RATE,
];

/// Whether a control is of use with the others as they are.
pub fn shown(param: &Param, params: &Params) -> bool {
    let task = params.choice(TABLE, "task");
    if param.when.is_some_and(|(_, of)| of != task) {
        return false;
    }
    match param.key {
        // What is chosen above the stage.
        "task" => false,
        "r_code" | "r_beta" | "r_whose" => params.choice(TABLE, "r_what") == "ways",
        key if task == "alone" => alone::shown(key, params),
        key if task == "spins" => spins::shown(key, params),
        key => studio::shown(key, params),
    }
}
