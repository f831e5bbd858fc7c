//! What a reader looks at beside the run: each tool makes the panels of the moment.

pub(super) mod basins;
mod circle;
mod hessian;
mod modes;
mod phase;
mod rates;
mod surprise;

use super::field::View;
use super::params::TABLE;
use super::running::{Ground, Running, Seen};
use basins::Basins;
use labkit::model::Local;
use labkit::{Content, LabError, Panel, Params};
use nn::Optimiser;
pub(super) use surprise::gradients;

/// The tools, behind a pointer: see [`super::more`].
pub(super) trait Look {
    /// What the tool that is chosen shows of this moment.
    fn look<'a>(&'a mut self, scene: &'a Scene<'a>, device: &'a compute::Device, seed: u64, whole: bool) -> Local<'a, Result<Made, LabError>>;
}

/// Tools that have shown nothing yet.
pub(super) fn tools() -> Box<dyn Look> {
    Box::new(Tools::default())
}

impl Look for Tools {
    fn look<'a>(&'a mut self, scene: &'a Scene<'a>, device: &'a compute::Device, seed: u64, whole: bool) -> Local<'a, Result<Made, LabError>> {
        Box::pin(self.chosen(scene, device, seed, whole))
    }
}

/// What the tools keep between frames.
#[derive(Default)]
struct Tools {
    /// Fine ones, and coarse ones for while a control moves.
    basins: [Option<Basins>; 2],
    /// What the basins were drawn for, and whether coarsely.
    drawn: Option<(Params, View, bool)>,
}

/// Parameters that the basins do not depend on: where the first balls start, and what only shows.
const OTHERS: [&str; 13] =
    ["x0", "y0", "balls", "scatter", "show", "gradients", "radius", "turn", "tone", "relief", "plane", "noise", "training"];

/// What a tool looks at.
pub(super) struct Scene<'a> {
    pub(super) params: &'a Params,
    pub(super) focus: usize,
    pub(super) view: View,
    pub(super) running: &'a Running,
    pub(super) seen: &'a Seen,
    /// Whether what takes long is to be drawn coarsely.
    pub(super) coarse: bool,
}

impl Scene<'_> {
    /// Where the first ball of the optimiser in focus is.
    fn ball(&self) -> Option<[f64; 2]> {
        let [x, y, _] = self.running.race.traces.get(self.focus)?.first()?.last().map(f64::from);
        (x.is_finite() && y.is_finite()).then_some([x, y])
    }

    fn number(&self, key: &str) -> f64 {
        self.params.number(TABLE, key)
    }
}

/// A panel and metrics of a tool.
#[derive(Default)]
pub(super) struct Made {
    pub(super) panels: Vec<Panel>,
    pub(super) metrics: Vec<(String, f64)>,
}

impl Made {
    fn panel(&mut self, id: &str, content: Content) {
        self.panels.push(Panel { id: id.to_owned(), content });
    }

    fn metric(&mut self, name: &str, value: f64) {
        self.metrics.push((name.to_owned(), value));
    }
}

impl Tools {
    async fn chosen(&mut self, scene: &Scene<'_>, device: &compute::Device, seed: u64, whole: bool) -> Result<Made, LabError> {
        let mut made = Made::default();
        match scene.params.choice(TABLE, "tool") {
            "hessian" => hessian::look(scene, &mut made),
            "circle" => circle::look(scene, &mut made),
            "phase" => phase::look(scene, &mut made),
            "modes" => modes::look(scene, &mut made),
            "rates" => rates::effective(scene, &mut made),
            "range" => rates::range(scene, &mut made),
            "surprise" => surprise::look(scene, seed, &mut made)?,
            "basins" => self.basins(scene, device, seed, whole, &mut made).await?,
            _ => {}
        }
        Ok(made)
    }
}

impl Tools {
    async fn basins(&mut self, scene: &Scene<'_>, device: &compute::Device, seed: u64, whole: bool, made: &mut Made) -> Result<(), LabError> {
        let Ground::Formula(hill) = &scene.running.ground else { return Ok(()) };
        let Some(optimiser) = Optimiser::ALL.get(scene.focus).copied() else { return Ok(()) };
        let same = |(params, view, coarse): &(Params, View, bool)| {
            let changed = scene.params.differing(params, TABLE);
            *view == scene.view && *coarse == scene.coarse && changed.iter().all(|key| OTHERS.contains(key))
        };
        if !whole && self.drawn.as_ref().is_some_and(same) {
            return Ok(());
        }
        let kept = &mut self.basins[usize::from(scene.coarse)];
        let basins = match kept.take().filter(|basins| basins.fits(&hill.f, optimiser, scene.params)) {
            Some(basins) => basins,
            None => Basins::new(device, &hill.f, optimiser, scene.params, if scene.coarse { basins::COARSE } else { basins::GRID })?,
        };
        let basins = kept.insert(basins);
        let ends = basins.run(scene.view, scene.params, hill.k, seed).await?;
        basins::show(scene, basins.grid, &ends, made);
        self.drawn = Some((scene.params.clone(), scene.view, scene.coarse));
        Ok(())
    }
}
