//! The loss of the network as a landscape: slices through its parameters, ways on them, the curvature at a place.

use super::{Net, POINTS, Plane, Slice, Spectrum};
use crate::gradient_descent::field::View;
use crate::gradient_descent::race::{Lane, Race};
use crate::gradient_descent::running::{Cut, Land, Seen};
use compute::Device;
use labkit::frame::Field;
use labkit::model::Local;
use labkit::{LabError, Params};

struct Landscape {
    net: Net,
    slice: Slice,
    spectrum: Spectrum,
    plane: Plane,
    /// The step at which the slice was drawn.
    drawn: Option<u64>,
    /// What was seen last: at which step, of which optimiser.
    seen: Option<(u64, usize, Seen)>,
}

/// The race of the networks, and the landscape that they run on.
pub(in crate::gradient_descent) fn land(params: &Params, seed: u64, device: &Device) -> Result<(Race, Box<dyn Land>), LabError> {
    let net = Net::new(params, seed);
    let (slice, spectrum) = (Slice::new(device, &net)?, Spectrum::new(&net)?);
    let (race, plane) = (net.race(device, params)?, Plane::random(&net.beginning(), seed));
    Ok((race, Box::new(Landscape { net, slice, spectrum, plane, drawn: None, seen: None })))
}

impl Land for Landscape {
    fn start(&mut self, race: &mut Race) -> Result<(), LabError> {
        (self.drawn, self.seen) = (None, None);
        self.net.start(race)
    }

    fn loss(&self, lane: &Lane, row: &[f32]) -> f64 {
        row.get(lane.theta.clone()).map_or(f64::NAN, |theta| self.net.loss(theta))
    }

    fn rows(&self) -> usize {
        POINTS
    }

    fn draw<'a>(&'a mut self, race: &'a Race, stale: bool, cut: &'a Cut<'a>) -> Local<'a, Result<Option<(View, Field)>, LabError>> {
        Box::pin(async move {
            let step = race.step;
            // A slice takes longer than many steps: a run that goes on has one drawn now and then.
            let due = self.drawn.is_none_or(|drawn| step < drawn || step > drawn + drawn / 4 + 10);
            if !stale && !due {
                return Ok(None);
            }
            self.drawn = Some(step);
            self.plane = plane(cut, race, &self.net);
            let view = view(cut, race, &self.plane);
            Ok(Some((view, self.slice.draw(&self.plane, view).await?)))
        })
    }

    fn look<'a>(&'a mut self, race: &'a Race, focus: usize, whole: bool) -> Local<'a, Result<Seen, LabError>> {
        Box::pin(async move {
            let step = race.step;
            if let Some((at, of, seen)) = &self.seen
                && *of == focus
                && (*at == step || (!whole && step > *at && step < at + at / 4 + 10))
            {
                return Ok(seen.clone());
            }
            let theta = race.lanes.get(focus).and_then(|lane| race.newest.get(lane.theta.clone()));
            let curved = self.spectrum.at(theta.unwrap_or_default()).await?;
            let seen = Seen { look: None, slope: curved.slope(), values: curved.values(), asymmetry: curved.asymmetry };
            self.seen = Some((step, focus, seen.clone()));
            Ok(seen)
        })
    }

    fn way(&self, race: &Race, which: usize) -> (Vec<f32>, Vec<f32>) {
        places(race, which).into_iter().map(|place| self.plane.project(place)).map(|[a, b]| (a as f32, b as f32)).unzip()
    }
}

/// The places of an optimiser's network, to the newest.
fn places(race: &Race, which: usize) -> Vec<&[f32]> {
    let kept = race.trails.get(which).into_iter().flat_map(|trail| trail.rows().iter().map(|(_, place)| &**place));
    let now = race.lanes.get(which).and_then(|lane| race.newest.get(lane.theta.clone()));
    kept.chain(now).filter(|place| place.iter().all(|value| value.is_finite())).collect()
}

fn plane(cut: &Cut<'_>, race: &Race, net: &Net) -> Plane {
    let places = places(race, cut.focus);
    let of_path = if cut.path { Plane::of_path(&places) } else { None };
    let beginning = net.beginning();
    of_path.unwrap_or_else(|| Plane::random(places.last().copied().unwrap_or(&beginning), cut.seed))
}

/// A view that holds the way in focus, and of the others what does not lie far off.
fn view(cut: &Cut<'_>, race: &Race, plane: &Plane) -> View {
    const LEAST: f64 = 0.8;
    const ROOM: f64 = 0.3;
    const FAR: f64 = 2.0;
    let bounds = |which: usize| {
        let places = places(race, which).into_iter().map(|place| plane.project(place));
        places.fold([(-LEAST, LEAST); 2], |[x, y], [a, b]| [(x.0.min(a), x.1.max(a)), (y.0.min(b), y.1.max(b))])
    };
    let own = bounds(cut.focus);
    let mut all = own;
    for other in cut.shown.iter().map(|&which| bounds(which)) {
        for axis in 0..2 {
            let reach = FAR * (own[axis].1 - own[axis].0);
            all[axis].0 = all[axis].0.min(other[axis].0.max(own[axis].0 - reach));
            all[axis].1 = all[axis].1.max(other[axis].1.min(own[axis].1 + reach));
        }
    }
    let room = all.map(|(low, high)| (low - ROOM * (high - low), high + ROOM * (high - low)));
    [(room[0].0, room[1].0), (room[0].1, room[1].1)]
}
