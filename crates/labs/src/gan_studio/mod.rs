//! Face and Digit GAN Studio: two convolutional networks that learn to draw, with every rule of the recipe as a switch.

pub mod params;

#[cfg(feature = "model")]
mod alone;
#[cfg(feature = "model")]
mod feed;
#[cfg(feature = "model")]
mod model;
#[cfg(feature = "model")]
mod net;
#[cfg(feature = "model")]
mod parts;
#[cfg(feature = "model")]
mod play;
#[cfg(feature = "model")]
mod referee;
#[cfg(feature = "model")]
mod rivals;
#[cfg(feature = "model")]
mod spins;
#[cfg(feature = "model")]
mod step;
#[cfg(feature = "model")]
mod studio;
#[cfg(feature = "model")]
#[cfg(test)]
mod tests;
#[cfg(all(feature = "view", target_arch = "wasm32"))]
mod view;

use crate::Lab;
use labkit::Text;

/// The lab.
pub static LAB: Lab = Lab {
    id: "gan-studio",
    table: params::TABLE,
    presets: params::PRESETS,
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
    ("loss_d", Text::new("D 的损失", "D's loss")),
    ("loss_g", Text::new("G 的损失", "G's loss")),
    ("d_on_real", Text::new("D 给真图的平均分", "D's mean score of real pictures")),
    ("d_on_fake", Text::new("D 给假图的平均分", "D's mean score of generated ones")),
    ("d_accuracy", Text::new("D 判对的比例", "share that D tells apart")),
    ("referee_learnt", Text::new("裁判学了多少", "how far the referee has learnt")),
    ("recognised_share", Text::new("裁判认得出的比例", "share that the referee recognises")),
    ("recognised_real", Text::new("真图里认得出的比例", "the same of real pictures")),
    ("recognised_surely", Text::new("认得出且把握大于 0.9 的比例", "share recognised with more than 0.9 belief")),
    ("frechet", Text::new("Fréchet 距离（裁判的特征）", "Fréchet distance (the referee's features)")),
    ("frechet_first", Text::new("训练前的 Fréchet 距离", "Fréchet distance before training")),
    ("frechet_real", Text::new("真图与真图的 Fréchet 距离", "Fréchet distance of real pictures from real ones")),
    ("frechet_drop", Text::new("Fréchet 距离降到几分之一", "Fréchet distance fell by a factor of")),
    ("score", Text::new("Inception 式得分", "score as the Inception score has it")),
    ("kinds", Text::new("画出了几种数字", "digits that are drawn")),
    ("mirror", Text::new("左右差多少（真图为 1）", "difference of left and right (real pictures: 1)")),
    ("held_out_error", Text::new("D 重建新的真图的误差", "D's error in copying unseen real pictures")),
    ("fake_error", Text::new("D 重建假图的误差", "D's error in copying generated pictures")),
    // Exams.
    (
        "nearest",
        Text::new("选中的图离最近的训练图多远", "distance of the chosen picture from the nearest training one"),
    ),
    ("nearest_ratio", Text::new("离训练图的距离，真图为 1", "distance from training pictures (unseen real ones: 1)")),
    ("walk_share", Text::new("隐向量的中点认得出几成", "recognised half-way between vectors")),
    ("blend_share", Text::new("像素的中点认得出几成", "recognised half-way between pixels")),
    ("class_changes", Text::new("沿一条轴走，数字换几次", "changes of the digit along an axis")),
    (
        "axis_information",
        Text::new("最管用的一维知道多少数字的信息", "share of the digit known from the best dimension"),
    ),
    ("probe_d", Text::new("D 的特征，五十个标签", "D's features, fifty labels")),
    ("probe_random", Text::new("没学过的 D 的特征", "features of a D that has learnt nothing")),
    ("probe_pixels", Text::new("像素", "pixels")),
    ("sum_share", Text::new("一个减一个加一个：既有眼镜又是那种头发", "one − one + one: glasses and that hair")),
    ("mean_share", Text::new("各取三个的平均", "the same with means of three")),
    ("sum_base", Text::new("随手画一张就这样的比例", "share of faces that are so by chance")),
    (
        "mates_change",
        Text::new(
            "换了同批的图，同一个向量的像素最多变多少",
            "largest change of a pixel when the others of the batch change",
        ),
    ),
    ("own_tint", Text::new("同一个向量的亮度随同伴变动", "deviation of one vector's brightness with its company")),
    (
        "batch_tint",
        Text::new("批与批亮度的方差（各画各的：1）", "variance of a batch's brightness (independent pictures: 1)"),
    ),
    ("output_moves", Text::new("最后一层之前的批均值怎样变", "deviation of batch means before the last bend")),
    ("output_gap", Text::new("它离 β 多远", "how far they are from β")),
    ("stray_nearer", Text::new("多一个点的图像素误差更小", "a stray pixel has the smaller error")),
    (
        "stray_worse",
        Text::new("多一个点的图误差更小，D 给分却更低", "a stray pixel has the smaller error, and yet the lower score"),
    ),
    ("stray_minded", Text::new("多一个点的图 D 给分低于原图", "a stray pixel has a lower score than the original")),
    ("thick_milder", Text::new("笔画粗一点，D 的分变得更少", "a thicker stroke changes D's score less")),
    ("stray_error", Text::new("多一个点：平方误差", "stray pixel, squared error")),
    ("thick_error", Text::new("笔画粗一点：平方误差", "thicker stroke, squared error")),
    ("stray_score", Text::new("多一个点：D 的分", "stray pixel, D's score")),
    ("thick_score", Text::new("笔画粗一点：D 的分", "thicker stroke, D's score")),
    ("plain_score", Text::new("原图：D 的分", "as they were, D's score")),
    ("look_sum_gap", Text::new("注意力每行之和离 1 多远", "how far rows of attention are from 1")),
    ("mirror_look", Text::new("看镜像处是平均的几倍", "weight of the mirror place (uniform: 1)")),
    ("attention_gain", Text::new("注意力的增益 γ", "attention's gain γ")),
    ("r_share_fixed", Text::new("随便给码：认得出的比例", "codes drawn beforehand: share recognised")),
    ("r_share_ae", Text::new("自编码器，N(0, I)：认得出的比例", "auto-encoder, N(0, I): share recognised")),
    ("r_share_fitted", Text::new("自编码器，拟合的码：认得出的比例", "auto-encoder, fitted codes: share recognised")),
    ("r_share_vae", Text::new("VAE：认得出的比例", "VAE: share recognised")),
    ("r_share_gan", Text::new("GAN：认得出的比例", "GAN: share recognised")),
    ("r_share_real", Text::new("真图：认得出的比例", "real pictures: share recognised")),
    ("r_error_fixed", Text::new("随便给码：重建误差", "codes drawn beforehand: reconstruction error")),
    ("r_error_ae", Text::new("自编码器：重建误差", "auto-encoder: reconstruction error")),
    ("r_error_vae", Text::new("VAE：重建误差", "VAE: reconstruction error")),
    (
        "r_vae_lead",
        Text::new("VAE 比自编码器（N(0, I)）多认得出", "VAE over the auto-encoder of N(0, I), share recognised"),
    ),
    (
        "r_gan_lead",
        Text::new(
            "GAN 比自编码器（两种码里好的）多认得出",
            "GAN over the auto-encoder's better codes, share recognised",
        ),
    ),
    ("r_falls", Text::new("维数每大一级，误差降了几次", "sizes at which the error falls")),
    ("r_error_small", Text::new("2 维的重建误差", "reconstruction error, 2 numbers")),
    ("r_error_large", Text::new("64 维的重建误差", "reconstruction error, 64 numbers")),
    ("r_best_code", Text::new("认得出最多的维数", "size of code that is recognised most")),
    ("r_share_best", Text::new("那个维数认得出的比例", "share recognised at that size")),
    ("r_share_small", Text::new("2 维认得出的比例", "share recognised, 2 numbers")),
    ("r_share_large", Text::new("64 维认得出的比例", "share recognised, 64 numbers")),
    ("p_r_real", Text::new("两眼的 r，真脸", "r of both eyes, real faces")),
    ("p_r_apart", Text::new("两眼的 r，零件各做各的", "r of both eyes, each part by itself")),
    ("p_r_ae", Text::new("两眼的 r，自编码器", "r of both eyes, auto-encoder")),
    ("p_r_d", Text::new("两眼的 r，只有 D", "r of both eyes, D alone")),
    ("p_r_gan", Text::new("两眼的 r，GAN", "r of both eyes, GAN")),
    ("p_gap_real", Text::new("两眼平均差，真脸", "mean difference of eyes, real faces")),
    ("p_gap_apart", Text::new("两眼平均差，零件各做各的", "mean difference of eyes, each part by itself")),
    ("p_gap_ae", Text::new("两眼平均差，自编码器", "mean difference of eyes, auto-encoder")),
    ("p_gap_d", Text::new("两眼平均差，只有 D", "mean difference of eyes, D alone")),
    ("p_gap_gan", Text::new("两眼平均差，GAN", "mean difference of eyes, GAN")),
    ("p_spread_gan", Text::new("GAN 的灰度标准差与真脸之比", "deviation of the GAN's greys to that of real ones")),
    ("false_area", Text::new("没有数据而 D > 0.5 的面积", "area without data where D > 0.5")),
    ("false_first", Text::new("第 0 轮后的假面积", "false area after round 0")),
    ("false_last", Text::new("最近一轮后的假面积", "false area after the newest round")),
    ("false_drop", Text::new("假面积缩小了几成", "share of the false area that is gone")),
    ("spoilt_passed", Text::new("D 放过的拼凑数字", "spoilt digits that D passes")),
    ("spoilt_first", Text::new("第 0 轮后放过的拼凑数字", "spoilt digits passed after round 0")),
    ("spoilt_last", Text::new("最近一轮后放过的拼凑数字", "spoilt digits passed after the newest round")),
    ("spoilt_drop", Text::new("放过的少了几成", "share of passed ones that is gone")),
    ("real_passed", Text::new("D 认可的真数据", "real ones that D passes")),
    ("round", Text::new("第几轮", "round")),
    ("negatives", Text::new("负例个数", "negatives")),
    ("climbing", Text::new("正在往上爬", "the ascent is on")),
    ("passes_per_sample", Text::new("每个样本过几趟网络", "passes through a network per sample")),
    ("gan_passes", Text::new("GAN 的一个样本", "one sample of a GAN")),
    ("found_score", Text::new("D 给找到的负例的平均分", "D's mean score of the negatives it was led to")),
    ("found_on_data", Text::new("找到的点落在数据区的比例", "found points that lie with the data")),
    ("real_apart", Text::new("新的真图离最近的真图多远", "the same of a fresh real picture")),
    ("found_apart", Text::new("找到的图离最近的真图多远", "distance of found pictures from the nearest real one")),
    ("kl", Text::new("真实的场到模型的 KL 散度，精确", "KL divergence from the hidden field to the model, exact")),
    ("kl_first", Text::new("开始时的 KL 散度", "KL divergence at the start")),
    ("kl_least", Text::new("到过的最小 KL 散度", "least KL divergence so far")),
    ("cosine", Text::new("采样梯度与精确梯度的余弦", "cosine of sampled and exact gradient")),
    ("cosine_first", Text::new("头十步里最小的余弦", "least cosine of the first ten steps")),
    ("coupling_error", Text::new("耦合的均方根误差", "root mean square error of the couplings")),
    ("states", Text::new("状态数", "states")),
    ("gradient_length", Text::new("采样梯度的长度", "length of the sampled gradient")),
];
