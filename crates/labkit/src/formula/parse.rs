//! From tokens to the tree: recursive descent, with the depth counted.

mod repeat;

use super::error::quote;
use super::lex::{Tok, Token, plain, tokens};
use super::names::{REPEAT, STATE, suggest};
use super::{Ast, Const, FormulaError, FormulaErrorKind as Kind, Func, Limits, Op};
use repeat::Part;

type Parsed = Result<Ast, FormulaError>;

/// The state of reading one formula.
pub(super) struct Parser<'a> {
    src: Vec<char>,
    tokens: Vec<Token>,
    next: usize,
    vars: &'a [&'a str],
    limits: Limits,
    depth: usize,
    nodes: usize,
    part: Option<Part>,
}

impl<'a> Parser<'a> {
    /// Checks what can be told before reading: empty, too long, an equation.
    pub(super) fn new(src: &str, vars: &'a [&'a str], limits: Limits) -> Result<Self, FormulaError> {
        let most = limits.characters;
        let chars = src.chars().count();
        if chars > most {
            let kind = Kind::TooLong { chars, most };
            return Err(FormulaError::new(kind, most, chars - most));
        }
        let src: Vec<char> = src.chars().collect();
        // Before all else: in `f(x, y) = …` the comma and the `f` are not what is wrong.
        if let Some(at) = src.iter().position(|c| matches!(plain(*c), '=' | '≔')) {
            return Err(FormulaError::new(Kind::Equation, at, 1));
        }
        let tokens = tokens(&src);
        if tokens.is_empty() {
            return Err(FormulaError::new(Kind::Empty, 0, 0));
        }
        Ok(Self { src, tokens, next: 0, vars, limits, depth: 0, nodes: 0, part: None })
    }

    /// The whole formula.
    pub(super) fn formula(mut self) -> Parsed {
        let ast = self.sum()?;
        match self.peek() {
            None => Ok(ast),
            Some(Tok::Close) => Err(self.here(Kind::Unopened)),
            Some(_) => Err(self.operator_expected()),
        }
    }

    fn sum(&mut self) -> Parsed {
        let mut left = self.product()?;
        loop {
            let op = match self.peek() {
                Some(Tok::Plus) => Op::Add,
                Some(Tok::Minus) => Op::Sub,
                _ => return Ok(left),
            };
            self.next += 1;
            let right = self.product()?;
            left = self.node(Ast::Bin(op, Box::new(left), Box::new(right)))?;
        }
    }

    fn product(&mut self) -> Parsed {
        let mut left = self.signed()?;
        loop {
            let (op, written) = match self.peek() {
                Some(Tok::Star) => (Op::Mul, true),
                Some(Tok::Slash) => (Op::Div, true),
                // A number does not multiply unsaid from the right: `x 2` and `2 3` are slips more often than products.
                Some(Tok::Name(_) | Tok::Open) => (Op::Mul, false),
                _ => return Ok(left),
            };
            let right = if written {
                self.next += 1;
                self.signed()?
            } else {
                self.power()?
            };
            left = self.node(Ast::Bin(op, Box::new(left), Box::new(right)))?;
        }
    }

    fn signed(&mut self) -> Parsed {
        match self.peek() {
            Some(Tok::Minus) => {
                let a = self.deeper(Self::signed)?;
                self.node(Ast::Neg(Box::new(a)))
            }
            Some(Tok::Plus) => self.deeper(Self::signed),
            _ => self.power(),
        }
    }

    /// Takes the next token (a sign, `^`, `(` or `,`) and reads what lies one level deeper.
    fn deeper(&mut self, read: fn(&mut Self) -> Parsed) -> Parsed {
        let most = self.limits.depth;
        if self.depth >= most {
            return Err(self.here(Kind::TooDeep { most }));
        }
        self.next += 1;
        self.depth += 1;
        let ast = read(self);
        self.depth -= 1;
        ast
    }

    fn power(&mut self) -> Parsed {
        let mut base = self.atom()?;
        if let Some(Tok::Super(minus, v)) = self.peek().cloned() {
            self.next += 1;
            let mut n = self.node(Ast::Num(v))?;
            if minus {
                n = self.node(Ast::Neg(Box::new(n)))?;
            }
            base = self.node(Ast::Bin(Op::Pow, Box::new(base), Box::new(n)))?;
        }
        if self.peek() != Some(&Tok::Caret) {
            return Ok(base);
        }
        let exponent = self.deeper(Self::signed)?;
        self.node(Ast::Bin(Op::Pow, Box::new(base), Box::new(exponent)))
    }

    fn atom(&mut self) -> Parsed {
        match self.peek().cloned() {
            Some(Tok::Num(v)) => {
                self.next += 1;
                self.node(Ast::Num(v))
            }
            Some(Tok::Name(name)) => self.name(&name),
            Some(Tok::Open) => self.parenthesis(),
            _ => Err(self.here(Kind::ExpectedValue { after: self.before(), found: self.found() })),
        }
    }

    fn name(&mut self, name: &str) -> Parsed {
        if name == STATE && self.part == Some(Part::Body) {
            self.next += 1;
            return self.node(Ast::State);
        }
        let constant = || Const::ALL.into_iter().find(|c| c.name() == name);
        let leaf = match self.vars.iter().position(|v| *v == name) {
            Some(i) => Some(Ast::Var(i)),
            None => constant().map(Ast::Const),
        };
        if let Some(leaf) = leaf {
            self.next += 1;
            return self.node(leaf);
        }
        if name == REPEAT {
            return self.repeat();
        }
        if name == STATE {
            return Err(self.here(Kind::StateOutside));
        }
        let typed = if name == "ln" { "log" } else { name };
        let Some(func) = Func::ALL.into_iter().find(|f| f.name() == typed) else {
            let state = (self.part == Some(Part::Body)).then_some(STATE);
            let vars: Vec<&str> = self.vars.iter().copied().chain(state).collect();
            return Err(self.here(Kind::UnknownName {
                name: quote(name),
                suggestion: suggest(name, &vars),
                variables: vars.into_iter().map(quote).collect(),
            }));
        };
        self.called(name)?;
        let a = self.parenthesis()?;
        self.node(Ast::Call(func, Box::new(a)))
    }

    /// Takes the name of a function, behind which its parenthesis must stand.
    fn called(&mut self, name: &str) -> Result<(), FormulaError> {
        self.next += 1;
        if self.peek() == Some(&Tok::Open) {
            return Ok(());
        }
        Err(self.here(Kind::ExpectedOpen { name: name.to_owned(), found: self.found() }))
    }

    /// `( sum )`, standing at the `(`.
    fn parenthesis(&mut self) -> Parsed {
        let open = self.tokens.get(self.next).map_or(0, |t| t.at);
        let ast = self.deeper(Self::sum)?;
        match self.peek() {
            Some(Tok::Close) => {
                self.next += 1;
                Ok(ast)
            }
            None => Err(FormulaError::new(Kind::Unclosed, open, 1)),
            Some(_) => Err(self.operator_expected()),
        }
    }

    fn peek(&self) -> Option<&Tok> {
        self.tokens.get(self.next).map(|t| &t.tok)
    }

    fn node(&mut self, ast: Ast) -> Parsed {
        self.nodes += 1;
        let most = self.limits.nodes;
        if self.nodes > most {
            return Err(self.here(Kind::TooManyNodes { most }));
        }
        Ok(ast)
    }

    fn operator_expected(&self) -> FormulaError {
        self.here(Kind::ExpectedOperator { after: self.before(), found: self.found() })
    }

    /// An error at the next token, or just behind the last one. A token that is wrong in itself tells its own error.
    fn here(&self, kind: Kind) -> FormulaError {
        match self.tokens.get(self.next) {
            Some(Token { tok: Tok::Bad(own), at, len }) => FormulaError::new(own.clone(), *at, *len),
            Some(Token { tok: Tok::Comma, at, len })
                if matches!(kind, Kind::ExpectedOperator { .. } | Kind::ExpectedValue { .. }) =>
            {
                FormulaError::new(Kind::Comma, *at, *len)
            }
            Some(t) => FormulaError::new(kind, t.at, t.len),
            None => {
                let end = self.tokens.last().map_or(0, |t| t.at + t.len);
                FormulaError::new(kind, end, 0)
            }
        }
    }

    /// The text of the token before the next one.
    fn before(&self) -> Option<String> {
        self.text(self.tokens.get(self.next.checked_sub(1)?)?)
    }

    fn found(&self) -> Option<String> {
        self.text(self.tokens.get(self.next)?)
    }

    fn text(&self, t: &Token) -> Option<String> {
        let text: String = self.src.get(t.at..t.at + t.len)?.iter().collect();
        Some(quote(&text))
    }
}
