//! What a run leaves behind of a ball: at most so many points a curve, its last point always exact.

use super::thinned::Thinned;

/// Most points kept of a curve.
pub(super) const MOST: usize = 1024;

/// A path and its loss, step by step.
#[derive(Debug, Clone)]
pub(super) struct Trace {
    /// First and second parameter, loss.
    points: Thinned<[f32; 3]>,
    /// Step, first and second parameter, loss.
    last: [f32; 4],
    /// Smallest and largest of both parameters so far.
    pub(super) bounds: [(f32, f32); 2],
    /// The step at which it stopped being finite.
    pub(super) diverged: Option<u64>,
}

impl Trace {
    pub(super) fn new() -> Self {
        Self { points: Thinned::new(MOST), last: [f32::NAN; 4], bounds: [(f32::MAX, f32::MIN); 2], diverged: None }
    }

    /// Notes the state at `step`. What is not finite is where the curve ends.
    pub(super) fn push(&mut self, step: u64, x: f32, y: f32, loss: f32) {
        if !self.noted(step, x, y, loss) {
            return;
        }
        self.last = [step as f32, x, y, loss];
        self.points.push(step, || [x, y, loss]);
    }

    /// Whether the state is one of numbers; else the curve has ended, here or before.
    fn noted(&mut self, step: u64, x: f32, y: f32, loss: f32) -> bool {
        // WGSL need not keep infinities: a number beyond every use counts as one.
        const HUGE: f32 = 1e30;
        if self.diverged.is_none() && [x, y, loss].iter().any(|value| value.is_nan() || value.abs() >= HUGE) {
            self.diverged = Some(step);
        }
        if self.diverged.is_some() {
            return false;
        }
        for ((low, high), value) in self.bounds.iter_mut().zip([x, y]) {
            (*low, *high) = (low.min(value), high.max(value));
        }
        true
    }

    /// Shows the newest state without keeping it: its step's own record comes with the next step.
    pub(super) fn show(&mut self, step: u64, x: f32, y: f32, loss: f32) {
        if self.noted(step, x, y, loss) {
            self.last = [step as f32, x, y, loss];
        }
    }

    /// Its size in bytes.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + size_of_val(self.points.rows())
    }

    /// First parameter, second parameter and loss at the newest step.
    pub(super) fn last(&self) -> [f32; 3] {
        [self.last[1], self.last[2], self.last[3]]
    }

    /// Steps, first and second parameters, losses.
    pub(super) fn columns(&self) -> [Vec<f32>; 4] {
        let kept = self.points.rows().iter().map(|(step, [x, y, loss])| [*step as f32, *x, *y, *loss]);
        let mut points: Vec<[f32; 4]> = kept.collect();
        if !self.last[0].is_nan() && points.last().is_none_or(|point| point[0] != self.last[0]) {
            points.push(self.last);
        }
        [0, 1, 2, 3].map(|i| points.iter().map(|point| point[i]).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Trace};

    #[test]
    fn keeps_first_and_last_and_never_too_many() {
        let mut trace = Trace::new();
        for step in 3..100_000 {
            trace.push(step, step as f32, 0.0, 1.0);
            if step % 977 == 0 {
                let [steps, xs, ..] = trace.columns();
                assert!(steps.len() <= MOST + 1);
                assert_eq!((xs[0], xs[xs.len() - 1]), (3.0, step as f32));
                assert!(steps.windows(2).all(|pair| pair[0] < pair[1]));
            }
        }
    }

    #[test]
    fn ends_where_it_stops_being_finite() {
        let mut trace = Trace::new();
        trace.push(0, 1.0, 1.0, 1.0);
        trace.push(1, 1e31, 1.0, 1.0);
        trace.push(2, 1.0, 1.0, 1.0);
        assert_eq!(trace.diverged, Some(1));
        assert_eq!(trace.last(), [1.0; 3]);
    }
}
