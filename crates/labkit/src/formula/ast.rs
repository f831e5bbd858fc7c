//! The tree of a formula.

/// A formula as a tree.
///
/// From [`parse`](super::parse) and [`Ast::fold`], numbers are finite and not negative: a sign is always a `Neg`.
#[derive(Debug, Clone, PartialEq)]
pub enum Ast {
    /// A number.
    Num(f64),
    /// A constant with a name.
    Const(Const),
    /// The variable with this index in the list given to [`parse`](super::parse).
    Var(usize),
    /// −a
    Neg(Box<Self>),
    /// a ∘ b
    Bin(Op, Box<Self>, Box<Self>),
    /// f(a)
    Call(Func, Box<Self>),
    /// The value after some rounds.
    Repeat(Box<Repeat>),
    /// The value that the rounds of a [`Repeat`] have reached; only in its body.
    State,
}

/// hₙ of h₀ = start, hᵢ₊₁ = body(hᵢ): a recurrence written out, such as a recurrent network of one unit.
///
/// From [`parse`](super::parse), 1 ≤ n ≤ [`MOST_ROUNDS`](super::MOST_ROUNDS), and neither part holds another `Repeat`.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeat {
    /// n
    pub rounds: u32,
    /// h₀
    pub start: Ast,
    /// hᵢ₊₁, where [`Ast::State`] is hᵢ.
    pub body: Ast,
}

impl Repeat {
    /// hₙ, each round from the one before by `round`.
    pub(super) fn run<V>(&self, start: V, mut round: impl FnMut(&Ast, V) -> V) -> V {
        (0..self.rounds).fold(start, |h, _| round(&self.body, h))
    }
}

/// Constants that have a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Const {
    /// π = 3.14159…
    Pi,
    /// e = 2.71828…
    E,
}

/// Operations on two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// a + b
    Add,
    /// a − b
    Sub,
    /// a · b
    Mul,
    /// a / b
    Div,
    /// aᵇ
    Pow,
}

/// Functions of one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Func {
    /// eᵃ
    Exp,
    /// The natural logarithm, for a > 0.
    Log,
    /// √a, for a ≥ 0.
    Sqrt,
    /// sin a, a in radians.
    Sin,
    /// cos a, a in radians.
    Cos,
    /// tan a, a in radians.
    Tan,
    /// The hyperbolic tangent.
    Tanh,
    /// |a|
    Abs,
}

impl Const {
    /// All constants.
    pub const ALL: [Self; 2] = [Self::Pi, Self::E];

    /// The name as it is typed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pi => "pi",
            Self::E => "e",
        }
    }

    /// The value, to the last bit of an `f64`.
    #[must_use]
    pub fn value(self) -> f64 {
        match self {
            Self::Pi => std::f64::consts::PI,
            Self::E => std::f64::consts::E,
        }
    }
}

impl Op {
    /// a ∘ b in `f64`.
    #[must_use]
    pub fn eval(self, a: f64, b: f64) -> f64 {
        match self {
            Self::Add => a + b,
            Self::Sub => a - b,
            Self::Mul => a * b,
            Self::Div => a / b,
            Self::Pow => a.powf(b),
        }
    }
}

impl Func {
    /// All functions, in the order in which messages list them.
    pub const ALL: [Self; 8] =
        [Self::Exp, Self::Log, Self::Sqrt, Self::Sin, Self::Cos, Self::Tan, Self::Tanh, Self::Abs];

    /// The name as it is typed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exp => "exp",
            Self::Log => "log",
            Self::Sqrt => "sqrt",
            Self::Sin => "sin",
            Self::Cos => "cos",
            Self::Tan => "tan",
            Self::Tanh => "tanh",
            Self::Abs => "abs",
        }
    }

    /// f(a) in `f64`; NaN outside the domain.
    #[must_use]
    pub fn eval(self, a: f64) -> f64 {
        match self {
            Self::Exp => a.exp(),
            Self::Log => a.ln(),
            Self::Sqrt => a.sqrt(),
            Self::Sin => a.sin(),
            Self::Cos => a.cos(),
            Self::Tan => a.tan(),
            Self::Tanh => a.tanh(),
            Self::Abs => a.abs(),
        }
    }
}

impl Ast {
    /// The number of nodes of the tree.
    #[must_use]
    pub fn nodes(&self) -> usize {
        match self {
            Self::Num(_) | Self::Const(_) | Self::Var(_) | Self::State => 1,
            Self::Neg(a) | Self::Call(_, a) => 1 + a.nodes(),
            Self::Bin(_, a, b) => 1 + a.nodes() + b.nodes(),
            Self::Repeat(r) => 1 + r.start.nodes() + r.body.nodes(),
        }
    }

    /// Whether the variable with this index occurs.
    #[must_use]
    pub fn uses(&self, variable: usize) -> bool {
        match self {
            Self::Num(_) | Self::Const(_) | Self::State => false,
            Self::Var(i) => *i == variable,
            Self::Neg(a) | Self::Call(_, a) => a.uses(variable),
            Self::Bin(_, a, b) => a.uses(variable) || b.uses(variable),
            Self::Repeat(r) => r.start.uses(variable) || r.body.uses(variable),
        }
    }

    /// The value of a formula without variables; `None` where a variable occurs.
    #[must_use]
    pub fn constant(&self) -> Option<f64> {
        self.constant_with(None)
    }

    /// The same where the rounds of a [`Repeat`] have reached `h`.
    fn constant_with(&self, h: Option<f64>) -> Option<f64> {
        match self {
            Self::Num(v) => Some(*v),
            Self::Const(c) => Some(c.value()),
            Self::Var(_) => None,
            Self::Neg(a) => a.constant_with(h).map(|v| -v),
            Self::Bin(op, a, b) => Some(op.eval(a.constant_with(h)?, b.constant_with(h)?)),
            Self::Call(f, a) => a.constant_with(h).map(|v| f.eval(v)),
            Self::Repeat(r) => r.run(r.start.constant_with(h), |body, h| body.constant_with(Some(h?))),
            Self::State => h,
        }
    }

    /// The same function with every part that holds no variable replaced by its value.
    ///
    /// A part whose value is not finite stays as it is, so that the tree still prints and parses.
    #[must_use]
    pub fn fold(&self) -> Self {
        let folded = match self {
            Self::Num(_) | Self::Const(_) | Self::Var(_) | Self::State => return self.clone(),
            Self::Neg(a) => Self::Neg(Box::new(a.fold())),
            Self::Bin(op, a, b) => Self::Bin(*op, Box::new(a.fold()), Box::new(b.fold())),
            Self::Call(f, a) => Self::Call(*f, Box::new(a.fold())),
            Self::Repeat(r) => {
                Self::Repeat(Box::new(Repeat { rounds: r.rounds, start: r.start.fold(), body: r.body.fold() }))
            }
        };
        match folded.constant() {
            Some(v) if v.is_finite() => Self::number(v),
            _ => folded,
        }
    }

    /// A finite number as parsing writes it: the sign as a `Neg`.
    fn number(v: f64) -> Self {
        if v.is_sign_negative() { Self::Neg(Box::new(Self::Num(-v))) } else { Self::Num(v) }
    }
}
