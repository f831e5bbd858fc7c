//! What the parameters ask for against attacks: how a victim learns, and what stands in front of it.

use super::super::params::{SLOWER, TABLE, TOGETHER, line, searches};
use super::super::victim::{SIDE, School, Shield, Together, Victim};
use labkit::{LabError, Params};
use nn::Stack;

/// Steps of the attack on the batches of adversarial training.
const HARDENING: usize = 1;
/// What a classifier with decay loses of its weights, as a share of the rate.
const DECAY: f32 = 0.1;
/// Looks at a picture that is moved at random each time.
const LOOKS: usize = 5;
/// What tells the attacker's draws from the shield's.
const COINS: u64 = 0xc015_0000_0000_0000;
/// Networks of an ensemble.
const MEMBERS: usize = 5;

/// What the victim learns from, and how its networks go together; it has the layers of `own`, where that is given.
pub(in super::super) fn school(params: &Params, own: Option<&Stack>) -> Result<(School, Together), LabError> {
    let number = |key: &str| params.number(TABLE, key);
    let parsed = || Stack::parse(line(params), [1, SIDE, SIDE]);
    let stack = own.cloned().map_or_else(parsed, Ok).map_err(|error| LabError::general(error.zh(), error.en()))?;
    let defence = params.choice(TABLE, "defence");
    let hardened = defence == "adversarial-training";
    let school = School {
        stack,
        variety: number("variety") as f32,
        steps: (number("practice").round() as u64).next_multiple_of(TOGETHER) * if hardened { SLOWER } else { 1 },
        decay: if defence == "weight-decay" { DECAY } else { 0.0 },
        attacked: hardened.then_some((number("hard_eps") as f32, HARDENING)),
        temperature: if defence == "distillation" { number("temperature") as f32 } else { 1.0 },
    };
    let together = match defence {
        "ensemble" => Together::Ensemble(MEMBERS),
        "distillation" => Together::Distilled,
        _ => Together::One,
    };
    Ok((school, together))
}

/// Shields that stand in front.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Front {
    /// The ways along which the victim looks, and those that the attacker takes it to look along.
    pub(super) ways: Vec<Option<Shield>>,
    pub(super) known: Vec<Option<Shield>>,
    /// Squeezers whose answers a detector holds beside the answer without.
    pub(super) squeezers: Vec<Shield>,
}

impl Front {
    pub(in super::super) fn of(params: &Params) -> Self {
        let number = |key: &str| params.number(TABLE, key) as f32;
        let (blur, bits) = (Shield::Blur(number("sigma")), Shield::Bits(number("bits").round()));
        let shield = match params.choice(TABLE, "shield") {
            "blur" => Some(blur),
            "bits" => Some(bits),
            "resize" => Some(Shield::Resize(number("spare"))),
            "blocks" => Some(Shield::Blocks(number("quality"))),
            _ => None,
        };
        let squeezers = if params.choice(TABLE, "shield") == "squeeze" { vec![bits, blur] } else { Vec::new() };
        let looks = if matches!(shield, Some(Shield::Resize(_))) { LOOKS } else { 1 };
        let ways = vec![shield; looks];
        // Steps down a slope draw anew each, which is as good as many looks a step; what keeps the nearest that fools would keep a lucky
        // draw.
        let asked = if searches(params.choice(TABLE, "attack")) { LOOKS } else { 1 };
        // Who knows the detector wants all its looks to agree.
        let known = match params.switch(TABLE, "knows") {
            true => ways.iter().copied().take(asked).chain(squeezers.iter().copied().map(Some)).collect(),
            false => vec![None],
        };
        Self { ways, known, squeezers }
    }

    /// Behind it, what answers and what the attacker takes it for, who cannot know what a shield is going to draw.
    pub(in super::super) fn sides(&self, bare: &Victim, seed: u64) -> [Victim; 2] {
        [bare.along(self.ways.clone(), seed), bare.along(self.known.clone(), seed ^ COINS)]
    }

    /// Whether anything stands there.
    pub(super) fn any(&self) -> bool {
        self.ways != [None]
    }
}
