//! Where the labs and chapters stand on the map: drawn by hand, so that neighbours in the notes are neighbours here.

/// Height of the map that the positions are meant for, in CSS pixels.
pub(super) const MAP_HEIGHT: f64 = 1076.0;

/// A place: key, share of the width in percent, distance from the top in CSS pixels, joints of the Chinese title.
pub(super) type Place = (&'static str, f64, f64, &'static str);

/// The place of `id`, a lab or a chapter; the upper left corner where it was forgotten, which the tests rule out.
pub(super) fn place(id: &str) -> Place {
    LABS.iter().chain(CHAPTERS).find(|place| place.0 == id).copied().unwrap_or(("", 0.0, 0.0, ""))
}

#[rustfmt::skip]
const CHAPTERS: &[Place] = &[
    ("foundations", 0.00, 4.0, ""),
    ("deep", 30.59, 4.0, ""),
    ("vision", 52.14, 4.0, ""),
    ("sequences", 81.91, 4.0, ""),
    ("representation", 0.00, 312.0, ""),
    ("generative", 31.58, 312.0, ""),
    ("transfer", 0.00, 752.0, ""),
    ("reinforcement", 41.61, 752.0, ""),
    ("structured", 81.91, 752.0, ""),
];

/// `|` marks where a Chinese title may break.
#[rustfmt::skip]
const LABS: &[Place] = &[
    ("gradient-descent", 4.69, 43.0, "梯度下降|天文台"),
    ("batch", 14.31, 48.0, ""),
    ("regression", 23.09, 39.0, "回归与|泛化"),
    ("boundary", 4.49, 177.0, ""),
    ("margins", 14.33, 186.0, "间隔与|核"),
    ("ensemble", 23.63, 175.0, ""),
    ("playground", 34.93, 40.0, ""),
    ("backprop", 44.32, 59.0, ""),
    ("why-deep", 34.84, 177.0, ""),
    ("depth", 44.23, 188.0, "归一化与|深度诊所"),
    ("convolution", 56.61, 40.0, "卷积|工作台"),
    ("cnn", 66.37, 46.0, ""),
    ("adversarial", 74.87, 47.0, ""),
    ("explain", 56.78, 167.0, ""),
    ("compression", 66.52, 191.0, ""),
    ("patches", 74.92, 172.0, "图像块与|视觉 Transformer"),
    ("recurrent", 85.91, 38.0, ""),
    ("attention", 95.10, 48.0, "注意力与| Transformer"),
    ("language-model", 86.46, 167.0, ""),
    ("translator", 94.66, 189.0, ""),
    ("pretraining", 86.17, 348.0, "预训练：|BERT 与| GPT"),
    ("word-vectors", 95.08, 361.0, "词向量|观测站"),
    ("memory-pointers", 86.15, 474.0, "外部记忆与|指针网络"),
    ("trees", 95.21, 500.0, ""),
    ("speech", 86.74, 615.0, "语音与|看图说话"),
    ("tagging", 94.84, 623.0, "序列标注：|HMM 到 CRF"),
    ("pca", 4.90, 351.0, "主成分分析|及其亲戚"),
    ("manifold", 13.76, 357.0, "流形与| t-SNE"),
    ("clustering", 23.44, 349.0, ""),
    ("factorisation", 5.02, 481.0, ""),
    ("latent", 13.68, 498.0, "隐空间：|自编码器与| VAE"),
    ("disentangle", 23.51, 481.0, "解耦与|离散编码"),
    ("retrieval", 4.44, 612.0, ""),
    ("predictive", 14.03, 629.0, ""),
    ("few-labels", 23.18, 614.0, ""),
    ("gan", 36.03, 352.0, ""),
    ("gan-critic", 45.43, 358.0, ""),
    ("divergence", 55.27, 351.0, "散度|工作台"),
    ("gan-studio", 64.53, 360.0, ""),
    ("gan-conditional", 74.22, 346.0, ""),
    ("gan-editor", 41.09, 487.0, ""),
    ("gan-unpaired", 50.64, 499.0, ""),
    ("gan-codes", 59.87, 487.0, ""),
    ("gan-judge", 69.60, 489.0, ""),
    ("gan-words", 36.59, 619.0, "文本生成与| GAN"),
    ("flow", 45.40, 622.0, ""),
    ("energy", 55.69, 611.0, ""),
    ("samplers", 64.71, 618.0, ""),
    ("pixel", 74.05, 615.0, ""),
    ("anomaly", 5.23, 796.0, ""),
    ("domains", 14.25, 794.0, "迁移与|领域对抗"),
    ("zero-shot", 23.57, 793.0, ""),
    ("few-shot", 33.57, 803.0, ""),
    ("maml", 9.23, 921.0, ""),
    ("learned-optimiser", 18.97, 935.0, ""),
    ("lifelong", 28.26, 927.0, ""),
    ("policy-gradient", 46.71, 784.0, ""),
    ("ppo", 55.53, 806.0, ""),
    ("deep-q", 64.93, 795.0, ""),
    ("value-map", 74.58, 804.0, ""),
    ("continuous-control", 51.23, 917.0, ""),
    ("sparse-reward", 60.23, 930.0, ""),
    ("imitation", 70.04, 924.0, ""),
    ("detection", 85.90, 794.0, ""),
    ("margin-geometry", 94.90, 797.0, ""),
];

#[cfg(test)]
mod tests {
    use super::{CHAPTERS, LABS, place};
    use labs::syllabus;

    #[test]
    fn every_lab_and_chapter_has_a_place() {
        assert_eq!((CHAPTERS.len(), LABS.len()), (9, 65));
        assert!(syllabus::labs().all(|lab| place(lab.id).0 == lab.id));
        assert!(syllabus::CHAPTERS.iter().all(|chapter| place(chapter.id).0 == chapter.id));
    }

    #[test]
    fn joints_are_joints_of_the_title() {
        for lab in syllabus::labs() {
            let joints = place(lab.id).3;
            assert!(joints.is_empty() || joints.replace('|', "") == lab.title.zh, "{}", lab.id);
        }
    }
}
