//! Reading `repeat(n, start, body)`.

use super::super::names::REPEAT;
use super::super::{MOST_ROUNDS, Repeat};
use super::{Ast, FormulaError, Kind, Parsed, Parser, Tok, quote};

/// The part of a `repeat` that is being read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Part {
    Start,
    Body,
}

impl Parser<'_> {
    /// `repeat ( number , sum , sum )`, standing at the name.
    pub(super) fn repeat(&mut self) -> Parsed {
        if self.part.is_some() {
            return Err(self.here(Kind::RepeatInside));
        }
        let name = self.next;
        self.called(REPEAT)?;
        let rounds = self.rounds()?;
        self.part = Some(Part::Start);
        let start = self.deeper(Self::sum)?;
        self.separated()?;
        self.part = Some(Part::Body);
        let before = self.nodes;
        let body = self.deeper(Self::sum)?;
        self.part = None;
        match self.peek() {
            Some(Tok::Close) => self.next += 1,
            Some(Tok::Comma) => return Err(self.here(Kind::RepeatParts { found: self.found() })),
            None => return Err(self.at(name + 1, Kind::Unclosed)),
            Some(_) => return Err(self.operator_expected()),
        }
        // Every further round is as much again.
        self.nodes += (self.nodes - before) * (rounds as usize - 1);
        let ast = Ast::Repeat(Box::new(Repeat { rounds, start, body }));
        self.node(ast).map_err(|too_many| self.at(name, too_many.kind))
    }

    /// `( number`, up to the comma.
    fn rounds(&mut self) -> Result<u32, FormulaError> {
        let first = self.next + 1;
        let read = self.deeper(Self::sum)?;
        self.separated()?;
        match read {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, and from 1 to 100")]
            Ast::Num(n) if n.fract() == 0.0 && (1.0..=f64::from(MOST_ROUNDS)).contains(&n) => Ok(n as u32),
            _ => {
                let mut wrong = self.at(first, Kind::Empty);
                wrong.len = self.tokens.get(self.next - 1).map_or(0, |t| t.at + t.len - wrong.at);
                let text: String = self.src.iter().skip(wrong.at).take(wrong.len).collect();
                wrong.kind = Kind::Rounds { found: quote(&text), most: MOST_ROUNDS };
                Err(wrong)
            }
        }
    }

    /// Checks that a comma is next; [`Self::deeper`] takes it.
    fn separated(&self) -> Result<(), FormulaError> {
        match self.peek() {
            Some(Tok::Comma) => Ok(()),
            Some(Tok::Close) | None => Err(self.here(Kind::RepeatParts { found: self.found() })),
            Some(_) => Err(self.operator_expected()),
        }
    }

    /// An error at the token with this index.
    fn at(&self, token: usize, kind: Kind) -> FormulaError {
        self.tokens.get(token).map_or(FormulaError::new(kind.clone(), 0, 0), |t| FormulaError::new(kind, t.at, t.len))
    }
}
