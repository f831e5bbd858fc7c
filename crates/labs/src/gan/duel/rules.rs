//! How two players move: every rule from one start, all in one plan.

use super::field::Field;
use compute::{Expr, Program};

/// The rules, in the order of their records: two numbers each.
pub(super) const RULES: [&str; 7] =
    ["simultaneous", "alternating", "momentum", "extragradient", "optimistic", "averaged", "flow"];
/// Numbers that act at once: a state of each.
pub(super) const DIALS: [&str; 5] = ["rate", "beta", "pull", "gamma", "noise"];
/// Coefficients of historical averaging that are tried side by side.
pub(super) const TRIED: usize = 41;
/// Steps of Runge and Kutta's method in one step of the rules.
const PARTS: usize = 8;
/// A player so far off stays there, squared: numbers would end soon after.
const FAR: f32 = 1e12;

/// Who moves first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum First {
    One,
    Two,
}

type At = [Expr; 2];

struct Rules {
    field: Field,
    first: First,
    rate: Expr,
}

/// The `at`-th coefficient: from 0.01 to 100, even in its logarithm.
pub(super) fn coefficient(at: usize) -> f32 {
    data::maths::pow(10.0, 4.0 * at as f32 / (TRIED - 1) as f32 - 2.0)
}

impl Rules {
    fn ways(&self, at: &At) -> At {
        [self.field.one(at), self.field.two(at)]
    }

    fn moved(&self, at: &At, ways: &At, by: f32) -> At {
        [&at[0] + &self.rate * &ways[0] * by, &at[1] + &self.rate * &ways[1] * by]
    }

    /// One after the other; `way` answers for the player of a number, where both are now.
    fn in_turn(&self, at: &At, mut way: impl FnMut(usize, &At) -> Expr) -> At {
        let order = if self.first == First::One { [0, 1] } else { [1, 0] };
        order.into_iter().fold(at.clone(), |mut at, player| {
            at[player] = &at[player] + &self.rate * way(player, &at);
            at
        })
    }

    fn own(&self, player: usize, at: &At) -> Expr {
        if player == 0 { self.field.one(at) } else { self.field.two(at) }
    }

    /// With `c ‖θ − θ̄‖²` (Salimans et al., NeurIPS 2016), the mean over time taken as given.
    fn averaged(&self, at: &At, mean: &At, pull: &Expr) -> At {
        self.in_turn(at, |player, at| self.own(player, at) - pull * (&at[player] - &mean[player]) * 2.0)
    }

    /// Korpelevich 1976: from here, by the slopes of where a step leads.
    fn extragradient(&self, at: &At) -> At {
        let ahead = self.moved(at, &self.ways(at), 1.0);
        self.moved(at, &self.ways(&ahead), 1.0)
    }

    /// The path that ever smaller steps tend to: Runge and Kutta's fourth order.
    fn flow(&self, at: &At) -> At {
        (0..PARTS).fold(at.clone(), |at, _| {
            let by = 1.0 / PARTS as f32;
            let a = self.ways(&at);
            let b = self.ways(&self.moved(&at, &a, by / 2.0));
            let c = self.ways(&self.moved(&at, &b, by / 2.0));
            let d = self.ways(&self.moved(&at, &c, by));
            let mean = |i: usize| (&a[i] + (&b[i] + &c[i]) * 2.0 + &d[i]) * (1.0 / 6.0);
            self.moved(&at, &[mean(0), mean(1)], by)
        })
    }
}

fn pair(program: &mut Program, name: &str, axes: &[usize]) -> At {
    ["x", "y"].map(|side| program.state(&format!("{name}.{side}"), axes))
}

fn keep(program: &mut Program, name: &str, next: &At) {
    for (side, value) in ["x", "y"].iter().zip(next) {
        program.update(&format!("{name}.{side}"), value);
    }
}

/// As it is now where the next place is too far off.
fn within(at: &At, next: &At) -> At {
    let near = (next[0].square() + next[1].square()).less(&Expr::scalar(FAR));
    [near.select(&next[0], &at[0]), near.select(&next[1], &at[1])]
}

fn dials(program: &mut Program) -> [Expr; 5] {
    DIALS.map(|name| program.state(name, &[]))
}

/// A step of all rules. States: `{rule}.x` and `.y`; `velocity` of momentum, `before` of optimism, `mean` of averaging; `tried`,
/// `tried_mean` `[TRIED]` with `coefficients`; `count`, the dials. Records: [`RULES`], then the mean.
pub(super) fn program(play: super::field::Play, first: First) -> Program {
    let mut program = Program::new();
    let [rate, beta, pull, gamma, noise] = dials(&mut program);
    let rules = Rules { field: Field { play, gamma, noise }, first, rate };
    let count = program.state("count", &[]);
    let places = RULES.map(|name| pair(&mut program, name, &[]));
    let [simultaneous, alternating, momentum, extragradient, optimistic, averaged, flow] = &places;

    let velocity = pair(&mut program, "velocity", &[]);
    let mut faster = velocity.clone();
    let with_momentum = rules.in_turn(momentum, |player, at| {
        faster[player] = &beta * &velocity[player] + rules.own(player, at);
        faster[player].clone()
    });
    keep(&mut program, "velocity", &within(&velocity, &faster));

    // Daskalakis et al., ICLR 2018; in the first step there is nothing before it.
    let (before, now) = (pair(&mut program, "before", &[]), rules.ways(optimistic));
    let begun = Expr::scalar(0.5).less(&count);
    let twice = |i: usize| &now[i] * 2.0 - begun.select(&before[i], &now[i]);
    let with_hope = rules.moved(optimistic, &[twice(0), twice(1)], 1.0);
    keep(&mut program, "before", &now);

    let mean = pair(&mut program, "mean", &[]);
    let tried = pair(&mut program, "tried", &[TRIED]);
    let tried_mean = pair(&mut program, "tried_mean", &[TRIED]);
    let coefficients = program.state("coefficients", &[TRIED]);
    let next = [
        rules.moved(simultaneous, &rules.ways(simultaneous), 1.0),
        rules.in_turn(alternating, |player, at| rules.own(player, at)),
        with_momentum,
        rules.extragradient(extragradient),
        with_hope,
        rules.averaged(averaged, &mean, &pull),
        rules.flow(flow),
    ];
    for ((name, at), next) in RULES.iter().zip(&places).zip(next) {
        let next = within(at, &next);
        if *name == "averaged" {
            keep(&mut program, "mean", &later(&mean, &next, &count));
        }
        for value in &next {
            program.record(value);
        }
        keep(&mut program, name, &next);
    }
    for value in &later(&mean, &within(averaged, &rules.averaged(averaged, &mean, &pull)), &count) {
        program.record(value);
    }
    let next = within(&tried, &rules.averaged(&tried, &tried_mean, &coefficients));
    keep(&mut program, "tried_mean", &later(&tried_mean, &next, &count));
    keep(&mut program, "tried", &next);
    program.update("count", &(count + 1.0));
    program
}

/// The mean with one place more; the start is the first.
fn later(mean: &At, next: &At, count: &Expr) -> At {
    [0, 1].map(|i| &mean[i] + (&next[i] - &mean[i]) / (count + 2.0))
}

/// Where both want to go at places `[count]`: outputs `way.x` and `way.y`.
pub(super) fn compass(play: super::field::Play, count: usize) -> Program {
    let mut program = Program::new();
    let [_, _, _, gamma, noise] = dials(&mut program);
    let at = pair(&mut program, "place", &[count]);
    let field = Field { play, gamma, noise };
    program.output("way.x", &field.one(&at));
    program.output("way.y", &field.two(&at));
    program
}
