//! The examination: the networks as they stand, on digits that none of them has seen, as they are and changed.

use super::layer::Ties;
use super::nets::{MAPS, Net, Size, asked, key};
use super::pictures::{Change, Items, PIXELS, SIDE};
use super::question::Question;
use super::routes::routes;
use compute::{Device, EngineError, Machine};
use data::made::digits::CLASSES;
use labkit::Pictures;
use nn::Layer;

/// Pictures that are asked at once, those in a cell of the map over shifts, those moved to each side, and unseen ones in all.
const PART: usize = 100;
const CELL: usize = 40;
const SIDEWAYS: usize = 60;
const UNSEEN: usize = 300;
/// Unseen ones where the networks are nearly as good as each other.
const CLOSE: usize = 1000;
/// Pictures that are shown.
const WALL: usize = 24;
/// What tells their seed from the training's.
const APART: u64 = 0x7e57_0000_0000_0000;
/// A pen below is thin.
const THIN: f32 = 2.3;
const TWOS: usize = 25;

/// Shifts of the map, and of the curve: so many pixels to each of the four sides.
pub(super) const SHIFTS: [i8; 7] = [-6, -4, -2, 0, 2, 4, 6];
pub(super) const RADII: [u8; 6] = [0, 1, 2, 3, 4, 6];
pub(super) const ZOOMS: [f32; 10] = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.4];
pub(super) const KEEPS: [u8; 6] = [1, 2, 3, 4, 6, 8];

/// What came of it. A share for each network, in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Examined {
    /// Of unseen digits as they are, changed as is asked, and of those of the training.
    pub(super) plain: Vec<f32>,
    pub(super) changed: Vec<f32>,
    pub(super) trained: Vec<f32>,
    /// Over (dx, dy), row by row; over what the question asks for.
    pub(super) map: Vec<Vec<f32>>,
    pub(super) curve: Vec<Vec<f32>>,
    /// Of thin twos moved by one pixel: how far the pixels are off, as a share of their length, and by how much a probability changes
    /// at most; medians.
    pub(super) two_pixels: Option<f32>,
    pub(super) two_chances: Vec<f32>,
    /// How far the shared layer's map of a shifted picture is off the shifted map, where the stride divides the shift.
    pub(super) map_error: Option<f32>,
    /// Pictures with what they are, and what they are taken for where that is wrong.
    pub(super) wall: Pictures,
    /// The first picture, its change, and the first map of each.
    pub(super) maps: Option<[Vec<f32>; 2]>,
    /// The first picture, and where the gradient of 2×2 max and mean pooling goes.
    pub(super) routes: Pictures,
}

impl Examined {
    pub(super) fn bytes(&self) -> usize {
        let shares = self.map.iter().chain(&self.curve).map(Vec::len).sum::<usize>();
        4 * (shares + self.wall.values.0.len() + self.routes.values.0.len())
    }
}

pub(super) struct Exam {
    machine: Machine,
    kinds: &'static [Ties],
    unseen: Items,
    trained: Items,
    twos: Items,
    change: Change,
    /// The network whose answers stand beside the pictures.
    watched: usize,
}

impl Exam {
    pub(super) fn new(device: &Device, kinds: &'static [Ties], size: Size, seed: u64, trained: &Items) -> Result<Self, EngineError> {
        let machine = device.machine(asked(kinds, size, PART).compile()?)?;
        let count = if kinds.contains(&Ties::Separable) { CLOSE } else { UNSEEN };
        let (unseen, twos) = (Items::draw(seed ^ APART, count), Items::thin_twos(seed ^ APART, THIN, TWOS));
        let trained = trained.changed(PART, &Change::default());
        Ok(Self { machine, kinds, unseen, trained, twos, change: Change::default(), watched: 0 })
    }

    /// Takes what is done to the pictures, and whose answers are shown; answers whether that is news.
    pub(super) fn ask(&mut self, change: Change, watched: usize) -> bool {
        let news = self.change != change || self.watched != watched;
        (self.change, self.watched) = (change, watched);
        news
    }

    /// Takes over the weights.
    pub(super) async fn learn(&mut self, nets: &[Net], from: &mut Machine) -> Result<(), EngineError> {
        for parameter in nets.iter().flat_map(Layer::parameters) {
            let values = from.read(&parameter.name).await?;
            self.machine.write(&parameter.name, &values)?;
        }
        Ok(())
    }

    /// The logits of each network for all of `items`.
    async fn logits(&mut self, items: &Items) -> Result<Vec<Vec<f32>>, EngineError> {
        let mut all = vec![Vec::new(); self.kinds.len()];
        for pictures in items.x.chunks(PART * PIXELS) {
            self.machine.write_part("x", 0, pictures)?;
            self.machine.run(1)?;
            for (ties, all) in self.kinds.iter().zip(&mut all) {
                let logits = self.machine.read(&format!("logits.{}", key(*ties))).await?;
                all.extend_from_slice(&logits[..pictures.len() / PIXELS * CLASSES]);
            }
        }
        Ok(all)
    }

    /// The share of right answers of each network.
    async fn rights(&mut self, items: &Items) -> Result<Vec<f32>, EngineError> {
        let right = |logits: &Vec<f32>| {
            let rights = answers(logits).zip(&items.y).filter(|(answer, class)| *answer as f32 == **class).count();
            rights as f32 / items.y.len().max(1) as f32
        };
        Ok(self.logits(items).await?.iter().map(right).collect())
    }

    /// Digits as in training, whether seen there or not.
    pub(super) async fn look(&mut self, examined: &mut Examined) -> Result<(), EngineError> {
        let places = Change { places: self.change.places.clone(), ..Change::default() };
        let unseen = self.unseen.changed(self.unseen.y.len(), &places);
        examined.plain = self.rights(&unseen).await?;
        let trained = std::mem::take(&mut self.trained);
        examined.trained = self.rights(&trained).await?;
        self.trained = trained;
        Ok(())
    }

    /// Digits changed as the parameters say.
    pub(super) async fn look_changed(&mut self, examined: &mut Examined) -> Result<(), EngineError> {
        let plain = Items { x: self.unseen.x[..PIXELS].to_vec(), y: self.unseen.y[..1].to_vec() };
        self.logits(&plain).await?;
        let before = self.machine.read("map").await?;
        let items = self.unseen.changed(PART, &self.change);
        let logits = self.logits(&items).await?;
        let after = self.machine.read("map").await?;
        let right = |logits: &Vec<f32>| {
            answers(logits).zip(&items.y).filter(|(answer, class)| *answer as f32 == **class).count() as f32 / PART as f32
        };
        examined.changed = logits.iter().map(right).collect();
        let names = answers(&logits[self.watched]).zip(&items.y).take(WALL);
        let name = |(answer, class): (usize, &f32)| {
            let class = *class as usize;
            if answer == class { class.to_string() } else { format!("✗ {class}→{answer}") }
        };
        examined.wall = Pictures {
            height: SIDE as u32,
            width: SIDE as u32,
            names: names.map(name).collect(),
            values: items.x[..WALL * PIXELS].to_vec().into(),
        };
        let map = (before.len() / PART / MAPS).isqrt();
        let first = |maps: &[f32]| maps[..MAPS * map * map].to_vec();
        examined.map_error = self.change.strides(2).map(|shift| off(&first(&before), &first(&after), map, shift));
        examined.maps = Some([first(&before), first(&after)]);
        examined.routes = routes(&self.unseen.x[..PIXELS]).await?;
        Ok(())
    }

    /// All that the question asks for.
    pub(super) async fn study(&mut self, question: Question, examined: &mut Examined) -> Result<(), EngineError> {
        match question {
            Question::Shift => {
                examined.map.clear();
                for dy in SHIFTS {
                    for dx in SHIFTS {
                        examined.map.push(self.tried(CELL, moved(dx.into(), dy.into())).await?);
                    }
                }
                examined.curve.clear();
                for radius in RADII {
                    examined.curve.push(self.around(f32::from(radius)).await?);
                }
                self.study_twos(examined).await?;
            }
            Question::Scale => {
                examined.curve.clear();
                for zoom in ZOOMS {
                    examined.curve.push(self.tried(2 * PART, Change { zoom, ..Change::default() }).await?);
                }
            }
            Question::Subsample => {
                examined.curve.clear();
                for keep in KEEPS {
                    let change = Change { keep: keep.into(), thin: self.change.thin, ..Change::default() };
                    examined.curve.push(self.tried(2 * PART, change).await?);
                }
            }
            Question::Permute | Question::Few | Question::Separable => {}
        }
        Ok(())
    }

    async fn tried(&mut self, count: usize, change: Change) -> Result<Vec<f32>, EngineError> {
        let items = self.unseen.changed(count, &change);
        self.rights(&items).await
    }

    /// The mean over shifts to the four sides.
    async fn around(&mut self, radius: f32) -> Result<Vec<f32>, EngineError> {
        if radius == 0.0 {
            return self.tried(4 * SIDEWAYS, Change::default()).await;
        }
        let mut mean = vec![0.0; self.kinds.len()];
        for [dx, dy] in [[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]] {
            let rights = self.tried(SIDEWAYS, moved(radius * dx, radius * dy)).await?;
            mean.iter_mut().zip(rights).for_each(|(mean, right)| *mean += right / 4.0);
        }
        Ok(mean)
    }

    async fn study_twos(&mut self, examined: &mut Examined) -> Result<(), EngineError> {
        let still = self.twos.changed(TWOS, &Change::default());
        let moved = self.twos.changed(TWOS, &moved(1.0, 0.0));
        let pairs = still.x.chunks_exact(PIXELS).zip(moved.x.chunks_exact(PIXELS));
        let length = |values: &mut dyn Iterator<Item = f32>| values.map(|v| v * v).sum::<f32>().sqrt();
        let far = |(a, b): (&[f32], &[f32])| length(&mut a.iter().zip(b).map(|(a, b)| a - b)) / length(&mut a.iter().copied());
        examined.two_pixels = Some(median(pairs.map(far).collect()));
        let (before, after) = (self.logits(&still).await?, self.logits(&moved).await?);
        let change = |(a, b): (&[f32], &[f32])| chances(a).zip(chances(b)).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        let of = |(a, b): (&Vec<f32>, &Vec<f32>)| median(a.chunks_exact(CLASSES).zip(b.chunks_exact(CLASSES)).map(change).collect());
        examined.two_chances = before.iter().zip(&after).map(of).collect();
        Ok(())
    }
}

fn moved(dx: f32, dy: f32) -> Change {
    Change { shift: [dx, dy], ..Change::default() }
}

/// The class of each row of logits.
fn answers(logits: &[f32]) -> impl Iterator<Item = usize> {
    let best = |row: &[f32]| (0..row.len()).max_by(|a, b| row[*a].total_cmp(&row[*b])).unwrap_or(0);
    logits.chunks_exact(CLASSES).map(best)
}

/// `softmax(z)`.
fn chances(logits: &[f32]) -> impl Iterator<Item = f32> {
    let most = logits.iter().copied().fold(f32::MIN, f32::max);
    let sum: f32 = logits.iter().map(|z| data::maths::exp(z - most)).sum();
    logits.iter().map(move |z| data::maths::exp(z - most) / sum)
}

fn median(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f32::NAN)
}

/// The largest difference of `after` from `before` moved by `shift` places, away from the borders of maps `side` wide.
fn off(before: &[f32], after: &[f32], side: usize, [right, down]: [isize; 2]) -> f32 {
    let mut most = 0.0_f32;
    // Windows at the border see the zeros around the picture.
    let inside = |at: isize| at >= 1 && at < side as isize - 1;
    for (before, after) in before.chunks_exact(side * side).zip(after.chunks_exact(side * side)) {
        for (i, value) in after.iter().enumerate() {
            let (row, column) = ((i / side) as isize, (i % side) as isize);
            let from = [column - right, row - down];
            if [row, column].into_iter().chain(from).all(inside) {
                most = most.max((value - before[(from[1] * side as isize + from[0]) as usize]).abs());
            }
        }
    }
    most
}

impl Change {
    /// By how many strides it moves a picture, where it does nothing else and the stride divides the shift.
    fn strides(&self, stride: i16) -> Option<[isize; 2]> {
        let only = *self == Self { shift: self.shift, ..Self::default() };
        let whole = self.shift.map(|pixels| pixels as i16);
        (only && whole.iter().all(|pixels| pixels % stride == 0)).then(|| whole.map(|pixels| (pixels / stride).into()))
    }
}

