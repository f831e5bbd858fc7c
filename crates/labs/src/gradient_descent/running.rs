//! What runs: a race, and the ground that it runs on.

use super::bowl;
use super::field::{Grid, View};
use super::fit::Problem;
use super::formula;
use super::more;
use super::params::TABLE;
use super::probe::{Look, Probe};
use super::race::{Lane, Left, Race, engine, place};
use super::surface;
use classic::sym2::eigen;
use compute::{Device, Machine, Snapshot};
use data::table::Table;
use labkit::formula::Ast;
use labkit::frame::Field;
use labkit::model::Local;
use labkit::{LabError, Params, Value};

/// The picture of a formula for which no view was chosen.
pub(super) const VIEW: View = [(-2.2, -1.0), (2.1, 3.1)];

/// A formula as a surface.
pub(super) struct Hill {
    pub(super) f: Ast,
    grid: Grid,
    probe: Probe,
    /// The formula's `k`.
    pub(super) k: f64,
}

impl Hill {
    fn new(device: &Device, f: Ast, k: f64) -> Result<Self, LabError> {
        let (grid, probe) = (Grid::new(device, &f)?, Probe::new(&f)?);
        Ok(Self { f, grid, probe, k })
    }

    /// The height at a place, in f64.
    pub(super) fn height(&self, x: f64, y: f64) -> f64 {
        self.f.eval(&[x, y, f64::from(self.k as f32)])
    }
}

/// A loss of many parameters, seen through a plane.
pub(super) trait Land {
    /// All optimisers at the beginning.
    fn start(&mut self, race: &mut Race) -> Result<(), LabError>;
    /// The loss at a lane's parameters, in the places of a row.
    fn loss(&self, lane: &Lane, row: &[f32]) -> f64;
    /// Examples in the data.
    fn rows(&self) -> usize;
    /// The loss over the plane as `cut` has it, with the view that it covers, where it must be drawn anew.
    fn draw<'a>(&'a mut self, race: &'a Race, stale: bool, cut: &'a Cut<'a>) -> Local<'a, Result<Option<(View, Field)>, LabError>>;
    /// Gradient and eigenvalues at the optimiser in focus; now and then, unless `whole`.
    fn look<'a>(&'a mut self, race: &'a Race, focus: usize, whole: bool) -> Local<'a, Result<Seen, LabError>>;
    /// The way of an optimiser on the plane.
    fn way(&self, race: &Race, which: usize) -> (Vec<f32>, Vec<f32>);
}

/// What is descended.
pub(super) enum Ground {
    Formula(Hill),
    Table(Hill, Box<Problem>),
    Net(Box<dyn Land>),
}

/// The surface under the ball in focus.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Seen {
    /// First and second derivatives, where the ground is a surface.
    pub(super) look: Option<Look>,
    /// Length of the gradient.
    pub(super) slope: f64,
    /// Eigenvalues of the Hessian, largest first.
    pub(super) values: Vec<f64>,
    /// The largest entry of the Hessian that two orders of differentiation give differently, over the largest of all.
    pub(super) asymmetry: f64,
}

impl Ground {
    /// The surface; a network's loss is none.
    pub(super) fn hill(&self) -> Option<&Hill> {
        match self {
            Self::Formula(hill) | Self::Table(hill, _) => Some(hill),
            Self::Net(_) => None,
        }
    }

    pub(super) fn problem(&self) -> Option<&Problem> {
        if let Self::Table(_, problem) = self { Some(problem) } else { None }
    }

    /// The loss of a lane at its parameters, in the places of a row.
    pub(super) fn loss(&self, lane: &Lane, ball: usize, row: &[f32]) -> f64 {
        match self {
            Self::Formula(hill) => {
                let [x, y] = place(row, lane, ball).map(f64::from);
                hill.height(x, y)
            }
            Self::Table(_, problem) => problem.loss(lane, row),
            Self::Net(land) => land.loss(lane, row),
        }
    }
}

pub(super) struct Running {
    pub(super) race: Race,
    pub(super) ground: Ground,
    /// The view where the reader has chosen none.
    pub(super) view: View,
}

impl Running {
    /// Everything for these parameters; `None` where a table is asked for and none is there.
    pub(super) fn new(params: &Params, seed: u64, device: &Device, table: Option<&Table>) -> Result<Option<Self>, LabError> {
        let k = params.number(TABLE, "k");
        let (race, ground, view) = match params.choice(TABLE, "task") {
            "table" => {
                let Some(table) = table else { return Ok(None) };
                let Value::Names(features) = params.get(TABLE, "features") else { return Ok(None) };
                let (target, scale) = (params.text(TABLE, "target"), params.switch(TABLE, "scale"));
                let problem = Problem::new(table, &target, &features, scale)?;
                let (f, view) = bowl::bowl(&problem)?;
                (problem.race(device, params)?, Ground::Table(Hill::new(device, f, k)?, Box::new(problem)), view)
            }
            // Its code may still be on the way: the next frame brings it.
            "net" => {
                let Some(more) = more::here() else { return Ok(None) };
                let (race, land) = (more.land)(params, seed, device)?;
                (race, Ground::Net(land), [(-1.0, -1.0), (1.0, 1.0)])
            }
            "chance" => return Ok(None),
            _ => {
                let f = formula::read(&params.text(TABLE, "f"))?;
                (surface::race(device, &f, params)?, Ground::Formula(Hill::new(device, f, k)?), VIEW)
            }
        };
        Ok(Some(Self { race, ground, view }))
    }

    /// Back to step 0, with these balls on a formula.
    pub(super) fn start(&mut self, seed: u64, balls: &[(f64, f64)]) -> Result<(), LabError> {
        // Rows of the run before are of no use.
        drop(self.race.machine.drain());
        match &mut self.ground {
            Ground::Formula(_) => surface::start(&mut self.race, seed, balls),
            Ground::Table(_, problem) => problem.start(&mut self.race, seed),
            Ground::Net(land) => land.start(&mut self.race),
        }
    }

    /// Draws normals only where these parameters want them; the run goes on as it is.
    pub(super) fn refit(&mut self, device: &Device, params: &Params) -> Result<(), LabError> {
        let (Ground::Formula(hill), Machine::Cpu(machine)) = (&self.ground, &mut self.race.machine) else { return Ok(()) };
        if surface::draws(device, params) == self.race.draws {
            return Ok(());
        }
        let other = surface::race(device, &hill.f, params)?;
        let rows = machine.drain();
        self.race.absorb(&rows, |lane, ball, row| self.ground.loss(lane, ball, row));
        self.race.go_on(other)
    }

    /// Goes on from a state that was saved, also of a race that drew normals where this one does not.
    pub(super) fn restore(&mut self, machine: &Snapshot, left: &Left, draws: bool, params: &Params) -> Result<(), LabError> {
        let other = match &self.ground {
            Ground::Formula(hill) if draws != self.race.draws => Some(surface::course(&hill.f, params, draws).program.compile().map_err(engine)?),
            _ => None,
        };
        self.race.restore(machine, left, other.as_ref())
    }

    /// Widens the view of a bowl where a path leaves it; answers whether it did. Columns that go together make paths swing
    /// far out; what diverges is not followed.
    pub(super) fn follow(&mut self) -> bool {
        const ROOM: f64 = 0.25;
        const FARTHEST: f64 = 30.0;
        let (Some(problem), [(x0, y0), (x1, y1)]) = (self.ground.problem(), self.view) else { return false };
        let optimum = problem.optimum();
        let limit = optimum[0].abs().max(optimum[1].abs()) * FARTHEST;
        let (mut low, mut high) = ((x0, y0), (x1, y1));
        for trace in self.race.traces.iter().flatten() {
            let [x, y] = trace.bounds.map(|(low, high)| (f64::from(low), f64::from(high)));
            let near = |(low, high): (f64, f64)| low.abs().max(high.abs()) <= limit;
            if near(x) && near(y) {
                low = (low.0.min(x.0), low.1.min(y.0));
                high = (high.0.max(x.1), high.1.max(y.1));
            }
        }
        if (low, high) == ((x0, y0), (x1, y1)) {
            return false;
        }
        let room = |low: f64, high: f64, old: (f64, f64)| {
            let more = (high - low) * ROOM;
            (if low < old.0 { low - more } else { low }, if high > old.1 { high + more } else { high })
        };
        let (x, y) = (room(low.0, high.0, (x0, x1)), room(low.1, high.1, (y0, y1)));
        self.view = [(x.0, y.0), (x.1, y.1)];
        true
    }

    /// The surface over the view, where it must be drawn anew; of a network its loss over a plane.
    pub(super) async fn draw(&mut self, view: View, stale: bool, cut: &Cut<'_>) -> Result<Option<Field>, LabError> {
        match &mut self.ground {
            Ground::Formula(hill) | Ground::Table(hill, _) => match stale {
                true => Ok(Some(hill.grid.draw(view, hill.k as f32).await?)),
                false => Ok(None),
            },
            Ground::Net(land) => {
                let Some((view, field)) = land.draw(&self.race, stale, cut).await? else { return Ok(None) };
                self.view = view;
                Ok(Some(field))
            }
        }
    }

    /// The surface under the first ball of the optimiser in focus; of a network now and then, unless `whole`.
    pub(super) async fn look(&mut self, focus: usize, whole: bool) -> Result<Seen, LabError> {
        match &mut self.ground {
            Ground::Formula(hill) | Ground::Table(hill, _) => {
                let [x, y, _] = self.race.traces[focus].first().map_or([f32::NAN; 3], super::trace::Trace::last);
                let look = hill.probe.look(x, y, hill.k as f32).await?;
                let [xx, xy, yy] = look.hessian;
                let [a, b] = eigen(xx, xy, yy).values;
                let slope = look.gradient[0].hypot(look.gradient[1]);
                // A formula of x alone has one direction.
                let values = if hill.f.uses(1) { vec![a.max(b), a.min(b)] } else { vec![xx] };
                Ok(Seen { look: Some(look), slope, values, asymmetry: 0.0 })
            }
            Ground::Net(land) => land.look(&self.race, focus, whole).await,
        }
    }
}

/// How a network's space is cut.
pub(super) struct Cut<'a> {
    /// The optimiser in focus.
    pub(super) focus: usize,
    /// Those in view.
    pub(super) shown: &'a [usize],
    /// Whether along the path of the one in focus.
    pub(super) path: bool,
    pub(super) seed: u64,
}

/// The share of eigenvalues that are negative: below `−10⁻⁵` of the largest in size, so that the zeros of single precision
/// do not count.
pub(super) fn negative(values: &[f64]) -> f64 {
    let largest = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let below = values.iter().filter(|value| **value < -1e-5 * largest).count();
    below as f64 / values.len() as f64
}
