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
    arena::target::DATA,
    arena::target::SPREAD,
    arena::target::CELLS,
    arena::losses::LOSS,
    arena::losses::DIVERGENCE,
    arena::losses::LIMIT,
    arena::losses::CLIP,
    arena::losses::LAMBDA,
    arena::losses::REAL,
    arena::losses::FAKE,
    arena::losses::AIM,
    arena::turns::K,
    arena::turns::K_G,
    arena::turns::ORDER,
    arena::turns::MOVES,
    arena::turns::RATE_D,
    arena::turns::RATE_G,
    arena::turns::TIMES,
    arena::turns::RULE,
    arena::turns::BETA,
    arena::nets::BATCH,
    arena::nets::WIDTH,
    arena::nets::DEPTH,
    arena::nets::BEND,
    arena::nets::LATENT,
    arena::nets::PRIOR,
    arena::cures::MEMBERS,
    arena::cures::UNROLLED,
    arena::cures::ALIKE,
    arena::cures::MATCHING,
    arena::cures::WEIGHT,
    arena::cures::SHARE,
    arena::cures::PULL,
    arena::cures::NOISE,
    arena::cures::OFTEN,
    arena::seen::MAP,
    arena::seen::ARROWS,
    arena::seen::GRID,
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

/// The stages of a step of the game in the plane; those of D come k times, those of G as often as it moves.
pub fn stages(params: &Params) -> &'static [Text] {
    const STAGES: &[Text] = &[
        Text::new("真点", "real batch"),
        Text::new("假点", "generated"),
        Text::new("D 打分", "D reads"),
        Text::new("D 的损失", "D's loss"),
        Text::new("D 走", "D moves"),
        Text::new("新的假点", "new points"),
        Text::new("箭头", "arrows"),
        Text::new("G 走", "G moves"),
    ];
    if params.choice(TABLE, "task") == "arena" { STAGES } else { &[] }
}

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
