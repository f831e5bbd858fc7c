//! The lab's parameters: from this table come controls, address, command line and defaults.

use labkit::param::Acts;
use labkit::{Kind, Param, Params, Text};

/// The exhibits.
pub const TASKS: &[(&str, Text)] = &[
    ("slide", Text::new("滑动的窗", "window")),
    ("matrix", Text::new("稀疏的矩阵", "matrix")),
    ("detector", Text::new("找图案", "detector")),
    ("stack", Text::new("叠起来", "stack")),
    ("why", Text::new("为什么卷积", "why convolve")),
    ("stn", Text::new("空间变换", "spatial transformer")),
    ("go", Text::new("下围棋", "Go")),
    ("speech", Text::new("听音高", "voices")),
    ("text", Text::new("读句子", "sentences")),
];

const OPS: &[(&str, Text)] = &[
    ("conv", Text::new("卷积：相乘再相加", "convolution: multiply and add")),
    ("max", Text::new("最大池化", "max pooling")),
    ("mean", Text::new("平均池化", "average pooling")),
    ("unpool", Text::new("反池化：放回原处", "unpooling: back to its place")),
    ("repeat", Text::new("反池化：重复", "unpooling: repeated")),
    ("spread", Text::new("反卷积：撒开相加", "transposed convolution: spread and add")),
];

const SOURCES: &[(&str, Text)] = &[
    ("cells", Text::new("自己涂", "painted cells")),
    ("digit", Text::new("手写数字", "a digit")),
    ("colours", Text::new("红绿蓝", "red, green, blue")),
    ("maps", Text::new("第一层的 25 张特征图", "25 maps of a first layer")),
];

const PATTERNS: &[(&str, Text)] = &[
    ("vertical", Text::new("竖线", "vertical line")),
    ("horizontal", Text::new("横线", "horizontal line")),
    ("diagonal", Text::new("斜线", "diagonal")),
    ("corner", Text::new("拐角", "corner")),
];

const TYINGS: &[(&str, Text)] =
    &[("shared", Text::new("共享", "shared")), ("untied", Text::new("不共享", "untied")), ("dense", Text::new("全连接", "full"))];

/// What `why` asks.
pub const TESTS: &[(&str, Text)] = &[
    ("shift", Text::new("移一移", "shifted")),
    ("scale", Text::new("放大缩小", "scaled")),
    ("permute", Text::new("打乱像素", "pixels shuffled")),
    ("subsample", Text::new("抽掉像素", "fewer pixels")),
    ("few", Text::new("样本少", "few examples")),
    ("separable", Text::new("深度可分离", "separable")),
    ("count", Text::new("数权重", "counting weights")),
    ("detect", Text::new("弧与直线", "arc and line")),
];
/// The networks of `why`.
pub const NETS: &[(&str, Text)] = &[
    ("full", Text::new("全连接", "fully connected")),
    ("local", Text::new("局部连接，不共享", "local, not shared")),
    ("shared", Text::new("卷积", "convolution")),
    ("separable", Text::new("深度可分离卷积", "separable convolution")),
];

const WINDOW: Text = Text::new("窗口", "The window");
const LEARNING: Text = Text::new("训练", "Learning");
const VIEW: Text = Text::new("看哪里", "What is shown");
const STACK: Text = Text::new("网络", "The network");

/// A whole number that the window is made of.
const fn count(key: &'static str, label: Text, symbol: &'static str, help: Text, [min, max, default]: [f64; 3]) -> Param {
    let kind = Kind::Number { min, max, default, log: false };
    Param { key, label, symbol, help, group: WINDOW, kind, acts: Acts::AtOnce, when: None }
}

/// Numbers in rows and columns, painted on the stage.
const fn line(key: &'static str, label: Text, default: &'static str) -> Param {
    let kind = Kind::Text { default, max_len: 4000 };
    let help = Text::new("一行的数用空格隔开，行用 /，通道用 |", "numbers of a row apart by spaces, rows by /, channels by |");
    Param { key, label, symbol: "", help, group: WINDOW, kind, acts: Acts::AtOnce, when: None }
}

const GO: Text = Text::new("局面", "Position");
const SPEECH: Text = Text::new("嗓音", "Voice");
const TEXT: Text = Text::new("句子", "Sentence");

const AXES: &[(&str, Text)] = &[("frequency", Text::new("频率", "frequency")), ("time", Text::new("时间", "time"))];
const VOICES: &[(&str, Text)] =
    &[("scaled", Text::new("整个升高", "all of it higher")), ("people", Text::new("像人那样", "as people’s"))];
const SYLLABLES: &[(&str, Text)] = &[
    ("ia", Text::same("ia")),
    ("ai", Text::same("ai")),
    ("ua", Text::same("ua")),
    ("au", Text::same("au")),
    ("iu", Text::same("iu")),
    ("ui", Text::same("ui")),
];
const TONGUES: &[(&str, Text)] = &[("en", Text::new("英语", "English")), ("zh", Text::new("汉语", "Chinese"))];

/// One of several, for an exhibit.
const fn choice(key: &'static str, label: Text, help: Text, group: Text, options: &'static [(&'static str, Text)], acts: Acts) -> Param {
    Param { key, label, symbol: "", help, group, kind: Kind::Choice { options, default: 0 }, acts, when: None }
}

/// A whole number that only says what is on view.
const fn seen(key: &'static str, label: Text, help: Text, group: Text, [min, max, default]: [f64; 3]) -> Param {
    let kind = Kind::Number { min, max, default, log: false };
    Param { key, label, symbol: "", help, group, kind, acts: Acts::Shows, when: None }
}

// Why convolution.

const NETWORKS: Text = Text::new("网络", "The networks");
const PICTURES: Text = Text::new("图片", "The pictures");

const fn why(key: &'static str, label: Text, symbol: &'static str, help: Text, group: Text, kind: Kind, acts: Acts) -> Param {
    Param { key, label, symbol, help, group, kind, acts, when: None }
}

const fn number(min: f64, max: f64, default: f64) -> Kind {
    Kind::Number { min, max, default, log: false }
}

// The spatial transformer.

const WARP: Text = Text::new("变换", "The transformation");

/// One of the six numbers.
const fn theta(key: &'static str, symbol: &'static str, help: Text, default: f64) -> Param {
    let kind = Kind::Number { min: -1.5, max: 1.5, default, log: false };
    Param { key, label: Text::same(symbol), symbol: "", help, group: WARP, kind, acts: Acts::Restarts, when: None }
}

/// The table.
pub const TABLE: &[Param] = &[
    Param {
        key: "task",
        label: Text::new("展项", "Exhibit"),
        symbol: "",
        help: Text::new("运行栏驱动哪一个", "which one the run bar drives"),
        group: WINDOW,
        kind: Kind::Choice { options: TASKS, default: 0 },
        acts: Acts::Restarts,
        // It stands above the stage.
        when: Some(("task", "never")),
    },
    // The sliding window.
    choice("op", Text::new("窗口里做什么", "What the window does"), Text::new("反卷积和反池化是倒着走", "the last three go the other way"), WINDOW, OPS, Acts::AtOnce),
    choice("source", Text::new("图", "Picture"), Text::new("从哪儿来", "where it comes from"), WINDOW, SOURCES, Acts::AtOnce),
    line("picture", Text::new("图里的数", "Cells of the picture"), ""),
    line("kernel", Text::new("卷积核", "Filter"), "1 -1 -1 / -1 1 -1 / -1 -1 1"),
    count("window", Text::new("池化窗口", "Pooling window"), "K", Text::new("边长，也是步幅", "its side, and its stride"), [1.0, 8.0, 2.0]),
    count("stride", Text::new("步幅", "Stride"), "s", Text::new("窗口一次走几格", "cells from one window to the next"), [1.0, 4.0, 1.0]),
    count("pad", Text::new("填充", "Padding"), "p", Text::new("四周补几圈 0；反卷积时切掉几圈", "rings of zeros around the picture; of a transposed convolution, rings that are cut off"), [0.0, 3.0, 0.0]),
    count("dilation", Text::new("空洞", "Dilation"), "d", Text::new("卷积核相邻两格在图上隔几格", "cells of the picture from one cell of the filter to the next"), [1.0, 3.0, 1.0]),
    count("groups", Text::new("分组", "Groups"), "g", Text::new("通道分成几组，一组一张特征图，各看各的通道；和通道一样多就是逐深度卷积", "into how many groups the channels fall; each has a map of its own and sees no other’s; as many as channels is a depthwise convolution"), [1.0, 25.0, 1.0]),
    Param {
        key: "channel",
        label: Text::new("通道", "Channel"),
        symbol: "",
        help: Text::new("看哪个通道", "which one is on view"),
        group: WINDOW,
        kind: Kind::Number { min: 1.0, max: 25.0, default: 1.0, log: false },
        acts: Acts::Shows,
        // It is chosen below the picture.
        when: Some(("task", "never")),
    },
    Param {
        key: "at",
        label: Text::new("跳过", "Skipped"),
        symbol: "",
        help: Text::new("窗口从第几处开始；在图上点一格也行", "at which place the window begins; a click on the map does it too"),
        group: WINDOW,
        kind: Kind::Number { min: 0.0, max: 1023.0, default: 0.0, log: false },
        acts: Acts::Shows,
        // A click on the map sets it.
        when: Some(("task", "never")),
    },
    // The matrix and the detector.
    choice("pattern", Text::new("图案", "Pattern"), Text::new("找什么", "what is looked for"), LEARNING, PATTERNS, Acts::Restarts),
    Param {
        key: "rate",
        label: Text::new("学习率", "Learning rate"),
        symbol: "η",
        help: Text::new("每步走梯度的多少倍；找图案用 Adam", "how much of the gradient a step takes; the detector learns with Adam"),
        group: LEARNING,
        kind: Kind::Number { min: 1e-3, max: 1.0, default: 0.05, log: true },
        acts: Acts::AtOnce,
        when: None,
    },
    line("own", Text::new("你的卷积核", "Your filter"), ""),
    Param { kind: Kind::Choice { options: TYINGS, default: 0 }, ..shows("tying", Text::new("看哪个矩阵", "Which matrix"), Text::new("三个一起学", "all three learn at once"), 1.0) },
    shows("tap", Text::new("卷积核的格子", "Cell of the filter"), Text::new("看它的梯度从哪儿来", "whose gradient is taken apart"), 9.0),
    shows("row", Text::new("矩阵的行", "Row of the matrix"), Text::new("一行就是一个输出", "a row is an output"), 16.0),
    Param { kind: Kind::Number { min: 1.0, max: 8.0, default: 2.0, log: false }, ..shows("block", Text::new("池化窗口", "Pooling window"), Text::new("每块只留最大的响应", "of each block the largest answer stays"), 8.0) },
    shows("drawing", Text::new("第几张图", "Drawing"), Text::new("考试里的图", "of the examination"), 1000.0),
    // The stack of layers.
    Param { group: STACK, acts: Acts::Restarts, kind: Kind::Text { default: LAYERS, max_len: 400 }, help: Text::new("例：conv 16 5 s2 p2, relu, pool 2, res(conv 16 3 p1, relu), dense 10", "e.g. conv 16 5 s2 p2, relu, pool 2, res(conv 16 3 p1, relu), dense 10"), ..line("layers", Text::new("各层", "Layers"), "") },
    Param { group: STACK, acts: Acts::Restarts, ..count("side", Text::new("图的边长", "Side of the picture"), "n", Text::new("像素", "pixels"), [4.0, 100.0, 28.0]) },
    Param { group: STACK, acts: Acts::Restarts, ..count("planes", Text::new("图的通道", "Channels of the picture"), "c", Text::new("灰度 1，彩色 3", "grey 1, colour 3"), [1.0, 4.0, 1.0]) },
    Param { kind: Kind::Number { min: 0.0, max: 24.0, default: 0.0, log: false }, ..shows("layer", Text::new("看哪一层", "Layer"), Text::new("0 是最后一张特征图", "0 is the last one with a map"), 24.0) },
    Param { kind: Kind::Number { min: 0.0, max: 10_000.0, default: 0.0, log: false }, ..shows("unit", Text::new("看哪个数", "Number"), Text::new("在图上点一格；0 是正中", "a click on its map sets it; 0 is the middle one"), 24.0) },
    // Playing Go.
    seen(
        "problem",
        Text::new("第几题", "Problem"),
        Text::new("没见过的题里的一道；你没摆棋时就看它", "one of those never seen; on view until you put stones yourself"),
        GO,
        [1.0, 250.0, 1.0],
    ),
    seen("down", Text::new("下移", "Down"), Text::new("整个局面，到棋子不出界为止", "the whole position, as far as its stones stay on the board"), GO, [-8.0, 8.0, 0.0]),
    seen("right", Text::new("右移", "Right"), Text::new("整个局面，到棋子不出界为止", "the whole position, as far as its stones stay on the board"), GO, [-8.0, 8.0, 0.0]),
    Param {
        key: "board",
        label: Text::new("棋盘", "Board"),
        symbol: "",
        help: Text::new("你摆的局面，逐行写：b 黑，w 白，数字是空点", "your position by rows: b black, w white, a number for empty points"),
        group: GO,
        kind: Kind::Text { default: "", max_len: 120 },
        acts: Acts::Shows,
        when: None,
    },
    // Low voices and high ones.
    choice(
        "voices",
        Text::new("高音高在哪里", "What is higher"),
        Text::new("整个频谱一起升高，或像人那样共振峰只升一点", "the whole spectrum, or as with people mostly the pitch and resonances a little"),
        SPEECH,
        VOICES,
        Acts::Restarts,
    ),
    choice("syllable", Text::new("音节", "Syllable"), Text::new("图上画哪一个", "which one is drawn"), SPEECH, SYLLABLES, Acts::Shows),
    Param {
        key: "height",
        label: Text::new("升高到", "Higher by"),
        symbol: "×",
        help: Text::new("图上另一个嗓音的音高，以 100 Hz 计", "pitch of the other voice that is drawn, in units of 100 Hz"),
        group: SPEECH,
        kind: Kind::Number { min: 0.85, max: 1.7, default: 1.5, log: true },
        acts: Acts::Shows,
        when: None,
    },
    choice("axis", Text::new("滑动的方向", "Sliding axis"), Text::new("看哪个网络的卷积核", "whose filter is on view"), SPEECH, AXES, Acts::Shows),
    // Words and their order.
    choice("tongue", Text::new("语言", "Language"), Text::new("训练用的句子", "of the sentences it learns"), TEXT, TONGUES, Acts::Restarts),
    Param {
        key: "gram",
        label: Text::new("卷积核宽几个词", "Words of a filter"),
        symbol: "n",
        help: Text::new("一次看相邻的几个词", "how many neighbouring words it sees at once"),
        group: TEXT,
        kind: Kind::Number { min: 1.0, max: 6.0, default: 5.0, log: false },
        acts: Acts::Restarts,
        when: None,
    },
    seen("shuffle", Text::new("维度的次序", "Order of dimensions"), Text::new("0 是原来的；别的数各是一种打乱", "0 as learnt; every other number is a shuffle"), TEXT, [0.0, 20.0, 0.0]),
    Param {
        key: "sentence",
        label: Text::new("你的句子", "Your sentence"),
        symbol: "",
        help: Text::new("空着就用一句现成的", "where there is none, one that is at hand"),
        group: TEXT,
        kind: Kind::Text { default: "", max_len: 160 },
        acts: Acts::Shows,
        when: None,
    },
    // Why convolution.
    why(
        "test",
        Text::new("考什么", "Question"),
        "",
        Text::new("网络都一样地训练，再各考各的", "what the networks are asked once they have learnt"),
        NETWORKS,
        Kind::Choice { options: TESTS, default: 0 },
        Acts::Restarts,
    ),
    why(
        "equal",
        Text::new("什么一样多", "What is equal"),
        "",
        Text::new("权重一样多；或者各层形状一样，这时全连接的权重同局部连接一样多", "the number of weights; or the shape of layers, where the full network has as many weights as the local one"),
        NETWORKS,
        Kind::Choice { options: &[("weights", Text::new("权重", "weights")), ("shapes", Text::new("层的形状", "shapes of layers"))], default: 0 },
        Acts::Restarts,
    ),
    why(
        "n",
        Text::new("训练样本", "Examples"),
        "N",
        Text::new("带标签的图片", "labelled pictures to train on"),
        NETWORKS,
        Kind::Number { min: 20.0, max: 6000.0, default: 200.0, log: true },
        Acts::Restarts,
    ),
    why(
        "why_rate",
        Text::new("学习率", "Learning rate"),
        "η",
        Text::new("Adam 的步长", "of Adam"),
        NETWORKS,
        Kind::Number { min: 1e-4, max: 0.1, default: 0.005, log: true },
        Acts::AtOnce,
    ),
    why(
        "look",
        Text::new("看谁的答案", "Whose answers"),
        "",
        Text::new("图片下面是它的答案", "what stands below the pictures"),
        PICTURES,
        Kind::Choice { options: NETS, default: 2 },
        Acts::Shows,
    ),
    why("dx", Text::new("向右", "Right by"), "Δx", Text::new("考试的图移几个像素", "pixels that the test pictures are moved"), PICTURES, number(-8.0, 8.0, 0.0), Acts::Shows),
    why("dy", Text::new("向下", "Down by"), "Δy", Text::new("考试的图移几个像素", "pixels that the test pictures are moved"), PICTURES, number(-8.0, 8.0, 0.0), Acts::Shows),
    why("zoom", Text::new("放大到", "Size"), "", Text::new("考试的图缩放几倍", "times as large as in training"), PICTURES, number(0.4, 1.4, 0.6), Acts::Shows),
    why("keep", Text::new("每几个像素留一个", "One pixel of each"), "k", Text::new("k × k 个像素只剩一个数，再拉回原来的大小", "of k × k pixels one number stays; then the picture is stretched back"), PICTURES, number(1.0, 8.0, 2.0), Acts::Shows),
    why(
        "thin",
        Text::new("留什么", "What stays"),
        "",
        Text::new("方块里的一个像素、平均或最大", "one pixel of the block, its mean or its largest"),
        PICTURES,
        Kind::Choice { options: &[("pick", Text::new("一个像素", "one pixel")), ("mean", Text::new("平均", "mean")), ("max", Text::new("最大", "largest"))], default: 0 },
        Acts::Shows,
    ),
    why("count_side", Text::new("图的边长", "Side"), "H", Text::new("像素", "pixels of a row"), NETWORKS, number(3.0, 100.0, 28.0), Acts::Restarts),
    why("count_channels", Text::new("通道", "Channels"), "C", Text::new("彩色图有 3 个", "three where there is colour"), NETWORKS, number(1.0, 8.0, 1.0), Acts::Restarts),
    why("count_window", Text::new("卷积核边长", "Window"), "k", Text::new("两层一样", "the same in both layers"), NETWORKS, number(1.0, 7.0, 3.0), Acts::Restarts),
    why("count_stride", Text::new("步幅", "Stride"), "s", Text::new("第一层的", "of the first layer"), NETWORKS, number(1.0, 4.0, 1.0), Acts::Restarts),
    why("count_filters", Text::new("第一层卷积核数", "Filters, first layer"), "", Text::new("输出几张图", "maps that come out"), NETWORKS, number(1.0, 64.0, 25.0), Acts::Restarts),
    why("count_filters2", Text::new("第二层卷积核数", "Filters, second layer"), "", Text::new("0 就没有这一层", "0 leaves this layer out"), NETWORKS, number(0.0, 128.0, 50.0), Acts::Restarts),
    why("count_units", Text::new("全连接的神经元", "Units"), "", Text::new("全连接层输出几个数", "numbers that come out of the full layer"), NETWORKS, number(1.0, 1000.0, 100.0), Acts::Restarts),
    why("detect_bias", Text::new("门槛", "Threshold"), "θ", Text::new("回应超过它才算", "only what of an answer is above it counts"), PICTURES, number(0.0, 4.0, 2.6), Acts::AtOnce),
    // The spatial transformer.
    Param {
        key: "stn",
        label: Text::new("谁来变换", "Who transforms"),
        symbol: "",
        help: Text::new("网络学着摆正，还是你来拉六个数", "a network that learns to straighten, or you, by six numbers"),
        group: WARP,
        kind: Kind::Choice { options: &[("learned", Text::new("网络", "a network")), ("manual", Text::new("你", "you"))], default: 0 },
        acts: Acts::Restarts,
        when: None,
    },
    Param {
        key: "sampling",
        label: Text::new("取样", "Sampling"),
        symbol: "",
        help: Text::new("取最近的像素，还是在四个像素之间按距离取", "the nearest pixel, or straight between four"),
        group: WARP,
        kind: Kind::Choice { options: &[("bilinear", Text::new("双线性", "bilinear")), ("nearest", Text::new("最近的", "nearest"))], default: 0 },
        acts: Acts::Restarts,
        when: None,
    },
    theta("theta1", "θ₁", Text::new("x′ 里的 x", "of x in x′"), 1.0),
    theta("theta2", "θ₂", Text::new("x′ 里的 y", "of y in x′"), 0.0),
    theta("theta3", "θ₃", Text::new("向右移", "to the right"), 0.0),
    theta("theta4", "θ₄", Text::new("y′ 里的 x", "of x in y′"), 0.0),
    theta("theta5", "θ₅", Text::new("y′ 里的 y", "of y in y′"), 1.0),
    theta("theta6", "θ₆", Text::new("向下移", "down"), 0.0),
    Param {
        key: "stn_turn",
        label: Text::new("最多转", "Turned by up to"),
        symbol: "°",
        help: Text::new("数字向两边转多少", "how far digits are turned, to either side"),
        group: WARP,
        kind: Kind::Number { min: 0.0, max: 90.0, default: 60.0, log: false },
        acts: Acts::Restarts,
        when: None,
    },
    Param {
        key: "clutter",
        label: Text::new("杂物", "Clutter"),
        symbol: "",
        help: Text::new("别的数字的碎片撒在周围", "scraps of other digits lie around"),
        group: WARP,
        kind: Kind::Switch { default: false },
        acts: Acts::Restarts,
        when: None,
    },
    Param {
        key: "stn_rate",
        label: Text::new("学习率", "Learning rate"),
        symbol: "η",
        help: Text::new("网络的；你来变换时，是六个数下坡的步长", "of the networks; where you transform, that of the six numbers"),
        group: WARP,
        kind: Kind::Number { min: 1e-4, max: 0.1, default: 0.004, log: true },
        acts: Acts::AtOnce,
        when: None,
    },
];

/// The lecture's network, put right: behind two poolings 64 × 5 × 5 numbers are left.
const LAYERS: &str = "conv 32 3, relu, pool 2, conv 64 3, relu, pool 2, dense 128, relu, dense 10";

/// A number, from 1, that changes only what is shown.
const fn shows(key: &'static str, label: Text, help: Text, most: f64) -> Param {
    let kind = Kind::Number { min: 1.0, max: most, default: 1.0, log: false };
    Param { key, label, symbol: "", help, group: VIEW, kind, acts: Acts::Shows, when: None }
}

/// Which exhibits a parameter is of.
fn tasks(key: &str) -> &'static [&'static str] {
    match key {
        "pattern" | "block" | "drawing" => &["detector"],
        "rate" => &["matrix", "detector"],
        "tying" | "tap" | "row" => &["matrix"],
        "side" | "planes" | "layer" => &["stack"],
        "op" | "source" | "stride" | "pad" | "dilation" | "groups" | "window" => &["slide"],
        "problem" | "down" | "right" | "board" => &["go"],
        "voices" | "syllable" | "height" | "axis" => &["speech"],
        "tongue" | "gram" | "shuffle" | "sentence" => &["text"],
        // Why convolution.
        "test" | "equal" | "n" | "why_rate" | "look" | "dx" | "dy" | "zoom" | "keep" | "thin" | "count_side" | "count_channels"
        | "count_window" | "count_stride" | "count_filters" | "count_filters2" | "count_units" | "detect_bias" => &["why"],
        // The spatial transformer.
        "stn" | "sampling" | "theta1" | "theta2" | "theta3" | "theta4" | "theta5" | "theta6" | "stn_turn" | "clutter" | "stn_rate" => {
            &["stn"]
        }
        _ => &[],
    }
}

/// Whether the question of `why` needs a parameter.
fn asked(key: &str, test: &str) -> bool {
    let trained = !["count", "detect"].contains(&test);
    match key {
        "equal" | "n" | "why_rate" | "look" => trained,
        "dx" | "dy" => test == "shift",
        "zoom" => test == "scale",
        "keep" | "thin" => test == "subsample",
        "detect_bias" => test == "detect",
        "test" => true,
        _ => test == "count" || !key.starts_with("count_"),
    }
}

/// Whether the spatial transformer needs a parameter.
fn warps(key: &str, who: &str) -> bool {
    match key {
        "sampling" => who == "manual",
        "stn_turn" | "clutter" => who == "learned",
        _ => who == "manual" || !key.starts_with("theta"),
    }
}

/// Which parameters have a control, given the others.
pub fn shown(param: &Param, params: &Params) -> bool {
    let task = params.choice(TABLE, "task");
    let filters = matches!(params.choice(TABLE, "op"), "conv" | "spread");
    let fits = match (task, param.key) {
        ("slide", "window") => !filters,
        ("slide", "stride" | "pad" | "dilation") => filters,
        ("slide", "groups") => params.choice(TABLE, "op") == "conv",
        ("why", key) => asked(key, params.choice(TABLE, "test")),
        ("stn", key) => warps(key, params.choice(TABLE, "stn")),
        _ => true,
    };
    fits && tasks(param.key).contains(&task)
}
