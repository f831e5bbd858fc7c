//! The formula typeset: presentation MathML Core.

use super::{Ast, Const, Func, Op, print};

/// Multiplication that is not drawn.
const UNSAID: &str = "<mo>&#x2062;</mo>";
/// Multiplication as a dot.
const DOT: &str = "<mo>⋅</mo>";
/// What the rounds of a repetition have reached.
const H: &str = "<mi>h</mi>";
/// The application of a function to what follows, not drawn.
const APPLY: &str = "<mo>&#x2061;</mo>";

impl Ast {
    /// One MathML element for the formula, to stand inside `<math>`. Fractions, roots and powers are drawn as such; no
    /// element has an attribute. A repetition is `(h₅₀ : h ← …, h₀ = …)`. Names are escaped. A variable without a name in `vars` shows as `?`.
    #[must_use]
    pub fn to_mathml(&self, vars: &[&str]) -> String {
        let mut typeset = Typeset { out: String::new(), vars };
        typeset.put(self);
        typeset.out
    }

    fn is_sum(&self) -> bool {
        matches!(self, Self::Bin(Op::Add | Op::Sub, ..))
    }
}

/// What is written so far. One growing text and small frames: a sum of many terms is a deep tree.
struct Typeset<'a> {
    out: String,
    vars: &'a [&'a str],
}

impl Typeset<'_> {
    fn text(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn put(&mut self, ast: &Ast) {
        match ast {
            Ast::Num(v) => self.text(&number(*v)),
            Ast::Const(Const::Pi) => self.text("<mi>π</mi>"),
            Ast::Const(Const::E) => self.text("<mi>e</mi>"),
            Ast::Var(i) => self.name(*i),
            Ast::Neg(a) => {
                self.text("<mrow><mo>−</mo>");
                self.within(a, a.is_sum() || matches!(**a, Ast::Neg(_)));
                self.text("</mrow>");
            }
            Ast::Bin(Op::Div, a, b) => self.pair("<mfrac>", a, false, b, "</mfrac>"),
            Ast::Bin(Op::Pow, a, b) => self.pair("<msup>", a, !stands_alone(a), b, "</msup>"),
            Ast::Bin(op, a, b) => self.row(*op, a, b),
            Ast::Call(Func::Sqrt, a) => self.around("<msqrt>", a, "</msqrt>"),
            Ast::Call(Func::Abs, a) => self.around("<mrow><mo>|</mo>", a, "<mo>|</mo></mrow>"),
            Ast::Call(func, a) => {
                self.text("<mrow><mi>");
                self.text(func.name());
                self.text("</mi>");
                self.text(APPLY);
                self.within(a, !matches!(**a, Ast::Repeat(_)));
                self.text("</mrow>");
            }
            Ast::Repeat(r) => {
                self.text(&format!(
                    "<mrow><mo>(</mo><msub>{H}<mn>{}</mn></msub><mo>:</mo><mrow>{H}<mo>←</mo>",
                    r.rounds
                ));
                self.put(&r.body);
                self.text(&format!("</mrow><mo>,</mo><mrow><msub>{H}<mn>0</mn></msub><mo>=</mo>"));
                self.put(&r.start);
                self.text("</mrow><mo>)</mo></mrow>");
            }
            Ast::State => self.text(H),
        }
    }

    fn name(&mut self, i: usize) {
        self.text("<mi>");
        self.text(&escape(self.vars.get(i).unwrap_or(&"?")));
        self.text("</mi>");
    }

    fn around(&mut self, open: &str, a: &Ast, close: &str) {
        self.text(open);
        self.put(a);
        self.text(close);
    }

    fn within(&mut self, a: &Ast, parentheses: bool) {
        if parentheses {
            self.around("<mrow><mo>(</mo>", a, "<mo>)</mo></mrow>");
        } else {
            self.put(a);
        }
    }

    fn pair(&mut self, open: &str, a: &Ast, parentheses: bool, b: &Ast, close: &str) {
        self.text(open);
        self.within(a, parentheses);
        self.put(b);
        self.text(close);
    }

    /// A sum or a product on one line.
    fn row(&mut self, op: Op, a: &Ast, b: &Ast) {
        let product = op == Op::Mul;
        // A sign may not follow an operator, and what would be regrouped on the right keeps its parentheses.
        let again = product && matches!(b, Ast::Bin(Op::Mul, ..));
        let parentheses = matches!(leading(b), Ast::Neg(_)) || b.is_sum() || again;
        self.text("<mrow>");
        self.within(a, product && a.is_sum());
        self.text(match op {
            Op::Add => "<mo>+</mo>",
            Op::Sub => "<mo>−</mo>",
            _ if parentheses || reads_unsaid(a, b, self.vars) => UNSAID,
            _ => DOT,
        });
        self.within(b, parentheses);
        self.text("</mrow>");
    }
}

/// Whether a power of it needs no parentheses around it.
fn stands_alone(base: &Ast) -> bool {
    let bare = matches!(base, Ast::Const(_) | Ast::Var(_) | Ast::State) || plain_number(base);
    bare || matches!(base, Ast::Call(Func::Sqrt | Func::Abs, _) | Ast::Repeat(_))
}

/// Whether `2x` reads as a product: not where two numbers or a name of several letters would run into its neighbour.
fn reads_unsaid(a: &Ast, b: &Ast, vars: &[&str]) -> bool {
    let long = |ast: &Ast| match ast {
        Ast::Var(i) => vars.get(*i).is_none_or(|v| v.chars().count() > 1),
        _ => false,
    };
    let a = trailing(a);
    let b = leading(b);
    // `2 ½` would read as two and a half.
    let mixed = matches!(b, Ast::Bin(Op::Div, ..)) && matches!(a, Ast::Num(_));
    let numbers = matches!(b, Ast::Num(_)) || mixed;
    let word = long(a) || (long(b) && !matches!(a, Ast::Num(_)));
    // `x sin(y)` without a space would read as one word.
    let call = matches!(b, Ast::Call(..)) && matches!(a, Ast::Var(_) | Ast::Const(_) | Ast::State);
    !(numbers || word || call)
}

/// What is drawn first.
fn leading(ast: &Ast) -> &Ast {
    match ast {
        Ast::Bin(Op::Add | Op::Sub | Op::Mul | Op::Pow, a, _) => leading(a),
        other => other,
    }
}

/// What is drawn last on the line.
fn trailing(ast: &Ast) -> &Ast {
    match ast {
        Ast::Bin(Op::Add | Op::Sub | Op::Mul, _, b) => trailing(b),
        Ast::Neg(a) => trailing(a),
        other => other,
    }
}

fn plain_number(ast: &Ast) -> bool {
    matches!(ast, Ast::Num(v) if !v.is_sign_negative() && !print::number(*v).contains('e'))
}

/// `0.5`, or `1.5 × 10⁻⁷` where the text has an exponent.
fn number(v: f64) -> String {
    let text = print::number(v).replace('-', "−");
    let Some((digits, exponent)) = text.split_once('e') else {
        return format!("<mn>{text}</mn>");
    };
    let exponent = match exponent.strip_prefix('−') {
        Some(size) => format!("<mrow><mo>−</mo><mn>{size}</mn></mrow>"),
        None => format!("<mn>{exponent}</mn>"),
    };
    format!("<mrow><mn>{digits}</mn><mo>×</mo><msup><mn>10</mn>{exponent}</msup></mrow>")
}

fn escape(name: &str) -> String {
    name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
