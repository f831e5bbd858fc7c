//! What attack the parameters ask for.

use super::project::Norm;
use super::{Attack, Made, Rows};
use crate::adversarial::params::{ATTACKS, NORMS, TABLE};
use crate::adversarial::victim::PIXELS;
use compute::EngineError;
use compute::rng::Stream;
use data::made::digits::CLASSES;
use labkit::Params;

/// How the noise is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Method {
    Random,
    Fgsm,
    Iterated,
    Pgd,
    Momentum,
    DeepFool,
    Carlini,
    Elastic,
    Lbfgs,
    Saliency,
    Flow,
    Pixel,
}

impl Method {
    /// In the order of the parameter.
    const ALL: [Self; 12] = [
        Self::Random,
        Self::Fgsm,
        Self::Iterated,
        Self::Pgd,
        Self::Momentum,
        Self::DeepFool,
        Self::Carlini,
        Self::Elastic,
        Self::Lbfgs,
        Self::Saliency,
        Self::Flow,
        Self::Pixel,
    ];

    /// The distance that it keeps small itself, if it looks for the nearest picture that fools and not for the best within a radius.
    pub(in super::super) fn own(self) -> Option<Norm> {
        match self {
            Self::Random | Self::Fgsm | Self::Iterated | Self::Pgd | Self::Momentum => None,
            Self::DeepFool | Self::Carlini | Self::Lbfgs | Self::Flow => Some(Norm::Two),
            Self::Elastic => Some(Norm::One),
            Self::Saliency | Self::Pixel => Some(Norm::Count),
        }
    }
}

/// What the methods that look for the nearest picture are told besides; 0 where a method does not ask.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Dials {
    /// κ: by how much the logit of the wrong answer has to lead.
    pub(super) surety: f32,
    /// The weight that the search begins with.
    pub(super) weight: f32,
    /// β of L1.
    pub(super) sparse: f32,
    /// τ of the flow's roughness.
    pub(super) smooth: f32,
    /// η: how far beyond the boundary, as a share of the step.
    pub(super) beyond: f32,
}

/// What pictures are to be taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Goal {
    Any,
    Given(u8),
    /// Of picture after picture, each other class in turn.
    Each,
}

/// All that an attack depends on, apart from classifier and pictures.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Order {
    pub(in super::super) method: Method,
    pub(in super::super) norm: Norm,
    pub(in super::super) radius: f32,
    /// Length of a step, as a share of the radius.
    pub(super) share: f32,
    /// Steps from one start, and starts.
    rounds: u32,
    pub(super) restarts: u32,
    /// What is kept of the velocity.
    pub(super) kept: f32,
    pub(super) dials: Dials,
    goal: Goal,
    pub(super) seed: u64,
}

/// How often the weight of a search is tried, each time for so many steps; and how many times as many steps others take.
const SEARCHES: u32 = 5;
const MORE: u32 = 3;
/// Streams of random numbers.
const START: u32 = 0xadd;

impl Order {
    pub(in super::super) fn of(params: &Params, seed: u64) -> Self {
        let norms = [Norm::Max, Norm::Two, Norm::One, Norm::Count];
        let at = |key: &str, options: &[(&str, labkit::Text)]| {
            let chosen = params.choice(TABLE, key);
            options.iter().position(|(key, _)| *key == chosen).unwrap_or(0)
        };
        let number = |key: &str| params.number(TABLE, key) as f32;
        let method = Method::ALL[at("attack", ATTACKS)];
        let norm = match method.own() {
            Some(own) => norms.iter().position(|norm| *norm == own).unwrap_or(0),
            None => at("norm", NORMS),
        };
        let radius = number(["eps_linf", "eps_l2", "eps_l1", "eps_l0"][norm]);
        let norm = norms[norm];
        let goal = match params.choice(TABLE, "goal") {
            _ if method == Method::Random => Goal::Any,
            "given" => Goal::Given(number("target").round() as u8),
            "each" => Goal::Each,
            _ => Goal::Any,
        };
        let asked = |key: &str, by: &[Method]| if by.contains(&method) { number(key) } else { 0.0 };
        let dials = Dials {
            surety: asked("kappa", &[Method::Carlini, Method::Elastic, Method::Flow]),
            weight: asked("weight", &[Method::Carlini, Method::Elastic, Method::Lbfgs]),
            sparse: asked("beta", &[Method::Elastic]),
            smooth: asked("tau", &[Method::Flow]),
            beyond: asked("beyond", &[Method::DeepFool]),
        };
        Self {
            method,
            norm,
            radius: if norm == Norm::Count { radius.round() } else { radius },
            share: if method == Method::Fgsm { 1.0 } else { number("share") },
            rounds: number("rounds").round() as u32,
            restarts: if method == Method::Pgd { number("restarts").round().max(1.0) as u32 } else { 1 },
            kept: if method == Method::Momentum { number("kept") } else { 0.0 },
            dials,
            goal,
            seed,
        }
    }

    /// The same with another radius.
    pub(in super::super) fn within(&self, radius: f32) -> Self {
        Self { radius, ..self.clone() }
    }

    /// The same with draw number `draw` of what is drawn; 0 is its own.
    pub(in super::super) fn drawn(&self, draw: u64) -> Self {
        Self { seed: self.seed ^ (draw << 32), ..self.clone() }
    }

    /// The same by another method: one step, or none.
    pub(in super::super) fn by(&self, method: Method) -> Self {
        let share = if method == Method::Fgsm { 1.0 } else { self.share };
        Self { method, share, restarts: 1, kept: 0.0, dials: Dials::default(), ..self.clone() }
    }

    /// Steps that it takes.
    pub(in super::super) fn rounds(&self) -> u32 {
        match self.method {
            Method::Random => 0,
            Method::Fgsm => 1,
            Method::Carlini | Method::Elastic | Method::Lbfgs => SEARCHES * self.rounds,
            Method::Saliency | Method::Flow => MORE * self.rounds,
            Method::Pgd => self.restarts * self.rounds,
            _ => self.rounds,
        }
    }

    /// Steps between two changes of the weight, and from one start.
    pub(super) fn search(&self) -> u32 {
        self.rounds
    }

    /// What picture number `at`, of class `class`, is to be taken for; nothing where any other class will do.
    fn target(&self, at: usize, class: f32) -> Option<f32> {
        let further = |by: usize| Some((class as usize + by) as f32 % CLASSES as f32);
        match self.goal {
            Goal::Any => None,
            Goal::Given(target) if f32::from(target) == class => further(1),
            Goal::Given(target) => Some(f32::from(target)),
            Goal::Each => further(1 + at % (CLASSES - 1)),
        }
    }

    /// The targets of pictures of these classes, of which the first is number `from`, if they have any.
    pub(in super::super) fn targets(&self, classes: &[f32], from: usize) -> Option<Vec<f32>> {
        classes.iter().enumerate().map(|(at, class)| self.target(from + at, *class)).collect()
    }

    /// What carries it out has to be made for.
    pub(super) fn made(&self) -> Made {
        match self.method {
            Method::Random | Method::Fgsm | Method::Iterated | Method::Pgd | Method::Momentum => {
                (Method::Pgd, self.norm, self.restarts > 1)
            }
            method => (method, self.norm, false),
        }
    }

    /// Begins with pictures of which the first is number `from`.
    pub(super) fn begin(
        &self,
        attack: &mut dyn Attack,
        pictures: &[f32],
        classes: &[f32],
        from: usize,
    ) -> Result<(), EngineError> {
        let targets = self.targets(classes, from);
        attack.begin(self, &Rows { pictures, classes, targets: targets.as_deref() })
    }

    /// Where the ways of `pictures` start, if not at them; those of start number `number`.
    pub(super) fn start(&self, pictures: &[f32], number: u32) -> Option<Vec<f32>> {
        matches!(self.method, Method::Random | Method::Pgd).then(|| self.noisy(pictures, number))
    }

    /// The pictures with random noise: as large as may be for the control, some of it as a start.
    fn noisy(&self, pictures: &[f32], number: u32) -> Vec<f32> {
        let mut random = Stream::new(self.seed, START + number);
        let full = self.method == Method::Random;
        let each = |first: &[f32]| -> Vec<f32> {
            let mut noise: Vec<f32> = match self.norm {
                Norm::Max if full => first.iter().map(|_| if random.uniform() < 0.5 { -1.0 } else { 1.0 }).collect(),
                Norm::Max => first.iter().map(|_| random.uniform() * 2.0 - 1.0).collect(),
                Norm::Two | Norm::One => first.iter().map(|_| random.normal()).collect(),
                Norm::Count => {
                    let mut noise = vec![0.0; first.len()];
                    for _ in 0..self.radius as usize {
                        let at = (random.uniform() * first.len() as f32) as usize % first.len();
                        noise[at] = if random.uniform() < 0.5 { -1.0 } else { 1.0 };
                    }
                    noise
                }
            };
            let length = match self.norm {
                Norm::Two => noise.iter().map(|x| x * x).sum::<f32>().sqrt(),
                Norm::One => noise.iter().map(|x| x.abs()).sum::<f32>(),
                Norm::Max | Norm::Count => 1.0,
            };
            let most = match self.norm {
                Norm::Count => 1.0,
                Norm::Max => self.radius,
                Norm::Two | Norm::One if full => self.radius,
                Norm::Two | Norm::One => self.radius * random.uniform(),
            };
            noise
                .iter_mut()
                .zip(first)
                .for_each(|(noise, first)| *noise = (first + *noise / length * most).clamp(0.0, 1.0));
            noise
        };
        pictures.chunks_exact(PIXELS).flat_map(each).collect()
    }
}
