//! A small world with a question: people go, take, put down and hand over, and the answer follows from one or two of
//! the sentences (tasks 1, 2 and 5 of bAbI, Weston et al. 2015, in two languages).

use super::Language;
use crate::random::Random;

/// What happened, and a question about how things stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    /// One event each, in order.
    pub sentences: Vec<Vec<&'static str>>,
    /// About somebody's place, a thing's place, or who has it.
    pub question: Vec<&'static str>,
    /// One word.
    pub answer: &'static str,
    /// Which sentences the answer needs, in order.
    pub supports: Vec<usize>,
}

type Both = (&'static str, &'static str);

const PEOPLE: [Both; 6] =
    [("Anna", "安娜"), ("Tom", "汤姆"), ("Lily", "莉莉"), ("Leo", "里奥"), ("Xiaoming", "小明"), ("Xiaohong", "小红")];
const PLACES: [Both; 7] = [
    ("kitchen", "厨房"),
    ("garden", "花园"),
    ("bedroom", "卧室"),
    ("bathroom", "浴室"),
    ("hallway", "走廊"),
    ("study", "书房"),
    ("attic", "阁楼"),
];
const THINGS: [Both; 6] =
    [("ball", "皮球"), ("lamp", "台灯"), ("kite", "风筝"), ("teapot", "茶壶"), ("letter", "信"), ("violin", "小提琴")];

/// Where something is, or who has it, and the sentences that say so.
#[derive(Clone, Default)]
struct Known {
    place: Option<usize>,
    holder: Option<usize>,
    because: Vec<usize>,
}

struct Stage<'a> {
    language: Language,
    random: &'a mut Random,
    people: Vec<Known>,
    things: Vec<Known>,
    sentences: Vec<Vec<&'static str>>,
}

impl Scene {
    /// Scene `index` with three people, three things and `events` sentences (three at least, which say where the things
    /// are). Practically no two are the same.
    #[must_use]
    pub fn draw(language: Language, events: usize, seed: u64, index: u64) -> Self {
        let mut random = Random::of(seed, index);
        let (mut people, mut places, mut things) = (PEOPLE, PLACES, THINGS);
        random.shuffle(&mut people);
        random.shuffle(&mut places);
        random.shuffle(&mut things);
        let names = Names { people: &people[..3], places: &places[..4], things: &things[..3] };
        let known = || vec![Known::default(); 3];
        let mut stage =
            Stage { language, random: &mut random, people: known(), things: known(), sentences: Vec::new() };
        for thing in 0..3 {
            let place = stage.random.below(4);
            let words = ["the/", "THING/", "is in the/在", "PLACE/", "./。"];
            stage.tell(&words, &names, [0, 0, place, thing]);
            stage.things[thing] = Known { place: Some(place), holder: None, because: vec![thing] };
        }
        while stage.sentences.len() < events {
            stage.event(&names);
        }
        stage.ask(&names)
    }
}

struct Names<'a> {
    people: &'a [Both],
    places: &'a [Both],
    things: &'a [Both],
}

impl Stage<'_> {
    /// Words of one language; `who` are person, other person, place, thing.
    fn words(&self, pieces: &[&'static str], names: &Names<'_>, who: [usize; 4]) -> Vec<&'static str> {
        let mut words = Vec::new();
        for piece in pieces {
            let (english, chinese) = match *piece {
                "PERSON/" => names.people[who[0]],
                "OTHER/" => names.people[who[1]],
                "PLACE/" => names.places[who[2]],
                "THING/" => names.things[who[3]],
                words => words.split_once('/').unwrap_or((words, words)),
            };
            words.extend(if self.language == Language::English { english } else { chinese }.split_whitespace());
        }
        words
    }

    fn tell(&mut self, pieces: &[&'static str], names: &Names<'_>, who: [usize; 4]) {
        let words = self.words(pieces, names, who);
        self.sentences.push(words);
    }

    /// Something that can happen, happens.
    fn event(&mut self, names: &Names<'_>) {
        let now = self.sentences.len();
        let (person, place, kind) = (self.random.below(3), self.random.below(4), self.random.below(6));
        let here = self.people[person].place;
        let of = |fits: &dyn Fn(&Known) -> bool, all: &[Known]| (0..3).filter(|&k| fits(&all[k])).collect::<Vec<_>>();
        let lying = of(&|thing| here.is_some() && thing.place == here, &self.things);
        let held = of(&|thing| thing.holder == Some(person), &self.things);
        let mut near = of(&|other| here.is_some() && other.place == here, &self.people);
        near.retain(|&other| other != person);
        let one = self.random.pick(if kind == 2 { &lying } else { &held }).copied();
        let (thing, other) = (one.unwrap_or_default(), self.random.pick(&near).copied());
        let who = [person, other.unwrap_or_default(), place, thing];
        match kind {
            0 | 1 if here != Some(place) => {
                self.tell(&["PERSON/", "went to the/去 了", "PLACE/", "./。"], names, who);
                self.people[person] = Known { place: Some(place), holder: None, because: vec![now] };
            }
            2 if one.is_some() => {
                self.tell(&["PERSON/", "picked up the/拿起 了", "THING/", "./。"], names, who);
                self.things[thing] = Known { place: None, holder: Some(person), because: vec![now] };
            }
            3 if one.is_some() => {
                self.tell(&["PERSON/", "put down the/放下 了", "THING/", "./。"], names, who);
                let because = self.people[person].because.iter().copied().chain([now]).collect();
                self.things[thing] = Known { place: here, holder: None, because };
            }
            4 | 5 if one.is_some() && other.is_some() => {
                let words = match self.language {
                    Language::English => ["PERSON/", "gave the", "THING/", "to", "OTHER/", "."],
                    Language::Chinese => ["PERSON/", "把", "THING/", "给 了", "OTHER/", "。"],
                };
                self.tell(&words, names, who);
                self.things[thing] = Known { place: None, holder: other, because: vec![now] };
            }
            _ => {}
        }
    }

    fn ask(self, names: &Names<'_>) -> Scene {
        let both = |name: Both| if self.language == Language::English { name.0 } else { name.1 };
        let (thing, held) = {
            let held: Vec<usize> = (0..3).filter(|&thing| self.things[thing].holder.is_some()).collect();
            self.random.pick(&held).map_or((self.random.below(3), None), |&thing| (thing, self.things[thing].holder))
        };
        let placed: Vec<usize> = (0..3).filter(|&person| self.people[person].place.is_some()).collect();
        let (person, kind) = (self.random.pick(&placed).copied(), self.random.below(3));
        let where_thing = ["where is the/", "THING/", "/在 哪里", "?/？"];
        let (pieces, who, answer, mut supports) = match (kind, person, held) {
            (0, Some(person), _) => {
                let known = &self.people[person];
                let pieces = ["where is/", "PERSON/", "/在 哪里", "?/？"];
                let place = known.place.unwrap_or_default();
                (pieces, [person, 0, 0, 0], names.places[place], known.because.clone())
            }
            (1, _, Some(holder)) => {
                let pieces = ["who has/谁 拿着", "the/", "THING/", "?/？"];
                (pieces, [0, 0, 0, thing], names.people[holder], self.things[thing].because.clone())
            }
            _ => {
                let known = &self.things[thing];
                let carrier = known.holder.map(|holder| &self.people[holder]);
                let place = carrier.and_then(|carrier| carrier.place).or(known.place).unwrap_or_default();
                let carried = carrier.into_iter().flat_map(|carrier| carrier.because.iter());
                let because = known.because.iter().chain(carried).copied().collect();
                (where_thing, [0, 0, 0, thing], names.places[place], because)
            }
        };
        supports.sort_unstable();
        supports.dedup();
        let question = self.words(&pieces, names, who);
        Scene { sentences: self.sentences, question, answer: both(answer), supports }
    }
}
