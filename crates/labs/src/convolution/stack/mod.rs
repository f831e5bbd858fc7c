//! What comes out of a stack of layers: shapes and counts of each, and what of the picture one number sees, computed and measured.

mod probe;

use super::params::TABLE;
use crate::exhibit::{Exhibit, Shown, engine, foreign, panel, series};
use compute::{Device, Plan};
use labkit::frame::TableData;
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Pictures, Sentence};
use nn::stack::{Kind, Layer, Stack};
use probe::Probe;

pub(super) struct Ledger {
    stack: Stack,
    device: Device,
    seed: u64,
    /// The layer on view, from 1, and which of its numbers; 0 is the picture itself.
    layer: usize,
    unit: usize,
    probe: Probe,
}

/// Reads the line of layers.
pub(super) fn read(params: &Params) -> Result<Stack, LabError> {
    let whole = |key: &str| params.number(TABLE, key).round().max(1.0) as usize;
    let side = whole("side");
    Stack::count(&params.text(TABLE, "layers"), [whole("planes"), side, side])
        .map_err(|error| LabError::field("layers", error.zh(), error.en()).at(error.place.0, error.place.1))
}

/// Most parameters in front of a number whose field is measured: more are counted, not built.
const BUILT: u64 = 1_000_000;

/// The layer that the parameters choose, from 1; the last one with a map where they choose none that can be built; 0, which is the picture
/// itself, where there is none.
fn chosen(params: &Params, stack: &Stack) -> usize {
    let wish = params.number(TABLE, "layer").round().max(0.0) as usize;
    let mut sum = 0;
    let small = stack.layers.iter().take_while(|layer| {
        sum += layer.cost.weights + layer.cost.biases;
        sum <= BUILT
    });
    let small = small.count();
    let last = stack.layers[..small].iter().rposition(|layer| layer.shape.axes().len() == 3).map_or(0, |at| at + 1);
    if (1..=small).contains(&wish) { wish } else { last }
}

impl Ledger {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let stack = read(params)?;
        let layer = chosen(params, &stack);
        let probe = Probe::new(&stack, layer, seed, device).map_err(engine)?;
        let mut this = Self { stack, device: device.clone(), seed, layer, unit: 0, probe };
        this.tune(params)?;
        Ok(this)
    }

    /// Rows and columns of the layer's map; one place for all where it is flat.
    fn places(&self) -> [usize; 2] {
        match *self.stack.before(self.layer).axes() {
            [_, rows, columns] => [rows, columns],
            _ => [1, 1],
        }
    }

    fn table(&self) -> TableData {
        let head = [
            ("层", "layer"),
            ("形状", "shape"),
            ("权重", "weights"),
            ("偏置", "biases"),
            ("乘加", "multiply-adds"),
            ("感受野", "sees"),
            ("不共享", "unshared"),
            ("全连接", "fully connected"),
        ];
        let head = head.into_iter().map(|(zh, en)| Sentence::new(zh, en)).collect();
        let [c, h, w] = self.stack.input;
        let mut rows = vec![vec!["x".to_owned(), format!("{c}×{h}×{w}"), "0".to_owned(), "0".to_owned(), "0".to_owned(), "1×1".to_owned(), String::new(), String::new()]];
        rows.extend(self.stack.layers.iter().enumerate().map(|(at, layer)| self.row(at, layer)));
        TableData { head, rows }
    }

    fn row(&self, at: usize, layer: &Layer) -> Vec<String> {
        let shape = layer.shape.axes().iter().map(usize::to_string).collect::<Vec<_>>().join("×");
        let [sees_h, sees_w] = layer.field.side;
        let (unshared, full) = match rivals(&self.stack, at) {
            Some((unshared, full)) => (unshared.to_string(), full.to_string()),
            None => (String::new(), String::new()),
        };
        let cost = layer.cost;
        vec![
            layer.text.clone(),
            shape,
            cost.weights.to_string(),
            cost.biases.to_string(),
            cost.multiply_adds.to_string(),
            format!("{sees_h}×{sees_w}"),
            unshared,
            full,
        ]
    }
}

/// Weights that a convolution would have with filters of its own at each place, and fully connected.
pub(super) fn rivals(stack: &Stack, at: usize) -> Option<(u64, u64)> {
    let layer = stack.layers.get(at)?;
    let (Kind::Conv { .. }, [_, h, w]) = (&layer.kind, layer.shape.axes()) else { return None };
    let unshared = layer.cost.weights.checked_mul((h * w) as u64)?;
    let full = (stack.before(at).size() as u64).checked_mul(layer.shape.size() as u64)?;
    Some((unshared, full))
}

impl Exhibit for Ledger {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        let layer = chosen(params, &self.stack);
        if layer != self.layer {
            self.probe = Probe::new(&self.stack, layer, self.seed, &self.device).map_err(engine)?;
            self.layer = layer;
        }
        let [rows, columns] = self.places();
        let wish = params.number(TABLE, "unit").round().max(0.0) as usize;
        // None chosen: the middle, where no edge cuts off what it sees.
        let middle = rows / 2 * columns + columns / 2;
        self.unit = wish.checked_sub(1).filter(|at| *at < rows * columns).unwrap_or(middle);
        self.probe.aim(self.unit).map_err(engine)
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move {
            for _ in 0..steps {
                self.probe.step().await.map_err(engine)?;
            }
            Ok(())
        })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let [_, h, w] = self.stack.input;
        let layer = self.layer.checked_sub(1).and_then(|at| self.stack.layers.get(at));
        let [rows, columns] = self.places();
        let field = layer.map_or(nn::stack::Field::PIXEL, |layer| layer.field);
        let place = if rows * columns > 1 { [self.unit / columns, self.unit % columns] } else { [0, 0] };
        let [down, across] = field.window(place, [h, w]);
        let seen = self.probe.seen();
        let count = |layers: &dyn Fn(&Layer) -> u64| self.stack.layers.iter().map(layers).sum::<u64>() as f64;
        let mut metrics = vec![
            ("parameters", self.stack.parameters() as f64),
            ("weights", count(&|layer| layer.cost.weights)),
            ("biases", count(&|layer| layer.cost.biases)),
            ("multiply_adds", self.stack.multiply_adds() as f64),
            ("outputs", self.stack.output().size() as f64),
            ("layer_side", rows as f64),
            ("sees", field.side[0] as f64),
            ("jump", field.jump[0] as f64),
            ("sees_inside", (down.len() * across.len()) as f64),
            ("probes", self.probe.steps() as f64),
        ];
        if self.probe.steps() > 0 {
            metrics.push(("measured", seen.side as f64));
            metrics.push(("measured_inside", seen.pixels as f64));
            metrics.push(("outside", seen.outside(&down, &across, w) as f64));
        }
        let picture = |size: [usize; 2], values: Vec<f32>| {
            Content::Pictures(Pictures { height: size[0] as u32, width: size[1] as u32, values: values.into(), names: Vec::new() })
        };
        let box_x = vec![across.start as f32, across.end as f32, across.end as f32, across.start as f32];
        let box_y = vec![down.start as f32, down.start as f32, down.end as f32, down.end as f32];
        let panels = vec![
            panel("ledger", Content::Table(self.table())),
            panel("reached", picture([h, w], seen.strength.clone())),
            panel("box", Content::Points(vec![series("sees", 1, box_x, box_y), series("layer", 1, vec![self.layer as f32], vec![self.unit as f32])])),
            panel("place", picture([rows, columns], (0..rows * columns).map(|at| f32::from(u8::from(at == self.unit))).collect())),
        ];
        Shown { metrics, panels, diverged: false }
    }

    fn plan(&self) -> &Plan {
        self.probe.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move { self.probe.save().await.map_err(engine) })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let kept = saved.own.downcast_ref::<probe::Kept>().ok_or_else(foreign)?;
        self.probe.restore(&saved.machine, kept).map_err(engine)
    }
}
