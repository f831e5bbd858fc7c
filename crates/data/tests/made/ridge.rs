//! A probe: ridge regression from an item's numbers to what made it. What so plain a reader finds, is there.

use data::picture::Picture;

/// Weights (features + 1) × outputs of min ‖X W − Y‖² + λ‖W‖², by the normal equations.
pub(crate) struct Ridge(Vec<Vec<f64>>);

impl Ridge {
    /// Rows of `x` are items, of `y` what is to be found in them.
    pub(crate) fn fit(x: &[Vec<f32>], y: &[Vec<f32>], lambda: f64) -> Self {
        let (n, outputs) = (x[0].len() + 1, y[0].len());
        // Upper triangle of XᵀX + λI, with XᵀY beside it.
        let mut rows = vec![vec![0.0_f64; n + outputs]; n];
        for (item, target) in x.iter().zip(y) {
            let item: Vec<f64> = item.iter().map(|&v| f64::from(v)).chain([1.0]).collect();
            for (i, row) in rows.iter_mut().enumerate() {
                let (gram, right) = row.split_at_mut(n);
                gram[i..].iter_mut().zip(&item[i..]).for_each(|(sum, v)| *sum += item[i] * v);
                right.iter_mut().zip(target).for_each(|(sum, &v)| *sum += item[i] * f64::from(v));
            }
        }
        // Gauss without a change of rows: the matrix is symmetric and positive.
        for i in 0..n {
            rows[i][i] += lambda;
            let (above, below) = rows.split_at_mut(i + 1);
            let pivot = &above[i];
            for (k, row) in below.iter_mut().enumerate() {
                let factor = pivot[i + 1 + k] / pivot[i];
                row[i + 1 + k..].iter_mut().zip(&pivot[i + 1 + k..]).for_each(|(v, p)| *v -= factor * p);
            }
        }
        let mut weights = vec![vec![0.0; outputs]; n];
        for i in (0..n).rev() {
            for o in 0..outputs {
                let known: f64 = (i + 1..n).map(|k| rows[i][k] * weights[k][o]).sum();
                weights[i][o] = (rows[i][n + o] - known) / rows[i][i];
            }
        }
        Self(weights)
    }

    pub(crate) fn predict(&self, item: &[f32]) -> Vec<f64> {
        let inputs = item.iter().map(|&v| f64::from(v)).chain([1.0]);
        inputs.zip(&self.0).fold(vec![0.0; self.0[0].len()], |sums, (v, row)| {
            sums.iter().zip(row).map(|(sum, w)| sum + v * w).collect()
        })
    }
}

/// Share of unseen items whose class is named, and the share of the most frequent class: probe and chance. `codes` holds
/// for each item the class of each factor; the last `unseen` items are not learned from.
pub(crate) fn classes(x: &[Vec<f32>], codes: &[Vec<(usize, usize)>], unseen: usize) -> Vec<(f64, f64)> {
    let hot = |item: &Vec<(usize, usize)>| -> Vec<f32> {
        item.iter().flat_map(|&(value, count)| (0..count).map(move |k| f32::from(u8::from(k == value)))).collect()
    };
    let y: Vec<Vec<f32>> = codes.iter().map(hot).collect();
    let seen = x.len() - unseen;
    let ridge = Ridge::fit(&x[..seen], &y[..seen], 3.0);
    let scores: Vec<Vec<f64>> = x[seen..].iter().map(|item| ridge.predict(item)).collect();
    let mut start = 0;
    (0..codes[0].len())
        .map(|factor| {
            let count = codes[0][factor].1;
            let span = start..start + count;
            start += count;
            let truth = |item: usize| codes[seen + item][factor].0;
            let hits =
                scores.iter().enumerate().filter(|(item, score)| best(&score[span.clone()]) == truth(*item)).count();
            let most = (0..count).map(|k| (0..unseen).filter(|&item| truth(item) == k).count()).max().unwrap();
            (hits as f64 / unseen as f64, most as f64 / unseen as f64)
        })
        .collect()
}

fn best(scores: &[f64]) -> usize {
    (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap()
}

/// 1 − squared error / variance on the last `unseen` items, for each number of `y`.
pub(crate) fn numbers(x: &[Vec<f32>], y: &[Vec<f32>], unseen: usize) -> Vec<f64> {
    let seen = x.len() - unseen;
    let ridge = Ridge::fit(&x[..seen], &y[..seen], 3.0);
    let found: Vec<Vec<f64>> = x[seen..].iter().map(|item| ridge.predict(item)).collect();
    (0..y[0].len())
        .map(|k| {
            let truth: Vec<f64> = y[seen..].iter().map(|item| f64::from(item[k])).collect();
            let mean = truth.iter().sum::<f64>() / unseen as f64;
            let error: f64 = truth.iter().zip(&found).map(|(t, f)| (t - f[k]) * (t - f[k])).sum();
            1.0 - error / truth.iter().map(|t| (t - mean) * (t - mean)).sum::<f64>()
        })
        .collect()
}

/// A picture's numbers, each the mean of a square of `by × by` pixels.
pub(crate) fn coarse(picture: &Picture, by: usize) -> Vec<f32> {
    let (height, width) = (picture.height / by, picture.width / by);
    let mut means = vec![0.0; picture.channels * height * width];
    for (index, value) in picture.values.iter().enumerate() {
        let (plane, y, x) =
            (index / (picture.width * picture.height), index / picture.width % picture.height, index % picture.width);
        means[(plane * height + y / by) * width + x / by] += value / (by * by) as f32;
    }
    means
}
