//! One step of training as a plan: steps of the discriminator, then of the generator.

use super::loss::{Loss, Targets, discriminator, generator};
use super::mlp::Mlp;
use super::record;
use super::rule::{Memory, Pace, Rule};
use super::spectral;
use super::transport;
use compute::{Expr, Program, Random, grad};

/// What keeps a critic from growing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    None,
    /// Weights clamped to ±c after each step.
    Clip,
    /// Gulrajani et al., NeurIPS 2017.
    Penalty,
    /// Miyato et al., ICLR 2018.
    Spectral,
}

/// Whose features G is to match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    None,
    /// Beside its loss.
    Added,
    /// Instead of it, as Salimans et al. 2016 do.
    Alone,
}

/// All that a plan of training depends on: another recipe needs another plan.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Recipe {
    /// Games side by side, each from a seed of its own; none where one is played alone.
    pub(super) members: Option<usize>,
    /// Points of a batch, of either kind.
    pub(super) batch: usize,
    /// Points that data are drawn from.
    pub(super) pool: usize,
    /// Whether a latent vector is uniform in [−1, 1]; else normal.
    pub(super) uniform: bool,
    pub(super) generator: Mlp,
    pub(super) discriminator: Mlp,
    pub(super) loss: Loss,
    pub(super) limit: Limit,
    pub(super) rule: Rule,
    /// Steps of D, then of G, in one step of the run.
    pub(super) turns: [usize; 2],
    /// Both move at once: G by the D of before.
    pub(super) simultaneous: bool,
    /// Steps of D that G looks ahead (Metz et al., ICLR 2017).
    pub(super) unrolled: usize,
    pub(super) matching: Match,
    /// Points of earlier generators that are kept; none where nothing is played again.
    pub(super) history: usize,
    /// Whether parameters are pulled to their averages over time.
    pub(super) averaged: bool,
    /// Whether points get noise before D sees them.
    pub(super) blurred: bool,
}

/// Numbers that act at once: a state of each.
pub(super) const DIALS: &[&str] = &[
    "rate_d", "rate_g", "beta1", "beta2", "clip", "lambda", "real", "fake", "aim", "noise", "share", "pull", "weight",
    "moves_d", "moves_g",
];

/// Points that go from a batch into the history.
const REMEMBERED: usize = 8;

/// The dials as expressions.
struct Dials(Vec<Expr>);

impl Dials {
    fn of(program: &mut Program) -> Self {
        Self(DIALS.iter().map(|name| program.state(&format!("dial.{name}"), &[])).collect())
    }

    fn get(&self, name: &str) -> Expr {
        let at = DIALS.iter().position(|known| *known == name);
        at.and_then(|at| self.0.get(at)).cloned().unwrap_or_else(|| Expr::scalar(0.0))
    }
}

/// Where batches come from.
struct Draws {
    random: Random,
    pool: Expr,
    noise: Expr,
    share: Expr,
}

impl Draws {
    /// Real points `[B, 2]`.
    fn real(&mut self, recipe: &Recipe) -> Expr {
        // Rounded down: a place of the pool, all alike.
        let places = self.random.uniform(&[recipe.batch]) * recipe.pool as f32 - 0.5;
        self.pool.rows(&places)
    }

    /// Latent vectors `[B, Z]`.
    fn latent(&mut self, recipe: &Recipe) -> Expr {
        let axes = [recipe.batch, recipe.generator.widths[0]];
        if recipe.uniform { self.random.uniform(&axes) * 2.0 - 1.0 } else { self.random.normal(&axes) }
    }

    /// With the noise that both kinds of points get before D sees them (Sønderby et al., ICLR 2017).
    fn blurred(&mut self, recipe: &Recipe, x: &Expr) -> Expr {
        if !recipe.blurred {
            return x.clone();
        }
        x + self.random.normal(x.shape().axes()) * &self.noise
    }
}

/// D as it looks at points: its parameters and, where it is normalised, the directions of its layers.
#[derive(Clone)]
pub(super) struct Judge {
    pub(super) theta: Expr,
    pub(super) directions: Option<Expr>,
}

impl Judge {
    /// The layers that it looks with.
    fn layers(&self, recipe: &Recipe) -> Vec<super::mlp::Linear> {
        let layers = recipe.discriminator.layers(&self.theta);
        match &self.directions {
            Some(directions) => spectral::normalised(layers, directions),
            None => layers,
        }
    }

    pub(super) fn score(&self, recipe: &Recipe, x: &Expr) -> Expr {
        let layers = self.layers(recipe);
        recipe.discriminator.head(&self.theta, &layers, &recipe.discriminator.hidden(&layers, x))
    }

    fn features(&self, recipe: &Recipe, x: &Expr) -> Expr {
        recipe.discriminator.hidden(&self.layers(recipe), x)
    }
}

/// What D minimises on two batches, and the mean norm of its gradient where it is penalised.
fn judged(
    recipe: &Recipe,
    judge: &Judge,
    [real, fake]: [&Expr; 2],
    mixed: Option<&Expr>,
    dials: &Dials,
) -> (Expr, Option<Expr>, [Expr; 2]) {
    let targets = targets(dials);
    let scores = [real, fake].map(|x| judge.score(recipe, x));
    let loss = discriminator(recipe.loss, [&scores[0], &scores[1]], [real, fake], &targets);
    let Some(mix) = mixed else { return (loss, None, scores) };
    let x = fake + (real - fake) * mix;
    let length = slope_length(recipe, judge, &x);
    let loss = loss + (&length - 1.0).square().mean() * dials.get("lambda");
    (loss, Some(length.mean()), scores)
}

/// `‖∇D(x)‖` at each point, `[B, 1]`.
fn slope_length(recipe: &Recipe, judge: &Judge, x: &Expr) -> Expr {
    let slope = grad(&judge.score(recipe, x), &[x]).remove(0);
    (slope.square().sum_axes(&[1]) + 1e-12).sqrt()
}

fn targets(dials: &Dials) -> Targets {
    Targets { real: dials.get("real"), fake: dials.get("fake"), aim: dials.get("aim") }
}

/// The pull to the average over time: half the square's gradient, `w (θ − θ̄)` (Salimans et al. 2016).
struct Averaged {
    mean: Expr,
    pull: Expr,
}

impl Averaged {
    fn pulled(this: Option<&Self>, theta: &Expr, gradient: &Expr) -> Expr {
        this.map_or_else(|| gradient.clone(), |this| gradient + (theta - &this.mean) * &this.pull * 2.0)
    }
}

/// A step of D: latent vectors, what G makes of them, the points as D sees them, D as it reads them, its loss and outputs, its
/// gradient, D after it.
pub(super) struct TurnD {
    pub(super) z: Expr,
    pub(super) made: Expr,
    pub(super) points: [Expr; 2],
    pub(super) before: Judge,
    pub(super) loss: Expr,
    pub(super) penalised: Option<Expr>,
    pub(super) scores: [Expr; 2],
    pub(super) slope: Expr,
    pub(super) after: Judge,
}

/// A step of G: latent vectors, what it makes of them, the real batch beside it, its loss and gradient, its parameters before and
/// after it.
pub(super) struct TurnG {
    pub(super) z: Expr,
    pub(super) made: Expr,
    pub(super) real: Expr,
    pub(super) loss: Expr,
    pub(super) slope: Expr,
    pub(super) before: Expr,
    pub(super) after: Expr,
}

/// What a step of the run is made of, in its order.
pub(super) struct Turns {
    pub(super) d: Vec<TurnD>,
    pub(super) g: Vec<TurnG>,
    /// D as G faces it.
    pub(super) facing: Judge,
    pub(super) targets: Targets,
}

/// The program of a step, and its turns. States: `pool [P, 2]`, `g` and `d [S]` with what their rules remember, `random`, the dials; where the
/// recipe asks for them `directions`, `history [H, 2]`, `g.mean_all`, `d.mean_all`, `steps`.
pub(super) fn program(recipe: &Recipe) -> (Program, Turns) {
    let mut program = Program::new();
    if let Some(members) = recipe.members {
        program.replicas(members);
    }
    let dials = Dials::of(&mut program);
    let pool = program.shared("pool", &[recipe.pool, 2]);
    let sizes = [recipe.generator.size(), recipe.discriminator.size()];
    let (g, d) = (program.state("g", &[sizes[0]]), program.state("d", &[sizes[1]]));
    let (memory_g, memory_d) = (Memory::of(&mut program, "g", sizes[0]), Memory::of(&mut program, "d", sizes[1]));
    let random = Random::new(&mut program, "random");
    let mut draws = Draws { random, pool, noise: dials.get("noise"), share: dials.get("share") };
    let history = (recipe.history > 0).then(|| program.state("history", &[recipe.history, 2]));
    let averages = recipe.averaged.then(|| {
        ["g", "d"].map(|name| Averaged {
            mean: program.state(&format!("{name}.mean_all"), &[sizes[usize::from(name == "d")]]),
            pull: dials.get("pull"),
        })
    });
    let directions = (recipe.limit == Limit::Spectral)
        .then(|| program.state("directions", &[spectral::size(&recipe.discriminator)]));
    let betas = [dials.get("beta1"), dials.get("beta2")];
    let pace = |name: &str| Pace { rule: recipe.rule, rate: dials.get(name), betas: betas.clone() };
    let (pace_g, pace_d) = (pace("rate_g"), pace("rate_d"));
    let [of_g, of_d] = match &averages {
        Some([g, d]) => [Some(g), Some(d)],
        None => [None, None],
    };

    // D, k times.
    let before = Judge { theta: d.clone(), directions: directions.clone() };
    let (mut judge, mut memory) = (before.clone(), memory_d.clone());
    let mut turns_d: Vec<TurnD> = Vec::new();
    if recipe.loss != Loss::Sinkhorn {
        for _ in 0..recipe.turns[0] {
            let z = draws.latent(recipe);
            let made = recipe.generator.forward(&g, &z).stop_gradient();
            let fake = match &history {
                Some(history) => {
                    let old = replayed(&mut draws, recipe, history);
                    let row = Expr::iota(&[recipe.batch, 1], 0) + 0.5;
                    row.less(&(&draws.share * recipe.batch as f32)).select(&old, &made)
                }
                None => made.clone(),
            };
            let real = draws.real(recipe);
            let points = [draws.blurred(recipe, &real), draws.blurred(recipe, &fake)];
            let mix = (recipe.limit == Limit::Penalty).then(|| draws.random.uniform(&[recipe.batch, 1]));
            if let Some(directions) = &judge.directions {
                judge.directions = Some(spectral::turned(&recipe.discriminator.layers(&judge.theta), directions));
            }
            let (loss, penalised, scores) = judged(recipe, &judge, points.each_ref(), mix.as_ref(), &dials);
            let slope = grad(&loss, &[&judge.theta]).remove(0);
            let slope = Averaged::pulled(of_d, &judge.theta, &slope);
            let (next, remembered) = pace_d.step(&judge.theta, &slope, &memory);
            let next = match recipe.limit {
                Limit::Clip => next.max(&-dials.get("clip")).min(&dials.get("clip")),
                _ => next,
            };
            let before = judge.clone();
            (judge.theta, memory) = (next, remembered);
            turns_d.push(TurnD { z, made, points, before, loss, penalised, scores, slope, after: judge.clone() });
        }
    }
    let moves = dials.get("moves_d");
    let kept = |new: &Expr, old: &Expr| moves.select(new, old);
    let after = Judge {
        theta: kept(&judge.theta, &d),
        directions: judge.directions.as_ref().zip(directions.as_ref()).map(|(new, old)| kept(new, old)),
    };

    // G, mostly once.
    let facing = if recipe.simultaneous { (&before, &memory_d) } else { (&after, &memory) };
    let ahead = Ahead { judge: facing.0, memory: facing.1, pace: &pace_d };
    let (mut next_g, mut remembered_g) = (g.clone(), memory_g.clone());
    let mut turns_g: Vec<TurnG> = Vec::new();
    for _ in 0..recipe.turns[1] {
        let z = draws.latent(recipe);
        let made = recipe.generator.forward(&next_g, &z);
        let real = draws.real(recipe);
        let loss = fooled(recipe, &ahead, [&real, &made], &mut draws, &dials);
        let slope = Averaged::pulled(of_g, &next_g, &grad(&loss, &[&next_g]).remove(0));
        let before = next_g.clone();
        (next_g, remembered_g) = pace_g.step(&before, &slope, &remembered_g);
        turns_g.push(TurnG { z, made, real, loss, slope, before, after: next_g.clone() });
    }
    let moves_g = dials.get("moves_g");
    let next_g = moves_g.select(&next_g, &g);
    let facing = facing.0.clone();
    let turns = Turns { d: turns_d, g: turns_g, facing, targets: targets(&dials) };

    record::row(&mut program, recipe, &turns);
    if let (Some(history), Some(newest)) = (&history, turns.d.last()) {
        let rows = REMEMBERED.min(recipe.batch).min(recipe.history);
        let kept = [&newest.made.slice(0, 0, rows), &history.slice(0, 0, recipe.history - rows)];
        program.update("history", &Expr::concat(&kept, 0));
    }
    if let Some(averages) = &averages {
        let steps = program.state("steps", &[]);
        let count = &steps + 1.0;
        for ((name, next), Averaged { mean, .. }) in [("g", &next_g), ("d", &after.theta)].into_iter().zip(averages) {
            program.update(&format!("{name}.mean_all"), &(mean + (next - mean) / &count));
        }
        program.update("steps", &count);
    }
    memory_d.keep(&mut program, "d", &memory, &moves);
    memory_g.keep(&mut program, "g", &remembered_g, &moves_g);
    program.update("d", &after.theta);
    program.update("g", &next_g);
    if let Some(directions) = &after.directions {
        program.update("directions", directions);
    }
    (program, turns)
}

/// What G minimises on a batch of its own points, beside a real one.
fn fooled(recipe: &Recipe, facing: &Ahead, [real, made]: [&Expr; 2], draws: &mut Draws, dials: &Dials) -> Expr {
    if recipe.loss == Loss::Sinkhorn {
        return transport::cost(made, real, transport::SOFT, transport::TURNS);
    }
    let ahead = facing.after(recipe, [real, made], dials);
    let shown = draws.blurred(recipe, made);
    let own = generator(recipe.loss, &ahead.score(recipe, &shown), &targets(dials));
    match recipe.matching {
        Match::None => own,
        Match::Added => own + matched(recipe, &ahead, [real, &shown]) * dials.get("weight"),
        Match::Alone => matched(recipe, &ahead, [real, &shown]),
    }
}

/// D as G faces it, and how it will move.
struct Ahead<'a> {
    judge: &'a Judge,
    memory: &'a Memory,
    pace: &'a Pace,
}

impl Ahead<'_> {
    /// D after the steps that G looks ahead, by D's own rule on this step's batches: G's gradient goes through them
    /// (Metz et al., ICLR 2017).
    fn after(&self, recipe: &Recipe, points: [&Expr; 2], dials: &Dials) -> Judge {
        let (mut ahead, mut memory) = (self.judge.clone(), self.memory.clone());
        // A D of its own: G's points may come from steps that it made by this very D, and those are not D's to differentiate.
        ahead.theta = ahead.theta.stop_gradient();
        for _ in 0..recipe.unrolled {
            let (loss, _, _) = judged(recipe, &ahead, points, None, dials);
            let slope = grad(&loss, &[&ahead.theta]).remove(0);
            (ahead.theta, memory) = self.pace.step(&ahead.theta, &slope, &memory);
        }
        ahead
    }
}

/// `‖mean f(real) − mean f(fake)‖²` on D's last hidden layer (Salimans et al. 2016).
fn matched(recipe: &Recipe, judge: &Judge, points: [&Expr; 2]) -> Expr {
    let [real, fake] = points.map(|x| judge.features(recipe, x).sum_axes(&[0]) * (1.0 / recipe.batch as f32));
    (real - fake).square().sum()
}

/// Points of earlier generators, `[B, 2]`.
fn replayed(draws: &mut Draws, recipe: &Recipe, history: &Expr) -> Expr {
    let places = draws.random.uniform(&[recipe.batch]) * recipe.history as f32 - 0.5;
    history.rows(&places)
}
