//! How much of a texture a picture is: its autocorrelation.

/// Correlations of a picture with itself moved by (down, right): `A(s) = mean (p(i) − p̄)(p(i + s) − p̄) / var p` over the pixels that
/// overlap, for shifts of up to half the side; `None` of a picture that is the same everywhere.
pub(super) struct Autocorrelation {
    reach: isize,
    values: Vec<f32>,
}

impl Autocorrelation {
    pub(super) fn of(picture: &[f32], side: usize) -> Option<Self> {
        let mean = picture.iter().sum::<f32>() / picture.len() as f32;
        let p: Vec<f32> = picture.iter().map(|value| value - mean).collect();
        let variance = p.iter().map(|value| value * value).sum::<f32>() / p.len() as f32;
        if variance < 1e-6 {
            return None;
        }
        let reach = side / 2;
        let mut values = Vec::new();
        for down in 0..=reach {
            for right in -(reach as isize)..=reach as isize {
                let columns = right.unsigned_abs();
                let (from, to) = if right < 0 { (columns, 0) } else { (0, columns) };
                let width = side - columns;
                let sum: f32 = (0..side - down)
                    .map(|row| {
                        let here = &p[row * side + from..][..width];
                        let there = &p[(row + down) * side + to..][..width];
                        here.iter().zip(there).map(|(a, b)| a * b).sum::<f32>()
                    })
                    .sum();
                values.push(sum / ((side - down) * width) as f32 / variance);
            }
        }
        Some(Self { reach: reach as isize, values })
    }

    /// At a shift within reach; a picture moved back is one moved forth.
    fn at(&self, down: isize, right: isize) -> f32 {
        let (down, right) = if down < 0 { (-down, -right) } else { (down, right) };
        self.values[(down * (2 * self.reach + 1) + right + self.reach) as usize]
    }

    /// The largest peak beside the one at shift 0: as great as its eight neighbours, at least two pixels off; 0 where there is none.
    /// Near 1 where the picture repeats.
    pub(super) fn second_peak(&self) -> f32 {
        let inner = self.reach - 1;
        let mut best = 0.0_f32;
        for down in 0..=inner {
            for right in -inner..=inner {
                if down * down + right * right < 4 {
                    continue;
                }
                let here = self.at(down, right);
                let around = (-1..=1).flat_map(|i| (-1..=1).map(move |j| (i, j)));
                if around.clone().all(|(i, j)| self.at(down + i, right + j) <= here) {
                    best = best.max(here);
                }
            }
        }
        best
    }

    /// How far from itself the picture is no longer like itself: the distance at which the mean correlation over all directions falls
    /// to 1/e, in pixels.
    pub(super) fn length(&self) -> f32 {
        let rings: Vec<f32> = (0..=self.reach)
            .map(|ring| {
                let all = (0..=self.reach).flat_map(|down| (-self.reach..=self.reach).map(move |right| (down, right)));
                let on = all.filter(|(down, right)| ((down * down + right * right) as f32).sqrt().round() as isize == ring);
                let (sum, count) = on.fold((0.0, 0.0), |(sum, count), (down, right)| (sum + self.at(down, right), count + 1.0));
                sum / count
            })
            .collect();
        let low = 1.0 / std::f32::consts::E;
        let pair = rings.windows(2).position(|pair| pair[1] < low);
        pair.map_or(self.reach as f32, |at| at as f32 + (rings[at] - low) / (rings[at] - rings[at + 1]))
    }
}

#[cfg(test)]
mod tests {
    use super::Autocorrelation;

    fn of(value: impl Fn(f32, f32) -> f32) -> Autocorrelation {
        let picture: Vec<f32> = (0..784).map(|i| value((i % 28) as f32, (i / 28) as f32)).collect();
        Autocorrelation::of(&picture, 28).unwrap()
    }

    #[test]
    fn stripes_repeat_a_blob_does_not() {
        let stripes = of(|x, y| (std::f32::consts::TAU * (x + y) / 7.0).sin());
        assert!(stripes.second_peak() > 0.9, "{}", stripes.second_peak());
        let blob = of(|x, y| (-((x - 13.5).powi(2) + (y - 13.5).powi(2)) / 50.0).exp());
        assert!(blob.second_peak() < 0.1, "{}", blob.second_peak());
        assert!(blob.length() > 3.0 * stripes.length(), "{} {}", blob.length(), stripes.length());
        assert!(Autocorrelation::of(&[0.5; 784], 28).is_none());
    }
}
