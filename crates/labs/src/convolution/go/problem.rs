//! Problems with exactly one answer: the only group in atari is white and is captured, or is black and escapes.

use super::rules::{Board, Stone};
use data::random::Random;

/// Stones of the group in atari at most, where it is drawn: all of it and of what shuts it in is then within three points of the answer.
const LARGEST: usize = 2;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Problem {
    pub(crate) board: Board,
    /// Where black has to play.
    pub(crate) answer: usize,
    /// Whether that takes stones; else it saves some.
    pub(crate) captures: bool,
    /// How many.
    stones: usize,
}

impl Problem {
    /// Problem `index`.
    pub(crate) fn draw(side: usize, seed: u64, index: u64) -> Self {
        let mut random = Random::of(seed, index);
        loop {
            if let Some(problem) = tried(side, &mut random) {
                return problem;
            }
        }
    }

    /// What a position asks, if it has exactly one answer: one group is in atari, and its liberty, played by black, captures it or leaves it
    /// two liberties or more.
    pub(crate) fn of(board: Board) -> Option<Self> {
        let groups = board.groups();
        let mut in_atari = groups.iter().filter(|group| group.liberties.len() == 1);
        let (Some(group), None) = (in_atari.next(), in_atari.next()) else { return None };
        let (answer, captures) = (group.liberties[0], group.colour == Stone::White);
        let after = board.after(answer, Stone::Black)?;
        let safe = captures || after.group(answer).is_some_and(|group| group.liberties.len() > 1);
        let stones = group.stones.len();
        safe.then_some(Self { board, answer, captures, stones })
    }
}

/// A group, shut in up to one liberty, among stones at random.
fn tried(side: usize, random: &mut Random) -> Option<Problem> {
    let mut board = Board::empty(side);
    let colour = if random.chance(0.5) { Stone::White } else { Stone::Black };
    let mut at = random.below(side * side);
    board.points[at] = Some(colour);
    for _ in 1..=random.below(LARGEST) {
        at = *random.pick(&board.group(at)?.liberties)?;
        board.points[at] = Some(colour);
    }
    let mut liberties = board.group(at)?.liberties;
    random.shuffle(&mut liberties);
    liberties.iter().skip(1).for_each(|liberty| board.points[*liberty] = Some(colour.other()));
    let free = liberties.first().copied()?;
    let density = random.between(0.05, 0.35);
    for point in 0..board.points.len() {
        if board.points[point].is_none() && point != free && random.chance(density) {
            board.points[point] = Some(if random.chance(0.5) { Stone::Black } else { Stone::White });
        }
    }
    Problem::of(board).filter(|problem| problem.stones <= LARGEST)
}
