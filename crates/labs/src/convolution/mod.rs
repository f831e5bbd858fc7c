//! Convolution Workbench: the window that slides, the sparse matrix that it is, what comes out of a stack of layers, and what it is
//! good for.

pub mod params;

#[cfg(feature = "model")]
mod cells;
#[cfg(feature = "model")]
mod detector;
#[cfg(feature = "model")]
mod matrix;
#[cfg(feature = "model")]
mod go;
#[cfg(feature = "model")]
mod learner;
#[cfg(feature = "model")]
mod model;
#[cfg(feature = "model")]
mod slide;
#[cfg(feature = "model")]
mod speech;
#[cfg(feature = "model")]
mod stack;
#[cfg(feature = "model")]
mod stn;
#[cfg(feature = "model")]
#[cfg(test)]
mod tests;
#[cfg(feature = "model")]
mod text;
#[cfg(feature = "model")]
mod why;
#[cfg(all(feature = "view", target_arch = "wasm32"))]
mod view;

use crate::Lab;
use labkit::Text;

/// The lab.
pub static LAB: Lab = Lab {
    id: "convolution",
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
    // The sliding window.
    ("rows", Text::new("特征图的行数", "rows of the feature map")),
    ("side", Text::new("特征图的列数", "columns of the feature map")),
    ("maps", Text::new("特征图的张数", "number of feature maps")),
    ("channels", Text::new("图的通道数：不相加就有这么多张", "channels of the picture: so many maps there would be without the sum")),
    ("places", Text::new("窗口停的地方", "places where the window stands")),
    ("value", Text::new("窗口所在处的输出", "output where the window stands")),
    ("largest", Text::new("特征图上最大的数", "largest number of the map")),
    ("parts_gap", Text::new("各通道部分和之和与输出最多差多少", "largest difference between the sum over channels and the output")),
    ("reached", Text::new("每个窗口里有几格得到梯度", "cells of a window that get some of the gradient")),
    ("again_gap", Text::new("放回去再池化，最多差多少", "put back and pooled again, the largest difference")),
    ("ways_gap", Text::new("撒开相加与补零卷积，最多差多少", "spread and added against padded and convolved, the largest difference")),
    ("adjoint_gap", Text::new("⟨Az, x⟩ 与 ⟨z, Aᵀx⟩ 的相对差", "relative difference of ⟨Az, x⟩ and ⟨z, Aᵀx⟩")),
    ("uneven", Text::new("里面盖得最多的格子与最少的之比", "most covered cell inside over the least covered")),
    // The matrix.
    ("connected", Text::new("矩阵里不是 0 的数", "entries of the matrix that are not 0")),
    ("distinct", Text::new("其中不同的数", "different ones among them")),
    ("matrix_gap", Text::new("矩阵乘法与卷积最多差多少", "largest difference between matrix product and convolution")),
    ("gradient_sum", Text::new("各处梯度之和", "sum of the gradients of all places")),
    ("gradient_mean", Text::new("各处梯度的平均", "their mean")),
    ("gradient_difference", Text::new("差商", "the difference quotient")),
    ("spread_shared", Text::new("共享：各行之间的标准差", "shared: standard deviation among rows")),
    ("spread_untied", Text::new("不共享：各行之间的标准差", "untied: standard deviation among rows")),
    ("shared_loss", Text::new("共享、梯度求和：训练损失", "shared, gradients summed: training loss")),
    ("averaged_loss", Text::new("共享、梯度平均：训练损失", "shared, gradients averaged: training loss")),
    ("scaled_loss", Text::new("共享、梯度平均、学习率 16 倍：训练损失", "shared, averaged, 16 times the rate: training loss")),
    ("untied_loss", Text::new("不共享：训练损失", "untied: training loss")),
    ("dense_loss", Text::new("全连接：训练损失", "fully connected: training loss")),
    ("shared_unseen", Text::new("共享：没见过的图上的损失", "shared: loss on unseen pictures")),
    ("untied_unseen", Text::new("不共享：没见过的图上的损失", "untied: loss on unseen pictures")),
    ("dense_unseen", Text::new("全连接：没见过的图上的损失", "fully connected: loss on unseen pictures")),
    // The detector.
    ("patch_most", Text::new("512 种黑白小块里最大的响应", "largest answer among all 512 patches of black and white")),
    ("patch_least", Text::new("最小的响应", "smallest answer among them")),
    ("patch_times", Text::new("有几种小块达到最大", "how many patches reach the largest")),
    ("own_right", Text::new("你的卷积核答对的比例", "share of drawings that your filter is right about")),
    ("learnt_right", Text::new("学到的卷积核答对的比例", "share of drawings that the learnt filter is right about")),
    ("correlation", Text::new("学到的卷积核与手工的相关系数", "correlation of the learnt filter with the one made by hand")),
    ("unchanged", Text::new("移动一格后不变的池化结果", "pooled answers that stay when the drawing moves by a cell")),
    ("found", Text::new("这张图上最大的响应", "largest answer on this drawing")),
    ("there", Text::new("图案在不在：1 在", "1 where the pattern is there")),
    ("detector_loss", Text::new("最近一批的交叉熵", "cross-entropy of the newest batch")),
    // The stack of layers.
    ("parameters", Text::new("参数总数", "parameters")),
    ("weights", Text::new("其中权重", "weights among them")),
    ("biases", Text::new("其中偏置", "biases among them")),
    ("multiply_adds", Text::new("一张图的乘加次数", "multiply-adds for a picture")),
    ("outputs", Text::new("最后一层的数", "numbers of the last layer")),
    ("layer_side", Text::new("所选层的边长", "side of the chosen layer")),
    ("sees", Text::new("感受野的边长，算出来的", "side of the receptive field, computed")),
    ("jump", Text::new("相邻两个数在图上隔几格", "pixels from one number to the next")),
    ("sees_inside", Text::new("感受野落在图里的像素", "pixels of the field inside the picture")),
    ("measured", Text::new("感受野的边长，由梯度量出来的", "side of the receptive field, measured by gradients")),
    ("measured_inside", Text::new("梯度到过的像素", "pixels that a gradient has reached")),
    ("outside", Text::new("其中在感受野之外的", "those of them outside the field")),
    ("probes", Text::new("试过的权重和图", "weights and pictures tried")),
    // Where to play.
    ("go_plain", Text::new("不池化：没见过的题答对的比例", "no pooling: share of unseen problems answered")),
    ("go_pooled", Text::new("池化：没见过的题答对的比例", "pooling: share of unseen problems answered")),
    ("go_dense", Text::new("全连接：没见过的题答对的比例", "fully connected: share of unseen problems answered")),
    ("go_loss", Text::new("不池化：最近一批的损失", "no pooling: loss of the newest batch")),
    ("go_loss_pooled", Text::new("池化：最近一批的损失", "pooling: loss of the newest batch")),
    ("go_loss_dense", Text::new("全连接：最近一批的损失", "fully connected: loss of the newest batch")),
    ("go_padded_5", Text::new("19 路棋盘补两圈零以后的边长", "side of a board of 19 with two rings of zeros")),
    ("go_map_5", Text::new("再过 5 × 5 的核以后的边长", "and behind a filter of 5 × 5")),
    ("go_padded_3", Text::new("19 路棋盘补一圈零以后的边长", "side of a board of 19 with one ring of zeros")),
    ("go_map_3", Text::new("再过 3 × 3 的核以后的边长", "and behind a filter of 3 × 3")),
    ("go_gap", Text::new("不池化：局面平移后，内部各点的分数最多差多少", "no pooling: by how much scores inside change at most when the position moves")),
    ("go_gap_pooled", Text::new("池化：同样的差", "pooling: the same")),
    ("go_gap_dense", Text::new("全连接：同样的差", "fully connected: the same")),
    ("go_answer", Text::new("答案在第几点，从左上角数，从 0 起", "where the answer is, counted by rows from 0")),
    ("go_chance", Text::new("不池化：给答案的概率", "no pooling: probability of the answer")),
    ("go_chance_pooled", Text::new("池化：给答案的概率", "pooling: probability of the answer")),
    ("go_chance_dense", Text::new("全连接：给答案的概率", "fully connected: probability of the answer")),
    // Low voices and high ones.
    ("speech_high", Text::new("沿频率滑：高音答对的比例", "along frequency: share right on high voices")),
    ("speech_high_time", Text::new("沿时间滑：高音答对的比例", "along time: share right on high voices")),
    ("speech_high_dense", Text::new("全连接：高音答对的比例", "fully connected: share right on high voices")),
    ("speech_low", Text::new("沿频率滑：低音答对的比例", "along frequency: share right on low voices")),
    ("speech_low_time", Text::new("沿时间滑：低音答对的比例", "along time: share right on low voices")),
    ("speech_low_dense", Text::new("全连接：低音答对的比例", "fully connected: share right on low voices")),
    ("speech_loss", Text::new("沿频率滑：最近一批的损失", "along frequency: loss of the newest batch")),
    ("speech_loss_time", Text::new("沿时间滑：最近一批的损失", "along time: loss of the newest batch")),
    ("speech_loss_dense", Text::new("全连接：最近一批的损失", "fully connected: loss of the newest batch")),
    ("speech_right", Text::new("沿频率滑：眼前的音节答对没有", "along frequency: whether the syllable on view is answered")),
    ("speech_right_time", Text::new("沿时间滑：眼前的音节答对没有", "along time: whether the syllable on view is answered")),
    ("speech_right_dense", Text::new("全连接：眼前的音节答对没有", "fully connected: whether the syllable on view is answered")),
    ("speech_moved", Text::new("最大响应移了几格", "places by which the largest response moved")),
    ("speech_expected", Text::new("音高升了几格", "bands by which the pitch is higher")),
    ("speech_response", Text::new("100 Hz 的最大响应", "largest response at 100 Hz")),
    ("speech_response_high", Text::new("所选音高的最大响应", "largest response at the chosen pitch")),
    // Words and their order.
    ("text_right", Text::new("沿词滑：没见过的句子答对的比例", "along words: share of unseen sentences answered")),
    ("text_right_axis", Text::new("沿词向量滑：没见过的句子答对的比例", "along the embedding: share of unseen sentences answered")),
    ("text_negated", Text::new("沿词滑：有否定词的句子答对的比例", "along words: share right of those with a negation")),
    ("text_shuffled", Text::new("沿词滑：维度换序以后答对的比例", "along words: share right with dimensions shuffled")),
    ("text_shuffled_axis", Text::new("沿词向量滑：维度换序以后答对的比例", "along the embedding: share right with dimensions shuffled")),
    ("text_change", Text::new("沿词滑：换序使分数最多差多少", "along words: by how much shuffling changes a score at most")),
    ("text_change_axis", Text::new("沿词向量滑：换序使分数最多差多少", "along the embedding: by how much shuffling changes a score at most")),
    ("text_caught", Text::new("起决定作用的 n 元组含情感词的比例", "share of decisive n-grams with the word that carries the opinion")),
    ("text_by_chance", Text::new("所有 n 元组里含情感词的比例", "share of all n-grams with such a word")),
    ("text_logit", Text::new("沿词滑：这句的分数，正为褒", "along words: score of the sentence, above 0 for praise")),
    ("text_logit_axis", Text::new("沿词向量滑：这句的分数", "along the embedding: score of the sentence")),
    ("text_unknown", Text::new("这句里数据没有的词数", "words of the sentence that the set does not have")),
    ("text_loss", Text::new("沿词滑：最近一批的损失", "along words: loss of the newest batch")),
    ("text_loss_axis", Text::new("沿词向量滑：最近一批的损失", "along the embedding: loss of the newest batch")),
    // Why convolution.
    ("right_full", Text::new("全连接：没见过的数字里答对的比例", "fully connected: share of right answers on unseen digits")),
    ("right_local", Text::new("局部连接：没见过的数字里答对的比例", "local: share of right answers on unseen digits")),
    ("right_shared", Text::new("卷积：没见过的数字里答对的比例", "convolution: share of right answers on unseen digits")),
    ("right_separable", Text::new("深度可分离：没见过的数字里答对的比例", "separable: share of right answers on unseen digits")),
    ("changed_full", Text::new("全连接：改动过的数字里答对的比例", "fully connected: share of right answers on changed digits")),
    ("changed_local", Text::new("局部连接：改动过的数字里答对的比例", "local: share of right answers on changed digits")),
    ("changed_shared", Text::new("卷积：改动过的数字里答对的比例", "convolution: share of right answers on changed digits")),
    ("changed_separable", Text::new("深度可分离：改动过的数字里答对的比例", "separable: share of right answers on changed digits")),
    ("trained_full", Text::new("全连接：训练集上答对的比例", "fully connected: share of right answers on the training set")),
    ("trained_local", Text::new("局部连接：训练集上答对的比例", "local: share of right answers on the training set")),
    ("trained_shared", Text::new("卷积：训练集上答对的比例", "convolution: share of right answers on the training set")),
    ("trained_separable", Text::new("深度可分离：训练集上答对的比例", "separable: share of right answers on the training set")),
    ("weights_full", Text::new("全连接：权重数", "fully connected: weights")),
    ("weights_local", Text::new("局部连接：权重数", "local: weights")),
    ("weights_shared", Text::new("卷积：权重数", "convolution: weights")),
    ("weights_separable", Text::new("深度可分离：权重数", "separable: weights")),
    ("products_full", Text::new("全连接：一张图的乘加次数", "fully connected: multiply-adds for a picture")),
    ("products_local", Text::new("局部连接：一张图的乘加次数", "local: multiply-adds for a picture")),
    ("products_shared", Text::new("卷积：一张图的乘加次数", "convolution: multiply-adds for a picture")),
    ("products_separable", Text::new("深度可分离：一张图的乘加次数", "separable: multiply-adds for a picture")),
    ("ahead", Text::new("没见过的数字，卷积比全连接多答对的比例", "by how much convolution is better than the full network on unseen digits")),
    ("two_pixels", Text::new("细笔的 2 移一个像素，像素向量变了它长度的几分之几（中位数）", "a thin 2 moved by a pixel: change of the pixel vector as a share of its length (median)")),
    ("two_chances", Text::new("同一个 2，卷积网络给的概率最多变多少（中位数）", "the same 2: largest change of a probability of the convolutional network (median)")),
    ("map_error", Text::new("移图后的特征图，与移动后的特征图最多差多少", "largest difference between the map of the shifted picture and the shifted map")),
    ("shift3_full", Text::new("全连接：移 3 个像素后答对的比例", "fully connected: share of right answers 3 pixels off")),
    ("shift3_shared", Text::new("卷积：移 3 个像素后答对的比例", "convolution: share of right answers 3 pixels off")),
    ("zoom06_shared", Text::new("卷积：缩到 0.6 倍后答对的比例", "convolution: share of right answers at 0.6 times the size")),
    ("zoom1_shared", Text::new("卷积：原大小答对的比例", "convolution: share of right answers at the size of training")),
    ("keep1_shared", Text::new("卷积：像素都在时答对的比例", "convolution: share of right answers with all pixels")),
    ("keep2_shared", Text::new("卷积：2 × 2 个像素留一个后答对的比例", "convolution: share of right answers with one pixel of 2 × 2")),
    ("keep8_shared", Text::new("卷积：8 × 8 个像素留一个后答对的比例", "convolution: share of right answers with one pixel of 8 × 8")),
    ("kept_weights", Text::new("可分离的卷积层的权重是普通的几分之几", "weights of the separable layers as a share of those of the ordinary ones")),
    ("count_full", Text::new("全连接层的权重", "weights of the fully connected layer")),
    ("count_local", Text::new("局部连接的权重，连同后面的全连接层", "weights with windows, the full layer behind them included")),
    ("count_shared", Text::new("卷积的权重，连同后面的全连接层", "weights with convolutions, the full layer behind them included")),
    ("count_separable", Text::new("可分离卷积的权重，连同后面的全连接层", "weights with separable convolutions, the full layer behind them included")),
    ("count_flat", Text::new("展平后的长度", "numbers after flattening")),
    ("count_first", Text::new("第一个卷积层的权重", "weights of the first convolution")),
    ("count_second", Text::new("第二个卷积层的权重", "weights of the second convolution")),
    ("count_biases", Text::new("第一个卷积层的偏置", "biases of the first convolution")),
    ("count_biases2", Text::new("第二个卷积层的偏置", "biases of the second convolution")),
    ("count_first_separable", Text::new("第一层可分离时的权重", "weights of the first layer where it is separable")),
    ("arc_ratio", Text::new("弧：对 8、9 的回应是对 1、7 的几倍", "arc: answer to 8 and 9 over that to 1 and 7")),
    ("line_ratio", Text::new("直线：对 1、7 的回应是对 8、9 的几倍", "line: answer to 1 and 7 over that to 8 and 9")),
    // The spatial transformer.
    ("right_stn", Text::new("有空间变换：没见过的数字里答对的比例", "with the transformer: share of right answers on unseen digits")),
    ("right_plain", Text::new("没有空间变换：没见过的数字里答对的比例", "without: share of right answers on unseen digits")),
    ("stn_ahead", Text::new("有空间变换多答对的比例", "by how much the one with the transformer is better")),
    ("spread_before", Text::new("图里数字角度的标准差，度", "deviation of the digits’ angles in the pictures, degrees")),
    ("spread_after", Text::new("框里数字角度的标准差，度", "deviation of the digits’ angles in the frames, degrees")),
    ("overlap", Text::new("框与数字所在方框的交并比", "area that frame and digit’s box share, over the area of either")),
    ("frame_loss", Text::new("框里的图离正立的数字多远", "how far the frame is off the upright digit")),
    ("frame_slope", Text::new("它对六个数的梯度的长度", "length of its gradient with respect to the six numbers")),
];
