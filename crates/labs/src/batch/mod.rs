//! Batch Lab: what the batch size does to an epoch: to the number of updates, to the noise of the gradient, to the time, and to
//! where training ends.

pub mod params;

#[cfg(feature = "model")]
mod belt;
#[cfg(feature = "model")]
mod keep;
#[cfg(feature = "model")]
mod ground;
#[cfg(feature = "model")]
mod model;
#[cfg(feature = "model")]
mod net;
#[cfg(feature = "model")]
mod noise;
#[cfg(feature = "model")]
mod runner;
#[cfg(feature = "model")]
mod sets;
#[cfg(feature = "model")]
mod sizes;
#[cfg(feature = "model")]
mod speed;
#[cfg(feature = "model")]
#[cfg(test)]
mod tests;
#[cfg(feature = "model")]
mod train;
#[cfg(feature = "model")]
mod trap;
#[cfg(all(feature = "view", target_arch = "wasm32"))]
mod view;

use crate::Lab;
use labkit::Text;

/// The lab.
pub static LAB: Lab = Lab {
    id: "batch",
    table: params::TABLE,
    presets: &[],
    shown: params::shown,
    focus: "",
    stages: |_| &[],
    metrics: METRICS,
    marks: &[],
    steps: 300,
    #[cfg(feature = "model")]
    open: model::open,
    #[cfg(all(feature = "view", target_arch = "wasm32"))]
    view: view::view,
};

const METRICS: &[(&str, Text)] = &[
    ("loss", Text::new("最近一批更新前的平均损失", "mean loss of the newest batch, before its update")),
    (
        "train_loss",
        Text::new("分批训练：整个训练集的损失，每轮末算一次", "in batches: loss of the whole training set, at the end of each epoch"),
    ),
    ("train_loss_full", Text::new("整批训练：同样的损失", "on the full batch: the same loss")),
    ("train_accuracy", Text::new("分批训练：训练集上答对的比例", "in batches: share of right answers on the training set")),
    ("test_accuracy", Text::new("分批训练：没见过的样本答对的比例", "in batches: share of right answers on unseen examples")),
    ("test_accuracy_full", Text::new("整批训练：没见过的样本答对的比例", "on the full batch: share of right answers on unseen examples")),
    ("epoch", Text::new("走完的轮数", "epochs that are done")),
    ("updates_per_epoch", Text::new("每轮更新几次，⌈N/B⌉", "updates in an epoch, ⌈N/B⌉")),
    ("examples", Text::new("看过的样本数，重复也算", "examples read, each time counted")),
    ("batches", Text::new("每种批大小量过的批数", "batches of each size that were measured")),
    ("gradient", Text::new("整批梯度的长度", "length of the full gradient")),
    ("slope", Text::new("噪声随批大小的双对数斜率", "slope of noise over batch size, both as logarithms")),
    ("noise", Text::new("批大小 B 的噪声，以整批梯度的长度计", "noise of batches of B, in lengths of the full gradient")),
    ("bias", Text::new("批梯度的平均离整批梯度几个标准误差", "how many standard errors the mean of batch gradients is off the full one")),
    ("measured_batch", Text::new("最近量的批大小", "batch size that was measured last")),
    ("update_ms", Text::new("它一次更新的毫秒数", "milliseconds of one of its updates")),
    ("epoch_s", Text::new("它看完五万个样本的秒数", "seconds that it takes for 50,000 examples")),
    ("speedup_10", Text::new("批大小 10 的一轮比 1 快几倍", "how many times faster an epoch is with 10 than with 1")),
    ("knee", Text::new("拐点：更新一次的时间到了批大小 1 的两倍", "knee: the batch size at which an update takes twice as long as with one example")),
    (
        "flat_slope",
        Text::new(
            "平的一段（更新一次至多慢四分之一）上，一轮时间的双对数斜率",
            "slope of the time of an epoch where updates take at most a quarter longer, both as logarithms",
        ),
    ),
    (
        "stacked_difference",
        Text::new("叠成矩阵与逐个计算，输出最多差多少", "largest difference between outputs of a stacked batch and one by one"),
    ),
    ("escaped", Text::new("分批的一群里逃出浅坑的比例", "share of those in batches that are out of the trap")),
    ("escaped_full", Text::new("整批的一群里逃出浅坑的比例", "share of those on the full batch that are out of the trap")),
    ("trap_loss", Text::new("分批的一群的平均损失", "mean loss of those in batches")),
    ("trap_loss_full", Text::new("整批的一群的平均损失", "mean loss of those on the full batch")),
    ("small_train_accuracy", Text::new("最小的批：训练集上答对的比例", "smallest batch: share of right answers on the training set")),
    ("small_accuracy", Text::new("最小的批：没见过的样本答对的比例", "smallest batch: share of right answers on unseen examples")),
    ("full_train_accuracy", Text::new("整批：训练集上答对的比例", "full batch: share of right answers on the training set")),
    ("full_accuracy", Text::new("整批：没见过的样本答对的比例", "full batch: share of right answers on unseen examples")),
    ("spread", Text::new("最小的批比整批多答对的比例", "by how much the smallest batch is better than the full one on unseen examples")),
];
