//! The lab's model: which task runs, what a change of a parameter means, and what a frame shows.

use super::field::View;
use super::fit::refused;
use super::params::{OPTIMISERS, TABLE};
use super::race::{Left, engine};
use super::more;
use super::rare::Chance;
use super::running::{Cut, Ground, Running, VIEW};
use super::tools::{Look, Scene, gradients};
use super::{drawing, hyper, show, step, surface};
use compute::{Device, Plan, Tensor};
use compute::rng::Stream;
use data::table::{Column, Limits, Table, Values, read, suggest};
use labkit::inside::Equation;
use labkit::message::{ColumnSummary, DataSummary};
use labkit::model::{Dropped, Local, Saved};
use labkit::stage::Staged;
use labkit::{Frame, LabError, Model, Params, Sentence, Value};
use std::rc::Rc;

/// Parameters that a change of task, file or formula rebuilds everything for.
const REBUILDS: [&str; 10] =
    ["task", "f", "target", "features", "scale", "schedule", "set", "batch", "noisy", "lookahead"];

/// What is saved of a run beside the engine's part.
struct Kept {
    run: u32,
    /// Whether its steps drew normals.
    draws: bool,
    view: View,
    left: Left,
}

pub(super) struct GradientDescent {
    device: Device,
    pub(super) params: Params,
    seed: u64,
    table: Option<Table>,
    /// A table that was just dropped: it takes the place of the other once it runs.
    fresh: Option<Table>,
    /// Nothing runs while a table is asked for and none is there.
    pub(super) running: Option<Running>,
    /// Draws of random Hessians, where those are the task.
    rare: Option<Box<dyn Chance>>,
    pub(super) run: u32,
    /// The field must be drawn again.
    pub(super) stale: bool,
    /// Width over height of the picture; `None` without one.
    aspect: Option<f64>,
    tools: Option<Box<dyn Look>>,
    /// A control is just being moved.
    hurried: bool,
}

/// Opens the lab.
pub(super) fn open(params: &Params, seed: u64, device: &Device) -> Result<Box<dyn Model>, LabError> {
    let mut lab = GradientDescent {
        device: device.clone(),
        params: params.clone(),
        seed,
        table: None,
        fresh: None,
        running: None,
        rare: None,
        run: 0,
        stale: true,
        aspect: None,
        tools: None,
        hurried: false,
    };
    lab.running = lab.build(params)?;
    lab.restart()?;
    Ok(Box::new(lab))
}

impl GradientDescent {
    /// Everything for these parameters; `None` where a table is asked for and none is there.
    fn build(&self, params: &Params) -> Result<Option<Running>, LabError> {
        drawing::read(params)?;
        Running::new(params, self.seed, &self.device, self.table.as_ref())
    }

    /// Tries `build` with the table that was just dropped, if there is one; where it fails the old table stays.
    fn try_fresh<T>(&mut self, build: impl Fn(&Self) -> Result<T, LabError>) -> Result<T, LabError> {
        let Some(fresh) = self.fresh.take() else { return build(self) };
        let old = self.table.replace(fresh);
        let built = build(self);
        if built.is_err() {
            self.table = old;
        }
        built
    }

    /// Back to step 0 with the parameters as they are.
    fn restart(&mut self) -> Result<(), LabError> {
        let balls = self.balls();
        self.write_hypers()?;
        self.run += 1;
        self.stale = true;
        let chance = self.params.choice(TABLE, "task") == "chance";
        self.rare = match more::here() {
            Some(more) if chance => Some((more.rare)(&self.params, self.seed)?),
            _ => None,
        };
        match &mut self.running {
            Some(running) => running.start(self.seed, &balls),
            None => Ok(()),
        }
    }

    /// The first ball, those that the reader dropped, those that the seed scattered.
    fn balls(&self) -> Vec<(f64, f64)> {
        let number = |key: &str| self.params.number(TABLE, key);
        let mut balls = vec![(number("x0"), number("y0"))];
        if let Value::Points(more) = self.params.get(TABLE, "balls") {
            balls.extend(more);
        }
        let [(x0, y0), (x1, y1)] = self.view();
        let mut random = Stream::new(self.seed, 0);
        for _ in 0..number("scatter") as usize {
            let (u, v) = (f64::from(random.uniform()), f64::from(random.uniform()));
            balls.push((x0 + u * (x1 - x0), y0 + v * (y1 - y0)));
        }
        balls.truncate(surface::BALLS);
        balls
    }

    /// The part of the plane that is drawn.
    pub(super) fn view(&self) -> View {
        let own = self.running.as_ref().map_or(VIEW, |running| running.view);
        match self.params.get(TABLE, "view") {
            Value::Points(corners) if corners.len() == 2 && self.params.choice(TABLE, "task") == "formula" => {
                let (a, b) = (corners[0], corners[1]);
                if a.0 < b.0 && a.1 < b.1 { [a, b] } else { own }
            }
            _ => own,
        }
    }

    /// The view, widened to the picture where both axes have the same unit: only then a gradient stands upright on its
    /// contour.
    fn picture(&self) -> View {
        let [(x0, y0), (x1, y1)] = self.view();
        let same_units = self.running.as_ref().is_none_or(|running| running.ground.problem().is_none_or(|problem| problem.scaling.is_some()));
        match self.aspect.filter(|_| same_units) {
            Some(aspect) => {
                let (width, height) = ((x1 - x0).max((y1 - y0) * aspect), (y1 - y0).max((x1 - x0) / aspect));
                let (x, y) = ((x0 + x1) / 2.0, (y0 + y1) / 2.0);
                [(x - width / 2.0, y - height / 2.0), (x + width / 2.0, y + height / 2.0)]
            }
            None => [(x0, y0), (x1, y1)],
        }
    }

    /// The optimisers in view.
    pub(super) fn shown(&self) -> Vec<usize> {
        let Value::Set(shown) = self.params.get(TABLE, "show") else { return Vec::new() };
        (0..OPTIMISERS.len()).filter(|i| shown & (1 << i) != 0).collect()
    }

    /// The optimiser in focus: its place in the list.
    pub(super) fn focus(&self) -> usize {
        let key = self.params.choice(TABLE, "optimiser");
        OPTIMISERS.iter().position(|(name, _)| *name == key).unwrap_or(0)
    }

    fn write_hypers(&mut self) -> Result<(), LabError> {
        let Some(running) = &mut self.running else { return Ok(()) };
        let formula = matches!(running.ground, Ground::Formula(_));
        for (name, values) in hyper::values(&self.params, formula) {
            running.race.write(&name, &values)?;
        }
        if let Ground::Formula(hill) = &mut running.ground {
            hill.k = self.params.number(TABLE, "k");
            running.race.write("k", &[hill.k as f32])?;
        }
        Ok(())
    }

    /// Balls that were added at the end of the list, where that is all that changed about them.
    fn added(&self, params: &Params) -> Option<Vec<(f64, f64)>> {
        let points = |params: &Params| match params.get(TABLE, "balls") {
            Value::Points(points) => points,
            _ => Vec::new(),
        };
        let (old, new) = (points(&self.params), points(params));
        // Scattered balls stand behind the dropped ones: with them, one more moves their places.
        let at_the_end = new.starts_with(&old) && (new == old || params.number(TABLE, "scatter") == 0.0);
        at_the_end.then(|| new[old.len()..].to_vec())
    }
}

impl GradientDescent {
    /// Takes in what the machine has recorded since the last time.
    async fn absorb(&mut self) -> Result<(), LabError> {
        let Some(running) = &mut self.running else { return Ok(()) };
        let rows = running.race.machine.drain().await.map_err(engine)?;
        let Running { race, ground, .. } = running;
        race.absorb(&rows, |lane, ball, row| ground.loss(lane, ball, row));
        self.stale |= running.follow();
        Ok(())
    }
}

impl GradientDescent {
    /// Fetches the code that the parameters ask for and that is not here yet, and builds what had to wait for it.
    async fn bring(&mut self) -> Result<(), LabError> {
        let task = self.params.choice(TABLE, "task");
        let waits = ["net", "chance"].contains(&task) && self.running.is_none() && self.rare.is_none();
        let looks = self.tools.is_none() && !["places", "challenge"].contains(&self.params.choice(TABLE, "tool"));
        if !waits && !looks {
            return Ok(());
        }
        let more = more::fetch().await?;
        if looks {
            self.tools = Some((more.tools)());
        }
        if waits {
            self.running = self.build(&self.params)?;
            self.restart()?;
        }
        Ok(())
    }

    /// The step of the optimiser in focus that comes next.
    async fn next_step(&mut self) -> Result<Option<step::Step>, LabError> {
        self.absorb().await?;
        let (focus, params) = (self.focus(), self.params.clone());
        let Some(running) = &mut self.running else { return Ok(None) };
        let ahead = running.race.ahead().await?;
        Ok(step::Step::new(focus, &params, running, &ahead))
    }
}

impl Model for GradientDescent {
    fn set(&mut self, params: &Params) -> Result<(), LabError> {
        gradients(params)?;
        drawing::read(params)?;
        let changed = params.differing(&self.params, TABLE);
        if self.fresh.is_some() || changed.iter().any(|key| REBUILDS.contains(key)) {
            let running = self.try_fresh(|lab| lab.build(params))?;
            self.params = params.clone();
            self.running = running;
            return self.restart();
        }
        let formula = self.running.as_ref().is_some_and(|running| matches!(running.ground, Ground::Formula(_)));
        let added = self.added(params);
        if let Some(running) = &mut self.running {
            running.refit(&self.device, params)?;
        }
        self.params = params.clone();
        self.stale |= changed.iter().any(|key| ["k", "view", "plane", "optimiser"].contains(key));
        let again = changed.iter().any(|key| ["horizon", "warmup", "training"].contains(key));
        let moved = again || changed.iter().any(|key| ["x0", "y0", "scatter"].contains(key));
        match added {
            _ if again || (formula && moved) => self.restart(),
            None if formula => self.restart(),
            added => {
                self.write_hypers()?;
                if let (Some(running), true) = (&mut self.running, formula) {
                    for ball in added.unwrap_or_default() {
                        surface::drop_ball(&mut running.race, ball)?;
                    }
                }
                Ok(())
            }
        }
    }

    fn advance(&mut self, steps: u32) -> Result<(), LabError> {
        if let Some(rare) = &mut self.rare {
            rare.advance(steps);
        }
        match &mut self.running {
            Some(running) => running.race.machine.run(steps).map_err(engine),
            None => Ok(()),
        }
    }

    fn run(&self) -> u32 {
        self.run
    }

    fn reset(&mut self, seed: u64) -> Result<(), LabError> {
        let other = self.seed != seed;
        self.seed = seed;
        // The data of the network come from the seed.
        if other && self.params.choice(TABLE, "task") == "net" {
            self.running = self.build(&self.params)?;
        }
        self.restart()
    }

    fn aspect(&mut self, aspect: f64) {
        if aspect.is_finite() && aspect > 0.0 && self.aspect != Some(aspect) {
            self.aspect = Some(aspect);
            self.stale = true;
        }
    }

    fn hurry(&mut self, on: bool) {
        self.hurried = on;
    }

    fn frame(&mut self, whole: bool) -> Local<'_, Result<Frame, LabError>> {
        Box::pin(async move {
            self.bring().await?;
            if let Some(rare) = &self.rare {
                return Ok(rare.frame(self.run));
            }
            let focus = self.focus();
            if self.running.is_none() {
                let ask = Sentence::new("拖入一个 CSV 文件，或选一个", "drop a CSV file here, or choose one");
                return Ok(Frame { run: self.run, halted: Some(ask), ..Frame::default() });
            }
            self.absorb().await?;
            let view = self.picture();
            let draw = std::mem::take(&mut self.stale) || whole;
            let shown = self.shown();
            let path = self.params.choice(TABLE, "plane") == "path";
            let cut = Cut { focus, shown: &shown, path, seed: self.seed };
            let Some(running) = &mut self.running else { return Ok(Frame::default()) };
            let field = running.draw(view, draw, &cut).await?;
            let seen = running.look(focus, whole).await?;
            let mut frame = show::frame(self, field, &seen);
            let Some(running) = &self.running else { return Ok(frame) };
            let view = if matches!(running.ground, Ground::Net(_)) { running.view } else { view };
            let scene = Scene { params: &self.params, focus, view, running, seen: &seen, coarse: self.hurried };
            if let Some(tools) = &mut self.tools {
                let made = tools.look(&scene, &self.device, self.seed, whole).await?;
                frame.panels.extend(made.panels);
                frame.metrics.extend(made.metrics);
            }
            Ok(frame)
        })
    }

    fn drop_file(&mut self, name: &str, bytes: &[u8]) -> Result<Dropped, LabError> {
        let table = read(bytes, &Limits::default()).map_err(|error| refused(&error))?;
        let columns = table.columns().iter().map(|column| ColumnSummary {
            name: column.name().to_owned(),
            numeric: column.numbers().is_some(),
            missing: u32::try_from(column.missing()).unwrap_or(u32::MAX),
        });
        let rows = u32::try_from(table.rows()).unwrap_or(u32::MAX);
        let summary = DataSummary { name: name.to_owned(), rows, columns: columns.collect(), notes: slips(&table), beside: false };
        let Some((target, features)) = suggest(&table) else {
            let found = table.numeric().count();
            return Err(LabError::general(
                format!("“{name}”：需要至少两列数字和三行完整的数据，只有 {found} 列数字、{rows} 行"),
                format!("“{name}”: expected at least two columns of numbers and three complete rows, got {found} and {rows}"),
            ));
        };
        self.fresh = Some(table);
        let mut sets = vec![("task", Value::Choice(1)), ("target", Value::Text(target)), ("features", Value::Names(features))];
        sets.extend(RATES_ON_TABLES.map(|(key, rate)| (key, Value::Number(rate))));
        Ok(Dropped { summary, sets })
    }

    fn load(&mut self, tensors: &[Tensor]) -> Result<usize, LabError> {
        let fitting = match &self.running {
            Some(running) => running.race.fitting(tensors)?,
            None => Vec::new(),
        };
        if fitting.is_empty() {
            let found: Vec<&str> = tensors.iter().map(|tensor| tensor.name.as_str()).take(4).collect();
            return Err(LabError::general(
                format!("应有名为 gd.x、adam.y 这样的张量，得到的是：{}", found.join("、")),
                format!("expected tensors named like gd.x or adam.y, got: {}", found.join(", ")),
            ));
        }
        self.restart()?;
        if let Some(running) = &mut self.running {
            running.race.load(&fitting)?;
        }
        Ok(fitting.len())
    }

    fn watched(&self) -> Option<&Plan> {
        self.running.as_ref()?.race.watched.as_ref()
    }

    fn equations(&mut self) -> Local<'_, Result<Vec<Equation>, LabError>> {
        Box::pin(async move {
            let more = more::fetch().await?;
            Ok(self.next_step().await?.map_or_else(Vec::new, |step| (more.equations)(&step)))
        })
    }

    fn stage(&mut self, index: u32) -> Local<'_, Result<Staged, LabError>> {
        Box::pin(async move {
            let none = Staged { index, last: true, ..Staged::default() };
            Ok(self.next_step().await?.map_or(none, |step| step.stage(index)))
        })
    }

    fn plan(&self) -> Option<&Plan> {
        let chance = self.rare.as_ref().map(|rare| rare.plan());
        chance.or_else(|| self.running.as_ref().map(|running| running.race.machine.plan()))
    }

    fn save(&mut self) -> Local<'_, Result<Option<Saved>, LabError>> {
        Box::pin(async move {
            if let Some(rare) = &mut self.rare {
                return Ok(Some(rare.save(self.run).await?));
            }
            // The curves must have come as far as the machine.
            self.absorb().await?;
            let run = self.run;
            let Some(running) = &mut self.running else { return Ok(None) };
            let machine = running.race.machine.snapshot().await.map_err(engine)?;
            let own = Kept { run, draws: running.race.draws, view: running.view, left: running.race.left() };
            let own_bytes = own.left.bytes();
            Ok(Some(Saved { machine, own: Rc::new(own), own_bytes }))
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        if let Some(rare) = &mut self.rare {
            self.run = rare.restore(saved)?;
            return Ok(());
        }
        let (Some(running), Some(kept)) = (&mut self.running, saved.own.downcast_ref::<Kept>()) else {
            return Err(LabError::general("存下的是另一个运行", "expected a run of this lab, got another one"));
        };
        running.restore(&saved.machine, &kept.left, kept.draws, &self.params)?;
        running.view = kept.view;
        (self.run, self.stale) = (kept.run, true);
        Ok(())
    }
}

/// Columns of numbers in which a word stands: where, and what.
fn slips(table: &Table) -> Vec<Sentence> {
    /// A share of numbers from which a column is meant as numbers.
    const MEANT: f64 = 0.8;
    let slip = |column: &Column| match column.values() {
        Values::Text { numbers, missing, first_word, .. }
            if *numbers > 0 && *numbers as f64 >= MEANT * (table.rows() - missing) as f64 =>
        {
            let (name, line, found) = (column.name(), first_word.line, &first_word.text);
            Some(Sentence::new(
                format!("“{name}”列里第 {line} 行是“{found}”，不是数，所以这一列没有用。"),
                format!("Line {line}: column “{name}” holds “{found}”, which is no number, so the column is left out."),
            ))
        }
        _ => None,
    };
    table.columns().iter().filter_map(slip).collect()
}

/// Learning rates that suit a linear model on standardised features.
const RATES_ON_TABLES: [(&str, f64); 11] = [
    ("lr_gd", 0.1),
    ("lr_momentum", 0.02),
    ("lr_adagrad", 2.0),
    ("lr_rmsprop", 0.05),
    ("lr_adam", 0.1),
    ("lr_sgd", 0.05),
    ("lr_nesterov", 0.02),
    ("lr_adamw", 0.1),
    ("lr_amsgrad", 0.1),
    ("lr_radam", 0.1),
    ("lr_lookahead", 0.1),
];
