//! What is wrong with a line that should be a network.

use super::{LAYERS, PARAMETERS, VALUES};
use compute::Shape;

/// A layer that cannot be.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", self.en())]
pub struct StackError {
    /// Which layer it is, from 1.
    pub layer: usize,
    /// As it was written.
    pub text: String,
    /// Where it stands in the line, characters: first, length.
    pub place: (usize, usize),
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a layer.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// The line has no layer.
    Empty,
    /// No layer has this name.
    Unknown,
    /// A part that is missing (empty), too much, or no number that it could be.
    Part {
        /// What came.
        word: String,
        /// How such a layer is written.
        form: &'static str,
    },
    /// `res(` without `)`, or the other way round.
    Bracket,
    /// More than [`LAYERS`].
    TooMany,
    /// More than [`PARAMETERS`].
    Parameters(u64),
    /// More than [`VALUES`] for one picture.
    Values(u64),
    /// Channels of pictures were needed, a row of numbers came.
    Flat(usize),
    /// A window that is larger than what it should walk over.
    Window {
        /// Height and width that it covers.
        window: [usize; 2],
        /// Height and width that came, with the padding.
        came: [usize; 2],
    },
    /// Groups that do not divide the channels.
    Groups {
        /// How many.
        groups: usize,
        /// Channels that come.
        inputs: usize,
        /// Channels that go.
        outputs: usize,
    },
    /// `view` of another number of numbers.
    View {
        /// What it says.
        expected: usize,
        /// What came.
        came: Shape,
    },
    /// A block whose two branches cannot be added.
    Residual {
        /// What went in.
        before: Shape,
        /// What came out.
        after: Shape,
    },
}

impl StackError {
    /// The error as a sentence in English.
    pub fn en(&self) -> String {
        let what = match &self.fault {
            Fault::Empty => return "At least one layer was expected, such as dense 10.".to_owned(),
            Fault::Unknown => {
                "the layers are conv, depthwise, local, pool, mean, relu, sigmoid, tanh, norm, dropout, res(…), flatten, view, dense"
                    .to_owned()
            }
            Fault::Part { word, form } if word.is_empty() => format!("something is missing; it is written like {form}"),
            Fault::Part { word, form } => format!("“{word}” does not fit here; it is written like {form}"),
            Fault::Bracket => "each “res(” needs its “)”".to_owned(),
            Fault::TooMany => format!("at most {LAYERS} layers were expected"),
            Fault::Parameters(found) => {
                format!("at most {PARAMETERS} parameters in all were expected, with this layer there are {found}")
            }
            Fault::Values(found) => {
                format!("at most {VALUES} numbers a layer were expected, this one makes {found} of each picture")
            }
            Fault::Flat(came) => format!("channels of pictures (C×H×W) were expected, but a row of {came} numbers came"),
            Fault::Window { window: [k, l], came: [h, w] } => {
                format!("at least {k}×{l} pixels were expected for its window, but {h}×{w} came")
            }
            Fault::Groups { groups, inputs, outputs } => format!(
                "{groups} groups must divide the channels, but {inputs} come in and {outputs} go out"
            ),
            Fault::View { expected, came } => format!("{expected} numbers were expected, but {} came", product(came)),
            Fault::Residual { before, after } => {
                format!("{} was expected at the end, as at the beginning, but {} came", times(before), times(after))
            }
        };
        format!("Layer {}, “{}”: {what}.", self.layer, self.text)
    }

    /// The error as a sentence in Chinese.
    pub fn zh(&self) -> String {
        let what = match &self.fault {
            Fault::Empty => return "至少要有一层，例如 dense 10。".to_owned(),
            Fault::Unknown => {
                "没有这种层；可用的有 conv、depthwise、local、pool、mean、relu、sigmoid、tanh、norm、dropout、res(…)、flatten、view、dense"
                    .to_owned()
            }
            Fault::Part { word, form } if word.is_empty() => format!("少写了东西，应写成 {form} 这样"),
            Fault::Part { word, form } => format!("这里不能写“{word}”，应写成 {form} 这样"),
            Fault::Bracket => "“res(”和“)”要成对".to_owned(),
            Fault::TooMany => format!("最多 {LAYERS} 层"),
            Fault::Parameters(found) => format!("参数总数最多 {PARAMETERS} 个，加上这一层有 {found} 个"),
            Fault::Values(found) => format!("一层最多输出 {VALUES} 个数，这一层对每张图输出 {found} 个"),
            Fault::Flat(came) => format!("需要带通道的图（C×H×W），来的却是排成一行的 {came} 个数"),
            Fault::Window { window: [k, l], came: [h, w] } => format!("窗口要求至少 {k}×{l} 像素，来的只有 {h}×{w}"),
            Fault::Groups { groups, inputs, outputs } => {
                format!("组数 {groups} 要能整除通道数，现在输入 {inputs} 个通道、输出 {outputs} 个")
            }
            Fault::View { expected, came } => format!("需要 {expected} 个数，来的是 {} 个", product(came)),
            Fault::Residual { before, after } => format!("出口应和入口一样是 {}，得到 {}", times(before), times(after)),
        };
        format!("第 {} 层“{}”：{what}。", self.layer, self.text)
    }
}

/// `64×5×5`.
fn times(shape: &Shape) -> String {
    shape.axes().iter().map(ToString::to_string).collect::<Vec<_>>().join("×")
}

/// `64×5×5 = 1600`.
fn product(shape: &Shape) -> String {
    if shape.rank() > 1 { format!("{} = {}", times(shape), shape.size()) } else { times(shape) }
}
