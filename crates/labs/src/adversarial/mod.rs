//! Adversarial Arena: noise that nobody sees and a classifier falls for; and what does, or does not, help.

pub mod params;

#[cfg(feature = "model")]
mod arena;
#[cfg(feature = "model")]
mod attack;
#[cfg(feature = "model")]
mod model;
#[cfg(feature = "model")]
#[cfg(test)]
mod tests;
#[cfg(feature = "model")]
mod victim;
#[cfg(all(feature = "view", target_arch = "wasm32"))]
mod view;

use crate::Lab;
use labkit::Text;

/// The lab.
pub static LAB: Lab = Lab {
    id: "adversarial",
    table: params::TABLE,
    presets: &[],
    shown: params::shown,
    focus: "",
    stages: &[],
    metrics: METRICS,
    marks: &[],
    steps: params::STEPS,
    #[cfg(feature = "model")]
    open: model::open,
    #[cfg(all(feature = "view", target_arch = "wasm32"))]
    view: view::view,
};

const METRICS: &[(&str, Text)] = &[
    ("practice_left", Text::new("还要学几批", "batches still to learn")),
    ("loss", Text::new("最近一批的交叉熵", "cross-entropy of the newest batch")),
    (
        "clean_accuracy",
        Text::new(
            "没攻击时，没练过的 256 个数字里答对的比例",
            "share of right answers on 256 unseen digits as they are",
        ),
    ),
    ("attacked_accuracy", Text::new("被攻击以后答对的比例", "share of right answers on them under attack")),
    (
        "random_noise_accuracy",
        Text::new("加同样大的随机噪声，答对的比例", "share of right answers with random noise of the same size"),
    ),
    ("fgsm_accuracy", Text::new("FGSM 一步以后答对的比例", "share of right answers after one step of FGSM")),
    ("fgsm_more", Text::new("FGSM 比所选攻击多剩下的答对的比例", "by how much FGSM leaves more right than the attack")),
    ("target_reached", Text::new("认成了指定数字的比例", "share that is taken for the given digit")),
    ("loss_fell", Text::new("L(x) 降低了的比例", "share on which L(x) is lower than before")),
    ("steps_done", Text::new("攻击走了几步", "steps of the attack so far")),
    ("linf_max", Text::new("L∞ 最大的改动", "largest change in L∞")),
    ("l2_max", Text::new("L2 最大的改动", "largest change in L2")),
    ("l1_max", Text::new("L1 最大的改动", "largest change in L1")),
    ("l0_max", Text::new("改得最多的一张改了几个像素", "most pixels changed of a picture")),
    ("box_violations", Text::new("不在 0 到 1 之间的像素", "pixels outside 0 to 1")),
    ("digit_class", Text::new("眼前这张本来是几", "what the digit on view is")),
    ("digit_before", Text::new("眼前这张，原样被认成几", "what it is taken for as it is")),
    ("digit_after", Text::new("眼前这张，攻击后被认成几", "what it is taken for under attack")),
    ("chance_before", Text::new("原样时，本来那个数字的概率", "probability of its class as it is")),
    ("chance_after", Text::new("攻击后，本来那个数字的概率", "probability of its class under attack")),
    ("chance_taken", Text::new("攻击后，被认成的数字的概率", "probability of what it is then taken for")),
    ("boundary_attack", Text::new("沿攻击方向走多远换了答案，L2", "L2 to another answer along the attack")),
    (
        "boundary_random",
        Text::new(
            "沿随机方向走多远换了答案，L2，100 个方向的中位数",
            "L2 to another answer along random directions, median of 100",
        ),
    ),
    ("equal_l2_all", Text::new("每个像素改一点：L2", "every pixel a little: L2")),
    ("equal_l2_one", Text::new("一个像素改很多：L2", "one pixel a lot: L2")),
    ("equal_linf_all", Text::new("每个像素改一点：L∞", "every pixel a little: L∞")),
    ("equal_linf_one", Text::new("一个像素改很多：L∞", "one pixel a lot: L∞")),
    ("moved_linf", Text::new("眼前这张改了多少，L∞", "its change in L∞")),
    ("moved_l2", Text::new("眼前这张改了多少，L2", "its change in L2")),
    ("moved_l1", Text::new("眼前这张改了多少，L1", "its change in L1")),
    ("moved_l0", Text::new("眼前这张改了几个像素", "pixels of it that changed")),
];
