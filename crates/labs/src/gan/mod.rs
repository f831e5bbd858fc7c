//! GAN Arena: a generator and a discriminator at play in the plane.

pub mod params;

#[cfg(feature = "model")]
mod arena;
#[cfg(feature = "model")]
mod duel;
#[cfg(feature = "model")]
mod game;
#[cfg(feature = "model")]
mod line;
#[cfg(feature = "model")]
mod look;
#[cfg(feature = "model")]
mod loss;
#[cfg(feature = "model")]
mod many;
#[cfg(feature = "model")]
mod measure;
#[cfg(feature = "model")]
mod mlp;
#[cfg(feature = "model")]
mod model;
#[cfg(feature = "model")]
mod often;
#[cfg(feature = "model")]
mod recipe;
#[cfg(feature = "model")]
mod record;
#[cfg(feature = "model")]
mod rule;
#[cfg(feature = "model")]
mod spectral;
#[cfg(feature = "model")]
mod stages;
#[cfg(feature = "model")]
mod step;
#[cfg(feature = "model")]
mod target;
#[cfg(feature = "model")]
#[cfg(test)]
mod tests;
#[cfg(feature = "model")]
mod transport;
#[cfg(all(feature = "view", target_arch = "wasm32"))]
mod view;

use crate::Lab;
use labkit::Text;

/// The lab.
pub static LAB: Lab = Lab {
    id: "gan",
    table: params::TABLE,
    presets: params::presets::PRESETS,
    shown: params::shown,
    focus: "",
    stages: params::stages,
    metrics: METRICS,
    marks: &[],
    steps: params::STEPS,
    #[cfg(feature = "model")]
    open: model::open,
    #[cfg(all(feature = "view", target_arch = "wasm32"))]
    view: view::view,
};

const METRICS: &[(&str, Text)] = &[
    ("loss_d", Text::new("D 最近一步的损失", "D's loss in the newest step")),
    ("loss_g", Text::new("G 最近一步的损失", "G's loss in the newest step")),
    ("value", Text::new("V(G, D)：D 想要大、G 想要小", "V(G, D), which D wants large and G small")),
    ("d_on_real", Text::new("D 对真点的平均输出", "D's mean output on real points")),
    ("d_on_fake", Text::new("D 对假点的平均输出", "D's mean output on generated points")),
    ("d_accuracy", Text::new("D 分对的比例", "share that D tells rightly")),
    ("penalised_norm", Text::new("受惩罚处 ‖∇D‖ 的平均，最近一步", "mean ‖∇D‖ where it is penalised, newest step")),
    ("gradient_d", Text::new("D 的梯度多长", "length of D's gradient")),
    ("gradient_g", Text::new("G 的梯度多长", "length of G's gradient")),
    ("grad_norm_mean", Text::new("真假连线上 ‖∇D‖ 的平均", "mean ‖∇D‖ on segments from generated to real points")),
    ("w1", Text::new("推土机距离 W₁，192 个点上的精确值", "Wasserstein distance W₁, exact on 192 points")),
    ("sliced_w", Text::new("切片 Wasserstein 距离", "sliced Wasserstein distance")),
    ("mmd", Text::new("最大均值差的平方，无偏", "squared maximum mean discrepancy, unbiased")),
    ("js", Text::new("JS 散度，由密度", "JS divergence, from densities")),
    ("js_zero", Text::new("同样多的真点自己的 JS：零点", "the same of as many real points: its zero")),
    (
        "diversity",
        Text::new("假点互相的平均距离，以真点为 1", "mean distance between generated points, of real ones 1"),
    ),
    ("modes_covered", Text::new("至少有百分之一的点的峰", "modes that have a hundredth of the points")),
    ("modes", Text::new("一共几个峰", "modes there are")),
    ("good_share", Text::new("离某个峰三个标准差以内的比例", "share within three standard deviations of a mode")),
    ("uneven", Text::new("各峰的份额离均匀多远（全变差）", "how far shares of modes are from even (total variation)")),
    ("leader_moved", Text::new("点最多的峰换了几次", "how often another mode had most points")),
    ("share_seeds", Text::new("别的种子，已经数完几个", "other seeds that were counted")),
    ("share_here", Text::new("照现在的设置，成功的种子", "seeds that succeed with these settings")),
    ("share_here_low", Text::new("它的 95% 区间：下端", "its 95 % interval: lower end")),
    ("share_here_high", Text::new("它的 95% 区间：上端", "its 95 % interval: upper end")),
    ("share_cured", Text::new("用上这味药，成功的种子", "seeds that succeed with the remedy")),
    ("share_cured_low", Text::new("用药后的 95% 区间：下端", "with the remedy, 95 % interval: lower end")),
    ("share_cured_high", Text::new("用药后的 95% 区间：上端", "with the remedy, 95 % interval: upper end")),
    ("flat_on_data", Text::new("D 在点上的起伏（标准差）", "deviation of D's output on the points")),
    ("flat_everywhere", Text::new("D 在整个窗口的起伏", "deviation of D's output over the window")),
    (
        "push",
        Text::new("G 的损失推一个假点多用力，平均 |∂L/∂x|", "how hard G's loss pushes a generated point, mean |∂L/∂x|"),
    ),
    ("push_mm", Text::new("同一个 D，饱和的损失推多用力", "on the same D, how hard the saturating loss pushes")),
    ("push_ns", Text::new("同一个 D，非饱和的损失推多用力", "on the same D, how hard the non-saturating loss pushes")),
    ("gradient_mm", Text::new("同一个 D，饱和的损失给 G 的梯度", "on the same D, G's gradient by the saturating loss")),
    (
        "gradient_ns",
        Text::new("同一个 D，非饱和的损失给 G 的梯度", "on the same D, G's gradient by the non-saturating loss"),
    ),
    ("logit_most", Text::new("一批真点里最大的 logit", "greatest logit in a batch of real points")),
    ("q_mean", Text::new("q 的中心", "middle of q")),
    ("q_width", Text::new("q 的标准差", "standard deviation of q")),
    ("value_best", Text::new("max V(G, D)，由密度精确算", "max V(G, D) over D, exact from the densities")),
    ("jsd", Text::new("JS 散度，由密度精确算", "JS divergence, exact from the densities")),
    ("line_w1", Text::new("W₁(p, q)，由密度精确算", "W₁(p, q), exact from the densities")),
    ("best_off", Text::new("D 离最好的 D 多远，按 (p + q)/2 平均", "how far D is off the best, mean over (p + q)/2")),
    (
        "best_off_most",
        Text::new("D 离最好的 D 最多多远，有点的地方", "how far D is off the best at most, where there are points"),
    ),
    ("best_most", Text::new("最好的 D 最大的输出", "greatest output of the best D")),
    (
        "best_push",
        Text::new("最好的 D 下，−ln D 推一个假点多用力", "how hard −ln D of the best D pushes a generated point"),
    ),
    (
        "slope_own",
        Text::new("工作点上，这个损失对 logit 的斜率", "slope of this loss against the logit, at the operating point"),
    ),
    ("slope_mm", Text::new("工作点上，饱和损失的斜率", "slope of the saturating loss there")),
    ("slope_ns", Text::new("工作点上，非饱和损失的斜率", "slope of the non-saturating loss there")),
    ("slope_ratio", Text::new("后者是前者的几倍", "the latter over the former")),
    (
        "stale_value",
        Text::new("V(G₁, D₀*)：G 走了一步，D 没有跟上", "V(G₁, D₀*): G has made a step, D has not followed"),
    ),
    ("fresh_value", Text::new("max V(G₁, D)：D 跟上以后", "max V(G₁, D): once D has followed")),
    ("stale_gap", Text::new("两者之差", "the difference of the two")),
    ("trained_value", Text::new("V(G₁, D)：练出来的 D", "V(G₁, D) with the trained D")),
    ("margin_held", Text::new("D(x) − D(x′) 不小于距离的对子", "pairs with D(x) − D(x′) no less than their distance")),
    ("margin_mean", Text::new("对子的平均距离", "mean distance of pairs")),
    ("apart_mean", Text::new("D(x) − D(x′) 的平均", "mean of D(x) − D(x′)")),
    (
        "push_near",
        Text::new("离 p 一个标准差以内的假点，推多用力", "push on generated points within one deviation of p"),
    ),
    ("push_far", Text::new("离 p 三个标准差以外的", "push on those beyond three")),
    ("crowd_arrived", Text::new("所有 (k, η_G) 里走到的比例", "share that arrives, over all (k, η_G)")),
    ("far_least_k", Text::new("k = 1 时还剩多远，以起点为 1", "how far is left at k = 1, of 1 at the start")),
    ("far_middle_k", Text::new("中间的 k 里最好的还剩多远", "how far is left at the best k between")),
    ("far_most_k", Text::new("k = 100 时还剩多远", "how far is left at k = 100")),
    ("m_tried", Text::new("试完了几个配方", "recipes tried")),
    ("m_recipes", Text::new("一共几个配方", "recipes there are")),
    ("m_modes", Text::new("现在平均几个峰", "modes covered now, mean over seeds")),
    ("m_good", Text::new("现在平均的好点比例", "share of good points now, mean over seeds")),
    (
        "m_share",
        Text::new(
            "现在成功的种子：至少七个峰，一半以上是好点",
            "seeds that succeed now: seven modes at least, over half of the points good",
        ),
    ),
    ("m_collapsed", Text::new("现在坍缩的种子：至多两个峰", "seeds that have collapsed now: two modes at most")),
    ("m_bare", Text::new("坍缩的配方：成功的种子", "the recipe that collapses: seeds that succeed")),
    ("m_bare_collapsed", Text::new("坍缩的配方：坍缩的种子", "the recipe that collapses: seeds that do")),
    ("m_replay", Text::new("重放旧样本：成功的种子", "old samples again: seeds that succeed")),
    ("m_penalty", Text::new("梯度惩罚：成功的种子", "gradient penalty: seeds that succeed")),
    ("m_alike", Text::new("小批判别：成功的种子", "batch discrimination: seeds that succeed")),
    ("m_unrolled", Text::new("往前看：成功的种子", "unrolled: seeds that succeed")),
    ("m_matching", Text::new("特征匹配：成功的种子", "feature matching: seeds that succeed")),
    ("m_momentum", Text::new("去掉动量：成功的种子", "without momentum: seeds that succeed")),
    ("m_work", Text::new("区间整个高过不用药的药方", "remedies whose interval lies above that of none")),
    ("m_alternating", Text::new("轮流走：成功的种子", "in turns: seeds that succeed")),
    ("m_simultaneous", Text::new("同时走：成功的种子", "both at once: seeds that succeed")),
    ("m_union", Text::new("所有生成器一起有几个峰", "modes that all generators have together")),
    (
        "m_lead",
        Text::new("一个生成器有几成点离它的峰最近", "share of a generator's points that are nearest to its mode"),
    ),
    ("m_expected", Text::same("8 (1 − (7/8)ᴺ)")),
    ("m_error", Text::new("它的标准差", "its standard deviation")),
    ("m_iqr_gan", Text::new("各种 GAN 得分的四分位距", "interquartile range of GANs' scores")),
    ("m_iqr_vae", Text::new("VAE 得分的四分位距", "interquartile range of the VAE's scores")),
    ("m_iqr_ratio", Text::new("前者是后者的几倍", "the former over the latter")),
    ("m_median_gan", Text::new("GAN 得分的中位数", "median of GANs' scores")),
    ("m_median_vae", Text::new("VAE 得分的中位数", "median of the VAE's scores")),
    ("m_best_gan", Text::new("最好的 GAN", "best GAN")),
    ("m_best_vae", Text::new("最好的 VAE", "best VAE")),
    ("m_overlaps", Text::new("中位数分不出高下的几对 GAN", "pairs of GANs whose medians cannot be told apart")),
    ("m_pairs", Text::new("一共几对", "pairs there are")),
    ("m_cells_gan", Text::new("GAN 成功的网络", "networks with which GAN succeeds")),
    ("m_cells_gan5", Text::new("GAN，D 走五步：成功的网络", "networks with which GAN with five steps of D succeeds")),
    ("m_cells_clip", Text::new("WGAN（裁剪）成功的网络", "networks with which WGAN with clipping succeeds")),
    ("m_cells_gp", Text::new("WGAN-GP 成功的网络", "networks with which WGAN-GP succeeds")),
    (
        "j_radius",
        Text::new(
            "所看的走法：离均衡多远，以起点为 1",
            "distance to the equilibrium of the rule in focus, of the start's 1",
        ),
    ),
    ("j_simultaneous", Text::new("同时走：离均衡多远", "distance, simultaneous")),
    ("j_alternating", Text::new("轮流走：离均衡多远", "distance, alternating")),
    ("j_momentum", Text::new("带动量：离均衡多远", "distance, with momentum")),
    ("j_extragradient", Text::new("外梯度：离均衡多远", "distance, extragradient")),
    ("j_optimistic", Text::new("乐观：离均衡多远", "distance, optimistic")),
    ("j_averaged", Text::new("历史平均：离均衡多远", "distance, historical averaging")),
    ("j_flow", Text::new("无穷小的步：离均衡多远", "distance, infinitely small steps")),
    (
        "j_factor",
        Text::new(
            "同时走：最近一步把距离乘了多少",
            "by what simultaneous play multiplied the distance in the newest step",
        ),
    ),
    ("j_factor_known", Text::same("√(1 + η²)")),
    (
        "j_drift",
        Text::new(
            "轮流走：x² + y² ∓ ηxy 最多偏了几成",
            "farthest that x² + y² ∓ ηxy of alternating play was off, as a part",
        ),
    ),
    ("j_mean_gap", Text::new("递推的平均离直接求和最远", "farthest that the running mean was from the direct sum")),
    ("j_arrived", Text::new("外梯度到 1% 以内用了几步", "steps until the extragradient was within 1 %")),
    ("j_bound", Text::new("算出来该用几步", "steps that it should take")),
    ("j_low", Text::new("历史平均管用的系数：最小", "least weight of historical averaging that works")),
    ("j_high", Text::new("历史平均管用的系数：最大", "greatest weight of historical averaging that works")),
];
