//! The lab's parameters: from this table come controls, address, command line and defaults.

use super::see::params as see;
use labkit::param::Acts;
use labkit::{Kind, Param, Params, Text};

const NET: Text = Text::new("网络", "The network");
const HAND: Text = Text::new("你的数字", "Your digit");
const CHOSEN: Text = Text::new("看哪里", "What is looked at");
const TRAINING: Text = Text::new("训练", "Training");

/// Steps after which the learning rate has come down, and training is done.
pub(super) const STEPS: u64 = 2500;

const LENET: &str = "conv 8 5, relu, pool 2, conv 16 5, relu, pool 2, dense 64, relu, dense 10";

/// Networks that are made; the last is the reader's line.
pub const NETS: &[(&str, Text)] = &[
    ("lenet", Text::same("LeNet")),
    ("small", Text::new("LeNet，一半", "LeNet, half")),
    ("wide", Text::new("LeNet，两倍", "LeNet, double")),
    ("notes", Text::new("笔记：25 和 50 个 3×3", "the notes’: 25 and 50 of 3×3")),
    ("vgg", Text::new("VGG 式", "like VGG")),
    ("residual", Text::new("残差", "residual")),
    ("depthwise", Text::new("深度可分离", "depthwise")),
    ("mlp", Text::new("全连接", "fully connected")),
    ("own", Text::new("自己写", "your own")),
];

/// The line of the chosen network.
pub fn line(params: &Params) -> String {
    let line = match params.choice(TABLE, "net") {
        "small" => "conv 4 5, relu, pool 2, conv 8 5, relu, pool 2, dense 64, relu, dense 10",
        "wide" => "conv 16 5, relu, pool 2, conv 32 5, relu, pool 2, dense 64, relu, dense 10",
        "notes" => "conv 25 3, relu, pool 2, conv 50 3, relu, pool 2, dense 100, relu, dense 10",
        "vgg" => "conv 8 3 p1, relu, conv 8 3 p1, relu, pool 2, conv 16 3 p1, relu, conv 16 3 p1, relu, pool 2, dense 64, relu, dense 10",
        "residual" => {
            "conv 8 3 p1, relu, pool 2, res(conv 8 3 p1, relu, conv 8 3 p1), relu, pool 2, res(conv 8 3 p1, relu, conv 8 3 p1), relu, dense 10"
        }
        "depthwise" => "conv 8 3, relu, pool 2, depthwise 3, conv 16 1, relu, pool 2, dense 64, relu, dense 10",
        "mlp" => "dense 100, relu, dense 64, relu, dense 10",
        "own" => return params.text(TABLE, "layers"),
        _ => LENET,
    };
    line.to_owned()
}

/// What is chosen on the pictures of the stage: counted from 1, in the address, without a control of its own.
const fn chosen(key: &'static str, label: Text, default: f64, max: f64) -> Param {
    let kind = Kind::Typed { min: 1.0, max, default };
    let help = Text::new("在图上点选", "chosen by a click on the pictures");
    Param { key, label, symbol: "", help, group: CHOSEN, kind, acts: Acts::Shows, when: Some(("net", "never")) }
}

/// Which parameters have a control, given the others.
pub fn shown(param: &Param, params: &Params) -> bool {
    param.when.is_none_or(|(key, option)| params.choice(TABLE, key) == option)
}

/// A chosen number, counted from 0.
pub fn chosen_at(params: &Params, key: &str) -> usize {
    (params.number(TABLE, key).round().max(1.0) as usize) - 1
}

/// The table.
pub const TABLE: &[Param] = &[
    Param {
        key: "lr",
        label: Text::new("学习率", "Learning rate"),
        symbol: "η",
        help: Text::new("Adam 开始时的步长，沿余弦降下来", "Adam’s rate at the beginning; it comes down along a cosine"),
        group: TRAINING,
        kind: Kind::Number { min: 1e-4, max: 3e-2, default: 4e-3, log: true },
        acts: Acts::AtOnce,
        when: None,
    },
    Param {
        key: "variety",
        label: Text::new("笔迹差异", "Variety of hands"),
        symbol: "",
        help: Text::new("练习用的笔迹：0 是字帖，1 和人写的一样；考试总是 1", "of the hands trained on: 0 is the copybook, 1 is as people write; examinations are at 1"),
        group: TRAINING,
        kind: Kind::Number { min: 0.0, max: 1.5, default: 1.1, log: false },
        acts: Acts::Restarts,
        when: None,
    },
    Param {
        key: "batch",
        label: Text::new("批大小", "Batch size"),
        symbol: "B",
        help: Text::new("一步看几张图", "how many pictures a step looks at"),
        group: TRAINING,
        kind: Kind::Choice {
            options: &[("16", Text::new("16", "16")), ("32", Text::new("32", "32")), ("64", Text::new("64", "64"))],
            default: 2,
        },
        acts: Acts::Restarts,
        when: None,
    },
    Param {
        key: "net",
        label: Text::new("网络", "Network"),
        symbol: "",
        help: Text::new("现成的几种；也可以自己写一行", "some that are made; or a line of your own"),
        group: NET,
        kind: Kind::Choice { options: NETS, default: 0 },
        acts: Acts::Restarts,
        when: None,
    },
    Param {
        key: "layers",
        label: Text::new("各层", "Layers"),
        symbol: "",
        help: Text::new("从左到右，逗号隔开，例如 conv 8 5, relu, pool 2, dense 10", "from left to right, with commas: conv 8 5, relu, pool 2, dense 10"),
        group: NET,
        kind: Kind::Text { default: LENET, max_len: 400 },
        acts: Acts::Restarts,
        when: Some(("net", "own")),
    },
    Param {
        key: "shuffled",
        label: Text::new("标签随机", "Random labels"),
        symbol: "",
        help: Text::new("练习用的标签与图无关", "labels to train on have nothing to do with the pictures"),
        group: TRAINING,
        kind: Kind::Switch { default: false },
        acts: Acts::Restarts,
        when: None,
    },
    Param {
        key: "mixed",
        label: Text::new("也练拖入的图", "Train on dropped pictures"),
        symbol: "",
        help: Text::new("每批一半取自拖入的两个文件；只考没练过的最后五分之一", "half of each batch is from the two files; their last fifth is kept for the examination"),
        group: TRAINING,
        kind: Kind::Switch { default: false },
        acts: Acts::Restarts,
        when: None,
    },
    chosen("digit", Text::new("第几张考题", "Test digit"), 1.0, 70_000.0),
    Param {
        key: "subject",
        label: Text::new("看谁的数字", "Whose digit"),
        symbol: "",
        help: Text::new("你写了就看你的，点一张考题就看考题", "yours once you have drawn one; a test digit once one is chosen"),
        group: CHOSEN,
        kind: Kind::Choice {
            options: &[("yours", Text::new("你的", "yours")), ("test", Text::new("考题", "of the test"))],
            default: 0,
        },
        acts: Acts::Shows,
        when: Some(("net", "never")),
    },
    chosen("layer", Text::new("第几层", "Layer"), 4.0, 24.0),
    chosen("map", Text::new("第几张图", "Map"), 1.0, 4096.0),
    chosen("row", Text::new("第几行", "Row"), 4.0, 1024.0),
    chosen("column", Text::new("第几列", "Column"), 4.0, 1024.0),
    chosen("from", Text::new("权重的输入通道", "Input channel of the weight"), 1.0, 4096.0),
    chosen("down", Text::new("权重在核里的行", "Row of the weight in its kernel"), 3.0, 1024.0),
    chosen("across", Text::new("权重在核里的列", "Column of the weight in its kernel"), 3.0, 4096.0),
    Param {
        key: "boxed",
        label: Text::new("像 MNIST 那样摆好", "Prepared as in MNIST"),
        symbol: "",
        help: Text::new("裁到笔迹、缩进 20×20、重心居中；关掉就只缩到 28×28", "cut to the ink, fitted into 20×20, its centre of mass in the middle; without it, only made 28×28"),
        group: HAND,
        kind: Kind::Switch { default: true },
        acts: Acts::Shows,
        when: None,
    },
    Param {
        key: "taught",
        label: Text::new("教给它的数字", "Digits that you taught it"),
        symbol: "",
        help: Text::new("写下并说明是几的；以后每批八分之一取自它们", "drawn and named; from then on an eighth of each batch is from them"),
        group: HAND,
        kind: Kind::Text { default: "", max_len: super::taught::LONGEST },
        acts: Acts::AtOnce,
        when: Some(("net", "never")),
    },
    see::TASK,
    see::LAYER,
    see::SCORE,
    see::UNIT,
    see::START,
    see::RATE,
    see::PRACTICE,
    see::PAINTER,
    see::L1,
    see::L2,
    see::TV,
    see::JITTER,
    see::BLUR,
    see::LEVEL,
    see::GROUND,
    see::OCTAVES,
    see::GAIN,
    see::TEXTURE,
    see::DROPPED,
    see::CONTENT,
    see::STYLES[0],
    see::STYLES[1],
    see::STYLES[2],
];
