//! Curves that stay short, and panels of them.

use labkit::frame::Series;
use labkit::{Content, Panel};

/// Most points of a curve.
const MOST: usize = 4096;

/// A curve of at most [`MOST`] points: whenever it is full, every second point goes, and from then on every second is taken.
#[derive(Debug, Clone)]
pub(crate) struct Curve {
    x: Vec<f32>,
    y: Vec<f32>,
    seen: u64,
    every: u64,
}

impl Default for Curve {
    fn default() -> Self {
        Self { x: Vec::new(), y: Vec::new(), seen: 0, every: 1 }
    }
}

impl Curve {
    pub(crate) fn push(&mut self, x: f32, y: f32) {
        if self.seen.is_multiple_of(self.every) {
            self.x.push(x);
            self.y.push(y);
        }
        self.seen += 1;
        if self.x.len() == MOST {
            halve(&mut self.x);
            halve(&mut self.y);
            self.every *= 2;
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.x) * 2
    }

    pub(crate) fn series(&self, key: &str, identity: u8) -> Series {
        series(key, identity, self.x.clone(), self.y.clone())
    }
}

fn halve(values: &mut Vec<f32>) {
    let mut index = 0;
    values.retain(|_| {
        index += 1;
        index % 2 == 1
    });
}

pub(crate) fn series(key: &str, identity: u8, x: Vec<f32>, y: Vec<f32>) -> Series {
    Series { key: key.to_owned(), index: 0, identity, x: x.into(), y: y.into() }
}

pub(crate) fn panel(id: &str, content: Content) -> Panel {
    Panel { id: id.to_owned(), content }
}
