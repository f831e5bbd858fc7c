//! `bench-native WORKLOAD ROUNDS MILLISECONDS`: ours and burn's, each step waited for, in turn. The last line is JSON:
//! ms a step of each round, ours and each peer's.

mod models;

use bench::Runner;
use compute::Device;
use models::Peer;
use std::error::Error;
use std::time::{Duration, Instant};

/// Steps over which losses are compared, and how far they may differ, relative.
const COMPARED: usize = 20;
const AGREE: f32 = 1e-3;

/// One engine: a step that has ended when it returns.
struct Engine {
    name: &'static str,
    step: Box<dyn FnMut() -> Result<f32, Box<dyn Error>>>,
    losses: Vec<f32>,
    times: Vec<f64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let workload = arguments.next().ok_or("expected a workload")?;
    let rounds: usize = arguments.next().ok_or("expected rounds")?.parse()?;
    let budget = Duration::from_millis(arguments.next().ok_or("expected milliseconds")?.parse()?);

    let mut notes = Vec::new();
    let mut engines = Vec::new();
    let gpu = pollster::block_on(Device::gpu())?;
    notes.push(format!("adapter {}", gpu.adapter()));
    match Runner::open(&workload, &gpu) {
        Ok(runner) => engines.push(Engine::new("ours", ours(runner))),
        Err(error) => notes.push(error.to_string()),
    }
    if let Ok(runner) = Runner::open(&workload, &Device::cpu()) {
        engines.push(Engine::new("ours-cpu", ours(runner)));
    }
    for (name, device) in
        [("burn-wgpu", burn::tensor::Device::wgpu(Default::default())), ("burn-flex", burn::tensor::Device::flex())]
    {
        match models::open(&workload, &device.autodiff()) {
            Ok(mut peer) => engines.push(Engine::new(name, Box::new(move || peer.step()))),
            Err(error) => notes.push(format!("{name}: {error}")),
        }
    }

    // The first steps compile, tune, and tell whether all engines compute the same.
    for engine in &mut engines {
        for _ in 0..COMPARED {
            let loss = (engine.step)()?;
            engine.losses.push(loss);
        }
        engine.time(budget)?;
        engine.times.clear();
    }
    let measure = engines.first().map(|first| first.losses.clone()).unwrap_or_default();
    engines.retain(|engine| {
        let apart =
            engine.losses.iter().zip(&measure).map(|(a, b)| (a - b).abs() / b.abs().max(1e-6)).fold(0.0, f32::max);
        let agrees = apart <= AGREE;
        if !agrees {
            notes.push(format!("{}: losses differ by {apart:.1e}", engine.name));
        }
        agrees
    });
    for _ in 0..rounds {
        for engine in &mut engines {
            engine.time(budget)?;
        }
    }

    let times = |name: &str| {
        engines.iter().find(|engine| engine.name == name).map(|engine| engine.times.clone()).unwrap_or_default()
    };
    let peers: serde_json::Map<String, serde_json::Value> = engines
        .iter()
        .filter(|engine| engine.name != "ours")
        .map(|engine| (engine.name.to_owned(), engine.times.clone().into()))
        .collect();
    println!("{}", serde_json::json!({ "ours": times("ours"), "peers": peers, "note": notes.join("; ") }));
    Ok(())
}

/// Our step, with its loss read back.
fn ours(mut runner: Runner) -> Box<dyn FnMut() -> Result<f32, Box<dyn Error>>> {
    Box::new(move || {
        runner.machine.run(1)?;
        let losses = pollster::block_on(runner.machine.drain())?;
        losses.last().copied().ok_or_else(|| "a step recorded no loss".into())
    })
}

impl Engine {
    fn new(name: &'static str, step: Box<dyn FnMut() -> Result<f32, Box<dyn Error>>>) -> Self {
        Self { name, step, losses: Vec::new(), times: Vec::new() }
    }

    /// One round: steps until the budget is used, at least two; its mean goes to the list.
    fn time(&mut self, budget: Duration) -> Result<(), Box<dyn Error>> {
        let start = Instant::now();
        let mut steps = 0;
        while steps < 2 || start.elapsed() < budget {
            (self.step)()?;
            steps += 1;
        }
        self.times.push(start.elapsed().as_secs_f64() * 1e3 / f64::from(steps));
        Ok(())
    }
}
