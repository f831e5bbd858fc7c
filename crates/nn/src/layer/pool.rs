//! Pooling over the last two axes, `[…, H, W] → […, H', W']`, `H' = ⌊(H + p + q − K) / s⌋ + 1`.

use super::{axes, refuse};
use compute::{Conv, Expr, Pool};

/// Largest of each window; the gradient goes to the first of equals. PyTorch's `MaxPool2d`.
pub fn max_pool(x: &Expr, pool: Pool) -> Expr {
    x.max_pool(pool)
}

/// Mean of each window, padding counted as zeros. PyTorch's `AvgPool2d`.
pub fn avg_pool(x: &Expr, pool: Pool) -> Expr {
    let [batch @ .., h, w] = x.shape().axes() else { return refuse(x, 2) };
    let [k, l] = pool.size;
    let share = 1.0 / (k * l).max(1) as f32;
    let side_by_side = pool.stride == pool.size && pool.pad == [(0, 0); 2];
    if side_by_side && k * l > 0 && h % k == 0 && w % l == 0 {
        let windows = x.reshape(&[batch, &[h / k, k, w / l, l]].concat());
        let summed = windows.sum_axes(&[batch.len() + 1, batch.len() + 3]);
        return summed.reshape(&[batch, &[h / k, w / l]].concat()) * share;
    }
    let count = batch.iter().product();
    let pad = pool.pad.map(|(low, high)| (low as isize, high as isize));
    let spec = Conv { stride: pool.stride, pad, ..Conv::default() };
    let kernel = Expr::constant(share, &vec![1, 1, k, l].into());
    let y = x.reshape(&[count, 1, *h, *w]).conv(&kernel, spec);
    let Some([_, _, rows, columns]) = axes(&y) else { return y };
    y.reshape(&[batch, &[rows, columns]].concat())
}

/// Mean over the whole picture, `[N, C, H, W] → [N, C]` (Lin, Chen and Yan, ICLR 2014).
pub fn global_avg_pool(x: &Expr) -> Expr {
    let Some([n, c, h, w]) = axes(x) else { return refuse(x, 4) };
    x.sum_axes(&[2, 3]).reshape(&[n, c]) * (1.0 / (h * w).max(1) as f32)
}
