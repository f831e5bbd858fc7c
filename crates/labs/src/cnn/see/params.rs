//! The parameters of pictures that are made by gradients.

use labkit::param::Acts;
use labkit::{Kind, Param, Params, Text};

/// What the run bar drives.
pub const TASKS: &[(&str, Text)] = &[
    ("train", Text::new("训练", "training")),
    ("see", Text::new("它在找什么", "what it looks for")),
    ("dream", Text::new("做梦", "dream")),
    ("style", Text::new("换画风", "style")),
];

/// Layers of the digits' network.
pub const LAYERS: &[(&str, Text)] = &[
    ("conv1", Text::new("第一卷积层", "first convolution")),
    ("conv2", Text::new("第二卷积层", "second convolution")),
    ("dense1", Text::new("隐藏层", "hidden layer")),
    ("out", Text::new("输出", "output")),
];

const STARTS: &[(&str, Text)] = &[
    ("grey", Text::new("灰", "grey")),
    ("noise", Text::new("噪声", "noise")),
    ("digit", Text::new("一个数字", "a digit")),
    ("yours", Text::new("你写的", "yours")),
];

const LEVELS: &[(&str, Text)] = &[
    ("conv1", Text::new("第一层", "first")),
    ("conv2", Text::new("第二层", "second")),
    ("conv3", Text::new("第三层", "third")),
];

/// Ready textures for style.
pub const TEXTURES: &[(&str, Text)] = &[
    ("stripes", Text::new("条纹", "stripes")),
    ("checks", Text::new("格子", "checks")),
    ("dots", Text::new("圆点", "dots")),
    ("yours", Text::new("你的图", "yours")),
];

const AIM: Text = Text::new("让谁兴奋", "What is excited");
const PRIOR: Text = Text::new("像不像图的要求", "What a picture should be");
const WAY: Text = Text::new("怎么走", "The way");
const DREAM: Text = Text::new("梦", "The dream");
const STYLE: Text = Text::new("画风", "The style");
/// Of what is shown above the stage.
const NEVER: Option<(&str, &str)> = Some(("task", "never"));

const fn number(key: &'static str, label: Text, symbol: &'static str, help: Text, group: Text, [min, max, default]: [f64; 3]) -> Param {
    Param { key, label, symbol, help, group, kind: Kind::Number { min, max, default, log: false }, acts: Acts::AtOnce, when: None }
}

const fn choice(key: &'static str, label: Text, help: Text, group: Text, options: &'static [(&'static str, Text)], default: usize) -> Param {
    Param { key, label, symbol: "", help, group, kind: Kind::Choice { options, default }, acts: Acts::AtOnce, when: None }
}

/// The exhibit.
pub const TASK: Param = Param {
    when: NEVER,
    ..choice("task", Text::new("展项", "Exhibit"), Text::new("运行栏驱动哪一个", "which one the run bar drives"), WAY, TASKS, 0)
};

/// Steps of training before any picture is made.
pub const PRACTICE: Param = number(
    "practice",
    Text::new("先训练几步", "Training before"),
    "",
    Text::new("网络至少要练过这么多步，图才开始变", "the network has had at least so many steps before pictures begin"),
    WAY,
    [0.0, 2500.0, 400.0],
);

/// Whose units are excited.
pub const LAYER: Param =
    choice("aim", Text::new("层", "Layer"), Text::new("这一层的每个单元各有一张图", "each unit of this layer has a picture"), AIM, LAYERS, 3);

/// What of the output is maximised.
pub const SCORE: Param = choice(
    "score",
    Text::new("输出取", "Of the output"),
    Text::new("概率取对数：别的类别也要压低", "of the probability the logarithm: the other classes must go down"),
    AIM,
    &[("logit", Text::new("softmax 之前", "logit")), ("probability", Text::new("概率", "probability"))],
    1,
);

/// The unit whose patches are shown.
pub const UNIT: Param = Param {
    acts: Acts::Shows,
    ..number(
        "unit",
        Text::new("看哪一个", "Which one"),
        "k",
        Text::new("旁边放出数据里最让它兴奋的", "what of the data excites it most is shown beside"),
        AIM,
        [0.0, 31.0, 0.0],
    )
};

/// What pictures begin as.
pub const START: Param =
    choice("start", Text::new("从哪里开始", "From"), Text::new("图的第一步", "what pictures begin as"), WAY, STARTS, 1);

/// η of the ascent.
pub const RATE: Param = number(
    "pace",
    Text::new("步长", "Step"),
    "η",
    Text::new("一步里像素平均改多少", "how much pixels change in a step, root mean square"),
    WAY,
    [0.0, 0.3, 0.05],
);

/// λ₁.
pub const L1: Param = number(
    "l1",
    Text::new("省墨", "Little ink"),
    "λ₁",
    Text::new("−λ₁ Σ|x|：墨要少", "−λ₁ Σ|x|: ink costs"),
    PRIOR,
    [0.0, 1.0, 0.0],
);

/// λ₂.
pub const L2: Param = number(
    "l2",
    Text::new("平方", "Squares"),
    "λ₂",
    Text::new("−λ₂ Σx²；由生成器画时，也让 z 靠近 0", "−λ₂ Σx²; where a generator paints, it holds z near 0, too"),
    PRIOR,
    [0.0, 1.0, 0.0],
);

/// λ of total variation.
pub const TV: Param = number(
    "tv",
    Text::new("邻居相同", "Equal neighbours"),
    "λ",
    Text::new("−λ Σ|与右边、下边邻居之差|", "−λ Σ|difference from the right and the lower neighbour|"),
    PRIOR,
    [0.0, 1.0, 0.0],
);

/// Pixels by which the picture is moved.
pub const JITTER: Param = number(
    "jitter",
    Text::new("抖动", "Jitter"),
    "",
    Text::new("网络每步看到的图随机平移至多几个像素", "each step the network sees the picture moved by at most so many pixels"),
    PRIOR,
    [0.0, 3.0, 0.0],
);

/// Share of the blurred picture.
pub const BLUR: Param = number(
    "blur",
    Text::new("模糊", "Blur"),
    "",
    Text::new("每步之后掺进多少 3×3 的平均", "how much of the mean of 3×3 is mixed in after each step"),
    PRIOR,
    [0.0, 1.0, 0.0],
);

/// Who paints.
pub const PAINTER: Param = choice(
    "painter",
    Text::new("谁来画", "Painted by"),
    Text::new(
        "生成器先学会画数字，再固定下来；爬坡的是它的输入 z",
        "a generator first learns to paint digits and is then left as it is; what climbs is its input z",
    ),
    PRIOR,
    &[("pixels", Text::new("像素自己", "pixels")), ("generator", Text::new("生成器", "a generator"))],
    0,
);

/// The layer that is exaggerated, or whose numbers are the content.
pub const LEVEL: Param = choice(
    "level",
    Text::new("哪一层", "Layer"),
    Text::new("做梦：夸大这一层；画风：内容取自这一层", "a dream exaggerates this layer; style takes its content from it"),
    DREAM,
    LEVELS,
    1,
);

/// Pictures of how many sizes.
pub const OCTAVES: Param = number(
    "octaves",
    Text::new("几个尺度", "Octaves"),
    "",
    Text::new("从小图梦起，一级级放大", "the dream begins on a small picture and is enlarged step by step"),
    DREAM,
    [1.0, 4.0, 3.0],
);

/// g.
pub const GAIN: Param = number(
    "gain",
    Text::new("夸大", "Gain"),
    "g",
    Text::new("目标是 h·(1+g)", "the target is h·(1+g)"),
    DREAM,
    [0.0, 5.0, 2.0],
);

/// What is dreamt on.
pub const GROUND: Param = choice(
    "ground",
    Text::new("从什么梦起", "Dreams on"),
    Text::new("你的图：拖一张 PNG 或 JPEG 进来", "yours: drop a PNG or JPEG"),
    DREAM,
    &[("clouds", Text::new("云", "clouds")), ("figure", Text::new("图形", "a figure")), ("yours", Text::new("你的图", "yours"))],
    0,
);

/// Whose Gram matrices.
pub const TEXTURE: Param = choice(
    "texture",
    Text::new("画风取自", "Style of"),
    Text::new("你的图：拖一张 PNG 或 JPEG 进来", "yours: drop a PNG or JPEG"),
    STYLE,
    TEXTURES,
    0,
);

/// What a dropped picture is for.
pub const DROPPED: Param = Param {
    acts: Acts::Shows,
    ..choice(
        "dropped",
        Text::new("拖进来的当", "A dropped picture is"),
        Text::new("接着拖进来的图当内容，还是当画风", "what the next dropped picture is for"),
        STYLE,
        &[("content", Text::new("内容", "the content")), ("style", Text::new("画风", "the style"))],
        0,
    )
};

/// Weight of the content.
pub const CONTENT: Param =
    number("content", Text::new("内容", "Content"), "α", Text::new("内容差的权重", "weight of the distance from the content"), STYLE, [0.0, 2.0, 0.5]);

/// Weights of the three layers' Gram matrices.
pub const STYLES: [Param; 3] = [
    number("w1", Text::new("第一层", "First layer"), "w₁", Text::new("这一层格拉姆矩阵差的权重", "weight of its Gram matrix"), STYLE, [0.0, 1.0, 1.0]),
    number("w2", Text::new("第二层", "Second layer"), "w₂", Text::new("这一层格拉姆矩阵差的权重", "weight of its Gram matrix"), STYLE, [0.0, 1.0, 1.0]),
    number("w3", Text::new("第三层", "Third layer"), "w₃", Text::new("这一层格拉姆矩阵差的权重", "weight of its Gram matrix"), STYLE, [0.0, 1.0, 1.0]),
];

/// Of which exhibits a parameter is; `None` of one that is not of this part of the lab.
fn tasks(key: &str) -> Option<&'static [&'static str]> {
    Some(match key {
        "practice" => &["see", "dream", "style"],
        "aim" | "score" | "unit" | "start" | "l1" | "l2" | "tv" | "jitter" | "blur" | "painter" => &["see"],
        "pace" => &["see", "dream", "style"],
        "octaves" | "gain" => &["dream"],
        "level" | "ground" => &["dream", "style"],
        "texture" | "dropped" | "content" | "w1" | "w2" | "w3" => &["style"],
        _ => return None,
    })
}

/// Whether a parameter is of these exhibits and of no meaning to training.
pub fn own(key: &str) -> bool {
    key == "task" || tasks(key).is_some()
}

/// Whether a parameter has a control, given the others.
pub fn shown(table: &[Param], param: &Param, params: &Params) -> bool {
    let of = tasks(param.key).is_none_or(|tasks| tasks.contains(&params.choice(table, "task")));
    let output = params.choice(table, "aim") == "out";
    let painted = params.choice(table, "painter") == "generator";
    match param.key {
        "score" => of && output,
        "blur" | "start" => of && !painted,
        _ => of,
    }
}
