//! An attack that is worn: glasses with which a camera takes one person for another, from wherever it looks.

mod camera;
mod learner;
mod patch;
mod people;

use super::params::{TABLE, TOGETHER};
use super::victim::likeliest;
use crate::exhibit::{Exhibit, Shown, engine, foreign, panel, series};
use camera::{VIEW, by_lot};
use compute::rng::Stream;
use compute::{Device, EngineError, Plan, Snapshot};
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Panel, Params, Pictures, Sentence};
use learner::{ALBUM, Gate, Known, Learner, Left, Passed};
use nn::Stack;
use patch::{Care, PRINTED, Patch, Shape, off_palette, printed, roughness, worn};
use people::{NAMES, NUMBERS, PEOPLE, PLANE, People, SIDE};
use std::rc::Rc;

/// Photographs of a step.
const ROWS: usize = 24;
/// Unseen photographs of the wearer, and views of each, that a patch is tried in.
const PHOTOS: usize = 48;
const EXAM: usize = 2 * PHOTOS;
/// What stands before the reader's camera: nothing worn, what was made for one view, for many, and that printed.
const MADE: [&str; 4] = ["bare", "single", "views", "printed"];
/// From this share of views on a piece in one colour is enough, and nothing has to be fitted.
const PLAIN: f64 = 0.8;
/// Views that are shown.
const WALL: usize = 8;
/// Steps of a patch between two trials of it.
const EVERY: u32 = 10;
/// Streams of random numbers.
const VIEWS: u32 = 0xca3e;
const PICKED: u32 = 0x91c0;

pub(super) struct Physical {
    device: Device,
    params: Params,
    seed: u64,
    stack: Stack,
    people: People,
    lessons: u64,
    learner: Learner,
    ground: Option<Ground>,
    way: Way,
    /// Patches to go on from.
    kept: Option<[Snapshot; 2]>,
    /// A control moves: patches wait until it rests.
    hurry: bool,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Wish {
    shape: Shape,
    wearer: usize,
    target: usize,
    care: Care,
    rounds: u32,
}

/// How far the patches are.
#[derive(Debug, Clone, PartialEq, Default)]
struct Way {
    wish: Option<Wish>,
    done: u32,
    at: Vec<f32>,
    /// Shares of views taken for the target: made for one view, for many, and that printed.
    shares: [Vec<f32>; 3],
}

/// What there is once the classifier has learnt.
struct Ground {
    gate: Gate,
    /// For the reader's camera.
    eye: Gate,
    /// Made for one view, and for many.
    patches: [Patch; 2],
    /// The share of right answers on unseen photographs of all, in views by lot.
    clean: f64,
    /// Who was last asked for the nearest: shape, wearer, and who that is.
    nearest: Option<(Shape, usize, usize)>,
    views: Vec<f32>,
    worn: Option<Worn>,
    looked: Option<(Vec<f32>, Vec<f32>, Passed)>,
}

/// The wearer, and what came of the patches.
struct Worn {
    wish: Wish,
    mask: Vec<f32>,
    /// Photographs to learn from, and unseen ones.
    album: Vec<f32>,
    photos: Vec<f32>,
    /// Without anything on.
    bare: Passed,
    tried: Option<Tried>,
}

struct Tried {
    done: u32,
    /// Made for one view, for many, and that as it is printed.
    patches: [Vec<f32>; 3],
    passed: [Passed; 3],
}

impl Physical {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let stack = learner::stack().map_err(|error| LabError::general(error.zh(), error.en()))?;
        let people = People::new(seed);
        let lessons = (params.number(TABLE, "faces").round() as u64).next_multiple_of(TOGETHER);
        let learner = Learner::new(device, &stack, &people, lessons, seed).map_err(engine)?;
        let (device, params) = (device.clone(), params.clone());
        Ok(Self {
            device,
            params,
            seed,
            stack,
            people,
            lessons,
            learner,
            ground: None,
            way: Way::default(),
            kept: None,
            hurry: false,
        })
    }

    fn wish(&self) -> Wish {
        let number = |key: &str| self.params.number(TABLE, key);
        let who = |key: &str| NAMES.iter().position(|name| *name == self.params.choice(TABLE, key));
        let wearer = who("wearer").unwrap_or(0);
        let shape = if self.params.choice(TABLE, "piece") == "sticker" { Shape::Sticker } else { Shape::Glasses };
        let nearest = || self.ground.as_ref()?.nearest.filter(|(of, who, _)| (*of, *who) == (shape, wearer));
        let target = who("passes").or_else(|| nearest().map(|(.., nearest)| nearest)).unwrap_or(wearer);
        Wish {
            shape,
            wearer,
            // Nobody passes for themselves.
            target: if target == wearer { (target + 1) % PEOPLE } else { target },
            care: Care {
                spread: number("spread") as f32,
                smooth: number("smooth") as f32,
                print: number("print") as f32,
            },
            rounds: number("fits").round() as u32,
        }
    }

    fn view(&self) -> [f32; VIEW] {
        let number = |key: &str| self.params.number(TABLE, key) as f32;
        let half = SIDE as f32 / 2.0;
        [
            number("cam_turn").to_radians(),
            number("cam_zoom"),
            number("cam_right") / half,
            number("cam_down") / half,
            number("cam_light"),
            number("cam_blur"),
        ]
    }

    async fn work(&mut self, steps: u32) -> Result<(), EngineError> {
        let left = self.lessons - self.learner.left.step;
        let lessons = left.div_ceil(TOGETHER).min(u64::from(steps));
        self.learner.learn(lessons * TOGETHER).await?;
        if self.learner.left.step < self.lessons {
            return Ok(());
        }
        if self.ground.is_none() {
            let known = self.learner.known(&self.stack).await?;
            self.ground = Some(Ground::new(&self.device, &known, &self.people, self.seed).await?);
        }
        let asked = self.wish();
        if let Some(ground) = self.ground.as_mut().filter(|_| self.params.choice(TABLE, "passes") == "nearest") {
            ground.nearest(asked.shape, asked.wearer, &self.people).await?;
        }
        let (wish, view) = (self.wish(), self.view());
        let photo = (self.params.number(TABLE, "photo").round() as usize).min(PHOTOS - 1);
        let Some(ground) = &mut self.ground else { return Ok(()) };
        if let Some(kept) = self.kept.take() {
            for (patch, snapshot) in ground.patches.iter_mut().zip(&kept) {
                patch.machine.restore(snapshot)?;
            }
            ground.worn = None;
        }
        if !self.hurry || ground.worn.is_none() {
            ground.go_on(&mut self.way, &wish, &self.people, self.seed, steps - lessons as u32).await?;
        }
        ground.look(photo, &view).await
    }
}

impl Ground {
    async fn new(device: &Device, known: &Known, people: &People, seed: u64) -> Result<Self, EngineError> {
        let mut gate = Gate::new(device, known, EXAM)?;
        let eye = Gate::new(device, known, MADE.len())?;
        let patches = [Patch::new(device, known, 1, seed)?, Patch::new(device, known, ROWS, seed)?];
        let views = by_lot(&mut Stream::new(seed, VIEWS), EXAM);
        let each = EXAM / PEOPLE;
        let all: Vec<f32> = (0..PEOPLE).flat_map(|person| people.photos(person, ALBUM, ALBUM + each)).collect();
        let passed = gate.pass(&all, &views).await?;
        let right = passed.answers().enumerate().filter(|(at, answer)| at / each == *answer).count();
        let clean = right as f64 / EXAM as f64;
        Ok(Self { gate, eye, patches, clean, nearest: None, views, worn: None, looked: None })
    }

    /// Who is nearest to a wearer in a piece: of all others who gets, with the piece in one printable colour, most of the probability over
    /// photographs and views, in whichever colour that is. Whom that passes for already asks for no pattern, and does not count.
    async fn nearest(&mut self, shape: Shape, wearer: usize, people: &People) -> Result<(), EngineError> {
        if self.nearest.is_some_and(|(of, who, _)| (of, who) == (shape, wearer)) {
            return Ok(());
        }
        let (photos, mask) = (people.photos(wearer, ALBUM, ALBUM + PHOTOS).repeat(2), shape.mask());
        let (mut most, mut plain) = ([0.0_f32; PEOPLE], [0.0_f64; PEOPLE]);
        for colour in PRINTED {
            let piece: Vec<f32> = (0..NUMBERS).map(|at| colour[at / PLANE]).collect();
            let passed = self.gate.pass(&worn(&photos, &piece, &mask), &self.views).await?;
            for (person, most) in most.iter_mut().enumerate().filter(|(person, _)| *person != wearer) {
                *most = most.max(passed.chances.iter().skip(person).step_by(PEOPLE).sum());
                plain[person] = plain[person].max(passed.share(person));
            }
        }
        let asks: Vec<f32> =
            most.iter().zip(plain).map(|(most, plain)| if plain > PLAIN { 0.0 } else { *most }).collect();
        let nearest = likeliest(if asks.iter().any(|most| *most > 0.0) { &asks } else { &most });
        self.nearest = Some((shape, wearer, nearest));
        Ok(())
    }

    /// Goes on with both patches, first anew where others are asked for.
    async fn go_on(
        &mut self,
        way: &mut Way,
        wish: &Wish,
        people: &People,
        seed: u64,
        steps: u32,
    ) -> Result<(), EngineError> {
        let mask = wish.shape.mask();
        if way.wish != Some(*wish) {
            *way = Way { wish: Some(*wish), ..Way::default() };
            let careless = Care { spread: 0.0, smooth: 0.0, print: 0.0 };
            for (patch, care) in self.patches.iter_mut().zip([careless, wish.care]) {
                patch.begin(&mask, wish.target, care)?;
            }
            self.worn = None;
        }
        if self.worn.is_none() {
            let album = people.photos(wish.wearer, 0, ALBUM);
            let unseen = people.photos(wish.wearer, ALBUM, ALBUM + PHOTOS);
            let photos = [&unseen[..], &unseen].concat();
            let bare = self.gate.pass(&photos, &self.views).await?;
            self.worn = Some(Worn { wish: *wish, mask, album, photos, bare, tried: None });
        }
        let Some(worn) = &mut self.worn else { return Ok(()) };
        for _ in 0..steps.min(wish.rounds - way.done) {
            let mut lot = Stream::new(seed, PICKED.wrapping_add(way.done));
            let rows = (0..ROWS).map(|_| (lot.uniform() * ALBUM as f32) as usize);
            let photos: Vec<f32> = rows.flat_map(|at| &worn.album[at * NUMBERS..][..NUMBERS]).copied().collect();
            let [single, many] = &mut self.patches;
            // One view of one photograph, again and again; or other ones each time.
            single.step(&worn.album[..NUMBERS]).await?;
            many.step(&photos).await?;
            way.done += 1;
            if way.done.is_multiple_of(EVERY) || way.done == wish.rounds {
                worn.try_on(&mut self.gate, &mut self.patches, &self.views, way.done).await?;
                if let Some(tried) = &worn.tried {
                    way.at.push(way.done as f32);
                    for (curve, passed) in way.shares.iter_mut().zip(&tried.passed) {
                        curve.push(passed.share(wish.target) as f32);
                    }
                }
            }
        }
        worn.try_on(&mut self.gate, &mut self.patches, &self.views, way.done).await
    }

    /// Looks through the reader's camera: at the bare face, and with each of the patches.
    async fn look(&mut self, photo: usize, view: &[f32; VIEW]) -> Result<(), EngineError> {
        let Some((worn_now, tried)) = self.worn.as_ref().and_then(|worn| Some((worn, worn.tried.as_ref()?))) else {
            return Ok(());
        };
        let first = &worn_now.photos[photo * NUMBERS..][..NUMBERS];
        let mut pictures = first.to_vec();
        pictures.extend(tried.patches.iter().flat_map(|patch| worn(first, patch, &worn_now.mask)));
        if self.looked.as_ref().is_none_or(|(before, from, _)| *before != pictures || *from != *view) {
            let passed = self.eye.pass(&pictures, &view.repeat(MADE.len())).await?;
            self.looked = Some((pictures, view.to_vec(), passed));
        }
        Ok(())
    }
}

impl Worn {
    /// Tries the patches on, where that is yet to be done.
    async fn try_on(
        &mut self,
        gate: &mut Gate,
        [single, many]: &mut [Patch; 2],
        views: &[f32],
        done: u32,
    ) -> Result<(), EngineError> {
        if self.tried.as_ref().is_some_and(|tried| tried.done == done) {
            return Ok(());
        }
        let (single, many) = (single.colours().await?, many.colours().await?);
        let from_printer = printed(&many);
        let patches = [single, many, from_printer];
        let mut passed = [(); 3].map(|()| Passed::default());
        for (passed, patch) in passed.iter_mut().zip(&patches) {
            *passed = gate.pass(&worn(&self.photos, patch, &self.mask), views).await?;
        }
        self.tried = Some(Tried { done, patches, passed });
        Ok(())
    }
}

fn pictures(id: &str, values: Vec<f32>, names: Vec<String>) -> Panel {
    panel(id, Content::Pictures(Pictures { height: SIDE as u32, width: SIDE as u32, values: values.into(), names }))
}

/// Who each of some is taken for, and how surely.
fn said(passed: &Passed, count: usize) -> Vec<String> {
    let rows = passed.answers().zip(passed.chances.chunks_exact(PEOPLE)).take(count);
    rows.map(|(answer, chances)| format!("{} · {:.0} %", NAMES[answer], chances[answer] * 100.0)).collect()
}

impl Exhibit for Physical {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.params = params.clone();
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(steps).await.map_err(engine) })
    }

    fn rests(&self) -> bool {
        self.ground.is_some() && self.way.wish.is_some_and(|wish| wish == self.wish() && self.way.done >= wish.rounds)
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let left = &self.learner.left;
        let mut shown = Shown::default();
        shown.metrics.push(("practice_left", (self.lessons - left.step) as f64));
        if let Some(loss) = left.loss {
            shown.metrics.push(("loss", f64::from(loss)));
            shown.diverged = !loss.is_finite();
        }
        shown.panels.push(panel("losses", Content::Lines(vec![left.losses.series("loss", 1)])));
        let faces = (0..PEOPLE).flat_map(|person| self.people.photo(person, 0)).collect();
        shown.panels.push(pictures("faces", faces, NAMES.map(str::to_owned).to_vec()));
        match self.ground.as_ref().and_then(|ground| Some((ground, ground.worn.as_ref()?))) {
            Some((ground, Worn { wish, mask, photos, bare, tried: Some(tried), .. })) => {
                let whom = Sentence::new(
                    format!("{} 戴上，冒充 {}", NAMES[wish.wearer], NAMES[wish.target]),
                    format!("{} wears them, to pass for {}", NAMES[wish.wearer], NAMES[wish.target]),
                );
                shown.panels.push(panel("phys_whom", Content::Text(whom)));
                shown.metrics.extend([
                    ("phys_clean", ground.clean),
                    ("phys_bare", bare.share(wish.wearer)),
                    ("phys_bare_target", bare.share(wish.target)),
                    ("phys_done", f64::from(tried.done)),
                    ("phys_pixels", f64::from(mask.iter().sum::<f32>())),
                ]);
                let names = [
                    ["phys_single", "phys_single_rough", "phys_single_off"],
                    ["phys_views", "phys_rough", "phys_off"],
                    ["phys_printed", "phys_printed_rough", "phys_printed_off"],
                ];
                for (names, (patch, passed)) in names.iter().zip(tried.patches.iter().zip(&tried.passed)) {
                    let numbers = [passed.share(wish.target), roughness(patch, mask), off_palette(patch, mask)];
                    shown.metrics.extend(names.iter().copied().zip(numbers));
                }
                // By how much anything outside the shape differs from the photographs.
                let on = worn(photos, &tried.patches[1], mask);
                let moved = on.iter().zip(photos).enumerate().filter(|(k, _)| mask[k % PLANE] == 0.0);
                let most = moved.map(|(_, (on, first))| f64::from((on - first).abs())).fold(0.0, f64::max);
                shown.metrics.push(("phys_outside", most));
                let way = &self.way;
                let curve = |key: &str, identity, y: &Vec<f32>| series(key, identity, way.at.clone(), y.clone());
                let [single, many, print] = &way.shares;
                let curves = vec![curve("single", 3, single), curve("printed", 1, print), curve("views", 2, many)];
                shown.panels.push(panel("phys_steps", Content::Lines(curves)));
                // On white, apart from any face.
                let alone = tried.patches.iter().flat_map(|patch| worn(&[1.0; NUMBERS], patch, mask)).collect();
                shown.panels.push(pictures("pieces", alone, MADE[1..].iter().map(|key| format!("{key}|")).collect()));
                let wall =
                    |id, passed: &Passed| pictures(id, passed.seen[..WALL * NUMBERS].to_vec(), said(passed, WALL));
                shown.panels.push(wall("single_views", &tried.passed[0]));
                shown.panels.push(wall("many_views", &tried.passed[1]));
                if let Some((_, _, passed)) = &ground.looked {
                    let names = MADE.iter().zip(said(passed, MADE.len())).map(|(key, said)| format!("{key}|{said}"));
                    shown.panels.push(pictures("camera", passed.seen.clone(), names.collect()));
                    let chance = |row: usize| f64::from(passed.chances[row * PEOPLE + wish.target]);
                    shown.metrics.extend([("camera_bare", chance(0)), ("camera_single", chance(1))]);
                    shown.metrics.extend([("camera_views", chance(2)), ("camera_printed", chance(3))]);
                }
            }
            _ => {
                for id in ["pieces", "single_views", "many_views", "camera"] {
                    shown.panels.push(panel(id, Content::Pictures(Pictures::default())));
                }
                shown.panels.push(panel("phys_steps", Content::Lines(Vec::new())));
                shown.panels.push(panel("phys_whom", Content::Text(Sentence::default())));
            }
        }
        shown
    }

    fn plan(&self) -> &Plan {
        self.learner.machine.plan()
    }

    fn hurry(&mut self, on: bool) {
        self.hurry = on;
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.learner.machine.snapshot().await.map_err(engine)?;
            let kept = match &mut self.ground {
                Some(Ground { patches: [single, many], .. }) => {
                    let single = single.machine.snapshot().await.map_err(engine)?;
                    Some([single, many.machine.snapshot().await.map_err(engine)?])
                }
                None => self.kept.clone(),
            };
            let (left, way) = (self.learner.left.clone(), self.way.clone());
            let snapshots = kept.iter().flatten().map(Snapshot::bytes).sum::<usize>();
            let own_bytes = snapshots + left.losses.bytes() + size_of_val(&*way.at) * 4;
            Ok(Saved { machine, own: Rc::new((left, way, kept)), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let own = saved.own.downcast_ref::<(Left, Way, Option<[Snapshot; 2]>)>();
        let Some((left, way, kept)) = own else { return Err(foreign()) };
        self.learner.machine.restore(&saved.machine).map_err(engine)?;
        (self.learner.left, self.way, self.kept) = (left.clone(), way.clone(), kept.clone());
        if left.step < self.lessons {
            self.ground = None;
        }
        Ok(())
    }
}
