//! What does a CNN see? A LeNet learns digits that are drawn as it goes, and is tried on others: drawn ones, and the reader's.

pub mod params;
pub mod photo;
pub mod see;
pub mod taught;

#[cfg(feature = "model")]
mod arithmetic;
#[cfg(feature = "model")]
mod backwards;
#[cfg(feature = "model")]
mod exam;
#[cfg(feature = "model")]
mod feed;
#[cfg(feature = "model")]
mod hall;
#[cfg(feature = "model")]
mod hand;
#[cfg(feature = "model")]
mod inside;
#[cfg(feature = "model")]
mod ledger;
#[cfg(feature = "model")]
mod look;
#[cfg(feature = "model")]
mod model;
#[cfg(feature = "model")]
mod net;
#[cfg(feature = "model")]
mod reach;
#[cfg(feature = "model")]
mod show;
#[cfg(feature = "model")]
mod strongest;
#[cfg(feature = "model")]
#[cfg(test)]
mod tests;
#[cfg(all(feature = "view", target_arch = "wasm32"))]
mod view;

use crate::Lab;
use labkit::Text;

/// The lab.
pub static LAB: Lab = Lab {
    id: "cnn",
    table: params::TABLE,
    presets: &[],
    shown: |param, params| params::shown(param, params) && see::params::shown(params::TABLE, param, params),
    focus: "",
    stages: |_| &[],
    metrics: METRICS,
    marks: &[],
    steps: params::STEPS,
    #[cfg(feature = "model")]
    open: hall::open,
    #[cfg(all(feature = "view", target_arch = "wasm32"))]
    view: view::view,
};

const METRICS: &[(&str, Text)] = &[
    ("loss", Text::new("最近一批的交叉熵", "cross-entropy of the newest batch")),
    ("train_accuracy", Text::new("最近一百批里答对的比例", "share of right answers in the last hundred batches")),
    ("test_accuracy", Text::new("没练过的手写数字里答对的比例", "share of right answers on digits drawn from another seed")),
    ("dropped_accuracy", Text::new("拖入的图片里答对的比例", "share of right answers on the pictures that were dropped")),
    ("parameters", Text::new("权重和偏置一共多少个", "weights and biases together")),
    ("multiply_adds", Text::new("一张图的乘加次数", "multiply-adds for one picture")),
    ("patch_correlation", Text::new("第一层的核与最强的九块的平均的相关系数，各核平均", "correlation of a first filter with the mean of its nine strongest patches, mean over the filters")),
    ("neuron", Text::new("选中的神经元的值", "what the chosen neuron says")),
    ("neuron_sum", Text::new("它的各项之和，激活之前", "the sum of its terms, before any activation")),
    ("field_height", Text::new("它的感受野有几行，按公式", "rows of its receptive field, by the formula")),
    ("field_width", Text::new("它的感受野有几列，按公式", "columns of its receptive field, by the formula")),
    ("reach_height", Text::new("随机图上能影响它的像素有几行", "rows of the pixels that move it, over random pictures")),
    ("reach_width", Text::new("随机图上能影响它的像素有几列", "columns of the pixels that move it, over random pictures")),
    ("slope", Text::new("选中的权重的梯度，自动求导", "gradient of the chosen weight, by the tape")),
    ("slope_sum", Text::new("它各处乘积之和", "the sum of its products over all places")),
    ("practice_left", Text::new("图开始变之前还要训练几步", "steps of training before pictures begin")),
    ("objective", Text::new("被放大的量，各张图的平均", "what is maximised, mean over the pictures")),
    ("regulariser", Text::new("正则项 R(x)，带符号，各张图的平均", "the regulariser R(x), signed, mean over the pictures")),
    ("weights_hash", Text::new("网络（和生成器）全部权重的校验和", "checksum of all weights of the network (and the generator)")),
    ("net_accuracy", Text::new("网络在一千个数字上答对的比例", "the network’s share of right answers on a thousand digits")),
    ("judge_accuracy", Text::new("裁判在一千个数字上答对的比例", "the judge’s share of right answers on a thousand digits")),
    ("beats_data", Text::new("多少单元对自己的图比对一千个数字都兴奋", "share of units more excited by their picture than by any of a thousand digits")),
    ("lit", Text::new("亮的像素的比例", "share of pixels that are lit")),
    ("periodic", Text::new("自相关的第二峰超过 0.3 的图的比例", "share of pictures whose autocorrelation has a second peak above 0.3")),
    ("correlation_length", Text::new("自相关降到 1/e 的平均距离，像素", "mean distance at which autocorrelation falls to 1/e, pixels")),
    ("probability_min", Text::new("十张图里最低的类别概率", "least probability of its class among the ten pictures")),
    ("probability_mean", Text::new("十张图的类别概率的平均", "mean probability of the class over the ten pictures")),
    ("judge_right", Text::new("裁判认对的图，十张里", "pictures of the ten that the judge names rightly")),
    ("judge_none", Text::new("裁判认为不是数字的图，十张里", "pictures of the ten that the judge takes for no digit")),
    ("nearest", Text::new("离数据最近的那张图离最近的数字多远", "distance to the nearest digit of the picture that is nearest to any")),
    ("data_far", Text::new("百分之九十九的数字两两之间的距离低于它", "distance that 99 of 100 pairs of digits stay below")),
    ("growth", Text::new("这一层的长度是起初的几倍", "how many times as long as at first the layer’s output is")),
    ("signs_kept", Text::new("目标里与出发时同号的比例", "share of the target with the sign that the layer had")),
    ("signs_reached", Text::new("这一层现在与目标同号的比例", "share of the layer that now has the target’s sign")),
    ("moved", Text::new("像素平均改了多少", "by how much pixels have changed on average")),
    ("gram", Text::new("格拉姆矩阵离画风多远，起初是 1", "distance of the Gram matrices from the style, 1 at first")),
    ("content_distance", Text::new("离内容多远，以内容的长度计", "distance from the content, in lengths of it")),
    ("unrelated_distance", Text::new("不相干的图离内容多远，八张平均", "distance of unrelated pictures from the content, mean of eight")),
    ("shifted", Text::new("画风平移之后，格拉姆矩阵变多少", "by how much the Gram matrices change when the style is moved")),
    ("train_seconds", Text::new("训练用的秒数（只在命令行里）", "seconds that training took (command line only)")),
];
