//! Attacks on what cannot be looked into: made on another network, on one that learnt from answers alone, or by asking again and again.

mod matrix;
mod proxy;
mod square;

use super::attack::order::Order;
use super::params::TABLE;
use super::victim::pupils::{Course, Pupils, bytes};
use super::victim::{Asked, Exam, PIXELS, Victim, share};
use crate::exhibit::{Exhibit, Shown, engine, foreign, panel};
use compute::{Device, EngineError, Plan};
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Pictures};
use matrix::{Matrix, Rows, order};
use nn::Stack;
use proxy::Proxy;
use square::{Asking, Square};
use std::rc::Rc;

/// The networks, none built like another.
const NETS: [&str; 4] = ["linear", "mlp", "cnn", "deep"];
/// Digits that each attack is tried on.
const COUNT: usize = 256;
/// Digits that are attacked, and asked about, together.
const EACH: usize = 32;
/// While the networks learn, the first digits that they are asked about, and the steps between.
const FIRST: usize = 2 * EACH;
const EVERY: u32 = 5;

pub(super) struct Transfer {
    device: Device,
    params: Params,
    seed: u64,
    /// How the proxy is built.
    stack: Stack,
    pupils: Pupils,
    exam: Exam,
    /// While they learn: who asks them, and the shares of right answers to the first digits when that was asked last.
    early: Option<Vec<Asked>>,
    standing: Vec<f64>,
    ground: Option<Ground>,
    /// Where to go on.
    kept: Option<Kept>,
    /// A control moves: attacks wait until it rests.
    hurry: bool,
}

/// Whom it is fought over, once they have learnt.
struct Ground {
    device: Device,
    /// On whom attacks are made: the networks and, once it has learnt, the proxy.
    makers: Vec<Victim>,
    /// The networks.
    asked: Vec<Asked>,
    /// Shares of right answers to the digits as they are.
    clean: Vec<f64>,
    proxy: Proxy,
    matrix: Matrix,
    square: Square,
}

/// What the run goes on from once all have learnt.
#[derive(Clone)]
struct Kept {
    proxy: Option<proxy::Kept>,
    rows: Rows,
    asking: Asking,
}

/// What the parameters ask for.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Wish {
    radius: f32,
    /// Who answers the questions, of [`NETS`].
    asked: usize,
    /// Pictures of the attacker's own that it is asked about.
    queries: usize,
    /// Questions about each digit that is attacked by asking.
    budget: u32,
}

impl Ground {
    async fn new(
        device: &Device,
        makers: Vec<Victim>,
        exam: &Exam,
        seed: u64,
        variety: f32,
    ) -> Result<Self, EngineError> {
        let (mut asked, mut clean) = (Vec::new(), Vec::new());
        for victim in &makers {
            let mut one = Asked::new(device, victim, EACH)?;
            clean.push(share(&one.logits(&exam.pictures).await?, &exam.classes));
            asked.push(one);
        }
        let (proxy, matrix) = (Proxy::new(device, seed, variety), Matrix::new(device, seed));
        Ok(Self { device: device.clone(), makers, asked, clean, proxy, matrix, square: Square::new(seed) })
    }

    async fn back_to(&mut self, kept: &Kept, stack: &Stack) -> Result<(), EngineError> {
        self.makers.truncate(NETS.len());
        match &kept.proxy {
            Some(proxy) => self.proxy.back_to(proxy, stack, &mut self.asked).await?,
            None => self.proxy.now = None,
        }
        self.matrix.back_to(&kept.rows);
        self.square.asking = kept.asking.clone();
        Ok(())
    }

    /// Each network's row in turn; then the proxy, which asks first, learns and has its row; then questions alone.
    async fn go_on(
        &mut self,
        (wish, order): (&Wish, &Order),
        stack: &Stack,
        exam: &Exam,
        steps: u32,
    ) -> Result<(), EngineError> {
        let Self { device, makers, asked, proxy, matrix, square, .. } = self;
        if proxy.now.as_ref().is_some_and(|now| now.key != wish.key()) {
            proxy.now = None;
            makers.truncate(NETS.len());
            matrix.forget();
        }
        matrix.ready(order, asked, exam).await?;
        square.ready(wish, &mut asked[wish.asked], exam).await?;
        let mut rest = matrix.go_on(makers, asked, exam, steps).await?;
        if matrix.rows.done.len() >= NETS.len() {
            if rest > 0 && proxy.now.is_none() {
                proxy.begin(wish.key(), stack, asked).await?;
            }
            if let Some(now) = &mut proxy.now {
                rest = now.learn(rest).await?;
                if now.left() == 0 && makers.len() == NETS.len() {
                    let victim = now.victim().await?;
                    now.compare(device, &victim, &mut asked[wish.asked], exam).await?;
                    makers.push(victim);
                }
            }
            rest = matrix.go_on(makers, asked, exam, rest).await?;
        }
        if matrix.rows.done.len() > NETS.len() {
            square.go_on(wish, &mut asked[wish.asked], exam, rest).await?;
        }
        Ok(())
    }
}

impl Transfer {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let pupils = Pupils::new(device, &NETS, params, seed)?;
        let exam = Exam::drawn(seed, COUNT, params.number(TABLE, "variety") as f32);
        let stack = proxy::stack().map_err(|error| LabError::general(error.zh(), error.en()))?;
        let (device, params) = (device.clone(), params.clone());
        Ok(Self {
            device,
            params,
            seed,
            stack,
            pupils,
            exam,
            early: None,
            standing: Vec::new(),
            ground: None,
            kept: None,
            hurry: false,
        })
    }

    /// Learns on, and asks the networks how far they are every few steps; answers how many steps are left over.
    async fn learn(&mut self, mut steps: u32) -> Result<u32, EngineError> {
        while steps > 0 && self.pupils.left() > 0 {
            let few = steps.min(EVERY - (self.pupils.done() % u64::from(EVERY)) as u32);
            steps -= few - self.pupils.learn(few).await?;
            if self.pupils.done().is_multiple_of(u64::from(EVERY)) && self.pupils.left() > 0 {
                self.stand().await?;
            }
        }
        if self.pupils.left() == 0 {
            self.early = None;
        }
        Ok(steps)
    }

    /// Asks each network about the first digits.
    async fn stand(&mut self) -> Result<(), EngineError> {
        let victims = self.pupils.victims().await?;
        let mut early = self.early.take().unwrap_or_default();
        self.standing.clear();
        for (at, victim) in victims.iter().enumerate() {
            match early.get_mut(at) {
                Some(one) => drop(one.face(victim)?),
                None => early.push(Asked::new(&self.device, victim, EACH)?),
            }
            let logits = early[at].logits(&self.exam.pictures[..FIRST * PIXELS]).await?;
            self.standing.push(share(&logits, &self.exam.classes[..FIRST]));
        }
        self.early = Some(early);
        Ok(())
    }

    fn wish(&self) -> Wish {
        let number = |key: &str| self.params.number(TABLE, key);
        Wish {
            radius: number("reach") as f32,
            asked: NETS.iter().position(|net| *net == self.params.choice(TABLE, "asked")).unwrap_or(0),
            queries: number("queries").round() as usize,
            budget: number("budget").round() as u32,
        }
    }

    async fn work(&mut self, steps: u32) -> Result<(), LabError> {
        let order = order(&self.params, self.seed)?;
        self.attack(&order, steps).await.map_err(engine)
    }

    async fn attack(&mut self, order: &Order, steps: u32) -> Result<(), EngineError> {
        let rest = self.learn(steps).await?;
        if self.pupils.left() > 0 {
            return Ok(());
        }
        if self.ground.is_none() {
            let (makers, variety) = (self.pupils.victims().await?, self.params.number(TABLE, "variety") as f32);
            self.ground = Some(Ground::new(&self.device, makers, &self.exam, self.seed, variety).await?);
        }
        let wish = self.wish();
        let Some(ground) = &mut self.ground else { return Ok(()) };
        if let Some(kept) = self.kept.take() {
            ground.back_to(&kept, &self.stack).await?;
        }
        if !self.hurry {
            ground.go_on((&wish, order), &self.stack, &self.exam, rest).await?;
        }
        let at = (self.params.number(TABLE, "digit").round() as usize).min(COUNT - 1);
        ground.matrix.look(at, wish.asked, (&ground.makers, &mut ground.asked), &self.exam).await
    }
}

impl Exhibit for Transfer {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.params = params.clone();
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(steps).await })
    }

    fn rests(&self) -> bool {
        let budget = self.wish().budget;
        let done = |ground: &Ground| ground.matrix.rows.done.len() > NETS.len() && ground.square.asking.done >= budget;
        !self.hurry && self.ground.as_ref().is_some_and(done)
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let mut shown = Shown::default();
        self.pupils.show(&mut shown);
        let wish = self.wish();
        let Some(Ground { clean, proxy, matrix, square, .. }) = &self.ground else {
            for id in ["shots", "guesses"] {
                shown.panels.push(panel(id, Content::Pictures(Pictures::default())));
            }
            let values: Vec<f32> = self.standing.iter().map(|share| *share as f32).collect();
            let row = Pictures { height: 1, width: NETS.len() as u32, values: values.into(), names: Vec::new() };
            shown.panels.push(panel("matrix", Content::Pictures(row)));
            shown.panels.push(panel("queries", Content::Lines(Vec::new())));
            return shown;
        };
        matrix.show(clean, wish.asked, &mut shown);
        if let Some(now) = &proxy.now {
            shown.metrics.extend([("proxy_queries", now.key.1 as f64), ("proxy_study", now.left() as f64)]);
            shown.metrics.extend(now.agrees.map(|agrees| ("proxy_agrees", agrees)));
        }
        square.show(wish.radius, &self.exam, &mut shown);
        shown
    }

    fn plan(&self) -> &Plan {
        self.pupils.plan()
    }

    fn hurry(&mut self, on: bool) {
        self.hurry = on;
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let course = self.pupils.course().await?;
            let mut own_bytes = bytes(&course);
            let kept = match &mut self.ground {
                Some(ground) => {
                    let proxy = ground.proxy.keep().await.map_err(engine)?;
                    own_bytes += proxy.as_ref().map_or(0, |(_, snapshot, left)| snapshot.bytes() + left.losses.bytes());
                    own_bytes += ground.square.asking.bytes();
                    Some(Kept { proxy, rows: ground.matrix.rows.clone(), asking: ground.square.asking.clone() })
                }
                None => self.kept.clone(),
            };
            let standing = self.standing.clone();
            Ok(Saved { machine: course[0].0.clone(), own: Rc::new((course, standing, kept)), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some((course, standing, kept)) = saved.own.downcast_ref::<(Course, Vec<f64>, Option<Kept>)>() else {
            return Err(foreign());
        };
        self.pupils.go_back(course)?;
        (self.standing, self.kept) = (standing.clone(), kept.clone());
        if self.pupils.left() > 0 {
            self.ground = None;
        }
        Ok(())
    }
}
