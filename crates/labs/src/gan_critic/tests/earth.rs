//! What holds of moving earth.

use super::{Run, SEEDS, metric};
use compute::rng::Stream;
use labkit::{Content, Frame};

/// Two heaps of as many units, over 4 to 12 places each.
fn heaps(random: &mut Stream) -> [Vec<u32>; 2] {
    let mut below = |n: usize| (random.uniform() * n as f32) as usize;
    let mut all = [4, 4].map(|least| vec![0; least + below(9)]);
    for _ in 0..3 + below(20) {
        let at = [below(all[0].len()), below(all[1].len())];
        if all[0][at[0]] < 9 && all[1][at[1]] < 9 {
            (all[0][at[0]], all[1][at[1]]) = (all[0][at[0]] + 1, all[1][at[1]] + 1);
        }
    }
    all
}

/// A plan that fits, unit by unit, at random.
fn plan(heaps: &[Vec<u32>; 2], random: &mut Stream) -> Vec<Vec<u32>> {
    let mut units = heaps.each_ref().map(|heap| -> Vec<usize> {
        heap.iter().enumerate().flat_map(|(k, units)| std::iter::repeat_n(k, *units as usize)).collect()
    });
    let mut moves = vec![vec![0; heaps[1].len()]; heaps[0].len()];
    while let Some(i) = units[0].pop() {
        let at = (random.uniform() * units[1].len() as f32) as usize;
        moves[i][units[1].swap_remove(at)] += 1;
    }
    moves
}

fn typed(rows: &[Vec<u32>]) -> String {
    rows.iter().map(|row| row.iter().map(ToString::to_string).collect::<String>()).collect::<Vec<_>>().join("/")
}

fn said(frame: &Frame) -> String {
    match frame.panel("said") {
        Some(Content::Text(text)) => text.en.clone(),
        other => panic!("{other:?}"),
    }
}

/// No plan that fits costs less than the solver's; its sums are the heaps, its cost is ∫|F_P − F_Q| and that of the dual. A plan that does
/// not fit says what is missing. Sinkhorn's comes near as ε falls.
#[test]
fn emd() {
    for seed in SEEDS {
        let mut random = Stream::new(seed, 0);
        for _ in 0..12 {
            let heaps = heaps(&mut random);
            let texts = heaps.each_ref().map(|heap| heap.iter().map(ToString::to_string).collect::<String>());
            let mut run = Run::open(seed, &[("task", "earth"), ("heap", &texts[0]), ("wanted", &texts[1])]);
            let frame = run.after(0);
            assert!(metric(&frame, "area_gap") < 1e-6 && metric(&frame, "marginal_gap") < 1e-9, "{:?}", frame.metrics);
            assert!(metric(&frame, "dual_gap") < 1e-9 && frame.metric("your_excess").is_none(), "{:?}", frame.metrics);
            assert!(said(&frame).starts_with("Place × units still there: "), "{}", said(&frame));
            let best = metric(&frame, "best_cost");
            for _ in 0..4 {
                let moves = plan(&heaps, &mut random);
                run.set("moves", &typed(&moves)).unwrap();
                let frame = run.after(0);
                assert!(metric(&frame, "your_excess") >= -1e-9, "{texts:?} {moves:?}");
                assert!((metric(&frame, "your_cost") - best - metric(&frame, "your_excess")).abs() < 1e-12);
                assert!(said(&frame).starts_with("All is moved"), "{}", said(&frame));
            }
            let Some(Content::Pictures(solved)) = frame.panel("best") else { panic!() };
            let rows = solved.values.0.chunks(solved.width as usize);
            let rows: Vec<Vec<u32>> = rows.map(|row| row.iter().map(|units| *units as u32).collect()).collect();
            run.set("moves", &typed(&rows)).unwrap();
            assert!(metric(&run.after(0), "your_excess").abs() < 1e-9);
        }
    }
    two_points();
    what_does_not_fit();
    sinkhorn();
}

/// All of it over five places costs 5.
fn two_points() {
    let mut run = Run::open(1, &[("task", "earth"), ("heap", "400000"), ("wanted", "000004")]);
    let frame = run.after(0);
    assert!((metric(&frame, "best_cost") - 5.0).abs() < 1e-12);
}

fn what_does_not_fit() {
    let mut run = Run::open(1, &[("task", "earth"), ("heap", "30"), ("wanted", "12")]);
    run.set("moves", "20/00").unwrap();
    let frame = run.after(0);
    assert_eq!(said(&frame), "Too much. Beyond what stands at: —; beyond what is wanted at: 1 × 1");
    assert_eq!([metric(&frame, "units_over"), metric(&frame, "units_left")], [1.0, 1.0]);
    for wrong in ["2x/00", "000/00", "00/00/01"] {
        assert_eq!(run.set("moves", wrong).is_ok(), wrong == "000/00", "{wrong}");
    }
    let mut run = Run::open(1, &[("task", "earth"), ("heap", "30"), ("wanted", "13")]);
    let frame = run.after(5);
    assert_eq!(said(&frame), "The heaps weigh differently; units lacking: 1");
    assert!(frame.metric("best_cost").is_none());
    let (params, device) = (super::params(&[("task", "earth"), ("heap", "12a")]), compute::Device::cpu());
    assert!((super::LAB.open)(&params, 1, &device).is_err());
}

/// The larger ε, the more it costs; at each it is what the same rounds in f64 come to.
fn sinkhorn() {
    let (from, to) = ([0.0, 0.5, 0.0, 0.0, 0.3, 0.2, 0.0, 0.0], [0.2, 0.0, 0.0, 0.1, 0.0, 0.3, 0.4, 0.0]);
    let cost: Vec<f64> = (0..64).map(|k| f64::from(i32::abs(k / 8 - k % 8))).collect();
    let costs = [("2", 2.0), ("0.5", 0.5), ("0.05", 0.05)].map(|(text, epsilon)| {
        let mut run = Run::open(1, &[("task", "earth"), ("epsilon", text)]);
        let frame = run.after(1500);
        assert!(metric(&frame, "soft_gap") < 1e-3, "{:?}", frame.metrics);
        let exact = classic::transport::sinkhorn(&cost, &from, &to, epsilon, 1500).unwrap();
        let (soft, best) = (metric(&frame, "soft_cost"), metric(&frame, "best_cost"));
        assert!(
            (soft - exact.cost).abs() < 1e-3 && (best - 1.9).abs() < 1e-9,
            "ε {text}: {soft}, {} and {best}",
            exact.cost
        );
        soft / best
    });
    assert!(costs[0] > costs[1] + 0.01 && costs[1] > costs[2] + 0.001, "{costs:?}");
    assert!(costs[2] < 1.01 && costs[2] > 0.999, "{costs:?}");
}
