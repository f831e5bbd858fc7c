//! A step of the critic.

use super::net::{Bend, Critic, widths};
use compute::{Expr, Program, Random, grad};
use nn::loss::wasserstein;
use nn::{Minimiser, Parameter};
use std::ops::Range;

/// Points of each heap.
pub(in super::super) const POINTS: usize = 256;
/// Of those, how many a step looks at.
const BATCH: usize = 64;
/// The plane that is shown, and penalised where that is asked for: from −WINDOW to WINDOW on both axes.
pub(in super::super) const WINDOW: f32 = 3.0;

/// What holds the slope.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) enum Rule {
    None,
    Clip,
    Penalty { form: Form, printed_sign: bool },
    Spectral { rounds: usize },
}

/// What of a slope n is penalised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Form {
    /// (n − 1)².
    TwoSided,
    /// max(0, n − 1)².
    OneSided,
    /// max(0, n − 1).
    Plain,
    /// (n² − 1)².
    Squared,
}

impl Form {
    /// The mean over the slopes.
    pub(in super::super) fn of(self, slopes: &Expr) -> Expr {
        let over = slopes - 1.0;
        match self {
            Self::TwoSided => over.square(),
            Self::OneSided => over.relu().square(),
            Self::Plain => over.relu(),
            Self::Squared => (slopes.square() - 1.0).square(),
        }
        .mean()
    }
}

/// Where slopes are penalised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Place {
    Segments,
    Nearest,
    Data,
    Fakes,
    Window,
}

/// How a critic is built and learns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) struct Design {
    pub(in super::super) hidden: usize,
    pub(in super::super) width: usize,
    pub(in super::super) bend: Bend,
    pub(in super::super) rule: Rule,
    pub(in super::super) place: Place,
    pub(in super::super) rmsprop: bool,
}

impl Design {
    pub(super) fn widths(&self) -> Vec<usize> {
        widths(self.hidden, self.width)
    }
}

/// A step as a program. States: `real`, `fake [256, 2]`, `near [256]` (of each fake the nearest real one), `lr`, `c`, `lambda`, `around`,
/// `random`, the critic's. A row of its records is what [`Row`] says.
pub(super) struct Training {
    pub(super) program: Program,
    pub(super) critic: Critic,
    /// Everything that begins with values of its own.
    pub(super) memory: Vec<Parameter>,
}

/// Where a row of records holds what.
pub(super) const ESTIMATE: usize = 0;
pub(super) const SLOPE: usize = 1;
/// Of each layer: length of the estimate's gradient with respect to what it says.
pub(super) fn layers(design: &Design) -> Range<usize> {
    2..3 + design.hidden
}

/// The critic's step: it minimises
///
/// ```text
/// mean f(fake) − mean f(real) + λ · penalty
/// ```
///
/// which is what the notes maximise with the penalty subtracted. With the sign that they print the last term is subtracted here.
pub(super) fn training(design: &Design) -> Training {
    let mut program = Program::new();
    let (real, fake) = (program.state("real", &[POINTS, 2]), program.state("fake", &[POINTS, 2]));
    let near = program.state("near", &[POINTS]);
    let [rate, limit, lambda, around] = ["lr", "c", "lambda", "around"].map(|name| program.state(name, &[]));
    let mut random = Random::new(&mut program, "random");
    let raw = Critic::new(&mut program, design.hidden, design.width, design.bend);
    let critic = match design.rule {
        Rule::Spectral { rounds } => raw.normalised(&mut program, rounds),
        _ => raw.clone(),
    };
    // Half is taken off since numbers of rows are rounded.
    let mut any = || random.uniform(&[BATCH]) * POINTS as f32 - 0.5;
    let (i, j) = (any(), any());
    let (x, y) = (real.rows(&i), fake.rows(&j));
    let points = match design.place {
        Place::Segments => between(&x, &y, &mut random),
        Place::Nearest => between(&real.rows(&near.rows(&j)), &y, &mut random),
        Place::Data => &x + random.normal(&[BATCH, 2]) * &around,
        Place::Fakes => &y + random.normal(&[BATCH, 2]) * &around,
        Place::Window => (random.uniform(&[BATCH, 2]) * 2.0 - 1.0) * WINDOW,
    };
    let taps = critic.taps(&Expr::concat(&[&x, &y], 0));
    let scores = taps.last().cloned().unwrap_or_else(|| x.clone());
    let distance = wasserstein::critic(&scores.slice(0, 0, BATCH), &scores.slice(0, BATCH, BATCH));
    let slopes = critic.slopes(&points);
    let loss = match design.rule {
        Rule::Penalty { form, printed_sign } => {
            let penalty = form.of(&slopes) * &lambda;
            if printed_sign { &distance - penalty } else { &distance + penalty }
        }
        _ => distance.clone(),
    };
    let minimiser = if design.rmsprop { Minimiser::rmsprop(&rate) } else { Minimiser::adam(&rate).betas(0.0, 0.9) };
    let minimiser = if design.rule == Rule::Clip { minimiser.within(&limit) } else { minimiser };
    let memory = minimiser.minimise(&mut program, "memory", &loss, &raw).memory;
    program.record(&-&distance);
    program.record(&slopes.mean());
    let taps: Vec<&Expr> = taps.iter().collect();
    for gradient in grad(&distance, &taps) {
        program.record(&gradient.square().sum().sqrt());
    }
    Training { program, critic: raw, memory }
}

/// u·x + (1 − u)·y, u uniform for each row.
fn between(x: &Expr, y: &Expr, random: &mut Random) -> Expr {
    y + (x - y) * random.uniform(&[BATCH, 1])
}
