//! The task of a typed formula: balls on `f(x, y)`.

use super::formula::lower;
use super::hyper::Shared;
use super::params::{MORE_BALLS, TABLE};
use super::race::{Course, Lane, Race, engine};
use super::trace::Trace;
use compute::{Device, Expr, Program, grad};
use labkit::formula::Ast;
use labkit::{LabError, Params};
use nn::Optimiser;

/// Balls that the tensors hold; a ball that is not there yet rests at the start and is not drawn.
pub(super) const BALLS: usize = MORE_BALLS + 1;

/// Whether the steps of these parameters draw normals. A GPU, where a draw costs next to nothing, draws in any case; the CPU only
/// while there is noise to make of them.
pub(super) fn draws(device: &Device, params: &Params) -> bool {
    device.is_gpu() || params.number(TABLE, "noise") > 0.0
}

/// The race on `f`: one tensor `[BALLS]` for each coordinate of each optimiser.
pub(super) fn race(device: &Device, f: &Ast, params: &Params) -> Result<Race, LabError> {
    let mut race = Race::new(device, course(f, params, draws(device, params)))?;
    race.draws = draws(device, params);
    Ok(race)
}

/// Its program; the generator counts the steps whether something is drawn or not.
pub(super) fn course(f: &Ast, params: &Params, draws: bool) -> Course {
    let mut program = Program::new();
    let k = program.state("k", &[]);
    let mut shared = Shared::new(&mut program, params);
    let factor = program.record(&shared.factor).start;
    // The same noise for all, so that they can be compared.
    let normal = draws.then(|| [shared.random.normal(&[BALLS]), shared.random.normal(&[BALLS])]);
    let mut lanes = Vec::new();
    for (optimiser, hyper) in shared.hypers.clone() {
        let names = [format!("{}.x", optimiser.key()), format!("{}.y", optimiser.key())];
        let [x, y] = [&names[0], &names[1]].map(|name| program.state(name, &[BALLS]));
        let loss = lower(f, [&x, &y, &k]);
        // Balls do not touch each other, so the gradient of the sum holds the gradient of each.
        let slopes = grad(&loss, &[&x, &y]);
        let slopes: Vec<Expr> = slopes.iter().enumerate().map(|(i, g)| shared.noisy(optimiser, g, normal.as_ref().map(|normal| &normal[i]))).collect();
        let norm = (slopes[0].square() + slopes[1].square()).sqrt();
        let slopes = shared.clipped(&slopes, &norm);
        let first: Vec<Expr> = slopes.iter().map(|slope| slope.slice(0, 0, 1)).collect();
        let slope = program.record(&Expr::concat(&[&first[0], &first[1]], 0)).start;
        let loss = program.record(&loss);
        let across = shared.across(&hyper);
        let both = [(&names[0], &x, &slopes[0], &hyper), (&names[1], &y, &slopes[1], &across)];
        let [x, y] = both.map(|(name, value, slope, hyper)| {
            program.watch(&format!("∇ {name}"), slope);
            let next = optimiser.step(&mut program, name, value, slope, hyper);
            program.update(name, &next);
            program.record(&next)
        });
        let [first, second] = names;
        let states = vec![(first, x.start), (second, y.start)];
        lanes.push(Lane { x, y, loss, slope, theta: 0..0, states });
    }
    Course { program, lanes, factor }
}

/// Puts every ball at its place and forgets all that the optimisers remember.
pub(super) fn start(race: &mut Race, seed: u64, balls: &[(f64, f64)]) -> Result<(), LabError> {
    let place = |pick: fn(&(f64, f64)) -> f64| -> Vec<f32> {
        (0..BALLS).map(|i| balls.get(i).or(balls.first()).map_or(0.0, |ball| pick(ball) as f32)).collect()
    };
    for optimiser in Optimiser::ALL {
        for (name, values) in [("x", place(|ball| ball.0)), ("y", place(|ball| ball.1))] {
            let name = format!("{}.{name}", optimiser.key());
            race.write(&name, &values)?;
            race.forget(optimiser, &name, (0, BALLS))?;
        }
    }
    race.begin(seed, balls.len(), |lane, row| {
        row[lane.x.clone()].copy_from_slice(&place(|ball| ball.0));
        row[lane.y.clone()].copy_from_slice(&place(|ball| ball.1));
    })
}

/// Drops one more ball while the others go on.
pub(super) fn drop_ball(race: &mut Race, ball: (f64, f64)) -> Result<(), LabError> {
    let index = race.traces.first().map_or(0, Vec::len);
    for lane in &race.lanes {
        for (range, value) in [(&lane.x, ball.0), (&lane.y, ball.1)] {
            if let Some(slot) = race.newest.get_mut(range.start + index) {
                *slot = value as f32;
            }
        }
    }
    race.traces.iter_mut().for_each(|traces| traces.push(Trace::new()));
    for optimiser in Optimiser::ALL {
        for (name, value) in [("x", ball.0), ("y", ball.1)] {
            let name = format!("{}.{name}", optimiser.key());
            race.machine.write_part(&name, index, &[value as f32]).map_err(engine)?;
            race.forget(optimiser, &name, (index, 1))?;
        }
    }
    Ok(())
}
