//! A window slides over a picture. What it does there is the exhibit's operation: an inner product with a filter, the largest number,
//! their mean; or it goes the other way, from one number to a whole window.

mod op;
mod source;

use super::cells::Cells;
use super::params::TABLE;
use crate::exhibit::{Exhibit, Shown, engine, foreign, panel, series};
use compute::{Device, Machine, Plan};
use labkit::inside::Equation;
use labkit::message::Drawing;
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Pictures, Sentence, brief};
use op::{Op, Shapes, program, spread};
use source::Source;
use std::ops::Range;
use std::rc::Rc;

pub(super) struct Slide {
    device: Device,
    seed: u64,
    params: Params,
    drawing: Option<Drawing>,
    machine: Machine,
    op: Op,
    shapes: Shapes,
    source: Source,
    /// The picture with the rings of zeros around it.
    picture: Cells,
    /// What the operation gives, by the names of the program's outputs.
    results: Vec<(&'static str, Vec<f32>)>,
    /// How many windows have been gone through, and how many the reader has skipped.
    step: u64,
    skipped: u64,
}

impl Slide {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        Self::build(params, seed, device, None)
    }

    fn build(params: &Params, seed: u64, device: &Device, drawing: Option<Drawing>) -> Result<Self, LabError> {
        let source = Source::new(params, seed, drawing.as_ref())?;
        let op = Op::of(params);
        let (program, shapes) = program(op, &source, params)?;
        let mut machine = device.machine(program.compile().map_err(engine)?).map_err(engine)?;
        for (name, values) in op.states(&source, &shapes, seed) {
            machine.write(name, &values).map_err(engine)?;
        }
        let picture = source.padded(&shapes);
        let (device, params) = (device.clone(), params.clone());
        let (results, step) = (Vec::new(), 0);
        let skipped = params.number(TABLE, "at").round().max(0.0) as u64;
        Ok(Self { device, seed, params, drawing, machine, op, shapes, picture, source, results, step, skipped })
    }

    /// Makes it anew where it stands: all that it holds but the step comes from parameters, seed and drawing.
    fn remake(&mut self) -> Result<(), LabError> {
        let next = Self::build(&self.params, self.seed, &self.device, self.drawing.take())?;
        *self = Self { step: self.step, ..next };
        Ok(())
    }

    fn result(&self, name: &str) -> &[f32] {
        self.results.iter().find(|(key, _)| *key == name).map_or(&[], |(_, values)| values)
    }

    /// Row and column of the place where the window stands.
    fn place(&self) -> (usize, usize) {
        let [rows, columns] = self.shapes.places;
        let at = (self.step + self.skipped) as usize % (rows * columns).max(1);
        (at / columns.max(1), at % columns.max(1))
    }

    /// The group of channels that has the chosen one: which it is, and the channels.
    fn group(&self) -> (usize, Range<usize>) {
        let channels = self.picture.channels.max(1);
        let channel = (self.params.number(TABLE, "channel").round().max(1.0) as usize - 1) % channels;
        let each = (channels / self.shapes.maps).max(1);
        (channel / each, channel / each * each..(channel / each + 1) * each)
    }

    /// The group's map.
    fn map(&self) -> &[f32] {
        let cells = self.shapes.map[0] * self.shapes.map[1];
        self.result("map").get(self.group().0 * cells..).map_or(&[], |map| &map[..cells.min(map.len())])
    }

    /// What the filter is multiplied with: channel by channel, the numbers under it.
    fn patch(&self) -> Vec<f32> {
        let (row, column) = self.place();
        let (h, w) = (self.picture.rows, self.picture.columns);
        let cells = self.shapes.window(row, column);
        let plane = |c: usize| cells.iter().map(move |(y, x)| (c * h + y) * w + x);
        (0..self.picture.channels).flat_map(plane).map(|at| self.picture.values.get(at).copied().unwrap_or(0.0)).collect()
    }

    /// What the places up to the window's have spread.
    fn spread_so_far(&self) -> Vec<f32> {
        let (row, column) = self.place();
        let inputs = self.shapes.input[0] * self.shapes.input[1];
        let mut x = self.source.picture.values.clone();
        let after = row * self.shapes.input[1] + column + 1;
        x.chunks_mut(inputs.max(1)).for_each(|plane| plane.iter_mut().skip(after).for_each(|value| *value = 0.0));
        spread(&x, &self.source.filter.values, self.source.picture.channels, &self.shapes)
    }

    fn metrics(&self) -> Vec<(&'static str, f64)> {
        let (row, column) = self.place();
        let [rows, columns] = self.shapes.map;
        let map = self.map();
        let largest = map.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut all = vec![("rows", rows as f64), ("side", columns as f64), ("maps", self.shapes.maps as f64), ("places", (self.shapes.places[0] * self.shapes.places[1]) as f64)];
        let value = if self.op == Op::Spread { self.picture.values.get(row * self.picture.columns + column) } else { map.get(row * columns + column) };
        all.extend(value.map(|value| ("value", f64::from(*value))));
        if largest.is_finite() {
            all.push(("largest", f64::from(largest)));
        }
        all.extend(self.op.measures(&self.shapes, &self.source, |name| self.result(name)));
        all
    }

    fn pictures(&self, [height, width]: [usize; 2], values: &[f32]) -> Content {
        Content::Pictures(Pictures { height: height as u32, width: width as u32, values: values.to_vec().into(), names: Vec::new() })
    }
}

impl Exhibit for Slide {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        let before = std::mem::replace(&mut self.params, params.clone());
        let drawing = self.drawing.clone();
        let done = self.remake();
        if done.is_err() {
            (self.params, self.drawing) = (before, drawing);
        }
        done
    }

    fn run(&mut self, from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move {
            self.step = from + u64::from(steps);
            if self.results.is_empty() {
                self.machine.run(1).map_err(engine)?;
                for name in self.op.outputs() {
                    let values = self.machine.read(name).await.map_err(engine)?;
                    self.results.push((name, values));
                }
            }
            Ok(())
        })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let (row, column) = self.place();
        let floats = |cells: &[(usize, usize)], key: &str| {
            let (y, x) = cells.iter().map(|(y, x)| (*y as f32, *x as f32)).unzip();
            series(key, 1, x, y)
        };
        let (reads, writes) = self.shapes.marks(self.op, row, column);
        let size = [self.picture.rows, self.picture.columns];
        let mut panels = vec![
            panel("input", self.pictures(size, &self.picture.values)),
            panel("map", self.pictures(self.shapes.map, self.result("map"))),
            panel("window", Content::Points(vec![floats(&reads, "reads"), floats(&writes, "writes")])),
        ];
        if self.op.has_filter() {
            panels.push(panel("filter", self.pictures([self.source.filter.rows, self.source.filter.columns], &self.source.filter.values)));
        }
        if self.op == Op::Product {
            panels.push(panel("patch", self.pictures([self.source.filter.rows, self.source.filter.columns], &self.patch())));
            let [rows, columns] = self.shapes.map;
            let (_, channels) = self.group();
            let parts = self.result("parts").chunks_exact((rows * columns).max(1)).enumerate();
            let parts = parts.skip(channels.start).take(channels.len());
            let parts = parts.filter_map(|(c, part)| Some((format!("{}", c + 1), *part.get(row * columns + column)?)));
            panels.push(panel("parts", Content::Bars(parts.collect())));
        } else {
            // A spread is seen as far as it has come: the places up to here have laid their windows on the map.
            let second = if self.op == Op::Spread { self.spread_so_far() } else { self.result("second").to_vec() };
            panels.push(panel("second", self.pictures(self.shapes.second, &second)));
        }
        Shown { metrics: self.metrics(), panels, diverged: false }
    }

    fn drawn(&mut self, drawing: Option<&Drawing>) -> Result<(), LabError> {
        let before = std::mem::replace(&mut self.drawing, drawing.cloned());
        let done = self.remake();
        if done.is_err() {
            self.drawing = before;
        }
        done
    }

    fn plan(&self) -> &Plan {
        self.machine.plan()
    }

    fn equations(&mut self) -> Local<'_, Result<Vec<Equation>, LabError>> {
        Box::pin(async move {
            if self.op != Op::Product {
                return Ok(Vec::new());
            }
            let (row, column) = self.place();
            let (taps, (_, channels)) = (self.shapes.window[0] * self.shapes.window[1], self.group());
            let terms: Vec<String> =
                self.patch().iter().zip(&self.source.filter.values).skip(channels.start * taps).take(channels.len() * taps).map(|(x, w)| format!("{}({})", brief(f64::from(*x)), brief(f64::from(*w)))).collect();
            let shown = if terms.len() > 12 { format!("{} + \\dots", terms[..12].join(" + ")) } else { terms.join(" + ") };
            let value = self.metrics().iter().find(|(name, _)| *name == "value").map_or(0.0, |(_, value)| *value);
            Ok(vec![Equation {
                name: Sentence::new("窗口里的内积", "The inner product in the window"),
                symbols: "y_{ij} = \\sum_{c,k,l} w_{ckl}\\, x_{c,\\, s i + d k,\\, s j + d l}".to_owned(),
                numbers: format!("y_{{{row},{column}}} = {shown} = {}", brief(value)),
            }])
        })
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.machine.snapshot().await.map_err(engine)?;
            Ok(Saved { machine, own: Rc::new(self.step), own_bytes: size_of::<u64>() })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        // Everything but the step comes from the parameters.
        self.step = *saved.own.downcast_ref::<u64>().ok_or_else(foreign)?;
        Ok(())
    }
}
