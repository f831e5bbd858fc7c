//! What holds of clipping, of penalties and of spectral normalisation.

use super::{Run, SEEDS, metric, params, second, workshop};
use crate::exhibit::Exhibit as _;
use crate::gan_critic::critic::look::Look;
use crate::gan_critic::critic::net::{Bend, Critic};
use crate::gan_critic::critic::spectrum::singular_values;
use crate::gan_critic::params::TABLE;
use compute::rng::Stream;
use compute::{Device, Program};
use labkit::Content;
use nn::Layer as _;
use pollster::block_on;

/// After every step all weights lie within ±c, and most of them at ±c; what the critic then is bounded by is some K, not 1: from c = 0.01 to
/// 0.1 its largest slope grows over a hundredfold, and its estimate with it, though W₁ stays.
#[test]
fn wgan_clip() {
    for seed in SEEDS {
        let clipped = |c: &str| {
            let mut run = Run::open(seed, &[("rule", "clip"), ("c", c)]);
            let limit = f64::from(c.parse::<f32>().unwrap());
            for _ in 0..30 {
                let frame = run.after(1);
                assert!(metric(&frame, "weight_max") <= limit, "{:?}", frame.metrics);
            }
            let frame = run.after(970);
            assert!(
                metric(&frame, "weight_max") <= limit && metric(&frame, "share_at_limit") > 0.5,
                "{:?}",
                frame.metrics
            );
            frame
        };
        let (narrow, wide) = (clipped("0.01"), clipped("0.1"));
        assert!(metric(&wide, "grad_norm_max") > 100.0 * metric(&narrow, "grad_norm_max"), "seed {seed}");
        assert!(metric(&wide, "estimate") > 100.0 * metric(&narrow, "estimate"), "seed {seed}");
        assert!(metric(&wide, "estimate") < 0.5 * metric(&wide, "w1"), "neither is W₁: {:?}", wide.metrics);
    }
}

/// Clipped weights pile up at ±c; with a penalty no band of weights is full. Through twelve layers gradients fall or grow by a factor a layer
/// that c decides; under a penalty they stay within ten.
#[test]
fn dl_082() {
    for seed in SEEDS {
        let [clipped, free] =
            [&[("rule", "clip"), ("c", "0.01")][..], &[]].map(|sets| Run::open(seed, sets).after(1000));
        assert!(metric(&clipped, "share_at_limit") > 0.5, "{:?}", clipped.metrics);
        assert!(metric(&free, "weight_peak") < 0.2 && metric(&clipped, "weight_peak") > 0.4, "{:?}", free.metrics);

        let deep =
            |sets: &[(&str, &str)]| Run::open(seed, &[&[("pair", "roll"), ("depth", "11")], sets].concat()).after(500);
        let (small, large) = (deep(&[("rule", "clip"), ("c", "0.01")]), deep(&[("rule", "clip"), ("c", "0.2")]));
        for frame in [&small, &large] {
            assert!(metric(frame, "layer_fit") > 0.9, "{:?}", frame.metrics);
        }
        assert!(metric(&small, "layer_factor") < 0.2 && metric(&large, "layer_factor") > 2.0, "seed {seed}");
        let Some(Content::Lines(norms)) = deep(&[]).panel("layers").cloned() else { panic!() };
        let ends = norms[0].y.0.iter().fold((f32::MAX, 0.0_f32), |(a, b), norm| (a.min(*norm), b.max(*norm)));
        assert!(norms[0].y.0.len() == 12 && ends.1 < 10.0 * ends.0, "{norms:?}");
    }
}

/// Between two points at distance d the two-sided penalty leaves a slope of 1 + d/2λ; on a ring and a blob it stays within a tenth of 1 where
/// it is penalised. With the sign as printed slopes run away, and without any constraint the estimate does. Gradients of the penalty are
/// those that differences give.
///
/// From the middle of a ring of radius 2 with λ = 10 the optimum itself is at 1 + 2/20: so the blob is as wide as a generator begins, N(0, 0.8²).
#[test]
fn wgan_gp() {
    for seed in SEEDS {
        assert!(second::dense(seed) < 1e-3 && second::convolution(seed) < 1e-3, "seed {seed}");
        let points = Run::open(seed, &[("pair", "points"), ("lr", "0.0003")]).after(3000);
        let [mean, best] = ["grad_norm_mean", "grad_norm_best"].map(|name| metric(&points, name));
        assert!((best - 1.05).abs() < 1e-6 && (mean - best).abs() < 0.02, "seed {seed}: {mean}, {best}");
        let softer = Run::open(seed, &[("pair", "points"), ("lr", "0.0003"), ("lambda", "1")]).after(3000);
        assert!((metric(&softer, "grad_norm_mean") - 1.5).abs() < 0.05, "λ = 1: {:?}", softer.metrics);
        let ring = Run::open(seed, &[]).after(1500);
        assert!((metric(&ring, "grad_norm_mean") - 1.0).abs() < 0.1, "{:?}", ring.metrics);
        assert!((metric(&ring, "estimate_share") - 1.0).abs() < 0.1, "{:?}", ring.metrics);
        for form in ["one-sided", "plain"] {
            let frame = Run::open(seed, &[("form", form)]).after(1500);
            assert!((metric(&frame, "grad_norm_mean") - 1.0).abs() < 0.1, "{form}: {:?}", frame.metrics);
        }
        let printed = Run::open(seed, &[("sign", "printed")]).after(300);
        assert!(metric(&printed, "grad_norm_mean") > 50.0, "{:?}", printed.metrics);
        let mut free = Run::open(seed, &[("rule", "none")]);
        let (early, late) = (metric(&free.after(20), "estimate"), metric(&free.after(1980), "estimate"));
        assert!(early > 0.0 && late > 100.0 * early, "seed {seed}: {early} {late}");
    }
}

/// Segments between random pairs run past the data, those between nearest pairs do not; each region has its slopes told.
#[test]
fn wgan_gp_where() {
    for seed in SEEDS {
        let at = |pair: &str, place: &str| Run::open(seed, &[("pair", pair), ("place", place)]).after(1000);
        for pair in ["arc", "roll"] {
            let (random, nearest) = (at(pair, "segments"), at(pair, "nearest"));
            assert!(metric(&random, "share_beyond") > 0.08, "{:?}", random.metrics);
            assert!(metric(&nearest, "share_beyond") < 0.01, "{:?}", nearest.metrics);
        }
        for place in ["segments", "nearest", "data", "fakes", "window"] {
            let frame = at("arc", place);
            assert!((metric(&frame, "grad_norm_mean") - 1.0).abs() < 0.1, "{place}: {:?}", frame.metrics);
            assert!((metric(&frame, "estimate_share") - 1.0).abs() < 0.35, "{place}: {:?}", frame.metrics);
            for name in ["max_data", "max_fake", "max_between"] {
                assert!(metric(&frame, name) > 0.9 && metric(&frame, name) < 2.5, "{place}: {:?}", frame.metrics);
            }
            let Some(Content::Table(table)) = frame.panel("regions") else { panic!() };
            assert!(table.rows.len() == 4 && table.rows.iter().all(|row| row.len() == 3), "{table:?}");
        }
        // Penalised everywhere, no slope of the window is much above what is penalised.
        let window = at("arc", "window");
        assert!(metric(&window, "grad_norm_max") < metric(&window, "max_between") + 0.1, "{:?}", window.metrics);
    }
}

/// At no place is the slope above 1, while it learns and after; under a penalty it is at some. The power method's σ is the exact one to 1 % once
/// the weights rest.
///
/// While they move at the full rate, one iteration a step lags behind by several percent: two singular values cross again and again, and the
/// method stays with the one that was the largest. So it is asserted after 800 more steps at a hundredth of the rate.
#[test]
fn spectral_norm() {
    for seed in SEEDS {
        let sets = [("rule", "spectral")];
        let mut spectral = workshop(seed, &sets);
        let steepest = |slopes: &[f32]| slopes.iter().copied().fold(0.0, f32::max);
        let error = |it: &mut crate::gan_critic::critic::Workshop| {
            let shown = it.show(true);
            shown.metrics.iter().find(|(name, _)| *name == "sigma_error").map(|(_, value)| *value).unwrap()
        };
        block_on(spectral.run(0, 800)).unwrap();
        let slopes = block_on(spectral.slopes_anywhere(10_000));
        assert!(slopes.len() == 10_000 && steepest(&slopes) <= 1.001, "seed {seed}: {}", steepest(&slopes));
        assert!(error(&mut spectral) < 0.25, "seed {seed}: {}", error(&mut spectral));
        let mut slow = params(&sets);
        slow.set(TABLE, "lr", "0.00001").unwrap();
        spectral.tune(&slow).unwrap();
        block_on(spectral.run(800, 800)).unwrap();
        assert!(error(&mut spectral) < 0.01, "seed {seed}: {}", error(&mut spectral));
        assert!(steepest(&block_on(spectral.slopes_anywhere(10_000))) <= 1.001);

        let mut penalised = workshop(seed, &[]);
        block_on(penalised.run(0, 800)).unwrap();
        assert!(steepest(&block_on(penalised.slopes_anywhere(10_000))) > 1.001);
        // Without iterations σ is that of the random direction it began with, and nothing is bounded.
        let frame = Run::open(seed, &[("rule", "spectral"), ("iterations", "0")]).after(100);
        assert!(metric(&frame, "sigma_error") > 0.5 && metric(&frame, "grad_norm_max") > 10.0, "{:?}", frame.metrics);
    }
    super::kernels::norms_differ();
    SEEDS.into_iter().for_each(the_step_divides_by_the_exact_norm);
}

/// With weights that rest, a program of normalised layers says what one of plain layers says whose weights were divided by their exact σ₁
/// beforehand.
fn the_step_divides_by_the_exact_norm(seed: u64) {
    const PLACES: [[f32; 2]; 4] = [[0.3, -1.2], [2.0, 0.1], [-0.7, -0.4], [0.0, 1.5]];
    const SHAPE: (usize, usize, Bend) = (2, 8, Bend::Leaky);
    let mut program = Program::new();
    let x = program.state("x", &[PLACES.len(), 2]);
    let raw = Critic::new(&mut program, SHAPE.0, SHAPE.1, SHAPE.2);
    let normal = raw.normalised(&mut program, 2);
    program.output("height", &normal.forward(&x));
    program.output("slope", &normal.slopes(&x));
    let mut machine = Device::cpu().machine(program.compile().unwrap()).unwrap();
    let mut random = Stream::new(seed, 3);
    machine.write("x", PLACES.as_flattened()).unwrap();
    for (layer, (inputs, outputs)) in [(2, 8), (8, 8), (8, 1)].into_iter().enumerate() {
        for (side, count) in [("u", inputs), ("v", outputs)] {
            let direction: Vec<f32> = (0..count).map(|_| random.normal()).collect();
            machine.write(&format!("layer{}.{side}", layer + 1), &direction).unwrap();
        }
    }
    let mut divided = raw.init(&mut random);
    for (name, values) in &mut divided {
        machine.write(name, values).unwrap();
        if name.ends_with(".w") {
            let columns = if name.starts_with("layer3") { 1 } else { 8 };
            let sigma = singular_values(values, columns).unwrap()[0] as f32;
            values.iter_mut().for_each(|w| *w /= sigma);
        }
    }
    machine.run(400).unwrap();
    let found = ["height", "slope"].map(|name| block_on(machine.read(name)).unwrap());
    let (height, slope) =
        block_on(Look::new(&Device::cpu(), SHAPE, PLACES.len()).unwrap().at(&PLACES, &divided)).unwrap();
    for (found, exact) in found.iter().flatten().zip(height.iter().chain(&slope)) {
        assert!((found - exact).abs() < 1e-3 * exact.abs().max(0.1), "seed {seed}: {found} and {exact}");
    }
}
