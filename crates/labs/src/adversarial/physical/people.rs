//! The people that the classifier knows, and photographs of them.

use data::made::choice::Choice as _;
use data::made::faces::{Face, Factors, Family, Glasses, HairColour, Hat};
use data::random::Random;

/// Pixels of a row, of a plane, and numbers of a picture: red, green and blue.
pub(super) const SIDE: usize = 24;
pub(super) const PLANE: usize = SIDE * SIDE;
pub(super) const NUMBERS: usize = 3 * PLANE;
/// How many people there are, and what they are called.
pub(super) const PEOPLE: usize = 6;
pub(super) const NAMES: [&str; PEOPLE] = ["A", "B", "C", "D", "E", "F"];
/// How much of a head's turn and tilt is left: people look into the camera.
const STILL: f32 = 0.3;

pub(super) struct People {
    seed: u64,
    who: Vec<Factors>,
}

impl People {
    /// No two with hair of one colour; none wears glasses or a hat.
    pub(super) fn new(seed: u64) -> Self {
        let mut who: Vec<Factors> = Vec::new();
        for hair in colours(seed) {
            let random = &mut Random::of(seed, who.len() as u64);
            who.push(Factors { hair, glasses: Glasses::None, hat: Hat::None, ..Factors::draw(random) });
        }
        Self { seed, who }
    }

    /// Photograph number `at` of a person: face, brows, background and how the head is held differ from one to the next.
    pub(super) fn photo(&self, person: usize, at: usize) -> Vec<f32> {
        let person = person % PEOPLE;
        let other = Factors::draw(&mut Random::of(self.seed ^ 1, (at * PEOPLE + person) as u64));
        let Factors { mouth, brows, background, turn, tilt, .. } = other;
        let (turn, tilt) = (turn * STILL, tilt * STILL);
        let face = Factors { mouth, brows, background, turn, tilt, ..self.who[person] };
        Face::render(&face, SIDE, Family::Anime).values
    }

    /// Photographs number `from` to `to` of a person.
    pub(super) fn photos(&self, person: usize, from: usize, to: usize) -> Vec<f32> {
        (from..to).flat_map(|at| self.photo(person, at)).collect()
    }
}

/// As many colours of hair as there are people, in an order by lot.
fn colours(seed: u64) -> Vec<HairColour> {
    let mut all = HairColour::ALL.to_vec();
    Random::of(seed, u64::MAX).shuffle(&mut all);
    all.truncate(PEOPLE);
    all
}
