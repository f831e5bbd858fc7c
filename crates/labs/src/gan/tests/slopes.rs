//! Gradients against differences, through the very program that trains.

use super::super::loss::Divergence;
use super::super::rule::{Memory, Pace, Rule};
use super::super::transport;
use super::{game, played};
use classic::transport as exact;
use compute::interpret::interpret;
use compute::rng::Stream;
use compute::{Expr, Program, grad};
use pollster::block_on;

/// The ratio of a difference of the recorded loss along the gradient to the gradient's own length.
fn ratio(which: &str, sets: &[(&str, &str)]) -> f64 {
    const RATE: &str = "0.05";
    let still = if which == "d" { "d" } else { "g" };
    let all: Vec<_> = [
        ("rule", "sgd"),
        ("rate_d", RATE),
        ("rate_g", RATE),
        ("k", "1"),
        ("moves", still),
        ("batch", "24"),
        ("width", "12"),
        ("bend", "tanh"),
    ]
    .into_iter()
    .chain(sets.iter().copied())
    .collect();
    let (loss, length) = if which == "d" { ("loss_d", "gradient_d") } else { ("loss_g", "gradient_g") };
    let first = block_on(game(3, &all).players()).unwrap();
    let mut moved = game(3, &all);
    let length = played(&mut moved, 1, length);
    let after = block_on(moved.players()).unwrap();
    let (before, after) = if which == "d" { (&first.d, &after.d) } else { (&first.g, &after.g) };
    // The step was −rate · gradient.
    let way: Vec<f64> = before.iter().zip(after).map(|(a, b)| f64::from(a - b)).collect();
    let norm = way.iter().map(|x| x * x).sum::<f64>().sqrt();
    let at = |h: f64| {
        let mut players = first.clone();
        let to = if which == "d" { &mut players.d } else { &mut players.g };
        for (value, way) in to.iter_mut().zip(&way) {
            *value += (h * way / norm) as f32;
        }
        let mut game = game(3, &all);
        game.seat(&players).unwrap();
        played(&mut game, 1, loss)
    };
    // G has ReLUs: across a bend the difference is another one, so it is taken close by.
    let h = 5e-4;
    (at(h) - at(-h)) / (2.0 * h) / length
}

#[test]
fn every_loss_has_the_gradient_that_differences_have() {
    let losses: &[&[(&str, &str)]] = &[
        &[("loss", "minimax")],
        &[("loss", "non-saturating"), ("real", "0.9")],
        &[("loss", "lsgan")],
        &[("loss", "hinge")],
        &[("loss", "sensitive")],
        &[("loss", "wgan-gp"), ("lambda", "10")],
        &[("loss", "non-saturating"), ("alike", "true")],
        &[("loss", "f-gan"), ("divergence", "kl")],
        &[("loss", "f-gan"), ("divergence", "reverse-kl")],
        &[("loss", "f-gan"), ("divergence", "pearson")],
        &[("loss", "f-gan"), ("divergence", "neyman")],
        &[("loss", "f-gan"), ("divergence", "hellinger")],
        &[("loss", "f-gan"), ("divergence", "jeffrey")],
        &[("loss", "f-gan"), ("divergence", "js")],
        &[("loss", "f-gan"), ("divergence", "tv")],
    ];
    for sets in losses {
        for which in ["d", "g"] {
            let ratio = ratio(which, sets);
            assert!((ratio - 1.0).abs() < 1e-2, "{which} {sets:?}: {ratio}");
        }
    }
}

/// The penalty's gradient is one of a gradient. With tanh: with rectifiers the slope jumps at each bend, and only differences in f64 are
/// close enough (the critic workshop's tests have them, also for convolutions).
#[test]
fn the_penalty_has_the_gradient_that_differences_have() {
    let ratio = ratio("d", &[("loss", "wgan-gp"), ("lambda", "100")]);
    assert!((ratio - 1.0).abs() < 1e-3, "{ratio}");
}

/// A look ahead is differentiated as a whole: through D's steps, too.
#[test]
fn a_look_ahead_has_the_gradient_that_differences_have() {
    for unrolled in ["1", "3"] {
        for loss in ["non-saturating", "minimax"] {
            let ratio = ratio("g", &[("loss", loss), ("unrolled", unrolled)]);
            assert!((ratio - 1.0).abs() < 1e-2, "{loss} {unrolled}: {ratio}");
        }
    }
}

/// Through a step of each rule, too: how far a second step comes, as a function of the parameters before the first. Of one that has no slope
/// nothing moves, and its square's root has none either.
#[test]
fn a_step_of_a_rule_has_the_gradient_that_differences_have() {
    const START: [f64; 3] = [0.7, -0.4, 0.0];
    for rule in [Rule::Adam, Rule::RmsProp, Rule::Sgd] {
        let mut program = Program::new();
        let theta = program.state("theta", &[3]);
        let zero = Expr::constant(0.0, theta.shape());
        let memory = Memory { mean: zero.clone(), square: zero, part: [Expr::scalar(1.0), Expr::scalar(1.0)] };
        let pace = Pace { rule, rate: Expr::scalar(0.1), betas: [Expr::scalar(0.5), Expr::scalar(0.9)] };
        let slope = |theta: &Expr| grad(&theta.square().square(), &[theta]).remove(0);
        let (once, memory) = pace.step(&theta, &slope(&theta), &memory);
        let (twice, _) = pace.step(&once, &slope(&once), &memory);
        let far = twice.square().sum();
        let way = grad(&far, &[&theta]).remove(0);
        let at = |start: [f64; 3]| interpret(&[far.clone(), way.clone()], &|_| start.to_vec()).unwrap();
        let found = at(START).remove(1);
        assert_eq!(found[2], 0.0, "{rule:?}");
        for place in 0..2 {
            let moved = |by: f64| {
                let mut start = START;
                start[place] += by;
                at(start)[0][0]
            };
            let difference = (moved(1e-5) - moved(-1e-5)) / 2e-5;
            assert!((found[place] - difference).abs() < 1e-5, "{rule:?}: {} {difference}", found[place]);
        }
    }
}

/// D's own steps do not go through what G made by that very D: the plan grows by as much with each step of G, and stays small.
#[test]
fn many_steps_of_g_may_look_ahead() {
    let kernels =
        ["1", "2", "3"].map(|k| game(7, &[("k_g", k), ("unrolled", "1"), ("width", "12")]).plan().kernels.len());
    assert!(kernels[2] - kernels[1] <= kernels[1] - kernels[0], "{kernels:?}");
}

/// With the row “GAN”, f-GAN is the GAN: the same losses to the last digits.
#[test]
fn the_row_gan_of_the_table_is_the_gan() {
    let [a, b] = [("minimax", "js"), ("f-gan", "gan")].map(|(loss, divergence)| {
        let mut game = game(4, &[("loss", loss), ("divergence", divergence)]);
        [played(&mut game, 1, "loss_d"), played(&mut game, 1, "loss_g")]
    });
    assert!((a[0] - b[0]).abs() < 1e-5 && (a[1] - b[1]).abs() < 1e-5, "{a:?} {b:?}");
}

/// Conjugates against their definition, `f*(t) = sup_u (t u − f(u))`, over a fine walk of `u`.
#[test]
fn conjugates_are_the_highest_of_their_lines() {
    type Of = fn(f64) -> f64;
    let table: [(Divergence, Of); 9] = [
        (Divergence::TotalVariation, |u| (u - 1.0).abs() / 2.0),
        (Divergence::Kl, |u| u * u.ln()),
        (Divergence::ReverseKl, |u| -u.ln()),
        (Divergence::Pearson, |u| (u - 1.0).powi(2)),
        (Divergence::Neyman, |u| (1.0 - u).powi(2) / u),
        (Divergence::Hellinger, |u| (u.sqrt() - 1.0).powi(2)),
        (Divergence::Jeffrey, |u| (u - 1.0) * u.ln()),
        (Divergence::JensenShannon, |u| u * u.ln() - (u + 1.0) * ((1.0 + u) / 2.0).ln()),
        (Divergence::Gan, |u| u * u.ln() - (u + 1.0) * (u + 1.0).ln()),
    ];
    for (divergence, f) in table {
        for a in [-2.5_f32, -1.0, -0.2, 0.0, 0.4, 1.3] {
            let mut program = Program::new();
            let at = program.state("a", &[]);
            let got = interpret(&[divergence.output(&at), divergence.conjugate(&at)], &|_| vec![f64::from(a)]).unwrap();
            let t = got[0][0];
            let lines = (0..400_000).map(|i| (f64::from(i) * 5e-5 - 12.0).exp()).map(|u| t * u - f(u));
            let highest = lines.fold(f64::NEG_INFINITY, f64::max);
            let conjugate = got[1][0];
            assert!(
                (conjugate - highest).abs() < 1e-3 * highest.abs().max(1.0),
                "{divergence:?} {a}: {conjugate} {highest}"
            );
        }
    }
}

/// The cost of moving softens to the exact one: 1 % on 64 points, and its gradient pulls where the plan sends.
#[test]
fn sinkhorn_is_exact_in_the_limit() {
    let mut random = Stream::new(8, 1);
    let mut cloud = |shift: f32| (0..128).map(|_| random.normal() + shift).collect::<Vec<f32>>();
    let (a, b) = (cloud(0.0), cloud(1.0));
    let double = |points: &[f32]| points.iter().map(|x| f64::from(*x)).collect::<Vec<_>>();
    let squares: Vec<f64> = exact::distances(&double(&a), &double(&b), 2).iter().map(|d| d * d).collect();
    let least = exact::assignment(&squares, 64).unwrap().cost / 64.0;
    let mut program = Program::new();
    let (x, y) = (program.state("x", &[64, 2]), program.state("y", &[64, 2]));
    let leaf = |i: usize| double(if i == 0 { &a } else { &b });
    let cost = |soft: f32, turns: usize| {
        let cost = transport::cost(&x, &y, soft, turns);
        let slope = grad(&cost, &[&x]).remove(0);
        let values = interpret(&[cost, slope], &leaf).unwrap();
        (values[0][0], values[1].iter().sum::<f64>())
    };
    let (rough, _) = cost(0.3, 40);
    let (close, pull) = cost(0.004, 400);
    assert!((close / least - 1.0).abs() < 0.01, "{close} {least}");
    assert!((rough / least - 1.0).abs() > 0.05, "{rough} {least}");
    // Both axes are to grow by about 1, so the cost falls with x.
    assert!(pull < -1.0, "{pull}");
}
