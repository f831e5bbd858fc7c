//! Adversarial Arena: noise that nobody sees and a classifier falls for; and what does, or does not, help.

pub mod params;

#[cfg(feature = "model")]
mod arena;
#[cfg(feature = "model")]
mod attack;
#[cfg(any(all(test, feature = "model"), all(feature = "view", target_arch = "wasm32")))]
mod challenge;
#[cfg(feature = "model")]
mod model;
#[cfg(feature = "model")]
mod physical;
#[cfg(feature = "model")]
mod reprogram;
#[cfg(feature = "model")]
mod robustness;
#[cfg(feature = "model")]
mod sounds;
#[cfg(feature = "model")]
#[cfg(test)]
mod tests;
#[cfg(feature = "model")]
mod transfer;
#[cfg(feature = "model")]
mod universal;
#[cfg(feature = "model")]
mod victim;
#[cfg(all(feature = "view", target_arch = "wasm32"))]
mod view;
#[cfg(feature = "model")]
mod words;

use crate::Lab;
use labkit::Text;

/// The lab.
pub static LAB: Lab = Lab {
    id: "adversarial",
    table: params::TABLE,
    presets: &[],
    shown: params::shown,
    focus: "",
    stages: |_| &[],
    metrics: METRICS,
    marks: &[],
    steps: params::STEPS,
    #[cfg(feature = "model")]
    open: model::open,
    #[cfg(all(feature = "view", target_arch = "wasm32"))]
    view: view::view,
};

const METRICS: &[(&str, Text)] = &[
    ("mine", Text::new("受攻击的是你训练的网络", "the network that you trained is attacked")),
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
    (
        "bare_accuracy",
        Text::new("同样的图，没有盾时答对的比例", "share of right answers on the same pictures without the shield"),
    ),
    ("recovered", Text::new("盾救回来的比例", "what the shield wins back")),
    ("shield_costs", Text::new("没有攻击时，盾让答对的比例少了多少", "what the shield costs where nobody attacks")),
    ("detector_auc", Text::new("检测器 ROC 曲线下的面积", "area under the detector's ROC curve")),
    ("detected", Text::new("成功的攻击里报了警的比例", "share of successful attacks with an alarm")),
    ("false_alarms", Text::new("原样的图里报了警的比例", "share of pictures as they are with an alarm")),
    ("target_reached", Text::new("认成了指定数字的比例", "share that is taken for the given digit")),
    (
        "success",
        Text::new(
            "本来答对的里骗过去的比例",
            "share of those answered rightly that are fooled, or got to their target",
        ),
    ),
    ("l2_mean", Text::new("骗过去的平均改动，L2", "mean change of those, L2")),
    ("l1_mean", Text::new("骗过去的平均改动，L1", "mean change of those, L1")),
    ("l0_mean", Text::new("骗过去的平均改了几个像素", "mean number of pixels changed of those")),
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
    // Training × attack: shares of right answers.
    ("cell_digits", Text::new("每格试了几个数字", "digits tried in each cell")),
    ("plain_clean", Text::new("普通，原样：答对的比例", "plain, as they are: right answers")),
    ("plain_random", Text::new("普通，随机噪声：答对的比例", "plain, random noise: right answers")),
    ("plain_fgsm", Text::new("普通，FGSM：答对的比例", "plain, FGSM: right answers")),
    ("plain_pgd", Text::new("普通，PGD：答对的比例", "plain, PGD: right answers")),
    (
        "plain_passed",
        Text::new("普通，在普通的上做的 PGD：答对的比例", "plain, PGD made on the plain one: right answers"),
    ),
    ("decay_clean", Text::new("权重衰减，原样：答对的比例", "weight decay, as they are: right answers")),
    ("decay_random", Text::new("权重衰减，随机噪声：答对的比例", "weight decay, random noise: right answers")),
    ("decay_fgsm", Text::new("权重衰减，FGSM：答对的比例", "weight decay, FGSM: right answers")),
    ("decay_pgd", Text::new("权重衰减，PGD：答对的比例", "weight decay, PGD: right answers")),
    (
        "decay_passed",
        Text::new("权重衰减，在普通的上做的 PGD：答对的比例", "weight decay, PGD made on the plain one: right answers"),
    ),
    ("dropout_clean", Text::new("dropout，原样：答对的比例", "dropout, as they are: right answers")),
    ("dropout_random", Text::new("dropout，随机噪声：答对的比例", "dropout, random noise: right answers")),
    ("dropout_fgsm", Text::new("dropout，FGSM：答对的比例", "dropout, FGSM: right answers")),
    ("dropout_pgd", Text::new("dropout，PGD：答对的比例", "dropout, PGD: right answers")),
    (
        "dropout_passed",
        Text::new("dropout，在普通的上做的 PGD：答对的比例", "dropout, PGD made on the plain one: right answers"),
    ),
    ("distilled_clean", Text::new("蒸馏，原样：答对的比例", "distilled, as they are: right answers")),
    ("distilled_random", Text::new("蒸馏，随机噪声：答对的比例", "distilled, random noise: right answers")),
    ("distilled_fgsm", Text::new("蒸馏，FGSM：答对的比例", "distilled, FGSM: right answers")),
    ("distilled_pgd", Text::new("蒸馏，PGD：答对的比例", "distilled, PGD: right answers")),
    (
        "distilled_passed",
        Text::new("蒸馏，在普通的上做的 PGD：答对的比例", "distilled, PGD made on the plain one: right answers"),
    ),
    ("hardened_clean", Text::new("对抗训练，原样：答对的比例", "adversarially trained, as they are: right answers")),
    (
        "hardened_random",
        Text::new("对抗训练，随机噪声：答对的比例", "adversarially trained, random noise: right answers"),
    ),
    ("hardened_fgsm", Text::new("对抗训练，FGSM：答对的比例", "adversarially trained, FGSM: right answers")),
    ("hardened_pgd", Text::new("对抗训练，PGD：答对的比例", "adversarially trained, PGD: right answers")),
    (
        "hardened_passed",
        Text::new(
            "对抗训练，在普通的上做的 PGD：答对的比例",
            "adversarially trained, PGD made on the plain one: right answers",
        ),
    ),
    // Black box.
    ("asked_clean", Text::new("问的那个：原样答对的比例", "the one asked: right answers as they are")),
    ("asked_random", Text::new("问的那个：随机噪声后答对的比例", "the one asked: right answers with random noise")),
    ("asked_own", Text::new("问的那个：在它自己身上做的攻击后", "the one asked: under attacks made on itself")),
    (
        "asked_others",
        Text::new("问的那个：在别的网络上做的攻击后，平均", "the one asked: under attacks made on others, mean"),
    ),
    (
        "asked_answers",
        Text::new("问的那个：在问答学来的替身上做的攻击后", "the one asked: under attacks made on the proxy"),
    ),
    ("diagonal_lowest", Text::new("几列里对角线最低", "columns whose diagonal is the lowest")),
    (
        "gap_mean",
        Text::new(
            "转移来的攻击比随机噪声多打掉的比例，平均",
            "right answers that transferred attacks take beyond random noise, mean",
        ),
    ),
    ("gap_least", Text::new("其中最少的一格", "the same, least of all pairs")),
    ("proxy_queries", Text::new("替身问了几次", "questions that the proxy cost")),
    ("proxy_study", Text::new("替身还要学几批", "batches that the proxy still has to learn")),
    ("proxy_agrees", Text::new("替身和问的那个答案相同的比例", "share on which proxy and the one asked agree")),
    (
        "proxy_gap",
        Text::new(
            "替身上的攻击比随机噪声多打掉的比例，四个平均",
            "right answers that the proxy’s attacks take beyond random noise, mean of four",
        ),
    ),
    ("query_left", Text::new("方块攻击后答对的比例", "right answers left by the Square Attack")),
    ("query_done", Text::new("每张问了几次", "questions asked about a digit")),
    ("query_mean", Text::new("认错的那些，平均问了几次", "questions that the fooled ones took, mean")),
    // One noise for all.
    ("uni_fooled", Text::new("答案变了的比例", "share of answers that became others")),
    ("uni_random", Text::new("同样大的随机噪声：答案变了的比例", "the same with random noise of the size")),
    ("uni_other", Text::new("另一个网络：答案变了的比例", "another network: share of answers that became others")),
    ("uni_other_random", Text::new("另一个网络，随机噪声", "another network, random noise")),
    ("uni_clean", Text::new("原样答对的比例", "share of right answers as they are")),
    ("uni_other_clean", Text::new("另一个网络，原样答对的比例", "another network: right answers as they are")),
    ("uni_linf", Text::new("噪声的 L∞", "L∞ of the noise")),
    ("uni_done", Text::new("噪声走了几步", "steps of the noise so far")),
    ("uni_commonest", Text::new("被认成最多的那个数字占的比例", "share that is taken for the commonest digit")),
    ("uni_before", Text::new("眼前这张，原样被认成几", "what the digit on view is taken for")),
    ("uni_after", Text::new("眼前这张，加噪声后被认成几", "what it is taken for with the noise")),
    // Worn.
    ("phys_clean", Text::new("没戴时，六个人认对的比例", "share of right answers, nothing worn")),
    ("phys_bare", Text::new("没戴时，戴的人被认对的比例", "the wearer without it: share of right answers")),
    ("phys_bare_target", Text::new("没戴时，已被认成目标的比例", "the wearer without it: share taken for the target")),
    ("phys_views", Text::new("对许多镜头做的：认成目标的比例", "made for many views: share taken for the target")),
    ("phys_single", Text::new("对一个镜头做的：认成目标的比例", "made for one view: share taken for the target")),
    (
        "phys_printed",
        Text::new("对许多镜头做的，印出来：认成目标的比例", "made for many views, printed: share taken for the target"),
    ),
    (
        "phys_rough",
        Text::new("对许多镜头做的：相邻像素平均差多少", "made for many views: mean difference of neighbours"),
    ),
    (
        "phys_single_rough",
        Text::new("对一个镜头做的：相邻像素平均差多少", "made for one view: mean difference of neighbours"),
    ),
    ("phys_printed_rough", Text::new("印出来的：相邻像素平均差多少", "printed: mean difference of neighbours")),
    (
        "phys_off",
        Text::new("对许多镜头做的：离印得出的颜色多远", "made for many views: mean distance to a printable colour"),
    ),
    (
        "phys_single_off",
        Text::new("对一个镜头做的：离印得出的颜色多远", "made for one view: mean distance to a printable colour"),
    ),
    ("phys_printed_off", Text::new("印出来的：离印得出的颜色多远", "printed: mean distance to a printable colour")),
    ("phys_outside", Text::new("形状以外改了多少", "largest change outside the shape")),
    ("phys_pixels", Text::new("形状有几个像素", "pixels of the shape")),
    ("phys_done", Text::new("走了几步", "steps so far")),
    ("camera_bare", Text::new("这个镜头，没戴：目标的概率", "this view, nothing worn: probability of the target")),
    (
        "camera_single",
        Text::new("这个镜头，对一个镜头做的：目标的概率", "this view, made for one view: probability of the target"),
    ),
    (
        "camera_views",
        Text::new("这个镜头，对许多镜头做的：目标的概率", "this view, made for many: probability of the target"),
    ),
    ("camera_printed", Text::new("这个镜头，印出来的：目标的概率", "this view, printed: probability of the target")),
    // Reprogramming.
    ("frame_left", Text::new("程序还要学几批", "batches still to learn for the programme")),
    ("count_accuracy", Text::new("没见过的棋盘，数对的比例", "share of unseen boards counted right")),
    ("count_bare", Text::new("没有程序，数对的比例", "share counted right without the programme")),
    ("count_off", Text::new("平均数错几个", "squares off, on average")),
    ("weights_changed", Text::new("分类器变了几个数", "numbers of the classifier that changed")),
    ("own_squares", Text::new("你的棋盘上有几个方块", "squares on your board")),
    ("own_digit", Text::new("你的棋盘被认成几", "what digit your board is taken for")),
    ("own_bare", Text::new("没有程序，数出几个", "squares counted without the programme")),
    ("own_counted", Text::new("有程序，数出几个", "squares counted with it")),
    // Sounds.
    ("sound_accuracy", Text::new("没听过的元音，听对的比例", "share of unheard vowels heard right")),
    (
        "sound_random",
        Text::new("加最大的随机噪声，听对的比例", "share heard right with random noise of the largest size"),
    ),
    ("sound_fooled", Text::new("听对的里面，攻击成功的比例", "share of those heard right that the attack fools")),
    ("sound_snr_least", Text::new("成功的里面，最低的信噪比（dB）", "lowest SNR of a success, dB")),
    ("sound_snr_median", Text::new("成功的里面，信噪比的中位数（dB）", "median SNR of successes, dB")),
    ("sound_snr", Text::new("这一个的信噪比（dB）", "SNR of this one, dB")),
    ("sound_factor", Text::new("图里噪声放大了几倍", "factor of the noise in the figure")),
    // Words.
    ("words_accuracy", Text::new("没读过的句子，判对的比例", "share of unread sentences judged right")),
    ("words_fooled", Text::new("判对的里面，攻击成功的比例", "share of those judged right that the attack fools")),
    ("words_swapped", Text::new("成功的平均换了几个词", "words swapped in a success, on average")),
    ("words_before", Text::new("这一句原样，褒义的概率", "probability of praise, as it was")),
    ("words_after", Text::new("换词以后，褒义的概率", "probability of praise, words swapped")),
];
