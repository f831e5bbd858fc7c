//! Three optimisers on one fixed surface: the arithmetic of the first screen.

/// Steps of each run.
pub(super) const STEPS: usize = 170;

/// A point of the plane.
pub(super) type Point = [f64; 2];

/// Who descends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// θ ← θ − η∇f.
    Plain,
    /// Keeps nine tenths of its velocity.
    Momentum,
    /// Divides by the size of recent gradients.
    Adam,
}

impl Method {
    pub(super) const ALL: [Self; 3] = [Self::Plain, Self::Momentum, Self::Adam];
}

/// The surface: a bent valley with bumps along its floor.
pub(super) fn surface([x, y]: Point) -> f64 {
    let across = y - 0.55 * (1.25 * x).sin();
    0.16 * x * x + 1.1 * across * across + 0.32 * (2.1 * x + 0.8).cos() + 0.1 * (3.0 * y).sin() + 0.08
}

/// Its gradient.
pub(super) fn gradient([x, y]: Point) -> Point {
    let across = y - 0.55 * (1.25 * x).sin();
    let bend = -0.55 * 1.25 * (1.25 * x).cos();
    [0.32 * x + 2.2 * across * bend - 0.32 * 2.1 * (2.1 * x + 0.8).sin(), 2.2 * across + 0.3 * (3.0 * y).cos()]
}

/// The path of `method` from `start`: `STEPS + 1` points.
pub(super) fn descend(method: Method, start: Point) -> Vec<Point> {
    let (mut at, mut first, mut second) = (start, [0.0; 2], [0.0; 2]);
    let mut path = Vec::with_capacity(STEPS + 1);
    path.push(at);
    for step in 1..=STEPS {
        let slope = gradient(at);
        for axis in 0..2 {
            let (g, m, v) = (slope[axis], &mut first[axis], &mut second[axis]);
            at[axis] += match method {
                Method::Plain => -0.09 * g,
                Method::Momentum => {
                    *m = 0.9 * *m - 0.035 * g;
                    *m
                }
                Method::Adam => {
                    *m = 0.9 * *m + 0.1 * g;
                    *v = 0.99 * *v + 0.01 * g * g;
                    let (bias1, bias2) = (1.0 - 0.9_f64.powi(step as i32), 1.0 - 0.99_f64.powi(step as i32));
                    -0.08 * (*m / bias1) / ((*v / bias2).sqrt() + 1e-8)
                }
            };
        }
        path.push(at);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::{Method, STEPS, descend, gradient, surface};

    const START: [f64; 2] = [-3.5, 1.55];

    #[test]
    fn gradient_is_the_slope() {
        for point in [[-3.5, 1.55], [0.0, 0.0], [1.3, -0.7], [3.0, 2.0]] {
            let [x, y] = point;
            let e = 1e-5;
            let slope = [
                (surface([x + e, y]) - surface([x - e, y])) / (2.0 * e),
                (surface([x, y + e]) - surface([x, y - e])) / (2.0 * e),
            ];
            let exact = gradient(point);
            assert!((0..2).all(|k| (slope[k] - exact[k]).abs() < 1e-6), "{point:?}: {slope:?} {exact:?}");
        }
    }

    #[test]
    fn every_method_goes_down() {
        for method in Method::ALL {
            let path = descend(method, START);
            assert_eq!(path.len(), STEPS + 1);
            let last = path.last().copied().unwrap_or(START);
            assert!(surface(last) < surface(START) - 1.0, "{method:?} ends at {last:?}");
        }
    }

    #[test]
    fn momentum_passes_the_bump_that_stops_plain_descent() {
        let end = |method| descend(method, START).last().map_or(f64::NAN, |&last| surface(last));
        assert!(end(Method::Momentum) < end(Method::Plain) - 0.05, "{} {}", end(Method::Momentum), end(Method::Plain));
    }
}
