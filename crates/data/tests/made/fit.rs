//! A probe: least squares with a little ridge, fitted on some rows and asked about others.

/// Weights w of y ≈ w · (x, 1), which minimise Σ (w · (x, 1) − y)² + `ridge` |w|²: the normal equations by elimination.
pub(crate) fn fit(x: &[Vec<f32>], y: &[f32], ridge: f64) -> Vec<f64> {
    let n = x[0].len() + 1;
    let mut a = vec![vec![0.0; n + 1]; n];
    for (x, &y) in x.iter().zip(y) {
        let row: Vec<f64> = x.iter().map(|&x| f64::from(x)).chain([1.0, f64::from(y)]).collect();
        for (a, &left) in a.iter_mut().zip(&row) {
            a.iter_mut().zip(&row).for_each(|(sum, &right)| *sum += left * right);
        }
    }
    a.iter_mut().enumerate().for_each(|(i, a)| a[i] += ridge);
    for i in 0..n {
        let pivot = a[i].clone();
        for row in &mut a[i + 1..] {
            let factor = row[i] / pivot[i];
            row.iter_mut().zip(&pivot).skip(i).for_each(|(value, p)| *value -= factor * p);
        }
    }
    let mut w = vec![0.0; n];
    for i in (0..n).rev() {
        w[i] = (a[i][n] - (i + 1..n).map(|j| a[i][j] * w[j]).sum::<f64>()) / a[i][i];
    }
    w
}

/// w · (x, 1).
pub(crate) fn told(w: &[f64], x: &[f32]) -> f32 {
    (w[x.len()] + w.iter().zip(x).map(|(w, &x)| w * f64::from(x)).sum::<f64>()) as f32
}

/// The share of the variance of unseen `y` that the fit to the seen part explains (R²); the first `seen` rows are seen.
pub(crate) fn explained(x: &[Vec<f32>], y: &[f32], seen: usize, ridge: f64) -> f32 {
    let w = fit(&x[..seen], &y[..seen], ridge);
    let mean = y[seen..].iter().sum::<f32>() / (y.len() - seen) as f32;
    let square = |x: f32| x * x;
    let left: f32 = x[seen..].iter().zip(&y[seen..]).map(|(x, y)| square(told(&w, x) - y)).sum();
    1.0 - left / y[seen..].iter().map(|y| square(y - mean)).sum::<f32>()
}
