//! A frozen classifier of digits counts squares: a learned frame of pixels is all that changes.

mod board;
mod programme;

use super::params::{TABLE, TOGETHER};
use super::victim::{Asked, Exam, Learner, Left, PIXELS, SIDE, School, Victim, likeliest};
use crate::exhibit::{Curve, Exhibit, Shown, engine, foreign, panel, series};
use board::{Board, count, draw, picture};
use compute::{Device, EngineError, Plan};
use data::made::digits::CLASSES;
use data::random::Random;
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Pictures, Sentence};
use nn::Stack;
use programme::{BATCH, Kept, Programme};
use std::rc::Rc;

/// The layers of the classifier: as the Arena's.
const NET: &str = "conv 16 5 s2 p2, relu, conv 32 5 s2 p2, relu, dense 64, relu, dense 10";
/// Rate of its training.
const RATE: f32 = 3e-3;
/// Digits that it is examined on.
const DIGITS: usize = 256;
/// Boards of the exam, as many with each number of squares, and those of them that are shown.
const BOARDS: usize = 240;
const WALL: usize = 20;
/// Steps of the run from one exam to the next.
const EVERY: u64 = 10;
/// Streams of boards: of the exam, and of what tells the classifier's own order.
const EXAM: u64 = u64::MAX;
const ORDER: u64 = u64::MAX - 1;
/// What tells them from all else.
const APART: u64 = 0x626f_6172_6473_0000;

pub(super) struct Reprogram {
    device: Device,
    params: Params,
    seed: u64,
    school: School,
    learner: Learner,
    /// Batches for the programme, and most squares that it is to count.
    steps: u64,
    most: usize,
    ground: Option<Ground>,
    /// Where it goes on.
    kept: Option<Halfway>,
}

/// What the exams so far have said: part of what a run goes on from.
#[derive(Debug, Clone, Default)]
struct Exams {
    rights: Curve,
    /// What the squares of the exam's boards are counted as, in the programme as it is.
    said: Vec<usize>,
}

#[derive(Debug, Clone)]
struct Halfway {
    programme: Kept,
    exams: Exams,
}

/// A picture and what digit it is taken for.
type Answer = (Vec<f32>, usize);

struct Ground {
    victim: Victim,
    asked: Asked,
    /// How much of the digits it gets right.
    clean: f64,
    programme: Programme,
    /// The digit that means one square, two squares, …
    digits: Vec<usize>,
    boards: Vec<Board>,
    /// What they are counted as without the programme.
    bare: Vec<usize>,
    exams: Exams,
    /// How many of the classifier's numbers have changed.
    changed: usize,
    pixels: Vec<f32>,
    /// The reader's board, without and with the programme: picture and digit.
    own: Option<(Board, [Answer; 2])>,
}

/// Boards of the exam, or for learning, with 1 to `most` squares in turn.
fn drawn(most: usize, exam: bool, random: &mut Random) -> Vec<Board> {
    (0..BOARDS).map(|at| draw(at % most + 1, exam, random)).collect()
}

/// How many squares are meant, written; a dash where nothing is.
fn meaning(squares: usize) -> String {
    if squares == 0 { "—".to_owned() } else { squares.to_string() }
}

impl Ground {
    async fn new(of: &Reprogram, victim: Victim) -> Result<Self, EngineError> {
        let mut asked = Asked::new(&of.device, &victim, BOARDS)?;
        let exam = Exam::drawn(of.seed, DIGITS, of.school.variety);
        let logits = asked.logits(&exam.pictures).await?;
        let right =
            logits.chunks_exact(CLASSES).zip(&exam.classes).filter(|(row, class)| likeliest(row) as f32 == **class);
        let clean = right.count() as f64 / DIGITS as f64;
        let under = of.params.choice(TABLE, "frame_place") == "under";
        let programme = Programme::new(&of.device, &victim, under, of.steps, of.seed)?;
        let digits = if of.params.choice(TABLE, "meaning") == "same" {
            (1..=of.most).map(|squares| squares % CLASSES).collect()
        } else {
            order(&mut asked, &programme, of.most, of.seed).await?
        };
        let boards = drawn(of.most, true, &mut Random::of(of.seed ^ APART, EXAM));
        let pixels = vec![0.0; PIXELS];
        let (exams, bare, changed, own) = (Exams::default(), Vec::new(), 0, None);
        let mut this = Self { victim, asked, clean, programme, digits, boards, bare, exams, changed, pixels, own };
        this.bare = this.counted(&vec![0.0; PIXELS]).await?;
        this.examine().await?;
        Ok(this)
    }

    /// How many squares a digit means; 0 where it means nothing.
    fn means(&self, digit: usize) -> usize {
        self.digits.iter().position(|one| *one == digit).map_or(0, |at| at + 1)
    }

    /// What the boards of the exam are counted as, in a programme of these pixels.
    async fn counted(&mut self, pixels: &[f32]) -> Result<Vec<usize>, EngineError> {
        let pictures: Vec<f32> =
            self.boards.iter().flat_map(|board| self.programme.around(pixels, &picture(*board))).collect();
        let logits = self.asked.logits(&pictures).await?;
        Ok(logits.chunks_exact(CLASSES).map(|row| self.means(likeliest(row))).collect())
    }

    async fn examine(&mut self) -> Result<(), EngineError> {
        self.pixels = self.programme.pixels().await?;
        self.changed = self.programme.changed(&self.victim).await?;
        self.exams.said = self.counted(&self.pixels.clone()).await?;
        let share = self.share(&self.exams.said);
        self.exams.rights.push(self.programme.step as f32, share as f32);
        self.own = None;
        Ok(())
    }

    /// The share of the exam's boards that are counted rightly.
    fn share(&self, said: &[usize]) -> f64 {
        let right = self.boards.iter().zip(said).filter(|(board, said)| count(**board) == **said).count();
        right as f64 / BOARDS as f64
    }

    /// Goes on by so many steps of the run, of `steps` batches in all.
    async fn learn(&mut self, seed: u64, steps: u64, run: u64) -> Result<(), EngineError> {
        for _ in 0..run {
            if self.programme.step >= steps {
                return Ok(());
            }
            for _ in 0..TOGETHER {
                let mut random = Random::of(seed ^ APART, self.programme.step);
                let boards: Vec<Board> =
                    (0..BATCH).map(|_| draw(random.below(self.digits.len()) + 1, false, &mut random)).collect();
                let pictures: Vec<f32> = boards.iter().flat_map(|board| picture(*board)).collect();
                let classes: Vec<f32> = boards.iter().map(|board| self.digits[count(*board) - 1] as f32).collect();
                self.programme.learn(&pictures, &classes).await?;
            }
            if self.programme.step.is_multiple_of(EVERY * TOGETHER) || self.programme.step >= steps {
                self.examine().await?;
            }
        }
        Ok(())
    }

    /// Asks about the reader's board.
    async fn look(&mut self, board: Board) -> Result<(), EngineError> {
        if self.own.as_ref().is_some_and(|(known, _)| *known == board) {
            return Ok(());
        }
        let bare = picture(board);
        let both = [bare.clone(), self.programme.around(&self.pixels, &bare)];
        let logits = self.asked.logits(&both.concat()).await?;
        let mut said = logits.chunks_exact(CLASSES).map(likeliest);
        self.own = Some((board, both.map(|picture| (picture, said.next().unwrap_or(0)))));
        Ok(())
    }
}

/// The digits that are to mean 1 to `most` squares: by how much their logit grows with each square in a grey programme, `Σ (k − k̄) z_k`,
/// smallest first, and of all ten some that are evenly far apart. A programme can lift a digit or lower it; that it grows faster than
/// another one with the squares is hard to change, and the greatest of several rising lines is, from left to right, one of larger and
/// larger slope.
async fn order(asked: &mut Asked, programme: &Programme, most: usize, seed: u64) -> Result<Vec<usize>, EngineError> {
    let boards = drawn(most, false, &mut Random::of(seed ^ APART, ORDER));
    let grey = vec![0.5; PIXELS];
    let pictures: Vec<f32> = boards.iter().flat_map(|board| programme.around(&grey, &picture(*board))).collect();
    let logits = asked.logits(&pictures).await?;
    let middle = (most + 1) as f32 / 2.0;
    let mut slopes = [0.0; CLASSES];
    for (row, board) in logits.chunks_exact(CLASSES).zip(&boards) {
        slopes.iter_mut().zip(row).for_each(|(slope, z)| *slope += (count(*board) as f32 - middle) * z);
    }
    let mut digits: Vec<usize> = (0..CLASSES).collect();
    digits.sort_by(|a, b| slopes[*a].total_cmp(&slopes[*b]));
    Ok((0..most).map(|at| digits[at * (CLASSES - 1) / (most - 1).max(1)]).collect())
}

impl Reprogram {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let number = |key: &str| params.number(TABLE, key);
        let stack = Stack::parse(NET, [1, SIDE, SIDE]).map_err(|error| LabError::general(error.zh(), error.en()))?;
        let rounded = |key: &str| (number(key).round() as u64).next_multiple_of(TOGETHER);
        let school = School::plain(&stack, number("variety") as f32, rounded("practice"));
        let learner = Learner::new(device, school.clone(), RATE, seed).map_err(engine)?;
        let (device, params, steps) = (device.clone(), params.clone(), rounded("frame_steps"));
        let most = (number("count_to").round() as usize).clamp(2, 8);
        Ok(Self { device, params, seed, school, learner, steps, most, ground: None, kept: None })
    }

    async fn work(&mut self, steps: u32) -> Result<(), EngineError> {
        let left = (self.school.steps - self.learner.left.step).div_ceil(TOGETHER);
        let practice = left.min(u64::from(steps));
        self.learner.learn(practice * TOGETHER).await?;
        if self.learner.left.step < self.school.steps {
            return Ok(());
        }
        let mut ground = match self.ground.take() {
            Some(ground) => ground,
            None => {
                let victim = Victim::plain(&self.school.stack, vec![self.learner.weights().await?]);
                Ground::new(self, victim).await?
            }
        };
        if let Some(kept) = self.kept.take() {
            ground.programme.back_to(&kept.programme)?;
            ground.examine().await?;
            ground.exams = kept.exams;
        }
        ground.learn(self.seed, self.steps, u64::from(steps) - practice).await?;
        ground.look(self.params.number(TABLE, "squares").round() as Board).await?;
        self.ground = Some(ground);
        Ok(())
    }
}

impl Exhibit for Reprogram {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.params = params.clone();
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(steps).await.map_err(engine) })
    }

    fn rests(&self) -> bool {
        self.ground.as_ref().is_some_and(|ground| ground.programme.step >= self.steps)
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let mut shown = Shown::default();
        shown.metrics.push(("practice_left", (self.school.steps - self.learner.left.step) as f64));
        if let Some(loss) = self.learner.left.loss {
            shown.metrics.push(("loss", f64::from(loss)));
            shown.diverged = !loss.is_finite();
        }
        shown.panels.push(panel("losses", Content::Lines(vec![self.learner.left.losses.series("loss", 1)])));
        match &self.ground {
            Some(ground) => ground.show(self.steps, &mut shown),
            None => {
                let nothing = || Content::Pictures(Pictures::default());
                shown.panels.extend(["own_board", "boards", "counted"].map(|id| panel(id, nothing())));
                shown.panels.extend(["counting", "weaving"].map(|id| panel(id, Content::Lines(Vec::new()))));
                shown.panels.push(panel("meanings", Content::Text(Sentence::default())));
            }
        }
        shown
    }

    fn plan(&self) -> &Plan {
        self.learner.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.learner.machine().snapshot().await.map_err(engine)?;
            let left = self.learner.left.clone();
            let kept = match &mut self.ground {
                Some(ground) => {
                    let programme = ground.programme.keep().await.map_err(engine)?;
                    Some(Halfway { programme, exams: ground.exams.clone() })
                }
                None => None,
            };
            let own_bytes = left.losses.bytes()
                + kept.as_ref().map_or(0, |kept| kept.programme.bytes() + kept.exams.rights.bytes());
            Ok(Saved { machine, own: Rc::new((left, kept)), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some((left, kept)) = saved.own.downcast_ref::<(Left, Option<Halfway>)>() else { return Err(foreign()) };
        self.learner.machine().restore(&saved.machine).map_err(engine)?;
        (self.learner.left, self.kept) = (left.clone(), kept.clone());
        // Made anew from what was learnt; the programme then goes on.
        self.ground = None;
        Ok(())
    }
}

impl Ground {
    fn show(&self, steps: u64, shown: &mut Shown) {
        let off = self.boards.iter().zip(&self.exams.said).map(|(board, said)| count(*board).abs_diff(*said));
        shown.metrics.extend([
            ("clean_accuracy", self.clean),
            ("frame_left", (steps - self.programme.step.min(steps)) as f64),
            ("count_accuracy", self.share(&self.exams.said)),
            ("count_bare", self.share(&self.bare)),
            ("count_off", off.sum::<usize>() as f64 / BOARDS as f64),
            ("weights_changed", self.changed as f64),
        ]);
        let side = SIDE as u32;
        let pictures = |id: &str, values: Vec<f32>, names| {
            panel(id, Content::Pictures(Pictures { height: side, width: side, values: values.into(), names }))
        };
        if let Some((board, both)) = &self.own {
            let said = both.each_ref().map(|(_, digit)| self.means(*digit) as f64);
            shown.metrics.extend([
                ("own_squares", count(*board) as f64),
                ("own_digit", both[1].1 as f64),
                ("own_bare", said[0]),
                ("own_counted", said[1]),
            ]);
            let names = both.each_ref().map(|(_, digit)| format!("{digit} → {}", meaning(self.means(*digit)))).to_vec();
            let values = both.iter().flat_map(|(picture, _)| picture).copied().collect();
            shown.panels.push(pictures("own_board", values, names));
        }
        let wall = self.boards.iter().take(WALL);
        let names =
            wall.clone().zip(&self.exams.said).map(|(board, said)| format!("{} → {}", count(*board), meaning(*said)));
        let values = wall.flat_map(|board| self.programme.around(&self.pixels, &picture(*board))).collect();
        shown.panels.push(pictures("boards", values, names.collect()));
        let rights = self.exams.rights.series("framed", 2);
        let bare = self.share(&self.bare) as f32;
        let ends = [rights.x.0.first(), rights.x.0.last()].into_iter().flatten().copied().collect::<Vec<_>>();
        let bare = series("bare", 3, ends.clone(), vec![bare; ends.len()]);
        shown.panels.push(panel("counting", Content::Lines(vec![rights, bare])));
        shown.panels.push(panel("weaving", Content::Lines(vec![self.programme.losses.series("loss", 1)])));
        // The last column: digits that mean nothing.
        let (most, wide) = (self.digits.len(), self.digits.len() + 1);
        let mut counts = vec![0.0; most * wide];
        for (board, said) in self.boards.iter().zip(&self.exams.said) {
            counts[(count(*board) - 1) * wide + said.checked_sub(1).unwrap_or(most)] += 1.0;
        }
        let (height, width) = (most as u32, wide as u32);
        let counts = Pictures { height, width, values: counts.into(), names: Vec::new() };
        shown.panels.push(panel("counted", Content::Pictures(counts)));
        let means = |between: &str| {
            let each = self.digits.iter().zip(1..).map(|(digit, squares)| format!("{digit} → {squares}"));
            each.collect::<Vec<_>>().join(between)
        };
        let said =
            Sentence::new(format!("数字 → 方块数：{}", means("，")), format!("digit → squares: {}", means(", ")));
        shown.panels.push(panel("meanings", Content::Text(said)));
    }
}
