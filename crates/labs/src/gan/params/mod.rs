//! The lab's parameters: from this table come controls, address, command line and defaults.

pub(crate) mod arena;
mod duel;
mod line;
mod many;
pub mod presets;

use labkit::param::Acts;
use labkit::{Kind, Param, Params, Text};

/// The exhibits.
pub const TASKS: &[(&str, Text)] = &[
    ("arena", Text::new("平面上的对抗", "a game in the plane")),
    ("line", Text::new("直线上", "on the line")),
    ("duel", Text::new("两个数的博弈", "a game of two numbers")),
    ("many", Text::new("许多种子", "many seeds")),
];

/// Steps of a run where nobody says how many.
pub const STEPS: u64 = 6000;

/// The table.
pub const TABLE: &[Param] = &[
    TASK,
    arena::DATA,
    arena::SPREAD,
    arena::CELLS,
    arena::LOSS,
    arena::DIVERGENCE,
    arena::LIMIT,
    arena::CLIP,
    arena::LAMBDA,
    arena::REAL,
    arena::FAKE,
    arena::AIM,
    arena::K,
    arena::K_G,
    arena::ORDER,
    arena::MOVES,
    arena::RATE_D,
    arena::RATE_G,
    arena::TIMES,
    arena::RULE,
    arena::BETA,
    arena::BATCH,
    arena::WIDTH,
    arena::DEPTH,
    arena::BEND,
    arena::LATENT,
    arena::PRIOR,
    arena::MEMBERS,
    arena::UNROLLED,
    arena::ALIKE,
    arena::MATCHING,
    arena::WEIGHT,
    arena::SHARE,
    arena::PULL,
    arena::NOISE,
    arena::OFTEN,
    arena::MAP,
    arena::ARROWS,
    arena::GRID,
    line::P,
    line::WIDTH_P,
    line::GAP,
    line::Q,
    line::WIDTH_Q,
    line::LOSS,
    line::DIVERGENCE,
    line::REAL,
    line::FAKE,
    line::AIM,
    line::RATIO,
    line::LAMBDA,
    line::MOVES,
    line::AFTER,
    line::K,
    line::RATE,
    line::ETA,
    line::CROWD,
    line::BEND,
    line::WIDTH,
    line::BATCH,
    line::LOGIT,
    duel::PLAY,
    duel::X,
    duel::Y,
    duel::RULE,
    duel::RATE,
    duel::FIRST,
    duel::BETA,
    duel::PULL,
    duel::GAMMA,
    duel::NOISE,
    many::WHAT,
    many::SEEDS,
    many::STEPS,
];

const TASK: Param = Param {
    key: "task",
    label: Text::new("展项", "Exhibit"),
    symbol: "",
    help: Text::new("运行栏驱动哪一个", "which one the run bar drives"),
    group: arena::TARGET,
    kind: Kind::Choice { options: TASKS, default: 0 },
    acts: Acts::Restarts,
    // It stands above the stage.
    when: Some(("task", "never")),
};

/// Which parameters have a control, given the others.
pub fn shown(param: &Param, params: &Params) -> bool {
    match param.when {
        Some((key, value)) => {
            let own =
                arena::shown(param.key, params) && line::shown(param.key, params) && duel::shown(param.key, params);
            params.choice(TABLE, key) == value && own
        }
        None => true,
    }
}
