//! The lab's parameters: from this table come controls, address, command line and defaults.

use labkit::param::Acts;
use labkit::{Kind, Param, Text};

const NET: Text = Text::new("网络", "The network");
const HAND: Text = Text::new("你的数字", "Your digit");
const TRAINING: Text = Text::new("训练", "Training");

/// Steps after which the learning rate has come down, and training is done.
pub(super) const STEPS: u64 = 2500;

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
        key: "filters",
        label: Text::new("卷积核个数", "Filters"),
        symbol: "",
        help: Text::new("第一层和第二层各有几个", "how many in the first and in the second layer"),
        group: NET,
        kind: Kind::Choice {
            options: &[
                ("4-8", Text::new("4 和 8", "4 and 8")),
                ("8-16", Text::new("8 和 16", "8 and 16")),
                ("16-32", Text::new("16 和 32", "16 and 32")),
            ],
            default: 1,
        },
        acts: Acts::Restarts,
        when: None,
    },
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
];
