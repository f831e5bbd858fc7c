//! DeepFool (Moosavi-Dezfooli, Fawzi and Frossard, CVPR 2016): takes the classifier for linear where the picture stands, and goes to the nearest
//! place on the boundary to another class, again and again until the answer is another one.
//!
//! With the gap `f = z_own − z_k` to class `k` and its slope `w = ∇z_k − ∇z_own`, the boundary is `|f| / ‖w‖` away, along `w`. Pixels end at 0 and
//! 1: the nearest place within them is `clip(x + λ w)`, with the one `λ` for which `w · (clip(x + λ w) − x) = f`, and the distance to each class
//! is judged by those pixels that can move. Where no pixel meets its end, it is the step of the paper.

use super::order::Order;
use super::project::{clipped, each};
use super::told::{SURE, lead, record, run};
use super::{Attack, Rows, Told};
use crate::adversarial::victim::{PIXELS, Victim};
use compute::{Device, EngineError, Expr, Machine, Program, grad};
use data::made::digits::CLASSES;
use labkit::model::Local;
use nn::loss::one_hot;

/// Newton steps to `λ`. What a move gains is concave in it and bends only where a pixel meets its end: the steps never go too far.
const NEWTON: usize = 12;
const TINY: f32 = 1e-12;
/// How far a class is that is not asked for.
const FAR: f32 = 1e9;

pub(super) struct DeepFool {
    machine: Machine,
    rows: usize,
    /// How things stand once all are found.
    over: Option<Told>,
}

/// `way` where a pixel at `x` can still go along it, else 0.
fn free(x: &Expr, way: &Expr) -> Expr {
    let (none, one) = (Expr::scalar(0.0), Expr::scalar(1.0));
    let stuck = (1.0 - none.less(x)) * way.less(&none) + (1.0 - x.less(&one)) * none.less(way);
    stuck.select(&none, way)
}

/// The nearest picture to `x [N, D]` that gains `aim [N, 1]` along `way [N, D]`.
fn hop(x: &Expr, way: &Expr, aim: &Expr) -> Expr {
    let (none, one) = (Expr::scalar(0.0), Expr::scalar(1.0));
    let at = |length: &Expr| clipped(&(x + length * way), &none, &one);
    let mut length = aim * 0.0;
    for _ in 0..NEWTON {
        let now = at(&length);
        let gained = each(&((&now - x) * way));
        let slope = each(&free(&now, way).square()) + TINY;
        length = clipped(&(&length + (aim - gained) / slope), &none, &Expr::scalar(FAR));
    }
    at(&length)
}

impl DeepFool {
    pub(super) fn new(device: &Device, victim: &Victim, rows: usize) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let x = program.state("x", &[rows, PIXELS]);
        let class = program.state("class", &[rows]);
        let [away, beyond] = ["away", "beyond"].map(|name| program.state(name, &[]));
        let logits = victim.build(&mut program).logits(&x);
        let lead = lead(&logits, &class, &away);
        // The class that is to be left: its own, or, on the way to a target, whichever is said.
        let towards = away.less(&Expr::scalar(0.0));
        let given = one_hot(&class, CLASSES);
        let own = towards.select(&one_hot(&logits.argmax().reshape(&[rows]), CLASSES), &given);
        let open = towards.select(&given, &(1.0 - &own));
        let column = |of: &Expr, k: usize| of.slice(1, k, 1);
        let slopes: Vec<Expr> = (0..CLASSES).map(|k| grad(&column(&logits, k).sum(), &[&x]).remove(0)).collect();
        let left = slopes.iter().enumerate().map(|(k, slope)| column(&own, k) * slope).reduce(|sum, slope| sum + slope);
        let left = left.unwrap_or_else(|| x.clone());
        let mine = each(&(&logits * &own));
        let boundary = |(k, slope): (usize, &Expr)| {
            let (gap, way) = (&mine - column(&logits, k), slope - &left);
            let length = each(&free(&x, &way).square()).sqrt() + TINY;
            let far = column(&open, k).select(&(&gap / length), &Expr::scalar(FAR));
            [far, gap, way]
        };
        let nearest = slopes.iter().enumerate().map(boundary).reduce(|so_far, other| {
            let nearer = other[0].less(&so_far[0]);
            std::array::from_fn(|at| nearer.select(&other[at], &so_far[at]))
        });
        let found = lead.less(&Expr::scalar(-SURE));
        if let Some([_, gap, way]) = nearest {
            let next = hop(&x, &way, &(gap * (1.0 + beyond) + 2.0 * SURE));
            program.update("x", &found.select(&x, &next));
        }
        record(&mut program, &logits, &(1.0 - found.mean()), &lead);
        let mut machine = device.machine(program.compile()?)?;
        victim.write(&mut machine)?;
        Ok(Self { machine, rows, over: None })
    }
}

impl Attack for DeepFool {
    fn begin(&mut self, order: &Order, rows: &Rows<'_>) -> Result<(), EngineError> {
        let (class, away) = rows.sought();
        self.over = None;
        let values = [("x", rows.pictures), ("class", class), ("away", &[away]), ("beyond", &[order.dials.beyond])];
        values.into_iter().try_for_each(|(name, values)| self.machine.write(name, values))
    }

    fn machines(&mut self) -> Vec<&mut Machine> {
        vec![&mut self.machine]
    }

    fn step(&mut self, steps: u32) -> Local<'_, Result<Vec<Told>, EngineError>> {
        Box::pin(async move {
            let mut all = Vec::new();
            for _ in 0..steps {
                // Once all are found, nothing moves any more.
                if self.over.is_none() {
                    let told = run(&mut self.machine, self.rows, 1).await?;
                    self.over = told.first().filter(|told| told.right <= 0.0).cloned();
                    all.extend(told);
                } else {
                    all.extend(self.over.clone());
                }
            }
            Ok(all)
        })
    }

    fn pictures(&mut self) -> Local<'_, Result<Vec<f32>, EngineError>> {
        Box::pin(self.machine.read("x"))
    }
}
