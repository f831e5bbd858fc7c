//! A sheet of paper: its strokes, the picture they make, and the way back.

use super::ink::{Dot, Drawing, SIDE};
use crate::hands::history::History;
use std::sync::Arc;

/// Places closer than this, in pixels of the picture, say nothing new.
const NEAR: f32 = 0.5;

/// Places in one stroke, so that a pen left on the paper does not fill the memory.
const LONGEST: usize = 20_000;

// Shared with the history, where most of them stay the same.
type Strokes = Vec<Arc<Vec<Dot>>>;

/// Strokes, and the picture that they make.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    strokes: Strokes,
    picture: Drawing,
    past: History<Strokes>,
}

impl Sheet {
    pub(crate) fn new() -> Self {
        Self { strokes: Vec::new(), picture: Drawing::blank(), past: History::new() }
    }

    /// The picture of all strokes.
    pub(crate) fn picture(&self) -> &Drawing {
        &self.picture
    }

    /// The picture; `None` where nothing has been drawn.
    pub(crate) fn drawing(&self) -> Option<Drawing> {
        (!self.strokes.is_empty()).then(|| self.picture.clone())
    }

    /// Puts the pen down: a new stroke, first a dot, which is always a change. Place in the unit square, radius in pixels of
    /// the picture.
    pub(crate) fn begin(&mut self, at: (f32, f32), radius: f32) -> bool {
        let dot = place(at, radius);
        self.past.note(self.strokes.clone());
        self.strokes.push(Arc::new(vec![dot]));
        self.picture.ink(dot, dot);
        true
    }

    /// Moves the pen that is down; says whether that drew anything.
    pub(crate) fn go(&mut self, at: (f32, f32), radius: f32) -> bool {
        let dot = place(at, radius);
        let Some(stroke) = self.strokes.last_mut() else { return false };
        let Some(&before) = stroke.last() else { return false };
        let moved = (dot.x - before.x).abs().max((dot.y - before.y).abs()) >= NEAR;
        if moved && stroke.len() < LONGEST {
            Arc::make_mut(stroke).push(dot);
            self.picture.ink(before, dot);
            return true;
        }
        false
    }

    /// Takes back the last stroke, or the clearing; says whether there was one.
    pub(crate) fn undo(&mut self) -> bool {
        let before = self.past.back();
        let found = before.is_some();
        if let Some(strokes) = before {
            self.show(strokes);
        }
        found
    }

    /// Empties the sheet; says whether there was anything.
    pub(crate) fn clear(&mut self) -> bool {
        let any = !self.strokes.is_empty();
        if any {
            self.past.note(self.strokes.clone());
            self.show(Vec::new());
        }
        any
    }

    // Ink cannot be taken off a picture, so it is drawn anew.
    fn show(&mut self, strokes: Strokes) {
        self.strokes = strokes;
        self.picture = Drawing::blank();
        for stroke in &self.strokes {
            if let Some(&first) = stroke.first() {
                self.picture.ink(first, first);
            }
            for pair in stroke.windows(2) {
                self.picture.ink(pair[0], pair[1]);
            }
        }
    }
}

// One side outside of the paper is as far as a captured pointer is followed.
fn place(at: (f32, f32), radius: f32) -> Dot {
    let pixel = |share: f32| share.clamp(-1.0, 2.0) * SIDE as f32;
    Dot { x: pixel(at.0), y: pixel(at.1), radius }
}

#[cfg(test)]
mod tests {
    use super::Sheet;

    fn stroke(sheet: &mut Sheet, places: &[(f32, f32)]) {
        sheet.begin(places[0], 4.0);
        places[1..].iter().for_each(|&at| assert!(sheet.go(at, 4.0)));
    }

    #[test]
    fn each_stroke_can_be_undone_and_so_can_clearing() {
        let mut sheet = Sheet::new();
        assert_eq!(sheet.drawing(), None);
        stroke(&mut sheet, &[(0.2, 0.2), (0.5, 0.8), (0.7, 0.3)]);
        let one = sheet.drawing();
        stroke(&mut sheet, &[(0.3, 0.5), (0.6, 0.5)]);
        let two = sheet.drawing();
        assert!(one.is_some() && one != two);
        assert!(sheet.clear() && !sheet.clear());
        assert_eq!(sheet.drawing(), None);
        assert!(sheet.undo());
        assert_eq!(sheet.drawing(), two);
        assert!(sheet.undo());
        assert_eq!(sheet.drawing(), one);
        assert!(sheet.undo() && !sheet.undo());
        assert_eq!(sheet.drawing(), None);
        assert!(sheet.picture().values.iter().all(|&value| value == 0.0));
    }

    #[test]
    fn a_pen_that_rests_adds_nothing_and_one_that_is_up_draws_nothing() {
        let mut sheet = Sheet::new();
        assert!(!sheet.go((0.5, 0.5), 4.0));
        sheet.begin((0.5, 0.5), 4.0);
        assert!(!sheet.go((0.501, 0.5), 4.0) && sheet.go((0.51, 0.5), 4.0));
    }
}
