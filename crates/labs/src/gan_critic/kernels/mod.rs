//! A convolution is a matrix that no one writes down. Spectral normalisation divides by the norm of another one, the kernel with its rows laid
//! side by side. Both norms, by the power method as it runs and exactly.

mod layer;

use super::params::TABLE;
use crate::exhibit::{Curve, Exhibit, Shown, engine, foreign, panel, series};
use compute::{Conv, Device, EngineError, Machine, Plan, Program, grad};
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Pictures};
use layer::{Convolution, Norms};
use std::rc::Rc;

pub(super) struct Kernels {
    layer: Convolution,
    norms: Norms,
    machine: Machine,
    left: Left,
}

#[derive(Debug, Clone, Default)]
struct Left {
    step: u64,
    flat: Curve,
    whole: Curve,
    newest: Option<[f32; 2]>,
}

/// A round of the power method for both. States: `k [O, C, K, K]`, `u [1, O]`, `x [1, C, H, H]`; a row of records is both estimates.
///
/// ```text
/// v = uK/‖uK‖    u ← vKᵀ/‖vKᵀ‖    σ = ‖vKᵀ‖        x ← AᵀAx/‖AᵀAx‖    σ = ‖Ax‖ before, ‖x‖ = 1
/// ```
///
/// A is the convolution; AᵀAx is the gradient of ½‖Ax‖², so nobody has to write A down.
fn round(layer: &Convolution) -> Program {
    let mut program = Program::new();
    let (c, k, h) = (layer.channels, layer.window, layer.side);
    let kernel = program.state("k", &[c, c, k, k]);
    let (u, x) = (program.state("u", &[1, c]), program.state("x", &[1, c, h, h]));
    let flat = kernel.reshape(&[c, c * k * k]);
    let length = |x: &compute::Expr| (x.square().sum() + 1e-20).sqrt();
    let along = u.matmul(&flat);
    let along = &along / length(&along);
    let back = along.matmul(&flat.transpose());
    program.update("u", &(&back / length(&back)));
    let seen = x.conv(&kernel, Conv::new(layer.stride, k / 2));
    let turned = grad(&(seen.square().sum() * 0.5), &[&x]).remove(0);
    program.update("x", &(&turned / length(&turned)));
    program.record(&length(&back));
    program.record(&length(&seen));
    program
}

impl Kernels {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let whole = |key: &str| params.number(TABLE, key).round() as usize;
        let window = (whole("window").max(1) - 1) / 2 * 2 + 1;
        let layer = Convolution::new(
            params.choice(TABLE, "filter"),
            (whole("channels"), window, whole("side"), whole("stride")),
            seed,
        );
        let norms = layer.norms().map_err(|error| LabError::general(error.zh(), error.en()))?;
        let machine = device.machine(round(&layer).compile().map_err(engine)?).map_err(engine)?;
        let mut this = Self { layer, norms, machine, left: Left::default() };
        this.begin(seed).map_err(engine)?;
        Ok(this)
    }

    fn begin(&mut self, seed: u64) -> Result<(), EngineError> {
        let Convolution { channels, side, .. } = self.layer;
        self.machine.write("k", &self.layer.kernel)?;
        self.machine.write("u", &layer::direction(channels, seed, 1))?;
        self.machine.write("x", &layer::direction(channels * side * side, seed, 2))
    }
}

impl Exhibit for Kernels {
    fn tune(&mut self, _params: &Params) -> Result<(), LabError> {
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move {
            let mut rest = steps;
            while rest > 0 {
                let now = rest.min(512).min(self.machine.room().max(1));
                rest -= now;
                self.machine.run(now).map_err(engine)?;
                for row in self.machine.drain().await.map_err(engine)?.chunks_exact(2) {
                    let left = &mut self.left;
                    left.step += 1;
                    left.flat.push(left.step as f32, row[0]);
                    left.whole.push(left.step as f32, row[1]);
                    left.newest = Some([row[0], row[1]]);
                }
            }
            Ok(())
        })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let (Norms { flat, whole, .. }, layer) = (&self.norms, &self.layer);
        let mut metrics = vec![("flat_sigma", *flat), ("true_sigma", *whole), ("norm_ratio", whole / flat)];
        if let Some([flat, whole]) = self.left.newest {
            metrics.extend([("flat_estimate", f64::from(flat)), ("true_estimate", f64::from(whole))]);
        }
        let last = self.left.step.max(1) as f32;
        let level = |key: &str, value: f64| series(key, 8, vec![0.0, last], vec![value as f32; 2]);
        let curves = vec![
            self.left.flat.series("flat", 1),
            self.left.whole.series("true", 2),
            level("flat_exact", *flat),
            level("true_exact", *whole),
        ];
        let spectrum = |key: &str, identity: u8, values: &[f64]| {
            let x = (1..=values.len()).map(|k| k as f32 / values.len() as f32).collect();
            series(key, identity, x, values.iter().map(|value| *value as f32).collect())
        };
        let spectra = vec![spectrum("flat", 1, &self.norms.flat_all), spectrum("true", 2, &self.norms.all)];
        let side = layer.window as u32;
        let names = (0..layer.channels * layer.channels)
            .map(|k| format!("{}→{}", k % layer.channels + 1, k / layer.channels + 1))
            .collect();
        let kernel = Pictures { height: side, width: side, values: layer.kernel.clone().into(), names };
        let panels = vec![
            panel("norms", Content::Lines(curves)),
            panel("spectra", Content::Lines(spectra)),
            panel("kernel", Content::Pictures(kernel)),
        ];
        Shown { metrics, panels, diverged: false }
    }

    fn plan(&self) -> &Plan {
        self.machine.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.machine.snapshot().await.map_err(engine)?;
            let own_bytes = self.left.flat.bytes() + self.left.whole.bytes();
            Ok(Saved { machine, own: Rc::new(self.left.clone()), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let left = saved.own.downcast_ref::<Left>().ok_or_else(foreign)?;
        self.machine.restore(&saved.machine).map_err(engine)?;
        self.left = left.clone();
        Ok(())
    }
}
