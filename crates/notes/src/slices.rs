//! Reads notes and says what comes out, the part where the reader is first.

use crate::message::{FromReader, ToReader};
use crate::notes::{Notes, prepare, text};

/// What fills a first screen, in bytes of HTML.
const FIRST: usize = 16_000;
/// A slice that the page takes in without a halt.
const MOST: usize = 128_000;

/// Reads notes; `say` gets the answers in order.
pub fn read(ask: &ToReader, mut say: impl FnMut(FromReader)) {
    let run = ask.run;
    let text = match text(&ask.bytes) {
        Ok(text) => text,
        Err(error) => return say(FromReader::Trouble { run, why: error.sentence() }),
    };
    let marked = prepare(&text);
    let mut notes = Notes::parse(&marked);
    say(FromReader::Outline { run, zh: notes.zh, outline: notes.outline(), sections: notes.frames() });
    let count = notes.sections.len();
    let start = notes.sections.iter().position(|section| section.id == ask.at).unwrap_or(0);
    let (mut set, mut plain, mut done, mut enough) = (0, 0, 0_usize, FIRST);
    for part in [start..count, 0..start] {
        let mut at = part.start;
        while at < part.end {
            let first = at;
            let (mut bodies, mut size) = (Vec::new(), 0);
            while at < part.end && size < enough {
                let (body, more_set, more_plain) = notes.body(at);
                (set, plain, size) = (set + more_set, plain + more_plain, size + body.len());
                bodies.push(body);
                at += 1;
            }
            done += bodies.len();
            let first = u32::try_from(first).unwrap_or(u32::MAX);
            say(FromReader::Slice { run, first, bodies, done: done as f32 / count.max(1) as f32 });
            enough = (enough * 2).min(MOST);
        }
    }
    say(FromReader::End { run, set, plain });
}
