//! Where to play: networks with and without pooling learn to take and to save stones.

pub(super) mod net;
pub(super) mod problem;
pub(super) mod rules;
use super::learner::{Learner, Names, largest, write};
use super::params::TABLE;
use crate::exhibit::{Exhibit, Shown, engine, panel};
use compute::{Device, EngineError, Machine, Plan};
use labkit::frame::TableData;
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Pictures, Sentence};
use net::{asked, sizes, training};
use problem::Problem;
use rules::{Board, SIDE, Stone};

const NAMES: Names = &[("plain", 1), ("pooled", 2), ("dense", 3)];
/// Problems of a batch, and of the exam.
const BATCH: usize = 64;
const EXAM: usize = 250;
/// Steps from one exam to the next.
const EVERY: u64 = 20;
/// The rate at first, and the step at which it is half as large: `RATE / (1 + step / HALF)`.
const RATE: f32 = 1e-2;
const HALF: f32 = 200.0;
/// What tells the exam's problems from those of training.
const APART: u64 = 0x676f_0000_0000_0000;
/// Side of the board that people play on, and filters with their rings of zeros.
const WHOLE: usize = 19;
const LAYERS: [(usize, usize); 2] = [(5, 2), (3, 1)];

pub(super) struct Go {
    pub(super) learner: Learner,
    seed: u64,
    exam: Vec<Problem>,
    examined: Machine,
    /// The position on view as it was put, and moved.
    boards: [Board; 2],
    by: (isize, isize),
    asked: Machine,
    /// Of both positions, for each network: probabilities of moves, and scores.
    moves: [Vec<f32>; 3],
    scores: [Vec<f32>; 3],
    sizes: Vec<(usize, [usize; 3])>,
    /// What is on view was computed from the networks as they are.
    fresh: bool,
}

/// Several boards as the networks' states `x` and `legal`.
fn put(machine: &mut Machine, boards: &[&Board]) -> Result<(), EngineError> {
    let legal = |board: &Board| board.legal().into_iter().map(|legal| f32::from(u8::from(legal))).collect::<Vec<_>>();
    let x = boards.iter().flat_map(|board| board.planes()).collect();
    write(machine, &[("x", x), ("legal", boards.iter().flat_map(|board| legal(board)).collect())])
}

impl Go {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let made = || -> Result<_, EngineError> {
            let (program, nets) = training(SIDE, BATCH);
            let learner = Learner::new(device, &program, &nets, NAMES, seed)?;
            let exam: Vec<Problem> = (0..EXAM as u64).map(|index| Problem::draw(SIDE, seed ^ APART, index)).collect();
            let mut examined = device.machine(asked(SIDE, EXAM).compile()?)?;
            put(&mut examined, &exam.iter().map(|problem| &problem.board).collect::<Vec<_>>())?;
            let asked = device.machine(asked(SIDE, 2).compile()?)?;
            let mut rows = Vec::new();
            for side in [SIDE, WHOLE] {
                for (filter, rings) in LAYERS {
                    rows.push((filter, sizes(side, filter, rings)?));
                }
            }
            Ok((learner, exam, examined, asked, rows))
        };
        let (learner, exam, examined, asked, sizes) = made().map_err(engine)?;
        let boards = [Board::empty(SIDE), Board::empty(SIDE)];
        let (moves, scores) = (Default::default(), Default::default());
        let mut this = Self { learner, seed, exam, examined, boards, by: (0, 0), asked, moves, scores, sizes, fresh: false };
        this.tune(params)?;
        Ok(this)
    }

    /// A batch of problems that nobody has seen.
    fn batch(&self, step: u64) -> Vec<(&'static str, Vec<f32>)> {
        let [mut x, mut legal, mut target] = [const { Vec::new() }; 3];
        for index in 0..BATCH as u64 {
            let problem = Problem::draw(SIDE, self.seed, step * BATCH as u64 + index);
            x.extend(problem.board.planes());
            legal.extend(problem.board.legal().into_iter().map(|legal| f32::from(u8::from(legal))));
            target.extend((0..SIDE * SIDE).map(|at| f32::from(u8::from(at == problem.answer))));
        }
        vec![("x", x), ("legal", legal), ("target", target), ("lr", vec![RATE / (1.0 + step as f32 / HALF)])]
    }

    async fn work(&mut self, steps: u32) -> Result<(), EngineError> {
        if self.learner.left.right.is_empty() {
            self.examine().await?;
        }
        for _ in 0..steps {
            let batch = self.batch(self.learner.left.step);
            self.learner.learn(&batch).await?;
            if self.learner.left.step.is_multiple_of(EVERY) {
                self.examine().await?;
            }
            self.fresh = false;
        }
        if !self.fresh {
            let learnt = self.learner.parameters().await?;
            write(&mut self.asked, &learnt)?;
            put(&mut self.asked, &self.boards.iter().collect::<Vec<_>>())?;
            self.asked.run(1)?;
            for at in 0..NAMES.len() {
                self.moves[at] = self.asked.read(&format!("move{at}")).await?;
                self.scores[at] = self.asked.read(&format!("score{at}")).await?;
            }
            self.fresh = true;
        }
        Ok(())
    }

    /// Tries the networks on the exam: the share of problems where the likeliest move is the answer.
    async fn examine(&mut self) -> Result<(), EngineError> {
        let learnt = self.learner.parameters().await?;
        write(&mut self.examined, &learnt)?;
        self.examined.run(1)?;
        let mut right = Vec::new();
        for at in 0..NAMES.len() {
            let moves = self.examined.read(&format!("move{at}")).await?;
            let found = moves.chunks_exact(SIDE * SIDE).zip(&self.exam).filter(|(moves, problem)| largest(moves) == problem.answer);
            right.push(found.count() as f64 / EXAM as f64);
        }
        self.learner.examined(right);
        Ok(())
    }

    /// By how much scores changed when the position moved, at most: over points whose window, three points to each side, met no edge
    /// before or after.
    fn gap(&self, scores: &[f32]) -> Option<f32> {
        let reach: usize = LAYERS.iter().map(|(_, rings)| rings).sum();
        let (inside, (down, right)) = ((reach as isize)..((SIDE - reach) as isize), self.by);
        let (before, after) = scores.split_at_checked(SIDE * SIDE)?;
        let place = |row: isize, column: isize| (row * SIDE as isize + column) as usize;
        let points = inside.clone().flat_map(|row| inside.clone().map(move |column| (row, column)));
        let kept = points.filter(|(row, column)| inside.contains(&(row + down)) && inside.contains(&(column + right)));
        kept.map(|(row, column)| (before[place(row, column)] - after[place(row + down, column + right)]).abs()).reduce(f32::max)
    }
}

impl Exhibit for Go {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        let whole = |key| params.number(TABLE, key).round();
        let text = params.text(TABLE, "board");
        let board = if text.is_empty() {
            Problem::draw(SIDE, self.seed ^ APART, whole("problem").max(1.0) as u64 - 1).board
        } else {
            Board::read(&text)?
        };
        let (moved, by) = board.moved(whole("down") as isize, whole("right") as isize);
        (self.boards, self.by, self.fresh) = ([board, moved], by, false);
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(steps).await.map_err(engine) })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let mut metrics = Vec::new();
        let left = &self.learner.left;
        metrics.extend(["go_plain", "go_pooled", "go_dense"].into_iter().zip(left.right.iter().copied()));
        metrics.extend(["go_loss", "go_loss_pooled", "go_loss_dense"].into_iter().zip(left.loss.iter().copied()));
        let keys = ["go_padded_5", "go_map_5", "go_padded_3", "go_map_3"];
        metrics.extend(keys.into_iter().zip(self.sizes[LAYERS.len()..].iter().flat_map(|(_, [_, a, b])| [*a as f64, *b as f64])));
        let gaps = ["go_gap", "go_gap_pooled", "go_gap_dense"].into_iter().zip(&self.scores);
        metrics.extend(gaps.filter_map(|(key, scores)| Some((key, f64::from(self.gap(scores)?)))));
        let [_, board] = &self.boards;
        let sign = |point: &Option<Stone>| point.map_or(0.0, |stone| if stone == Stone::Black { 1.0 } else { -1.0 });
        let mut values: Vec<f32> = board.points.iter().map(sign).collect();
        for moves in &self.moves {
            values.extend(moves.iter().skip(SIDE * SIDE));
        }
        let problem = Problem::of(board.clone());
        if let Some(problem) = &problem {
            metrics.push(("go_answer", problem.answer as f64));
            let chances = ["go_chance", "go_chance_pooled", "go_chance_dense"].into_iter().zip(&self.moves);
            metrics.extend(chances.filter_map(|(key, moves)| Some((key, f64::from(*moves.get(SIDE * SIDE + problem.answer)?)))));
        }
        let asks = match problem.map(|problem| problem.captures) {
            Some(true) => Sentence::new("黑先：提子", "Black to play: capture"),
            Some(false) => Sentence::new("黑先：逃子", "Black to play: escape"),
            None => Sentence::new("这个局面没有唯一的答案", "This position has no single answer"),
        };
        let names = std::iter::once("stones").chain(NAMES.iter().map(|(key, _)| *key)).map(str::to_owned).collect();
        let boards = Pictures { height: SIDE as u32, width: SIDE as u32, values: values.into(), names };
        let head = [("棋盘", "board"), ("卷积核", "filter"), ("补零后", "padded"), ("特征图", "map")];
        let head = head.map(|(zh, en)| Sentence::new(zh, en)).to_vec();
        let square = |side: usize| format!("{side} × {side}");
        let rows = self.sizes.iter().map(|(filter, [side, padded, map])| [*side, *filter, *padded, *map].map(square).to_vec()).collect();
        let mut panels = self.learner.panels();
        panels.push(panel("board", Content::Pictures(boards)));
        panels.push(panel("asks", Content::Text(asks)));
        panels.push(panel("sizes", Content::Table(TableData { head, rows })));
        Shown { metrics, panels, diverged: self.learner.diverged() }
    }

    fn plan(&self) -> &Plan {
        self.learner.machine.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(self.learner.save())
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        self.fresh = false;
        self.learner.restore(saved)
    }
}
