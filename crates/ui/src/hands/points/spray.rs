//! The brush: points that fall beside its way, by chance that is counted and not drawn.

/// Points that fall where the brush is put down, and for each stretch of its way.
const EACH: u64 = 2;

/// A stretch of the way, in the plane's units.
const STRETCH: f32 = 0.08;

/// How far beside its way a point falls at most, along each axis.
const SPREAD: f32 = 0.12;

/// A brush on its way. The n-th point that it lets fall ever falls beside the way by `jitter(n)`, so that the same
/// movements make the same points.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Brush {
    fallen: u64,
    at: (f32, f32),
}

impl Brush {
    /// Puts the brush down; answers the points that fall.
    pub(crate) fn begin(&mut self, at: (f32, f32)) -> Vec<(f32, f32)> {
        self.at = at;
        self.fall(at)
    }

    /// Moves it on; answers the points that fall. The rest of the way, shorter than a stretch, is kept for the next time.
    pub(crate) fn go(&mut self, to: (f32, f32)) -> Vec<(f32, f32)> {
        let (dx, dy) = (to.0 - self.at.0, to.1 - self.at.1);
        let length = (dx * dx + dy * dy).sqrt();
        let from = self.at;
        let mut points = Vec::new();
        for stretch in 1..=(length / STRETCH) as usize {
            let share = stretch as f32 * STRETCH / length;
            self.at = (from.0 + share * dx, from.1 + share * dy);
            points.extend(self.fall(self.at));
        }
        points
    }

    fn fall(&mut self, at: (f32, f32)) -> Vec<(f32, f32)> {
        let first = self.fallen;
        self.fallen += EACH;
        (first..self.fallen)
            .map(|count| {
                let (dx, dy) = jitter(count);
                ((at.0 + SPREAD * dx).clamp(-1.0, 1.0), (at.1 + SPREAD * dy).clamp(-1.0, 1.0))
            })
            .collect()
    }
}

/// The chance of count n: two numbers in (−1, 1), each the sum of two uniform ones less 1, so that most fall near 0. Only
/// exact arithmetic: the same everywhere.
pub(crate) fn jitter(count: u64) -> (f32, f32) {
    let unit = |part: u64| (mix(4 * count + part) >> 40) as f32 / 16_777_216.0;
    (unit(0) + unit(1) - 1.0, unit(2) + unit(3) - 1.0)
}

/// SplitMix64 (Steele, Lea, Flood 2014): the `count`-th number of its sequence from 0.
fn mix(count: u64) -> u64 {
    let mut z = count.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::{Brush, jitter, mix};

    #[test]
    fn chance_is_the_published_sequence() {
        // The first numbers of SplitMix64 with seed 0, as its authors' program prints them.
        assert_eq!((mix(0), mix(1)), (0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4));
    }

    #[test]
    fn jitter_is_centred_and_bounded() {
        let all: Vec<_> = (0..4000).map(jitter).collect();
        let mean = |pick: fn(&(f32, f32)) -> f32| all.iter().map(pick).sum::<f32>() / 4000.0;
        // A triangle on (−1, 1) has the variance 1⁄6; its mean over 4000 deviates by 0.0065.
        assert!(mean(|p| p.0).abs() < 0.02 && mean(|p| p.1).abs() < 0.02);
        assert!((mean(|p| p.0 * p.0) - 1.0 / 6.0).abs() < 0.01 && (mean(|p| p.1 * p.1) - 1.0 / 6.0).abs() < 0.01);
        assert!(mean(|p| p.0 * p.1).abs() < 0.01);
        assert!(all.iter().all(|p| p.0.abs() <= 1.0 && p.1.abs() <= 1.0));
    }

    #[test]
    fn the_way_counts_and_not_how_it_was_cut() {
        let mut whole = Brush::default();
        let mut one = whole.begin((-0.5, 0.2));
        one.extend(whole.go((0.5, 0.2)));
        let mut cut = Brush::default();
        let mut many = cut.begin((-0.5, 0.2));
        for step in 1..=64 {
            many.extend(cut.go((-0.5 + step as f32 / 64.0, 0.2)));
        }
        assert_eq!(one.len(), 2 + 12 * 2);
        assert_eq!(one.len(), many.len());
        for (a, b) in one.iter().zip(&many) {
            assert!((a.0 - b.0).abs() < 1e-4 && (a.1 - b.1).abs() < 1e-4, "{a:?} {b:?}");
        }
    }

    #[test]
    fn points_stay_on_the_plane_and_differ() {
        let mut brush = Brush::default();
        let points: Vec<_> = (0..50).flat_map(|_| brush.begin((1.0, -1.0))).collect();
        assert!(points.iter().all(|p| p.0.abs() <= 1.0 && p.1.abs() <= 1.0));
        assert!(points.windows(2).any(|pair| pair[0] != pair[1]));
    }
}
