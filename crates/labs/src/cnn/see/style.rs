//! Deep Style: the content of one picture with the style of another (Gatys, Ecker and Bethge, CVPR 2016).
//!
//! With `F [C, H·W]` what a layer's filters say behind the rectifier, style is `G = F Fᵀ / (H W)`: which filters speak together, wherever
//! that is. The pixels `x = sigmoid(u)` go down `α ‖h − h_c‖² / ‖h_c‖² + Σₗ wₗ ‖Gₗ − Aₗ‖² / ‖Aₗ‖²` by Adam.

use super::super::params::TABLE;
use super::colour::{eye, figure, filters, square, texture, trunk};
use super::exhibit::{Digits, Exhibit, Keep, Shown, engine, foreign};
use super::learner::{Learner, Weights, read_all, write_all};
use compute::{Device, EngineError, Expr, Machine, Program, Snapshot};
use data::picture::Picture;
use labkit::frame::Series;
use labkit::model::Local;
use labkit::{Content, LabError, Panel, Params, Pictures};
use nn::{Minimiser, Net, Parameter};
use std::any::Any;
use std::rc::Rc;

/// Side of the pictures.
const SIDE: usize = 64;
/// The layers whose Gram matrices are the style.
const LAYERS: [&str; 3] = ["conv1", "conv2", "conv3"];
/// Unrelated pictures whose mean distance from the content is told.
const OTHERS: u64 = 8;
/// By which share of its side a texture is moved.
const MOVED: f32 = 0.31;

pub(super) struct Style {
    device: Device,
    params: Params,
    seed: u64,
    eye: Learner,
    /// The reader's pictures: content, style.
    yours: [Option<Vec<f32>>; 2],
    painting: Option<Painting>,
    fresh: bool,
}

struct Painting {
    machine: Machine,
    net: Net,
    state: State,
}

/// What of it is not on the device.
#[derive(Debug, Clone)]
struct State {
    /// Content and style as pictures.
    shown: Rc<[Vec<f32>; 2]>,
    /// Mean distance of unrelated pictures from the content; of the Gram matrices when the style is moved.
    unrelated: f32,
    shifted: f32,
    /// Distances of style and content, squared and relative, of each step.
    rows: Vec<f32>,
}

struct Kept {
    eye: (Snapshot, u64),
    painting: Option<(Snapshot, State)>,
}

/// What a picture says: the content, and a Gram matrix for each layer.
struct Features {
    content: Expr,
    grams: Vec<Expr>,
}

fn features(net: &Net, x: &Expr, level: &str) -> Result<Features, LabError> {
    let taps = net.taps(&(x * 2.0 - 1.0));
    let of = |name: &str| {
        let tap = taps.iter().find(|tap| tap.name == name);
        tap.map(|tap| tap.value.relu()).ok_or_else(|| engine(EngineError::Name(name.to_owned())))
    };
    let gram = |name: &&str| -> Result<Expr, LabError> {
        let value = of(name)?;
        let [_, c, h, w] = value.shape().axes() else { return Err(engine(EngineError::Name((*name).to_owned()))) };
        let f = value.reshape(&[*c, h * w]);
        Ok(f.matmul(&f.transpose()) * (1.0 / (h * w) as f32))
    };
    Ok(Features { content: of(level)?, grams: LAYERS.iter().map(gram).collect::<Result<_, _>>()? })
}

/// `‖a − b‖² / ‖b‖²`.
fn apart(a: &Expr, b: &Expr) -> Expr {
    (a - b).square().sum() / (b.square().sum() + 1e-9)
}

fn relative(a: &[f32], b: &[f32]) -> f32 {
    let squares = |values: &mut dyn Iterator<Item = f32>| values.map(|value| value * value).sum::<f32>();
    let far = squares(&mut a.iter().zip(b).map(|(a, b)| a - b));
    (far / squares(&mut b.iter().copied()).max(1e-9)).sqrt()
}

/// Content and Gram matrices of pictures.
struct Eye(Machine);

impl Eye {
    fn new(device: &Device, weights: &Weights, level: &str) -> Result<Self, LabError> {
        let mut program = Program::new();
        let net = trunk(SIDE)?.build(&mut program);
        let x = program.state("x", &[1, 3, SIDE, SIDE]);
        let Features { content, grams } = features(&net, &x, level)?;
        program.output("h", &(content + 0.0));
        for (name, gram) in ["a0", "a1", "a2"].iter().zip(&grams) {
            program.output(name, &(gram + 0.0));
        }
        let mut machine = device.machine(program.compile().map_err(engine)?).map_err(engine)?;
        write_all(&mut machine, weights).map_err(engine)?;
        Ok(Self(machine))
    }

    async fn look(&mut self, x: &[f32]) -> Result<[Vec<f32>; 4], EngineError> {
        self.0.write("x", x)?;
        self.0.run(1)?;
        let mut all: [Vec<f32>; 4] = Default::default();
        for (slot, name) in all.iter_mut().zip(["h", "a0", "a1", "a2"]) {
            *slot = self.0.read(name).await?;
        }
        Ok(all)
    }
}

fn machine(device: &Device, level: &str) -> Result<(Machine, Net), LabError> {
    let mut program = Program::new();
    let net = trunk(SIDE)?.build(&mut program);
    let u = Parameter::new(&mut program, "u", &[1, 3, SIDE, SIDE], nn::Init::Zeros);
    let rate = program.state("rate", &[]);
    let Features { content, grams } = features(&net, &u.value.sigmoid(), level)?;
    let far = apart(&content, &program.state("h", content.shape().axes()));
    let mut style = Expr::scalar(0.0);
    for (at, gram) in grams.iter().enumerate() {
        let (target, weight) = (program.state(&format!("a{at}"), gram.shape().axes()), program.state(&format!("w{}", at + 1), &[]));
        style = style + weight * apart(gram, &target);
    }
    let loss = &style + program.state("content", &[]) * &far;
    Minimiser::adam(&rate).minimise(&mut program, "adam", &loss, &u);
    program.record(&style);
    program.record(&far);
    let machine = device.machine(program.compile().map_err(engine)?).map_err(engine)?;
    Ok((machine, net))
}

impl Style {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let eye = eye(device, seed)?;
        Ok(Self { device: device.clone(), params: params.clone(), seed, eye, yours: [None, None], painting: None, fresh: true })
    }

    fn practice(&self) -> u64 {
        self.params.number(TABLE, "practice").round() as u64
    }

    async fn begin(&mut self) -> Result<(), LabError> {
        let level = self.params.choice(TABLE, "level");
        let weights = filters(&mut self.eye).await?;
        let content = match (self.params.choice(TABLE, "ground"), &self.yours[0]) {
            ("yours", Some(yours)) => yours.clone(),
            ("clouds", _) => super::colour::clouds(self.seed, SIDE),
            _ => figure(self.seed, 1, SIDE),
        };
        let name = self.params.choice(TABLE, "texture");
        let (style, moved) = match (name, &self.yours[1]) {
            ("yours", Some(yours)) => (yours.clone(), rolled(yours)),
            _ => (texture(name, self.seed, SIDE, 0.0), texture(name, self.seed, SIDE, MOVED)),
        };
        let mut eye = Eye::new(&self.device, &weights, level)?;
        let [h, ..] = eye.look(&content).await.map_err(engine)?;
        let mut unrelated = 0.0;
        for other in 0..OTHERS {
            let [other, ..] = eye.look(&figure(self.seed, 2 + other, SIDE)).await.map_err(engine)?;
            unrelated += relative(&other, &h) / OTHERS as f32;
        }
        let [_, grams @ ..] = eye.look(&style).await.map_err(engine)?;
        let [_, shifted @ ..] = eye.look(&moved).await.map_err(engine)?;
        let (mut machine, net) = machine(&self.device, level)?;
        write_all(&mut machine, &weights).map_err(engine)?;
        let logits: Vec<f32> = content.iter().map(|x| x.clamp(0.02, 0.98)).map(|x| (x / (1.0 - x)).ln()).collect();
        machine.write("u", &logits).map_err(engine)?;
        machine.write("h", &h).map_err(engine)?;
        for (name, gram) in ["a0", "a1", "a2"].iter().zip(&grams) {
            machine.write(name, gram).map_err(engine)?;
        }
        let shifted = shifted.iter().zip(&grams).map(|(a, b)| relative(a, b)).fold(0.0, f32::max);
        let state = State { shown: Rc::new([content, style]), unrelated, shifted, rows: Vec::new() };
        self.painting = Some(Painting { machine, net, state });
        self.fresh = true;
        self.rule()
    }

    fn rule(&mut self) -> Result<(), LabError> {
        let number = |key| self.params.number(TABLE, key) as f32;
        let values = [("rate", number("pace")), ("content", number("content")), ("w1", number("w1")), ("w2", number("w2")), ("w3", number("w3"))];
        let Some(painting) = &mut self.painting else { return Ok(()) };
        values.iter().try_for_each(|(name, value)| painting.machine.write(name, &[*value])).map_err(engine)
    }
}

/// A picture moved to the right and down, what goes out coming in on the other side.
fn rolled(planes: &[f32]) -> Vec<f32> {
    let by = (MOVED * SIDE as f32) as usize;
    let at = |i: usize| {
        let (plane, row, column) = (i / (SIDE * SIDE), i / SIDE % SIDE, i % SIDE);
        planes[plane * SIDE * SIDE + (row + by) % SIDE * SIDE + (column + by) % SIDE]
    };
    (0..planes.len()).map(at).collect()
}

impl Exhibit for Style {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        let changed = params.differing(&self.params, TABLE);
        self.params = params.clone();
        if changed.iter().any(|key| ["level", "ground", "texture"].contains(key)) {
            self.painting = None;
        }
        self.rule()
    }

    fn run<'a>(&'a mut self, _digits: &'a mut dyn Digits, mut steps: u64) -> Local<'a, Result<(), LabError>> {
        Box::pin(async move {
            let practice = self.practice();
            let now = steps.min(practice.saturating_sub(self.eye.step));
            if now > 0 {
                self.painting = None;
            }
            self.eye.advance(now).map_err(engine)?;
            steps -= now;
            if self.eye.step < practice {
                return Ok(());
            }
            if self.painting.is_none() {
                self.begin().await?;
            }
            let Some(Painting { machine, state, .. }) = &mut self.painting else { return Ok(()) };
            while steps > 0 {
                let now = steps.min(u64::from(machine.room()));
                machine.run(now as u32).map_err(engine)?;
                state.rows.extend(machine.drain().await.map_err(engine)?);
                steps -= now;
            }
            Ok(())
        })
    }

    fn show(&mut self, whole: bool) -> Local<'_, Result<Shown, LabError>> {
        Box::pin(async move {
            let mut shown = Shown::default();
            shown.metrics.push(("practice_left", self.practice().saturating_sub(self.eye.step) as f64));
            let Some(Painting { machine, net, state }) = &mut self.painting else { return Ok(shown) };
            let weights = read_all(machine, net).await.map_err(engine)?;
            shown.metrics.push(("weights_hash", f64::from(super::ascent::hash(&weights))));
            shown.metrics.extend([("unrelated_distance", f64::from(state.unrelated)), ("shifted", f64::from(state.shifted))]);
            if let ([first, ..], [.., style, far]) = (&state.rows[..], &state.rows[..]) {
                shown.metrics.extend([("gram", f64::from(style / first.max(1e-9))), ("content_distance", f64::from(far.max(0.0).sqrt()))]);
            }
            let u = machine.read("u").await.map_err(engine)?;
            let x: Vec<f32> = u.iter().map(|u| 1.0 / (1.0 + (-u).exp())).collect();
            let picture = |values: Vec<f32>| Content::Pictures(Pictures { height: SIDE as u32, width: SIDE as u32, values: values.into(), names: Vec::new() });
            let mut panel = |id: &str, content| shown.panels.push(Panel { id: id.to_owned(), content });
            panel("painting", picture(x));
            let curve = |key: &str, identity: u8, column: usize| {
                let y: Vec<f32> = state.rows.iter().skip(column).step_by(2).copied().collect();
                let x: Vec<f32> = (0..y.len()).map(|step| step as f32).collect();
                Series { key: key.to_owned(), index: 0, identity, x: x.into(), y: y.into() }
            };
            panel("distances", Content::Lines(vec![curve("style", 1, 0), curve("content", 2, 1)]));
            if whole || std::mem::take(&mut self.fresh) {
                panel("sources", picture(state.shown.concat()));
            }
            Ok(shown)
        })
    }

    fn save(&mut self) -> Local<'_, Result<Keep, LabError>> {
        Box::pin(async move {
            let eye = self.eye.save().await.map_err(engine)?;
            let (mut bytes, mut painting) = (if self.painting.is_some() { 0 } else { eye.0.bytes() }, None);
            if let Some(Painting { machine, state, .. }) = &mut self.painting {
                let snapshot = machine.snapshot().await.map_err(engine)?;
                bytes += snapshot.bytes() + size_of_val(&*state.rows);
                painting = Some((snapshot, state.clone()));
            }
            Ok((Rc::new(Kept { eye, painting }) as Rc<dyn Any>, bytes))
        })
    }

    fn restore(&mut self, saved: &dyn Any) -> Result<(), LabError> {
        let Some(Kept { eye, painting }) = saved.downcast_ref() else { return Err(foreign()) };
        self.eye.restore(eye).map_err(engine)?;
        (self.painting, self.fresh) = (None, true);
        if let Some((snapshot, state)) = painting {
            let (mut machine, net) = machine(&self.device, self.params.choice(TABLE, "level"))?;
            machine.restore(snapshot).map_err(engine)?;
            self.painting = Some(Painting { machine, net, state: state.clone() });
        }
        self.rule()
    }

    fn picture(&mut self, picture: &Picture) -> Result<bool, LabError> {
        let at = usize::from(self.params.choice(TABLE, "dropped") == "style");
        self.yours[at] = Some(square(picture, SIDE));
        self.painting = None;
        Ok(true)
    }
}
