//! The rules of Go as far as the problems need them: groups, liberties, captures, no suicide. There is no ko: a problem has no move
//! before it.

use labkit::LabError;

/// Points on a side of the board that the networks learn on.
pub(super) const SIDE: usize = 9;

/// The colour of a stone. Black is to move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stone {
    Black,
    White,
}

impl Stone {
    pub(super) fn other(self) -> Self {
        if self == Self::Black { Self::White } else { Self::Black }
    }
}

/// A position, row by row from above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Board {
    pub(crate) side: usize,
    pub(crate) points: Vec<Option<Stone>>,
}

/// Stones of one colour that are connected along lines, and the empty points beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) colour: Stone,
    pub(crate) stones: Vec<usize>,
    pub(crate) liberties: Vec<usize>,
}

impl Board {
    pub(crate) fn empty(side: usize) -> Self {
        Self { side, points: vec![None; side * side] }
    }

    /// Reads rows from above with `/` between them: `b` black, `w` white, a number that many empty points.
    pub(crate) fn read(text: &str) -> Result<Self, LabError> {
        let bad = || {
            LabError::field(
                "board",
                "棋盘写成九行，以 / 隔开，每行九点：b 黑，w 白，数字是连着几个空点；例如 9/9/3bw4/9/9/9/9/9/9",
                "a board is nine rows with / between, nine points each: b black, w white, a number for empty points; as in 9/9/3bw4/9/9/9/9/9/9",
            )
        };
        let mut points = Vec::new();
        for row in text.trim().split('/') {
            for sign in row.chars() {
                match sign {
                    'b' => points.push(Some(Stone::Black)),
                    'w' => points.push(Some(Stone::White)),
                    '1'..='9' => points.extend(std::iter::repeat_n(None, sign as usize - '0' as usize)),
                    _ => return Err(bad()),
                }
            }
            if !points.len().is_multiple_of(SIDE) {
                return Err(bad());
            }
        }
        let board = Self { side: SIDE, points };
        if board.points.len() == SIDE * SIDE && board.groups().iter().all(|group| !group.liberties.is_empty()) {
            return Ok(board);
        }
        if board.points.len() != SIDE * SIDE {
            return Err(bad());
        }
        Err(LabError::field("board", "有一块棋没有气：它不能留在盘上", "a group has no liberty; it cannot be on the board"))
    }

    /// The points beside a point.
    fn beside(&self, at: usize) -> impl Iterator<Item = usize> + use<> {
        let (side, row, column) = (self.side, at / self.side, at % self.side);
        let up = (row > 0).then(|| at - side);
        let down = (row + 1 < side).then_some(at + side);
        let left = (column > 0).then(|| at - 1);
        let right = (column + 1 < side).then_some(at + 1);
        [up, down, left, right].into_iter().flatten()
    }

    /// The group to which the stone at a point belongs.
    pub(super) fn group(&self, at: usize) -> Option<Group> {
        let colour = self.points[at]?;
        let (mut stones, mut liberties, mut next) = (vec![at], Vec::new(), 0);
        while let Some(stone) = stones.get(next).copied() {
            next += 1;
            for beside in self.beside(stone) {
                match self.points[beside] {
                    Some(other) if other == colour && !stones.contains(&beside) => stones.push(beside),
                    None if !liberties.contains(&beside) => liberties.push(beside),
                    _ => {}
                }
            }
        }
        Some(Group { colour, stones, liberties })
    }

    pub(crate) fn groups(&self) -> Vec<Group> {
        let mut seen = vec![false; self.points.len()];
        let mut groups = Vec::new();
        for at in 0..self.points.len() {
            if !seen[at] && let Some(group) = self.group(at) {
                group.stones.iter().for_each(|stone| seen[*stone] = true);
                groups.push(group);
            }
        }
        groups
    }

    /// The position after `colour` has played at a point: groups of the other colour without liberties are taken off. Nothing where
    /// the point is taken or the stone's own group would be left without liberties.
    pub(crate) fn after(&self, at: usize, colour: Stone) -> Option<Self> {
        if self.points[at].is_some() {
            return None;
        }
        let mut board = self.clone();
        board.points[at] = Some(colour);
        for beside in self.beside(at) {
            if let Some(group) = board.group(beside)
                && group.colour != colour
                && group.liberties.is_empty()
            {
                group.stones.iter().for_each(|stone| board.points[*stone] = None);
            }
        }
        board.group(at).is_some_and(|group| !group.liberties.is_empty()).then_some(board)
    }

    /// For each point, whether black may play there.
    pub(crate) fn legal(&self) -> Vec<bool> {
        (0..self.points.len()).map(|at| self.after(at, Stone::Black).is_some()).collect()
    }

    /// The position moved down and to the right, as far as all its stones stay on the board; answers with how far that was.
    pub(crate) fn moved(&self, down: isize, right: isize) -> (Self, (isize, isize)) {
        let stones: Vec<usize> = (0..self.points.len()).filter(|at| self.points[*at].is_some()).collect();
        let held = |by: isize, place: &dyn Fn(usize) -> usize| {
            let (low, high) = stones.iter().map(|at| place(*at)).fold((self.side - 1, 0), |(l, h), p| (l.min(p), h.max(p)));
            if stones.is_empty() { 0 } else { by.clamp(-(low as isize), (self.side - 1 - high) as isize) }
        };
        let (down, right) = (held(down, &|at| at / self.side), held(right, &|at| at % self.side));
        let mut board = Self::empty(self.side);
        for at in stones {
            let (row, column) = (at / self.side, at % self.side);
            let to = (row as isize + down) * self.side as isize + column as isize + right;
            board.points[to as usize] = self.points[at];
        }
        (board, (down, right))
    }

    /// Three planes, `[3, side, side]`: black stones, white stones, and 1 wherever there is board.
    pub(crate) fn planes(&self) -> Vec<f32> {
        let plane = |colour| self.points.iter().map(move |point| f32::from(u8::from(*point == Some(colour))));
        let board = std::iter::repeat_n(1.0, self.points.len());
        plane(Stone::Black).chain(plane(Stone::White)).chain(board).collect()
    }
}
