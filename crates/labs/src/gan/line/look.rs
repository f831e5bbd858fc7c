//! Looking at D: along the whole line, at generated points, at pairs of points; and at what losses make of its output.

use super::recipe::Recipe;
use super::scene::{GRID, places};
use crate::gan::loss::{Loss, Targets, each};
use compute::rng::Stream;
use compute::{Device, EngineError, Expr, Machine, Program, grad};

/// Generated points with arrows, pairs, and places of the axis of logits.
pub(super) const SHOWN: usize = 40;
pub(super) const PAIRS: usize = 400;
pub(super) const LOGITS: usize = 161;
/// How far that axis reaches.
pub(super) const FAR: f64 = 8.0;
/// Stream of the points on view.
const ON_VIEW: u32 = 0x81;
/// Where rows begin: the grid, points with arrows, real and generated points of pairs, the end.
const FROM: [usize; 5] = [0, GRID, GRID + SHOWN, GRID + SHOWN + PAIRS, GRID + SHOWN + 2 * PAIRS];

/// Normal numbers that stay, of which the points on view are made.
pub(super) struct Drawn {
    shown: Vec<f32>,
    /// Of pairs: side and place of the real point, place of the generated one.
    pairs: Vec<[f32; 3]>,
}

impl Drawn {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = Stream::new(seed, ON_VIEW);
        let shown = (0..SHOWN).map(|_| random.normal()).collect();
        let side = |u: f32| if u < 0.5 { -1.0 } else { 1.0 };
        let pairs = (0..PAIRS).map(|_| [side(random.uniform()), random.normal(), random.normal()]).collect();
        Self { shown, pairs }
    }
}

/// What is seen of one network.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Sight {
    /// Where each row stands, D's output there before it is made a probability, as it is shown, and dL_G/dx by the own loss.
    x: Vec<f32>,
    score: Vec<f32>,
    output: Vec<f32>,
    push: Vec<f32>,
    /// Over the axis of logits: of the own loss, minimax and non-saturating, what G minimises and its slope; and at the
    /// operating point, which is the last place.
    pub(super) over: [Vec<f32>; 3],
    pub(super) slopes: [Vec<f32>; 3],
}

/// A stretch of rows.
#[derive(Clone, Copy)]
pub(super) enum Rows {
    Grid,
    Shown,
    Real,
    Fake,
}

impl Sight {
    fn part(values: &[f32], rows: Rows) -> &[f32] {
        let at = rows as usize;
        FROM.get(at).zip(FROM.get(at + 1)).and_then(|(from, to)| values.get(*from..*to)).unwrap_or_default()
    }

    pub(super) fn x(&self, rows: Rows) -> &[f32] {
        Self::part(&self.x, rows)
    }

    pub(super) fn score(&self, rows: Rows) -> &[f32] {
        Self::part(&self.score, rows)
    }

    pub(super) fn output(&self, rows: Rows) -> &[f32] {
        Self::part(&self.output, rows)
    }

    pub(super) fn push(&self, rows: Rows) -> &[f32] {
        Self::part(&self.push, rows)
    }
}

pub(super) struct Looker {
    machine: Machine,
    drawn: Drawn,
}

const CURVES: [[&str; 2]; 3] = [["over.own", "slope.own"], ["over.mm", "slope.mm"], ["over.ns", "slope.ns"]];

impl Looker {
    pub(super) fn new(device: &Device, recipe: &Recipe, seed: u64) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let d = program.state("d", &[recipe.net.size()]);
        let x = program.state("x", &[FROM[4], 1]);
        let aim = program.state("aim", &[]);
        let targets = Targets { real: Expr::scalar(1.0), fake: Expr::scalar(0.0), aim };
        let score = recipe.net.forward(&d, &x);
        let steep = grad(&score, &[&x]).remove(0);
        let push = grad(&each(recipe.loss, &score, &targets), &[&score]).remove(0) * steep;
        let output = match recipe.loss {
            Loss::Divergence(divergence) => divergence.output(&score),
            loss if loss.is_logit() => score.sigmoid(),
            _ => score.clone(),
        };
        program.output("score", &score);
        program.output("output", &output);
        program.output("push", &push);
        let a = program.state("a", &[LOGITS + 1, 1]);
        for ([over, slope], loss) in CURVES.into_iter().zip([recipe.loss, Loss::Minimax, Loss::NonSaturating]) {
            let each = each(loss, &a, &targets);
            program.output(over, &each);
            program.output(slope, &grad(&each, &[&a]).remove(0));
        }
        Ok(Self { machine: device.machine(program.compile()?)?, drawn: Drawn::new(seed) })
    }

    /// Looks at D's parameters where points lie as these numbers say: of p place, width and gap, of q place and width.
    pub(super) async fn look(
        &mut self,
        d: &[f32],
        [p, wp, gap]: [f32; 3],
        [q, wq]: [f32; 2],
        [aim, at]: [f32; 2],
    ) -> Result<Sight, EngineError> {
        let mut x: Vec<f32> = places().iter().map(|x| *x as f32).collect();
        x.extend(self.drawn.shown.iter().map(|z| q + wq * z));
        x.extend(self.drawn.pairs.iter().map(|[side, z, _]| p + side * gap + wp * z));
        x.extend(self.drawn.pairs.iter().map(|[_, _, z]| q + wq * z));
        let mut axis: Vec<f32> = axis().iter().map(|a| *a as f32).collect();
        axis.push(at);
        self.machine.write("d", d)?;
        self.machine.write("x", &x)?;
        self.machine.write("a", &axis)?;
        self.machine.write("aim", &[aim])?;
        self.machine.run(1)?;
        let mut sight = Sight {
            x,
            score: self.machine.read("score").await?,
            output: self.machine.read("output").await?,
            push: self.machine.read("push").await?,
            ..Sight::default()
        };
        for (index, [over, slope]) in CURVES.into_iter().enumerate() {
            sight.over[index] = self.machine.read(over).await?;
            sight.slopes[index] = self.machine.read(slope).await?;
        }
        Ok(sight)
    }
}

/// Places of the axis of logits.
pub(super) fn axis() -> Vec<f64> {
    (0..LOGITS).map(|i| FAR * (2.0 * i as f64 / (LOGITS - 1) as f64 - 1.0)).collect()
}
