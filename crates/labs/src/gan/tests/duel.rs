//! What holds of the game of two numbers.

use super::{Run, curve, goes_on, metric};

/// Starts and step sizes: nothing here is left to chance, so these take the place of seeds.
const GAMES: [[&str; 3]; 3] = [["1", "0", "0.2"], ["-0.7", "1.4", "0.5"], ["0.3", "-2", "0.05"]];

fn sets([x, y, rate]: [&str; 3]) -> Vec<(&str, &str)> {
    vec![("task", "duel"), ("j_x", x), ("j_y", y), ("j_rate", rate)]
}

/// On J = −xy each simultaneous step multiplies the radius by √(1 + η²); with turns x² + y² ∓ ηxy stays, minus where x goes first and plus
/// where y does, and the path stays on its closed curve; the extragradient is within a hundredth by the step that its factor says; the
/// flow stays on its circle.
#[test]
fn dl_067() {
    for (game, first) in GAMES.into_iter().flat_map(|game| ["one", "two"].map(|first| (game, first))) {
        let mut sets = sets(game);
        sets.push(("j_first", first));
        let mut run = Run::open(1, &sets);
        let rate: f64 = game[2].parse().unwrap();
        let known = (1.0 + rate * rate).sqrt();
        let steps = run.after(1).metric("j_bound").unwrap() as u32;
        let frame = run.after(steps - 1);
        for pair in curve(&frame, "j_radii", "simultaneous").windows(2) {
            // Where the path has gone too far off it is held.
            let factor = f64::from(pair[1]) / f64::from(pair[0]);
            assert!(pair[1] > 9e5 || (factor - known).abs() < 1e-6, "{game:?} {factor} {known}");
        }
        assert!((metric(&frame, "j_factor_known") - known).abs() < 1e-7);
        assert!(metric(&frame, "j_drift") < 1e-4, "{game:?} {first}: {:?}", frame.metrics);
        let start = game[0].parse::<f64>().unwrap().hypot(game[1].parse().unwrap());
        // Of x² + y² ∓ ηxy = const the radius stays within √((1 + η/2) / (1 − η/2)) of the start's.
        let wide = ((1.0 + rate / 2.0) / (1.0 - rate / 2.0)).sqrt() * 1.001;
        let alternating = curve(&frame, "j_radii", "alternating");
        assert!(
            alternating.iter().all(|radius| (1.0 / wide..wide).contains(&(f64::from(*radius) / start))),
            "{game:?}"
        );
        assert_eq!(metric(&frame, "j_arrived"), f64::from(steps), "{game:?}");
        assert!(metric(&frame, "j_extragradient") < 0.01);
        assert!((metric(&frame, "j_flow") - 1.0).abs() < 1e-3, "{game:?} {:?}", frame.metrics);
        assert!(metric(&frame, "j_optimistic") < 1.0 && metric(&frame, "j_momentum") < 1.0, "{:?}", frame.metrics);
        sets.push(("j_beta", "0.5"));
        assert!(metric(&Run::open(1, &sets).after(steps), "j_momentum") > 2.0);
    }
}

/// Turns are more stable than moving at once: on J = −xy, where the one circles and the other leaves, and on the Dirac-GAN, with or without
/// saturation, where the loss without it creeps in (sublinearly: Mescheder et al., lemma 2.3), and the others never do; a penalty on D's gradient, or noise, makes either arrive; with a linear score noise does nothing.
#[test]
fn dirac_gan() {
    for game in ["minimax", "non-saturating", "wasserstein"] {
        let open = |more: &[(&str, &str)]| {
            let mut sets = vec![("task", "duel"), ("j_game", game), ("j_x", "0.5"), ("j_y", "1"), ("j_rate", "0.2")];
            sets.extend(more);
            Run::open(1, &sets).after(1500)
        };
        let bare = open(&[]);
        let radii =
            |frame: &labkit::Frame| ["j_simultaneous", "j_alternating", "j_flow"].map(|name| metric(frame, name));
        let [at_once, in_turn, flow] = radii(&bare);
        let least = if game == "non-saturating" { 0.1 } else { 0.9 };
        assert!(at_once > 1.5 * in_turn && in_turn > least && flow > least, "{game}: {at_once} {in_turn} {flow}");
        let [at_once, in_turn, flow] = radii(&open(&[("j_gamma", "0.5")]));
        assert!(at_once.max(in_turn).max(flow) < 0.01, "{game}: {at_once} {in_turn} {flow}");
        let noisy = radii(&open(&[("j_noise", "1")]));
        if game == "wasserstein" {
            assert_eq!(noisy, radii(&bare));
        } else {
            assert!(noisy.iter().all(|radius| *radius < 0.01), "{game}: {noisy:?}");
        }
    }
}

/// The running mean is the direct sum; with the penalty the path shrinks where without it it circles, for a range of coefficients that is
/// found by trying them, the chosen one among them; too large a one throws it out.
#[test]
fn dl_074() {
    for game in &GAMES[..2] {
        let frame = Run::open(1, &sets(*game)).after(400);
        assert!(metric(&frame, "j_mean_gap") < 1e-5, "{:?}", frame.metrics);
        assert!(metric(&frame, "j_averaged") < 0.2 && metric(&frame, "j_alternating") > 0.6, "{:?}", frame.metrics);
        let (low, high) = (metric(&frame, "j_low"), metric(&frame, "j_high"));
        assert!(low < 0.1 && 0.1 < high && high < 100.0, "{low} {high}");
        let with = |pull: &str| {
            let mut sets = sets(*game);
            sets.push(("j_pull", pull));
            metric(&Run::open(1, &sets).after(400), "j_averaged")
        };
        // The curve over coefficients says what a run with each of them does.
        assert!(with("100") > 1.0);
        assert!(with(&(high * 0.99).to_string()) < 1.0, "{high}");
    }
}

#[test]
fn a_duel_goes_on_from_what_was_saved() {
    for game in ["xy", "non-saturating"] {
        goes_on(&[("task", "duel"), ("j_game", game), ("j_noise", "0.3")], 150, 300);
    }
    let mut run = Run::open(1, &[("task", "duel")]);
    run.after(50);
    run.set(&[("j_rate", "0.4"), ("j_rule", "optimistic")]);
    assert!(metric(&run.after(50), "j_drift") < 1e-4);
}
