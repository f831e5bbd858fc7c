//! The lab's parameters: from this table come controls, address, command line and defaults.

mod attack;
mod physical;
mod reprogram;
pub(super) mod sounds;
mod transfer;
mod universal;
mod words;

pub(super) use attack::searches;
use labkit::param::Acts;
use labkit::{Kind, Param, Params, Text};

/// The exhibits.
pub const TASKS: &[(&str, Text)] = &[
    ("arena", Text::new("一个对一个", "one against one")),
    ("transfer", Text::new("黑盒", "black box")),
    ("universal", Text::new("通用噪声", "one noise for all")),
    ("physical", Text::new("实物", "worn")),
    ("reprogram", Text::new("改编", "reprogramming")),
    ("words", Text::new("文字", "words")),
    ("sounds", Text::new("声音", "sounds")),
];

/// When a parameter belongs to one exhibit alone.
type When = Option<(&'static str, &'static str)>;
const TASK_TRANSFER: When = Some(("task", "transfer"));
const TASK_UNIVERSAL: When = Some(("task", "universal"));
const TASK_PHYSICAL: When = Some(("task", "physical"));

const VICTIM: Text = Text::new("分类器", "The classifier");
const ATTACK: Text = Text::new("攻击", "The attack");
const SHIELD: Text = Text::new("挡在前面的", "In front of it");
const VIEW: Text = Text::new("看哪一张", "What is shown");

/// Classifiers, and their layers.
const NETS: &[(&str, Text)] = &[
    ("cnn", Text::new("卷积网络", "convolutional")),
    ("mlp", Text::new("全连接网络", "fully connected")),
    ("linear", Text::new("线性（logistic 回归）", "linear (logistic regression)")),
];

/// The line of layers of the chosen classifier.
#[cfg(feature = "model")]
pub(super) fn line(params: &Params) -> &'static str {
    let drops = params.choice(TABLE, "defence") == "dropout";
    match params.choice(TABLE, "net") {
        "mlp" if drops => "dense 128, relu, dropout 0.5, dense 64, relu, dropout 0.5, dense 10",
        "linear" if drops => "dropout 0.5, dense 10",
        "cnn" if drops => "conv 16 5 s2 p2, relu, conv 32 5 s2 p2, relu, dense 64, relu, dropout 0.5, dense 10",
        net => layers(net),
    }
}

/// The line of layers of a classifier.
#[cfg(feature = "model")]
pub(super) fn layers(net: &str) -> &'static str {
    match net {
        "deep" => {
            "conv 8 3 s2 p1, relu, conv 16 3 p1, relu, conv 16 3 s2 p1, relu, conv 32 3 p1, relu, dense 32, relu, dense 10"
        }
        "mlp" => "dense 128, relu, dense 64, relu, dense 10",
        "linear" => "dense 10",
        _ => "conv 16 5 s2 p2, relu, conv 32 5 s2 p2, relu, dense 64, relu, dense 10",
    }
}

/// Defences.
const DEFENCES: &[(&str, Text)] = &[
    ("none", Text::new("无", "none")),
    ("adversarial-training", Text::new("对抗训练", "adversarial training")),
    ("weight-decay", Text::new("权重衰减", "weight decay")),
    ("dropout", Text::same("dropout")),
    ("ensemble", Text::new("五个网络一起答", "five networks together")),
    ("distillation", Text::new("防御蒸馏", "defensive distillation")),
];

/// Shields.
const SHIELDS: &[(&str, Text)] = &[
    ("none", Text::new("无", "none")),
    ("blur", Text::new("模糊", "blurred")),
    ("bits", Text::new("减少灰阶", "fewer shades")),
    ("resize", Text::new("随机缩放、挪动", "scaled and moved at random")),
    ("blocks", Text::new("JPEG 那样压缩", "compressed as JPEG")),
    ("squeeze", Text::new("挤压检测器", "squeezing detector")),
];

/// Attacks.
pub(super) const ATTACKS: &[(&str, Text)] = &[
    ("random", Text::new("随机噪声（对照）", "random noise (control)")),
    ("fgsm", Text::same("FGSM")),
    ("ifgsm", Text::new("I-FGSM（BIM）", "I-FGSM (BIM)")),
    ("pgd", Text::new("PGD：随机起点", "PGD: random start")),
    ("mifgsm", Text::new("MI-FGSM：带动量", "MI-FGSM: with momentum")),
    ("deepfool", Text::new("DeepFool：最近的边界", "DeepFool: nearest boundary")),
    ("cw", Text::new("C&W：L2 最小", "C&W: least L2")),
    ("ead", Text::new("EAD：弹性网", "EAD: elastic net")),
    ("lbfgs", Text::same("L-BFGS")),
    ("jsma", Text::new("JSMA：成对改像素", "JSMA: pixels in pairs")),
    ("flow", Text::new("空间变换：流场", "spatial: a flow")),
    ("pixel", Text::new("一个像素", "one pixel")),
];

/// Norms.
pub(super) const NORMS: &[(&str, Text)] =
    &[("linf", Text::same("L∞")), ("l2", Text::same("L2")), ("l1", Text::same("L1")), ("l0", Text::same("L0"))];

/// What a digit is to be taken for.
pub(super) const GOALS: &[(&str, Text)] = &[
    ("any", Text::new("别的就行", "anything else")),
    ("given", Text::new("指定的数字", "a given digit")),
    ("each", Text::new("轮流每个数字", "each digit in turn")),
];

const WHOSE: &[(&str, Text)] = &[("unseen", Text::new("没练过的", "unseen")), ("yours", Text::new("你写的", "yours"))];

const FACTORS: &[(&str, Text)] = &[("1", Text::same("×1")), ("10", Text::same("×10")), ("50", Text::same("×50"))];

const fn number(min: f64, max: f64, default: f64) -> Kind {
    Kind::Number { min, max, default, log: false }
}

const fn one(key: &'static str, label: Text, symbol: &'static str, help: Text, kind: Kind) -> Param {
    Param { key, label, symbol, help, group: ATTACK, kind, acts: Acts::AtOnce, when: None }
}

const fn radius(key: &'static str, norm: &'static str, help: Text, most: f64, default: f64) -> Param {
    let kind = number(0.0, most, default);
    Param {
        key,
        label: Text::new("半径", "Radius"),
        symbol: "ε",
        help,
        group: ATTACK,
        kind,
        acts: Acts::AtOnce,
        when: Some(("norm", norm)),
    }
}

const fn shielded(key: &'static str, label: Text, symbol: &'static str, help: Text, kind: Kind) -> Param {
    about(one(key, label, symbol, help, kind), SHIELD, Acts::AtOnce)
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
    about(
        one(
            "net",
            Text::new("网络", "Network"),
            "",
            Text::new("换一种，从头训练", "another one learns from the start"),
            Kind::Choice { options: NETS, default: 0 },
        ),
        VICTIM,
        Acts::Restarts,
    ),
    about(
        one(
            "mine",
            Text::new("我训练的网络", "The network I trained"),
            "",
            Text::new(
                "在“CNN 看见了什么”里训练一个，按“拿去攻击”",
                "train one in “What does a CNN see?” and press “Attack it”",
            ),
            Kind::Switch { default: false },
        ),
        VICTIM,
        Acts::Restarts,
    ),
    about(
        one(
            "practice",
            Text::new("训练几批", "Batches to learn"),
            "",
            Text::new(
                "每批 64 个现画的数字；运行栏一步四批",
                "64 fresh digits each; a step of the run is four of them",
            ),
            number(100.0, 4000.0, PRACTICE),
        ),
        VICTIM,
        Acts::Restarts,
    ),
    about(
        one(
            "variety",
            Text::new("笔迹差异", "Variety"),
            "",
            Text::new("0 是字帖，1 像人一样", "0 is the copybook, 1 is as people write"),
            number(0.0, 1.5, 1.0),
        ),
        VICTIM,
        Acts::Restarts,
    ),
    about(
        one(
            "defence",
            Text::new("防御", "Defence"),
            "",
            Text::new("训练时做的", "what is done in training"),
            Kind::Choice { options: DEFENCES, default: 0 },
        ),
        VICTIM,
        Acts::Restarts,
    ),
    about(
        one(
            "temperature",
            Text::new("训练时的温度", "Temperature in training"),
            "T",
            Text::new(
                "学的时候 logits 除以它，答的时候不除",
                "divides the logits while it learns, not when it answers",
            ),
            number(1.0, 100.0, 20.0),
        ),
        VICTIM,
        Acts::Restarts,
    ),
    about(
        one(
            "shield",
            Text::new("盾", "Shield"),
            "",
            Text::new("每张图先经过它", "every picture passes it first"),
            Kind::Choice { options: SHIELDS, default: 0 },
        ),
        SHIELD,
        Acts::AtOnce,
    ),
    shielded(
        "sigma",
        Text::new("模糊的宽度", "Width of the blur"),
        "σ",
        Text::new("高斯的标准差，像素", "standard deviation of a Gaussian, pixels"),
        number(0.3, 3.0, 1.0),
    ),
    shielded(
        "bits",
        Text::new("灰阶的位数", "Bits of grey"),
        "",
        Text::new("b 位有 2 的 b 次方个灰阶", "b bits are 2 to the b shades"),
        number(1.0, 8.0, 1.0),
    ),
    shielded(
        "spare",
        Text::new("最多缩小多少", "Shrunk by at most"),
        "",
        Text::new("缩小后放到画面里随便一处", "then put anywhere in the frame"),
        number(0.05, 0.5, 0.2),
    ),
    shielded(
        "quality",
        Text::new("压缩质量", "Quality"),
        "",
        Text::new("和 JPEG 的一样，1 到 100", "as JPEG's, 1 to 100"),
        number(1.0, 95.0, 10.0),
    ),
    shielded(
        "knows",
        Text::new("攻击者知道它", "The attacker knows it"),
        "",
        Text::new("把盾当成网络的第一层来求梯度", "takes it for the first layer when it follows slopes"),
        Kind::Switch { default: false },
    ),
    about(
        one(
            "threshold",
            Text::new("报警的门槛", "Alarm above"),
            "",
            Text::new("挤压前后概率之差，L1，最大是 2", "gap between the probabilities, L1, at most 2"),
            number(0.0, 2.0, 0.5),
        ),
        SHIELD,
        Acts::Shows,
    ),
    about(
        one(
            "hard_eps",
            Text::new("训练时的 ε", "ε in training"),
            "ε",
            Text::new("每批先被攻击这么大，再学", "each batch is attacked by this much before it is learnt"),
            number(0.0, 0.4, 0.2),
        ),
        VICTIM,
        Acts::Restarts,
    ),
    one(
        "attack",
        Text::new("方法", "Method"),
        "",
        Text::new("怎样找到要加的噪声", "how the noise is found"),
        Kind::Choice { options: ATTACKS, default: 3 },
    ),
    one(
        "norm",
        Text::new("距离", "Distance"),
        "",
        Text::new("改了多少，怎么量", "how a change is measured"),
        Kind::Choice { options: NORMS, default: 0 },
    ),
    one(
        "eps",
        Text::new("半径", "Radius"),
        "ε",
        Text::new("所选距离的半径", "of the chosen distance"),
        Kind::Alias { of: "norm", prefix: "eps_" },
    ),
    radius(
        "eps_linf",
        "linf",
        Text::new("每个像素最多改多少，像素从 0 到 1", "largest change of a pixel, of 0 to 1"),
        0.5,
        0.1,
    ),
    radius("eps_l2", "l2", Text::new("改动的长度最多多少", "largest length of the change"), 8.0, 1.5),
    radius("eps_l1", "l1", Text::new("改动的绝对值之和最多多少", "largest sum of absolute changes"), 100.0, 15.0),
    radius("eps_l0", "l0", Text::new("最多改几个像素", "most pixels changed"), 200.0, 20.0),
    one(
        "share",
        Text::new("步长，半径的几分之几", "Step, as a share of ε"),
        "α/ε",
        Text::new("FGSM 总是一步走完", "FGSM takes all of it at once"),
        number(0.02, 1.0, 0.125),
    ),
    one(
        "rounds",
        Text::new("走几步", "Steps"),
        "T",
        Text::new(
            "FGSM 走一步；C&W、EAD、L-BFGS 走这么多的五倍，JSMA 和流场三倍",
            "FGSM takes one; C&W, EAD and L-BFGS five times as many, JSMA and the flow three times",
        ),
        number(1.0, 100.0, ROUNDS),
    ),
    one(
        "kept",
        Text::new("动量", "Momentum"),
        "μ",
        Text::new("留下多少速度", "share of the velocity that is kept"),
        number(0.0, 1.0, 0.9),
    ),
    attack::RESTARTS,
    attack::SURETY,
    attack::WEIGHT,
    attack::SPARSE,
    attack::SMOOTH,
    attack::BEYOND,
    one(
        "goal",
        Text::new("目标", "Goal"),
        "",
        Text::new("要它认成什么", "what it is to be taken for"),
        Kind::Choice { options: GOALS, default: 0 },
    ),
    one(
        "target",
        Text::new("认成", "Taken for"),
        "",
        Text::new("本来就是它的，换成下一个数字", "where it is that digit, the next one"),
        number(0.0, 9.0, 3.0),
    ),
    about(
        one(
            "whose",
            Text::new("谁写的", "Whose digit"),
            "",
            Text::new("没练过的，或你在手写板上写的", "an unseen one, or yours from the pad"),
            Kind::Choice { options: WHOSE, default: 0 },
        ),
        VIEW,
        Acts::Shows,
    ),
    about(
        one(
            "digit",
            Text::new("第几张", "Which digit"),
            "",
            Text::new("没练过的数字里的一张", "of the unseen digits"),
            number(0.0, 255.0, 0.0),
        ),
        VIEW,
        Acts::Shows,
    ),
    about(
        one(
            "apart",
            Text::new("同样的 L2", "Equal L2"),
            "",
            Text::new("每个像素改一点，或一个像素改很多", "every pixel a little, or one pixel a lot"),
            number(0.0, 1.0, 0.9),
        ),
        VIEW,
        Acts::Shows,
    ),
    about(
        one(
            "factor",
            Text::new("噪声放大", "Noise shown"),
            "",
            Text::new("中间那张图乘以几", "factor of the picture in the middle"),
            Kind::Choice { options: FACTORS, default: 1 },
        ),
        VIEW,
        Acts::Shows,
    ),
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
        "practice" | "variety" => matches!(task, "transfer" | "universal" | "reprogram"),
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
