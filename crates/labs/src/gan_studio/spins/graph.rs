//! Which spins are joined, and fields on them.

use data::random::Random;

/// A graph of spins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Graph {
    /// Rows and columns in which spins are drawn.
    pub(super) size: (usize, usize),
    /// Pairs that are coupled.
    pub(super) edges: Vec<(usize, usize)>,
    /// Of each spin a colour; spins of one colour are not joined, so they may move at once.
    pub(super) colours: Vec<usize>,
}

impl Graph {
    pub(super) fn of(name: &str, spins: usize) -> Self {
        let (size, closed) = match name {
            "chain" => ((1, spins.max(3)), false),
            "ring" => ((1, spins.max(3)), true),
            "large" => ((6, 6), false),
            _ => ((3, 4), false),
        };
        let (rows, columns) = size;
        let mut edges = Vec::new();
        for at in 0..rows * columns {
            if at % columns + 1 < columns {
                edges.push((at, at + 1));
            }
            if at + columns < rows * columns {
                edges.push((at, at + columns));
            }
        }
        if closed {
            edges.push((0, columns - 1));
        }
        let mut colours: Vec<usize> = (0..rows * columns).map(|at| (at / columns + at % columns) % 2).collect();
        // An odd ring cannot do with two.
        if let Some(last) = colours.last_mut().filter(|_| closed && columns % 2 == 1) {
            *last = 2;
        }
        Self { size, edges, colours }
    }

    pub(super) fn spins(&self) -> usize {
        self.size.0 * self.size.1
    }

    /// Numbers of a field: a coupling for each edge, then a bias for each spin.
    pub(super) fn numbers(&self) -> usize {
        self.edges.len() + self.spins()
    }

    /// Whether all states can be gone through.
    pub(super) fn is_small(&self) -> bool {
        self.spins() <= 12
    }

    /// Its statistics: s_i s_j of each edge, then s_i of each spin.
    pub(super) fn statistics<'a>(&'a self, s: &'a [f32]) -> impl Iterator<Item = f32> + 'a {
        self.edges.iter().map(|(i, j)| s[*i] * s[*j]).chain(s.iter().copied())
    }

    /// Means of the statistics over states, one behind the other.
    pub(super) fn means(&self, states: &[f32]) -> Vec<f64> {
        let mut sums = vec![0.0; self.numbers()];
        for s in states.chunks_exact(self.spins()) {
            self.statistics(s).zip(&mut sums).for_each(|(x, sum)| *sum += f64::from(x));
        }
        let count = (states.len() / self.spins()).max(1) as f64;
        sums.into_iter().map(|sum| sum / count).collect()
    }

    /// A hidden field: couplings of deviation `strength`, biases of a fifth of it.
    pub(super) fn hidden(&self, strength: f32, random: &mut Random) -> Vec<f32> {
        let edges = self.edges.len();
        (0..self.numbers()).map(|k| strength * random.normal() * if k < edges { 1.0 } else { 0.2 }).collect()
    }

    /// States by Gibbs sampling on the host, for graphs whose states are too many to go through: chains from noise, of which each gives a state
    /// every few sweeps once it has forgotten where it began.
    pub(super) fn sampled(&self, theta: &[f32], count: usize, random: &mut Random) -> Vec<f32> {
        const CHAINS: usize = 100;
        const FORGET: usize = 200;
        const APART: usize = 5;
        let n = self.spins();
        let mut near = vec![Vec::new(); n];
        for ((i, j), w) in self.edges.iter().zip(theta) {
            near[*i].push((*j, *w));
            near[*j].push((*i, *w));
        }
        let biases = &theta[self.edges.len()..];
        let mut all = Vec::with_capacity(count * n);
        for chain in 0..CHAINS {
            let mut s: Vec<f32> = (0..n).map(|_| if random.chance(0.5) { 1.0 } else { -1.0 }).collect();
            let wanted = (count * (chain + 1)) / CHAINS - (count * chain) / CHAINS;
            for sweep in 0..FORGET + wanted * APART {
                for at in 0..n {
                    let field = biases[at] + near[at].iter().map(|(j, w)| w * s[*j]).sum::<f32>();
                    s[at] = if random.unit() < 1.0 / (1.0 + data::maths::exp(-2.0 * field)) { 1.0 } else { -1.0 };
                }
                if sweep >= FORGET && (sweep - FORGET).is_multiple_of(APART) {
                    all.extend_from_slice(&s);
                }
            }
        }
        all
    }
}
