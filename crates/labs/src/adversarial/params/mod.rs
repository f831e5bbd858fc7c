//! The lab's parameters: from this table come controls, address, command line and defaults.

mod attack;
mod look;
mod physical;
mod reprogram;
mod robustness;
mod shield;
pub(super) mod sounds;
mod transfer;
mod universal;
mod victim;
mod words;

pub(super) use attack::searches;
#[cfg(feature = "model")]
pub(super) use attack::{ATTACKS, NORMS};
use labkit::param::Acts;
use labkit::{Kind, Param, Params, Text};
#[cfg(feature = "model")]
pub(super) use victim::{layers, line};

/// The exhibits.
pub const TASKS: &[(&str, Text)] = &[
    ("arena", Text::new("一个对一个", "one against one")),
    ("robustness", Text::new("训练 × 攻击", "training × attack")),
    ("transfer", Text::new("黑盒", "black box")),
    ("universal", Text::new("通用噪声", "one noise for all")),
    ("physical", Text::new("实物", "worn")),
    ("reprogram", Text::new("改编", "reprogramming")),
    ("words", Text::new("文字", "words")),
    ("sounds", Text::new("声音", "sounds")),
];

/// When a parameter belongs to one exhibit alone.
type When = Option<(&'static str, &'static str)>;
const TASK_ROBUSTNESS: When = Some(("task", "robustness"));
const TASK_TRANSFER: When = Some(("task", "transfer"));
const TASK_UNIVERSAL: When = Some(("task", "universal"));
const TASK_PHYSICAL: When = Some(("task", "physical"));

const VICTIM: Text = Text::new("分类器", "The classifier");
const ATTACK: Text = Text::new("攻击", "The attack");
const SHIELD: Text = Text::new("挡在前面的", "In front of it");
const VIEW: Text = Text::new("看哪一张", "What is shown");

const fn number(min: f64, max: f64, default: f64) -> Kind {
    Kind::Number { min, max, default, log: false }
}

const fn one(key: &'static str, label: Text, symbol: &'static str, help: Text, kind: Kind) -> Param {
    Param { key, label, symbol, help, group: ATTACK, kind, acts: Acts::AtOnce, when: None }
}

const fn about(param: Param, group: Text, acts: Acts) -> Param {
    Param { group, acts, ..param }
}

/// Batches to learn where the reader does not say how many.
pub(super) const PRACTICE: f64 = 800.0;
/// Steps of an attack, unless the reader says how many.
const ROUNDS: f64 = 20.0;
/// Batches that a step of the run learns from.
pub(super) const TOGETHER: u64 = 4;
/// Steps of a run where nobody says how many.
pub(super) const STEPS: u64 = SLOWER * PRACTICE as u64 / TOGETHER + ROUNDS as u64;
/// How many times as many steps adversarial training takes.
pub(super) const SLOWER: u64 = 2;

/// The table.
pub const TABLE: &[Param] = &[
    about(
        one(
            "task",
            Text::new("展项", "Exhibit"),
            "",
            Text::new("看哪一个", "which of them is open"),
            Kind::Choice { options: TASKS, default: 0 },
        ),
        VIEW,
        Acts::Restarts,
    ),
    victim::NET,
    victim::MINE,
    victim::BATCHES,
    victim::VARIETY,
    victim::DEFENCE,
    victim::TEMPERATURE,
    shield::KIND,
    shield::SIGMA,
    shield::BITS,
    shield::SPARE,
    shield::QUALITY,
    shield::KNOWS,
    shield::THRESHOLD,
    victim::HARD_EPS,
    attack::METHOD,
    attack::NORM,
    attack::RADIUS,
    attack::LINF,
    attack::L2,
    attack::L1,
    attack::L0,
    attack::SHARE,
    attack::STEPS,
    attack::KEPT,
    attack::RESTARTS,
    attack::SURETY,
    attack::WEIGHT,
    attack::SPARSE,
    attack::SMOOTH,
    attack::BEYOND,
    attack::GOAL,
    attack::TARGET,
    look::OWNER,
    look::DIGIT,
    look::APART,
    look::FACTOR,
    robustness::ROWS,
    robustness::COLUMNS,
    transfer::CRAFT,
    transfer::REACH,
    transfer::ASKED,
    transfer::QUERIES,
    transfer::BUDGET,
    universal::EPS,
    universal::ROUNDS,
    physical::FACES,
    physical::WEARER,
    physical::PASSES,
    physical::PIECE,
    physical::SPREAD,
    physical::SMOOTH,
    physical::PRINT,
    physical::FITS,
    physical::PHOTO,
    physical::TURN,
    physical::ZOOM,
    physical::RIGHT,
    physical::DOWN,
    physical::LIGHT,
    physical::BLUR,
    reprogram::PLACE,
    reprogram::MEANING,
    reprogram::MOST,
    reprogram::STEPS,
    reprogram::SQUARES,
    words::TONGUE,
    words::READ,
    words::SWAPS,
    words::SENTENCE,
    sounds::NOISE,
    sounds::AIM,
    sounds::ROUNDS,
    sounds::SAID,
];

/// What other exhibits have in common with the Arena.
fn shared(key: &str, task: &str) -> bool {
    match key {
        "digit" => matches!(task, "transfer" | "universal"),
        "practice" | "variety" => matches!(task, "robustness" | "transfer" | "universal" | "reprogram"),
        "temperature" => task == "robustness",
        "net" | "factor" => task == "universal",
        _ => false,
    }
}

/// Whether a control is of use with the others as they are.
pub fn shown(param: &Param, params: &Params) -> bool {
    if param.key == "squares" {
        return false;
    }
    if param.key == "task" || param.when.is_some_and(|(key, _)| key == "task") {
        // What is chosen above the stage, and what belongs to one exhibit alone.
        return param.key != "task" && param.when.is_none_or(|(_, task)| params.choice(TABLE, "task") == task);
    }
    let task = params.choice(TABLE, "task");
    if task != "arena" {
        return shared(param.key, task);
    }
    let attack = params.choice(TABLE, "attack");
    let shield = params.choice(TABLE, "shield");
    match param.key {
        "net" => !params.switch(TABLE, "mine"),
        "norm" => !searches(attack),
        "eps_linf" | "eps_l2" | "eps_l1" | "eps_l0" => {
            !searches(attack) && param.key.strip_prefix("eps_") == Some(params.choice(TABLE, "norm"))
        }
        "share" => !searches(attack) && !matches!(attack, "random" | "fgsm"),
        "rounds" => !matches!(attack, "random" | "fgsm"),
        "restarts" => attack == "pgd",
        "kappa" => matches!(attack, "cw" | "ead" | "flow"),
        "weight" => matches!(attack, "cw" | "ead" | "lbfgs"),
        "beta" => attack == "ead",
        "tau" => attack == "flow",
        "beyond" => attack == "deepfool",
        "kept" => attack == "mifgsm",
        "digit" => params.choice(TABLE, "whose") == "unseen",
        "temperature" => params.choice(TABLE, "defence") == "distillation",
        "sigma" => shield == "blur" || shield == "squeeze",
        "bits" => shield == "bits" || shield == "squeeze",
        "spare" => shield == "resize",
        "quality" => shield == "blocks",
        "knows" => shield != "none",
        "threshold" => shield == "squeeze",
        "hard_eps" => params.choice(TABLE, "defence") == "adversarial-training",
        "goal" => attack != "random",
        "target" => attack != "random" && params.choice(TABLE, "goal") == "given",
        _ => true,
    }
}
