//! One step of the game, stage by stage: batches, what D makes of them, who moves. Every number is of the very step that comes.

use super::arena::points;
use super::game::{Game, Players};
use super::loss::Loss;
use super::record::{accuracy, length, seen};
use super::step::{Limit, Recipe, TurnD, TurnG, Turns, program};
use crate::exhibit::panel;
use compute::{EngineError, Expr, Plan, Program, Tensor, grad};
use labkit::stage::Staged;
use labkit::{Content, Sentence, brief};

/// The stages, in the order of `super::STAGES`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Real,
    Fake,
    Read,
    Loss,
    MoveD,
    Faced,
    Push,
    MoveG,
}

const OF_D: [Part; 5] = [Part::Real, Part::Fake, Part::Read, Part::Loss, Part::MoveD];
const OF_G: [Part; 3] = [Part::Faced, Part::Push, Part::MoveG];

/// What a step of D tells: its loss, mean ‖∇D‖ where that is penalised, mean outputs, share told rightly, lengths of its gradient
/// and of its move, mean outputs on the same points after it.
const TOLD_BY_D: usize = 9;
/// What a step of G tells: its loss, D's mean output on its points, mean `|∂L/∂x|`, lengths of its gradient and of its move, how far
/// its points move on average, D's mean output on them then.
const TOLD_BY_G: usize = 7;

/// A recipe's step with all that is passed through on the way.
pub(super) struct Unfolded {
    recipe: Recipe,
    /// What is watched of it.
    plan: Option<Plan>,
}

/// A stage, and D as it stands then.
pub(super) struct Told {
    pub(super) staged: Staged,
    pub(super) players: Players,
}

impl Unfolded {
    pub(super) fn new(recipe: &Recipe) -> Result<Self, EngineError> {
        let (mut program, turns) = program(recipe);
        for (i, turn) in turns.d.iter().enumerate() {
            watch_d(&mut program, recipe, i, turn);
        }
        for (i, turn) in turns.g.iter().enumerate() {
            watch_g(&mut program, recipe, i, turn, &turns);
        }
        if let Some(directions) = &turns.facing.directions {
            program.watch("facing.directions", directions);
        }
        program.watch("facing", &turns.facing.theta);
        Ok(Self { recipe: recipe.clone(), plan: program.watched()? })
    }

    /// The stages of a step: of which turn, and what. Who does not move has none.
    fn parts(&self, [d, g]: [bool; 2]) -> Vec<(usize, Part)> {
        let turns =
            |count: usize, parts: &'static [Part]| (0..count).flat_map(|i| parts.iter().map(move |part| (i, *part)));
        let [k, k_g] = self.recipe.turns;
        let k = if d && self.recipe.loss != Loss::Sinkhorn { k } else { 0 };
        turns(k, &OF_D).chain(turns(if g { k_g } else { 0 }, &OF_G)).collect()
    }

    /// Stage `index` of the step that comes; nothing where nobody moves.
    pub(super) async fn stage(
        &self,
        index: u32,
        game: &mut Game,
        moves: [bool; 2],
    ) -> Result<Option<Told>, EngineError> {
        let parts = self.parts(moves);
        let at = (index as usize).min(parts.len().saturating_sub(1));
        let (Some((turn, part)), Some(plan)) = (parts.get(at).copied(), &self.plan) else { return Ok(None) };
        let now = Now { recipe: &self.recipe, tensors: game.watch(plan).await?, turn, moves };
        let staged = Staged {
            index: part as u32,
            last: at + 1 == parts.len(),
            happened: now.sentence(part),
            panels: vec![now.drawn(part)],
        };
        let mut players = game.players().await?;
        now.seat(part, &mut players);
        Ok(Some(Told { staged, players }))
    }
}

fn together(values: &[Expr]) -> Expr {
    let values: Vec<Expr> = values.iter().map(|value| value.reshape(&[1])).collect();
    Expr::concat(&values.iter().collect::<Vec<_>>(), 0)
}

fn watch_d(program: &mut Program, recipe: &Recipe, i: usize, turn: &TurnD) {
    let [real, fake] = turn.scores.each_ref();
    let after = turn.points.each_ref().map(|x| seen(recipe.loss, &turn.after.score(recipe, x)));
    let told: [Expr; TOLD_BY_D] = [
        turn.loss.clone(),
        turn.penalised.clone().unwrap_or_else(|| Expr::scalar(0.0)),
        seen(recipe.loss, real),
        seen(recipe.loss, fake),
        accuracy(recipe.loss, [real, fake]),
        length(&turn.slope),
        length(&(&turn.after.theta - &turn.before.theta)),
        after[0].clone(),
        after[1].clone(),
    ];
    let all = [("z", &turn.z), ("made", &turn.made), ("real", &turn.points[0]), ("fake", &turn.points[1])];
    for (name, value) in all.into_iter().chain([("before", &turn.before.theta), ("after", &turn.after.theta)]) {
        program.watch(&format!("d{i}.{name}"), value);
    }
    // Where D is normalised, its directions turn before it reads.
    if let Some(directions) = &turn.after.directions {
        program.watch(&format!("d{i}.directions"), directions);
    }
    program.watch(&format!("d{i}.told"), &together(&told));
}

fn watch_g(program: &mut Program, recipe: &Recipe, i: usize, turn: &TurnG, turns: &Turns) {
    let push = grad(&turn.loss, &[&turn.made]).remove(0) * -(recipe.batch as f32);
    let moved = recipe.generator.forward(&turn.after, &turn.z);
    let far = |x: &Expr| (x.square().sum_axes(&[1]) + 1e-12).sqrt().mean();
    let says = |x: &Expr| match recipe.loss {
        Loss::Sinkhorn => Expr::scalar(0.0),
        loss => seen(loss, &turns.facing.score(recipe, x)),
    };
    let told: [Expr; TOLD_BY_G] = [
        turn.loss.clone(),
        says(&turn.made),
        far(&push),
        length(&turn.slope),
        length(&(&turn.after - &turn.before)),
        far(&(&moved - &turn.made)),
        says(&moved),
    ];
    let all = [("z", &turn.z), ("made", &turn.made), ("real", &turn.real), ("push", &push), ("moved", &moved)];
    for (name, value) in all.into_iter().chain([("after", &turn.after)]) {
        program.watch(&format!("g{i}.{name}"), value);
    }
    program.watch(&format!("g{i}.told"), &together(&told));
}

/// The step that comes, at one of its turns.
struct Now<'a> {
    recipe: &'a Recipe,
    tensors: Vec<Tensor>,
    turn: usize,
    moves: [bool; 2],
}

impl Now<'_> {
    /// What is watched by this name, of the first member.
    fn watched(&self, name: &str) -> &[f32] {
        let found = self.tensors.iter().find(|tensor| tensor.name == name);
        let values = found.map_or(&[][..], |tensor| &tensor.values);
        &values[..values.len() / self.recipe.members.unwrap_or(1)]
    }

    fn of(&self, who: char, name: &str) -> &[f32] {
        self.watched(&format!("{who}{}.{name}", self.turn))
    }

    fn told<const N: usize>(&self, who: char) -> [String; N] {
        let told = self.of(who, "told");
        std::array::from_fn(|i| number(told.get(i).copied().unwrap_or(f32::NAN)))
    }

    /// Hands the players as they stand after a stage.
    fn seat(&self, part: Part, players: &mut Players) {
        let k = self.recipe.turns[0];
        let (d, directions) = match part {
            Part::Real | Part::Fake | Part::Read | Part::Loss => (self.of('d', "before"), self.of('d', "directions")),
            Part::MoveD => (self.of('d', "after"), self.of('d', "directions")),
            // With both at once the D that G goes by is not the one that stands after the step.
            Part::MoveG if self.moves[0] && k > 0 => {
                (self.watched(&format!("d{}.after", k - 1)), self.watched(&format!("d{}.directions", k - 1)))
            }
            Part::Faced | Part::Push | Part::MoveG => (self.watched("facing"), self.watched("facing.directions")),
        };
        for (seat, values) in [(&mut players.d, d), (&mut players.directions, directions)] {
            if !values.is_empty() {
                *seat = values.to_vec();
            }
        }
        if part == Part::MoveG {
            players.g = self.of('g', "after").to_vec();
        }
    }

    /// What the stage speaks of: the batches, pushes at their stage, and where the points came from.
    fn drawn(&self, part: Part) -> labkit::Panel {
        let real = |who: char| points("real", 1, self.of(who, "real"));
        let fake = |name: &str| points("fake", 2, self.of('g', name));
        let series = match part {
            Part::Real => vec![real('d')],
            Part::Fake => vec![points("fake", 2, self.of('d', "fake"))],
            Part::Read | Part::Loss | Part::MoveD => vec![real('d'), points("fake", 2, self.of('d', "fake"))],
            Part::Faced if self.recipe.loss == Loss::Sinkhorn => vec![real('g'), fake("made")],
            Part::Faced => vec![fake("made")],
            Part::Push => vec![fake("made"), points("push", 2, self.of('g', "push"))],
            Part::MoveG => vec![fake("moved"), points("from", 2, self.of('g', "made"))],
        };
        panel("stage", Content::Points(series))
    }

    fn sentence(&self, part: Part) -> Sentence {
        let (zh, en) = if OF_D.contains(&part) { self.of_d(part) } else { self.of_g(part) };
        let (who, turns) = if OF_D.contains(&part) { ("D", self.recipe.turns[0]) } else { ("G", self.recipe.turns[1]) };
        let turn = self.turn + 1;
        match turns {
            1 => Sentence::new(format!("{who}：{zh}"), format!("{who}: {en}")),
            _ => Sentence::new(
                format!("{who} 第 {turn}/{turns} 步：{zh}"),
                format!("{who}, step {turn} of {turns}: {en}"),
            ),
        }
    }

    fn of_d(&self, part: Part) -> (String, String) {
        let (m, all) = (self.recipe.batch, self.recipe.pool);
        let [loss, norm, real, fake, right, slope, moved, real_after, fake_after] = self.told('d');
        match part {
            Part::Real => {
                let at = place(&middle(self.of('d', "real")));
                let (noisy_zh, noisy_en) =
                    if self.recipe.blurred { ("，加了噪声", ", with noise") } else { ("", "") };
                (
                    format!("从 {all} 个真点里抽一批 {m} 个，圈了出来{noisy_zh}；平均在 {at}。"),
                    format!("a batch of {m} of the {all} real points{noisy_en}, ringed; their mean is {at}."),
                )
            }
            Part::Fake => {
                let (from, to) = self.first('d');
                let (old_zh, old_en) = match self.recipe.history {
                    0 => ("", ""),
                    _ => ("；其中有以前的 G 造的", "; some are of earlier generators"),
                };
                (
                    format!("抽 {m} 个 z，G 把它们变成假点，圈了出来{old_zh}。比如 z = {from} 变成 {to}。"),
                    format!(
                        "{m} latent vectors z are drawn and G makes points of them, ringed{old_en}. For instance z = {from} becomes {to}."
                    ),
                )
            }
            Part::Read => (
                format!("两批都给 D 看：真点平均 {real}，假点平均 {fake}，分对的比例是 {right}。"),
                format!(
                    "D reads both batches: {real} on real points on average, {fake} on generated ones; the share told rightly is {right}."
                ),
            ),
            Part::Loss => {
                let (steep_zh, steep_en) = match self.recipe.limit {
                    Limit::Penalty => (
                        format!("，连梯度惩罚在内（连线上 ‖∇D‖ 平均 {norm}）"),
                        format!(", penalty included (mean ‖∇D‖ on the segments: {norm})"),
                    ),
                    _ => (String::new(), String::new()),
                };
                (
                    format!("它的损失是 {loss}{steep_zh}；对 D 的权重求梯度，长 {slope}。"),
                    format!("its loss is {loss}{steep_en}; the gradient for D's weights has length {slope}."),
                )
            }
            _ => (
                format!(
                    "权重走了 {moved}，底色是走完的 D：同一批真点 {real} → {real_after}，假点 {fake} → {fake_after}。"
                ),
                format!(
                    "its weights move by {moved}, the background is D after that: on the same batches {real} → {real_after} for real points, {fake} → {fake_after} for generated ones."
                ),
            ),
        }
    }

    fn of_g(&self, part: Part) -> (String, String) {
        let m = self.recipe.batch;
        let [loss, says, push, slope, moved, far, says_after] = self.told('g');
        let plays = self.recipe.loss != Loss::Sinkhorn;
        let before = self.recipe.simultaneous && self.moves[0];
        match part {
            Part::Faced if !plays => (
                format!("抽一批 {m} 个真点，再抽 {m} 个 z 造假点，都圈了出来；没有 D，两批直接对着搬。"),
                format!(
                    "a batch of {m} real points and {m} points made of new z, ringed; there is no D, one batch is moved onto the other."
                ),
            ),
            Part::Faced => {
                let (zh, en) = if before { ("还没走的 D", "D as it was before its step") } else { ("D", "D") };
                (
                    format!("另抽 {m} 个 z 造假点，圈了出来；{zh} 给它们平均 {says}。"),
                    format!("{m} points are made of new z, ringed; {en} gives them {says} on average."),
                )
            }
            Part::Push => (
                format!(
                    "损失是 {loss}，它在每个假点处的负梯度就是箭头，平均长 {push}。传到 G 的权重上，梯度长 {slope}。"
                ),
                format!(
                    "its loss is {loss}, whose negative gradient at each generated point is the arrow, of mean length {push}. Carried on to G's weights the gradient has length {slope}."
                ),
            ),
            _ => {
                let (zh, en) = if plays {
                    (
                        format!("；D 给它们的平均 {says} → {says_after}"),
                        format!("; D's mean output on them goes {says} → {says_after}"),
                    )
                } else {
                    (String::new(), String::new())
                };
                (
                    format!("权重走了 {moved}，这批假点跟着移动（细线），平均 {far}{zh}。"),
                    format!(
                        "its weights move by {moved}, and these points with them (thin lines), by {far} on average{en}."
                    ),
                )
            }
        }
    }

    /// A latent vector of the batch, and the point that it becomes: the last one, since old points come first.
    fn first(&self, who: char) -> (String, String) {
        let (z, made) = (self.of(who, "z"), self.of(who, "made"));
        let width = self.recipe.generator.widths[0];
        let tail = |values: &[f32], count: usize| place(&values[values.len().saturating_sub(count)..]);
        (tail(z, width), tail(made, 2))
    }
}

/// Three significant digits.
pub(super) fn number(value: f32) -> String {
    let value = f64::from(value);
    if value == 0.0 || !value.is_finite() {
        return brief(value);
    }
    let scale = 10_f64.powi(2 - value.abs().log10().floor() as i32);
    brief((value * scale).round() / scale)
}

fn place(values: &[f32]) -> String {
    let all: Vec<String> = values.iter().map(|value| number((value * 100.0).round() / 100.0)).collect();
    format!("({})", all.join(", "))
}

/// The mean of points.
fn middle(points: &[f32]) -> [f32; 2] {
    let points = points.as_chunks::<2>().0;
    let mean = |axis: usize| points.iter().map(|point| point[axis]).sum::<f32>() / points.len().max(1) as f32;
    [mean(0), mean(1)]
}
