//! Counting: the same two layers, fully connected, with windows, with shared windows, separable. Nothing is trained.

use super::layer::{Built, Shape, Ties};
use super::nets::key;
use crate::convolution::params::TABLE;
use crate::exhibit::{Exhibit, Shown, engine, foreign, panel};
use compute::{Device, Machine, Plan, Program};
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params};
use std::rc::Rc;

const ALL: [Ties; 4] = [Ties::Full, Ties::Local, Ties::Shared, Ties::Separable];

/// What the reader lays out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Layout {
    side: usize,
    channels: usize,
    window: usize,
    stride: usize,
    filters: [usize; 2],
    units: usize,
}

impl Layout {
    pub(in super::super) fn of(params: &Params) -> Self {
        let whole = |key| params.number(TABLE, key).round().max(0.0) as usize;
        Self {
            side: whole("count_side"),
            channels: whole("count_channels"),
            window: whole("count_window"),
            stride: whole("count_stride").max(1),
            filters: ["count_filters", "count_filters2"].map(whole),
            units: whole("count_units"),
        }
    }

    /// The layers up to the full one: maps, each pooled 2×2, as many as there is room for; or full ones only.
    fn layers(&self, ties: Ties) -> Vec<Shape> {
        let (mut channels, mut side, mut layers) = (self.channels, self.side, Vec::new());
        if ties != Ties::Full {
            for (at, outputs) in self.filters.into_iter().enumerate() {
                let stride = if at == 0 { self.stride } else { 1 };
                let shape = Shape { ties, channels, side, outputs, window: self.window, stride, pad: 0 };
                if outputs == 0 || shape.map() == 0 {
                    break;
                }
                layers.push(shape);
                (channels, side) = (outputs, if shape.pooled() > 0 { shape.pooled() } else { shape.map() });
            }
        }
        layers.push(Shape::full(channels, side, self.units));
        layers
    }

    /// How many numbers the buffers of a network's layers hold, weights and biases, by building them.
    #[cfg(test)]
    pub(in super::super) fn buffers(&self, kind: usize) -> Vec<usize> {
        use nn::Layer;
        let mut program = Program::new();
        let build = |(i, shape): (usize, &Shape)| Built::new(&mut program, &format!("layer{i}"), shape).size();
        self.layers(ALL[kind]).iter().enumerate().map(build).collect()
    }

    /// The same by formula.
    #[cfg(test)]
    pub(in super::super) fn counted(&self, kind: usize) -> Vec<usize> {
        self.layers(ALL[kind]).iter().map(|shape| shape.weights() + shape.biases()).collect()
    }
}

/// The counts; the machine runs the first shared layer on an empty picture.
pub(in super::super) struct Count {
    layout: Layout,
    machine: Machine,
}

impl Count {
    pub(in super::super) fn new(params: &Params, device: &Device) -> Result<Self, LabError> {
        let layout = Layout::of(params);
        let mut program = Program::new();
        let x = program.state("x", &[1, layout.channels, layout.side, layout.side]);
        if let Some(first) = layout.layers(Ties::Shared).first().filter(|first| first.ties == Ties::Shared) {
            let map = Built::new(&mut program, "first", first).forward(&x);
            program.record(&map.sum());
        } else {
            program.record(&x.sum());
        }
        let machine = device.machine(program.compile().map_err(engine)?).map_err(engine)?;
        Ok(Self { layout, machine })
    }
}

impl Exhibit for Count {
    fn tune(&mut self, _params: &Params) -> Result<(), LabError> {
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move {
            if steps > 0 {
                self.machine.run(1).map_err(engine)?;
                self.machine.drain().await.map_err(engine)?;
            }
            Ok(())
        })
    }

    fn rests(&self) -> bool {
        true
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let all = ALL.map(|ties| self.layout.layers(ties));
        let [weights, products] = [Shape::weights as fn(&Shape) -> usize, Shape::products].map(|count| {
            let parts = |(ties, layers): (&Ties, &Vec<Shape>)| {
                let mut parts = [0.0; 3];
                let last = layers.len() - 1;
                layers.iter().enumerate().for_each(|(at, shape)| parts[if at == last { 2 } else { at }] = count(shape) as f32);
                parts.map(|part| (key(*ties).to_owned(), part))
            };
            Content::Bars(ALL.iter().zip(&all).flat_map(parts).collect())
        });
        let [full, local, shared, separable] = &all;
        let total = |layers: &[Shape]| layers.iter().map(Shape::weights).sum::<usize>() as f64;
        let layer = |layers: &[Shape], at: usize| layers.get(at).filter(|shape| shape.ties != Ties::Full).copied();
        let mut metrics = vec![
            ("count_full", total(full)),
            ("count_local", total(local)),
            ("count_shared", total(shared)),
            ("count_separable", total(separable)),
            ("count_flat", shared.last().map_or(0, |last| last.channels * last.side * last.side) as f64),
        ];
        let mut add = |name, shape: Option<Shape>, count: fn(&Shape) -> usize| metrics.extend(shape.map(|shape| (name, count(&shape) as f64)));
        add("count_first", layer(shared, 0), Shape::weights);
        add("count_second", layer(shared, 1), Shape::weights);
        add("count_biases", layer(shared, 0), Shape::biases);
        add("count_biases2", layer(shared, 1), Shape::biases);
        add("count_first_separable", layer(separable, 0), Shape::weights);
        let panels = vec![panel("count_weights", weights), panel("count_products", products)];
        Shown { metrics, panels, diverged: false }
    }

    fn plan(&self) -> &Plan {
        self.machine.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.machine.snapshot().await.map_err(engine)?;
            Ok(Saved { machine, own: Rc::new(self.layout), own_bytes: size_of::<Layout>() })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        if saved.own.downcast_ref::<Layout>() != Some(&self.layout) {
            return Err(foreign());
        }
        self.machine.restore(&saved.machine).map_err(engine)
    }
}
