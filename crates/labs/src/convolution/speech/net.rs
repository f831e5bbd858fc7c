//! Three networks that listen: filters that slide along frequency, filters that slide along time, and fully connected.

use super::voice::{BANDS, FRAMES, SYLLABLES};
use compute::{Conv, Expr, Program};
use nn::loss::cross_entropy;
use nn::{Conv2d, Linear, Minimiser};

const FILTERS: usize = 16;
/// Bands that a filter covers that slides along frequency, and frames of one that slides along time.
pub(super) const TALL: usize = 9;
const LONG: usize = 3;
const UNITS: usize = 64;

/// Filters and, behind the maximum over all their places, a linear layer.
#[derive(Clone)]
pub(super) struct Sliding {
    pub(super) filters: Conv2d,
    out: Linear,
}
nn::layer!(Sliding { filters, out });

impl Sliding {
    /// `silence` is heard below the lowest band and above the highest, so many bands of it.
    fn new(program: &mut Program, name: &str, size: [usize; 2], silence: isize) -> Self {
        let spec = Conv { pad: [(silence, silence), (0, 0)], ..Conv::default() };
        let filters = Conv2d::new(program, &format!("{name}.filters"), 1, FILTERS, size, spec);
        Self { filters, out: Linear::new(program, &format!("{name}.out"), FILTERS, SYLLABLES.len()) }
    }

    /// What each filter answers at each place, `[N, 1, BANDS, FRAMES] → [N, FILTERS, places]`.
    pub(super) fn responses(&self, x: &Expr) -> Expr {
        let y = self.filters.forward(x).relu();
        let places = y.shape().size() / (x.shape().axes()[0] * FILTERS);
        y.reshape(&[x.shape().axes()[0], FILTERS, places])
    }

    fn forward(&self, x: &Expr) -> Expr {
        let most = self.responses(x).max_axes(&[2]);
        self.out.forward(&most.reshape(&[x.shape().axes()[0], FILTERS]))
    }
}

#[derive(Clone)]
pub(super) struct Nets {
    pub(super) frequency: Sliding,
    pub(super) time: Sliding,
    dense: Vec<Linear>,
}
nn::layer!(Nets { frequency, time, dense });

impl Nets {
    fn new(program: &mut Program) -> Self {
        let widths = [BANDS * FRAMES, UNITS, SYLLABLES.len()];
        let dense = widths.windows(2).enumerate();
        Self {
            frequency: Sliding::new(program, "frequency", [TALL, FRAMES], TALL as isize / 2),
            time: Sliding::new(program, "time", [BANDS, LONG], 0),
            dense: dense.map(|(i, pair)| Linear::new(program, &format!("dense{}", i + 1), pair[0], pair[1])).collect(),
        }
    }

    /// Logits of each network, `[N, 1, BANDS, FRAMES] → [N, 6]`.
    fn logits(&self, x: &Expr) -> [Expr; 3] {
        let mut dense = x.reshape(&[x.shape().axes()[0], BANDS * FRAMES]);
        for (i, layer) in self.dense.iter().enumerate() {
            dense = layer.forward(&if i > 0 { dense.relu() } else { dense });
        }
        [self.frequency.forward(x), self.time.forward(x), dense]
    }
}

/// A step on the spectrograms `x [N, 1, BANDS, FRAMES]` of the syllables `y [N]`: Adam on the cross-entropies, which are recorded.
pub(super) fn training(batch: usize) -> (Program, Nets) {
    let mut program = Program::new();
    let (x, y) = (program.state("x", &[batch, 1, BANDS, FRAMES]), program.state("y", &[batch]));
    let rate = program.state("lr", &[]);
    let nets = Nets::new(&mut program);
    let losses = nets.logits(&x).map(|logits| cross_entropy(&logits, &y));
    let [frequency, time, dense] = &losses;
    // No parameter is in two of them: the gradient of the sum is that of each.
    Minimiser::adam(&rate).minimise(&mut program, "adam", &(frequency + time + dense), &nets);
    for loss in &losses {
        program.record(loss);
    }
    (program, nets)
}

/// The networks alone: `x` to the logits `logits0` … `logits2` and what filters answer, `frequency` and `time`.
pub(super) fn asked(count: usize) -> Program {
    let mut program = Program::new();
    let x = program.state("x", &[count, 1, BANDS, FRAMES]);
    let nets = Nets::new(&mut program);
    for (i, logits) in nets.logits(&x).iter().enumerate() {
        program.output(&format!("logits{i}"), logits);
    }
    program.output("frequency", &nets.frequency.responses(&x));
    program.output("time", &nets.time.responses(&x));
    program
}
