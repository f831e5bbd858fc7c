//! A step: one of the discriminator and, where it is G's turn, one of the generator `x = μ + σ z`, faced by the D of just then.

use super::recipe::Recipe;
use crate::gan::loss::{Loss, Targets, discriminator, each, parts};
use crate::gan::rule::{Memory, Pace, Rule};
use compute::{Expr, Program, Random, grad};
use nn::activation::softplus;

/// Numbers that can be turned, a state of each.
pub(super) const DIALS: &[&str] =
    &["p", "wp", "gap", "real", "fake", "aim", "ratio", "lambda", "rate", "moves", "after", "k", "eta"];

/// What a step records, in this order. `push…`: mean |∂L_G/∂x| of a generated point, by this loss and by both of the logarithms'
/// on the same D; `gradient…`: length of G's gradient in (μ, ln σ), by the same three.
pub(super) const RECORDS: &[&str] = &[
    "loss_d",
    "loss_g",
    "value",
    "real",
    "fake",
    "accuracy",
    "penalised",
    "gradient_d",
    "push",
    "push_mm",
    "push_ns",
    "gradient_g",
    "gradient_mm",
    "gradient_ns",
    "logit_most",
];

/// Least and greatest μ and σ of G.
const BOUNDS: [[f32; 2]; 2] = [[-8.0, 0.05], [8.0, 3.0]];
/// β₁ and β₂ of D's Adam.
const BETAS: [f32; 2] = [0.5, 0.999];

/// The program. States: `d [S]` with what Adam remembers, `g [2]` as μ and ln σ, `count` of steps, `since` G's last, the dials.
pub(super) fn program(recipe: &Recipe) -> Program {
    let mut program = Program::new();
    if recipe.members > 1 {
        program.replicas(recipe.members);
    }
    let [p, wp, gap, real, fake, aim, ratio, lambda, rate, moves, after, k, eta] =
        std::array::from_fn(|at| program.state(&format!("dial.{}", DIALS[at]), &[]));
    let targets = Targets { real, fake, aim };
    let d = program.state("d", &[recipe.net.size()]);
    let g = program.state("g", &[2]);
    let memory = Memory::of(&mut program, "d", recipe.net.size());
    let mut random = Random::new(&mut program, "random");
    let rows = [recipe.batch, 1];
    let (mean, width) = (g.slice(0, 0, 1).reshape(&[1, 1]), g.slice(0, 1, 1).reshape(&[1, 1]).exp());

    // D, once.
    let side = (random.uniform(&rows) - 0.5).sign();
    let x = p + side * gap + random.normal(&rows) * wp;
    let made = (&mean + &width * random.normal(&rows)).stop_gradient();
    let scores = [&x, &made].map(|x| recipe.net.forward(&d, x));
    let both = [&scores[0], &scores[1]];
    let plain = match parts(recipe.loss, both, &targets) {
        Some([real, fake]) => real * &ratio + fake,
        None => discriminator(recipe.loss, both, [&x, &made], &targets),
    };
    let penalised = recipe.penalised.then(|| {
        let between = &made + (&x - &made) * random.uniform(&rows);
        (grad(&recipe.net.forward(&d, &between), &[&between]).remove(0).square() + 1e-12).sqrt()
    });
    let loss = match &penalised {
        Some(length) => &plain + (length - 1.0).square().mean() * lambda,
        None => plain.clone(),
    };
    let slope = grad(&loss, &[&d]).remove(0);
    let pace = Pace { rule: Rule::Adam, rate, betas: BETAS.map(Expr::scalar) };
    let (next, remembered) = pace.step(&d, &slope, &memory);

    // G: dL/dx = (dL/da)(da/dx) of each point; all losses share the second factor.
    let z = random.normal(&rows);
    let points = &mean + &width * &z;
    let a = recipe.net.forward(&next, &points);
    let steep = grad(&a, &[&points]).remove(0);
    let push = |loss: Loss| grad(&each(loss, &a, &targets), &[&a]).remove(0) * &steep;
    let gradient = |push: &Expr| [push.mean(), (push * &width * &z).mean()];
    let length = |[mean, width]: &[Expr; 2]| (mean.square() + width.square()).sqrt();
    let pushes = [recipe.loss, Loss::Minimax, Loss::NonSaturating].map(push);
    let gradients = pushes.each_ref().map(gradient);

    // Whose turn it is.
    let count = program.state("count", &[]) + 1.0;
    let ready = after.less(&count);
    let since = (program.state("since", &[]) + 1.0) * ready;
    let due = (k - 0.5).less(&since);
    let step = Expr::concat(&gradients[0].each_ref().map(|x| x.reshape(&[1])).each_ref(), 0) * eta;
    program.update("count", &count);
    program.update("since", &due.select(&Expr::scalar(0.0), &since));
    // What lies outside of these is off the figure, and a width that overflows would end the game.
    let [least, most] = BOUNDS.map(|[mean, width]| {
        Expr::concat(&[&Expr::constant(mean, &vec![1].into()), &Expr::constant(width.ln(), &vec![1].into())], 0)
    });
    let moved = (&g - step).max(&least).min(&most);
    program.update("g", &(due * moves).select(&moved, &g));
    program.update("d", &next);
    memory.keep(&mut program, "d", &remembered, &Expr::scalar(1.0));

    let [real, fake] = both;
    let zero = Expr::scalar(0.0);
    // V(G, D) from the logarithms; of a critic what it measures, its loss turned around.
    let value = if recipe.loss.is_logit() { -softplus(&-real).mean() - softplus(fake).mean() } else { -plain };
    let middle = Expr::scalar(crate::gan::record::middle(recipe.loss));
    let right = (middle.less(real).mean() + fake.less(&middle).mean()) * 0.5;
    let seen = |score: &Expr| if recipe.loss.is_logit() { score.sigmoid().mean() } else { score.mean() };
    let [push, push_mm, push_ns] = pushes.each_ref().map(|push| push.abs().mean());
    let [own, mm, ns] = gradients.each_ref().map(length);
    let most = real.max_axes(&[0, 1]).reshape(&[]);
    let records = [
        loss,
        each(recipe.loss, &a, &targets).mean(),
        value,
        seen(real),
        seen(fake),
        right,
        penalised.map_or(zero, |length| length.mean()),
        slope.square().sum().sqrt(),
        push,
        push_mm,
        push_ns,
        own,
        mm,
        ns,
        most,
    ];
    for value in &records {
        program.record(value);
    }
    program
}
