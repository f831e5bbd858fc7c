//! One step of training as a plan: steps of the discriminator, then of the generator.

use super::loss::{Loss, Targets, discriminator, generator};
use super::mlp::Mlp;
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

/// What a step records, in this order.
pub(super) const RECORDS: &[&str] =
    &["loss_d", "loss_g", "value", "real", "fake", "accuracy", "penalised", "gradient_d", "gradient_g"];

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
struct Judge {
    theta: Expr,
    directions: Option<Expr>,
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

    fn score(&self, recipe: &Recipe, x: &Expr) -> Expr {
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

/// The program of a step. States: `pool [P, 2]`, `g` and `d [S]` with what their rules remember, `random`, the dials; where the
/// recipe asks for them `directions`, `history [H, 2]`, `g.mean_all`, `d.mean_all`, `steps`.
pub(super) fn program(recipe: &Recipe) -> Program {
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
    let mut told = None;
    let mut newest = None;
    if recipe.loss != Loss::Sinkhorn {
        for _ in 0..recipe.turns[0] {
            let made = recipe.generator.forward(&g, &draws.latent(recipe)).stop_gradient();
            let fake = match &history {
                Some(history) => {
                    let old = replayed(&mut draws, recipe, history);
                    let row = Expr::iota(&[recipe.batch, 1], 0) + 0.5;
                    row.less(&(&draws.share * recipe.batch as f32)).select(&old, &made)
                }
                None => made.clone(),
            };
            let real = draws.real(recipe);
            let (real, fake) = (draws.blurred(recipe, &real), draws.blurred(recipe, &fake));
            let mix = (recipe.limit == Limit::Penalty).then(|| draws.random.uniform(&[recipe.batch, 1]));
            if let Some(directions) = &judge.directions {
                judge.directions = Some(spectral::turned(&recipe.discriminator.layers(&judge.theta), directions));
            }
            let (loss, penalised, scores) = judged(recipe, &judge, [&real, &fake], mix.as_ref(), &dials);
            let slope = grad(&loss, &[&judge.theta]).remove(0);
            let slope = Averaged::pulled(of_d, &judge.theta, &slope);
            let (next, remembered) = pace_d.step(&judge.theta, &slope, &memory);
            let next = match recipe.limit {
                Limit::Clip => next.max(&-dials.get("clip")).min(&dials.get("clip")),
                _ => next,
            };
            told = Some((loss, penalised, scores, slope));
            newest = Some((real, fake, made));
            (judge.theta, memory) = (next, remembered);
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
    let mut last = None;
    for _ in 0..recipe.turns[1] {
        let made = recipe.generator.forward(&next_g, &draws.latent(recipe));
        let real = draws.real(recipe);
        let loss = fooled(recipe, &ahead, [&real, &made], &mut draws, &dials);
        let slope = Averaged::pulled(of_g, &next_g, &grad(&loss, &[&next_g]).remove(0));
        (next_g, remembered_g) = pace_g.step(&next_g, &slope, &remembered_g);
        last = Some((loss, slope));
    }
    let moves_g = dials.get("moves_g");
    let next_g = moves_g.select(&next_g, &g);
    let (loss_g, slope_g) = last.unwrap_or_else(|| (Expr::scalar(0.0), g.clone()));

    record(&mut program, recipe, told.as_ref(), &loss_g, &slope_g, &targets(&dials));
    if let (Some(history), Some((_, _, made))) = (&history, &newest) {
        let rows = REMEMBERED.min(recipe.batch).min(recipe.history);
        let kept = [&made.slice(0, 0, rows), &history.slice(0, 0, recipe.history - rows)];
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
    program
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

/// Writes the row of [`RECORDS`].
fn record(
    program: &mut Program,
    recipe: &Recipe,
    told: Option<&(Expr, Option<Expr>, [Expr; 2], Expr)>,
    loss_g: &Expr,
    slope_g: &Expr,
    targets: &Targets,
) {
    let norm = |slope: &Expr| slope.square().sum().sqrt();
    let zero = Expr::scalar(0.0);
    match told {
        Some((loss, penalised, [real, fake], slope)) => {
            let hard = Targets { real: Expr::scalar(1.0), fake: Expr::scalar(0.0), aim: targets.aim.clone() };
            // V(G, D) = mean ln D(x) + mean ln(1 − D(x̃)); of a critic what it measures: its loss, turned around.
            let points = [&zero.broadcast(real.shape()), &zero.broadcast(fake.shape())];
            let value = -discriminator(recipe.loss, [real, fake], points, &hard);
            let middle = middle(recipe.loss);
            let right = |values: Expr| values.mean() * 0.5;
            let accuracy = right(Expr::scalar(middle).less(real)) + right(fake.less(&Expr::scalar(middle)));
            let rows = [
                loss.clone(),
                loss_g.clone(),
                value,
                seen(recipe.loss, real),
                seen(recipe.loss, fake),
                accuracy,
                penalised.clone().unwrap_or_else(|| zero.clone()),
                norm(slope),
                norm(slope_g),
            ];
            for value in &rows {
                program.record(value);
            }
        }
        None => {
            let rows = RECORDS.iter().map(|name| match *name {
                "loss_g" => loss_g.clone(),
                "gradient_g" => norm(slope_g),
                _ => zero.clone(),
            });
            for value in rows {
                program.record(&value);
            }
        }
    }
}

/// The mean output, as a probability where it is a logit.
fn seen(loss: Loss, scores: &Expr) -> Expr {
    if loss.is_logit() { scores.sigmoid().mean() } else { scores.mean() }
}

/// The output above which D says “real”.
pub(super) fn middle(loss: Loss) -> f32 {
    match loss {
        Loss::LeastSquares => 0.5,
        Loss::Divergence(divergence) => divergence.middle(),
        _ => 0.0,
    }
}
