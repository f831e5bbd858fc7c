//! What holds of the attacks, on classifiers that have just learnt.

use super::attacks::plain::one_huge_step_is_fgsm;
use super::defences;
use crate::adversarial::LAB;
use crate::adversarial::arena::bout::Bout;
use compute::Device;
use labkit::{Content, Frame, Model, Params, url};
use pollster::block_on;

/// A run that parameters are changed in, as a reader changes them.
pub(super) struct Run {
    pub(super) model: Box<dyn Model>,
    params: Params,
}

impl Run {
    pub(super) fn open(seed: u64, sets: &[(&str, &str)]) -> Self {
        let mut params = Params::defaults(LAB.table);
        put(&mut params, sets);
        Self { model: (LAB.open)(&params, seed, &Device::cpu()).unwrap(), params }
    }

    pub(super) fn set(&mut self, sets: &[(&str, &str)]) {
        put(&mut self.params, sets);
        self.model.set(&self.params).unwrap();
    }

    pub(super) fn after(&mut self, steps: u32) -> Frame {
        self.model.advance(steps).unwrap();
        block_on(self.model.frame(true)).unwrap()
    }

    /// The frame after the whole of another attack.
    pub(super) fn attacked(&mut self, sets: &[(&str, &str)]) -> Frame {
        self.set(sets);
        self.after(self.params.number(LAB.table, "rounds") as u32)
    }
}

fn put(params: &mut Params, sets: &[(&str, &str)]) {
    let sets: Vec<_> = sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    params.set_all(LAB.table, &sets).unwrap();
}

pub(super) fn metric(frame: &Frame, name: &str) -> f64 {
    frame.metric(name).unwrap_or_else(|| panic!("no {name} in {:?}", frame.metrics))
}

pub(super) fn curve(frame: &Frame, panel: &str, key: &str) -> Vec<f32> {
    let Some(Content::Lines(lines)) = frame.panel(panel) else { panic!("no {panel}") };
    lines.iter().find(|line| line.key == key).unwrap().y.0.clone()
}

const SEEDS: [u64; 2] = [7, 20_261];
/// Classifiers: seed, layers, steps of training, and the ε at which FGSM leaves over a quarter.
const VICTIMS: [(u64, &str, &str, &str); 2] = [(7, "cnn", "300", "0.12"), (20_261, "cnn", "300", "0.12")];

/// What one classifier of a seed goes through.
struct Fought {
    /// I-FGSM in L∞ at 0.2, and FGSM and I-FGSM where FGSM leaves a third.
    strong: Frame,
    single: Frame,
    iterated: Frame,
    /// In L2, L1 and L0.
    others: [Frame; 3],
    /// Each digit as each other.
    aimed: Frame,
}

impl Fought {
    fn of((seed, net, practice, weak): (u64, &str, &str, &str)) -> Self {
        let mut run =
            Bout::trained(seed, &[("net", net), ("practice", practice), ("attack", "ifgsm"), ("eps", "0.15")]);
        let strong = run.seen(&[]);
        let iterated = run.attacked(&[("eps", weak)]);
        let single = run.seen(&[("attack", "fgsm")]);
        let others = ["l2", "l1", "l0"].map(|norm| run.attacked(&[("attack", "pgd"), ("norm", norm)]));
        let aimed = run.attacked(&[
            ("norm", "linf"),
            ("attack", "ifgsm"),
            ("eps", "0.3"),
            ("goal", "each"),
            ("rounds", "30"),
            ("share", "0.1"),
        ]);
        Self { strong, single, iterated, others, aimed }
    }

    fn all() -> &'static [Self] {
        static ALL: std::sync::OnceLock<Vec<Fought>> = std::sync::OnceLock::new();
        ALL.get_or_init(|| VICTIMS.into_iter().map(Self::of).collect())
    }
}

#[test]
fn adv_random_vs_crafted() {
    for Fought { strong, .. } in Fought::all() {
        let [clean, random, attacked] =
            ["clean_accuracy", "random_noise_accuracy", "attacked_accuracy"].map(|name| metric(strong, name));
        assert!(clean - random <= 0.03, "{clean} {random}");
        assert!(clean - attacked >= 0.5, "{clean} {attacked}");
        let (crafted, random) = (metric(strong, "boundary_attack"), metric(strong, "boundary_random"));
        assert!(crafted <= random / 5.0, "{crafted} {random}");
    }
    // It is nothing special of deep networks.
    for seed in SEEDS {
        let frame = Bout::trained(seed, &[("net", "linear"), ("practice", "300"), ("attack", "fgsm"), ("eps", "0.1")])
            .seen(&[]);
        let [clean, random, attacked] =
            ["clean_accuracy", "random_noise_accuracy", "attacked_accuracy"].map(|name| metric(&frame, name));
        assert!(clean - random <= 0.03 && clean - attacked >= 0.5, "{clean} {random} {attacked}");
        assert!(metric(&frame, "boundary_attack") <= metric(&frame, "boundary_random") / 5.0, "{:?}", frame.metrics);
    }
}

#[test]
fn adv_losses() {
    for Fought { aimed, single, .. } in Fought::all() {
        assert!(metric(aimed, "target_reached") >= 0.9, "{:?}", aimed.metrics);
        assert_eq!(metric(aimed, "loss_fell"), 1.0);
        assert!(metric(single, "loss_fell") >= 0.99, "one step lowers L: {:?}", single.metrics);
        // Pair by pair, of two or three digits each: all of them in four of five pairs.
        let Some(Content::Pictures(pairs)) = aimed.panel("pairs") else { panic!() };
        let met: Vec<f32> = pairs.values.0.iter().copied().filter(|share| *share > 0.0).collect();
        let poor = met.iter().filter(|share| **share < 0.9).count();
        assert!(met.len() > 70 && 5 * poor <= met.len(), "{poor} of {} pairs", met.len());
    }
}

/// Equal lengths of very different looks; and every attack keeps its own bound, whatever the distance is.
#[test]
fn adv_distance() {
    for Fought { strong, others, .. } in Fought::all() {
        assert!((metric(strong, "equal_l2_all") - metric(strong, "equal_l2_one")).abs() < 1e-6);
        assert!(metric(strong, "equal_linf_one") / metric(strong, "equal_linf_all") > 27.9);
        let bounds = [("linf_max", 0.15), ("l2_max", 1.5), ("l1_max", 15.0), ("l0_max", 20.0)];
        for (frame, (name, bound)) in std::iter::once(strong).chain(others).zip(bounds) {
            let moved = metric(frame, name);
            assert!(moved <= bound + 1e-6 && moved > bound * 0.99, "{name} {moved}");
            assert_eq!(metric(frame, "box_violations"), 0.0);
        }
    }
}

/// PGD at 0.2 takes all that random noise leaves. Attacked in any norm, L falls and answers go; that the projection is the nearest point is
/// shown by `nearest`.
#[test]
fn adv_pgd() {
    for frame in defences::Fought::all().iter().map(|fought| &fought.pgd) {
        let [clean, random, attacked] =
            ["clean_accuracy", "random_noise_accuracy", "attacked_accuracy"].map(|name| metric(frame, name));
        assert!(clean >= 0.96 && attacked <= 0.1 && clean - random <= 0.03, "{clean} {random} {attacked}");
        assert!(metric(frame, "linf_max") <= 0.2 + 1e-6 && metric(frame, "box_violations") == 0.0);
    }
    for Fought { others, .. } in Fought::all() {
        for frame in others {
            assert!(metric(frame, "loss_fell") > 0.9, "{:?}", frame.metrics);
            let shares = curve(frame, "steps", "attack");
            assert!(shares[shares.len() - 1] < shares[0] - 0.2, "{shares:?}");
        }
    }
}

/// One step: every pixel that can moves by ε, the curve falls with ε, and at 0.18 under a third is left.
/// (A pixel at the end of its range stays, and one whose slope is 0.) It is where a step of any huge rate down the slope itself ends.
#[test]
fn adv_fgsm() {
    one_huge_step_is_fgsm();
    for (Fought { single, .. }, (.., weak)) in Fought::all().iter().zip(VICTIMS) {
        let weak: f32 = weak.parse().unwrap();
        let Some(Content::Pictures(noise)) = single.panel("noise") else { panic!() };
        let Some(Content::Pictures(first)) = single.panel("before") else { panic!() };
        for (noise, first) in noise.values.0.iter().zip(&first.values.0) {
            // The noise is shown ten times as large.
            let room = if *noise > 0.0 { 1.0 - first } else { *first };
            assert!((noise.abs() / 10.0 - weak.min(room)).abs() < 1e-5 || *noise == 0.0, "{noise} {first}");
        }
        let fgsm = curve(single, "radii", "fgsm");
        assert!(fgsm.windows(2).all(|pair| pair[1] <= pair[0] + 0.02), "{fgsm:?}");
        assert!(fgsm[5] < 0.3, "{fgsm:?}");
    }
}

/// What most tests here ask is what the exhibit says.
#[test]
fn a_bout_is_what_the_exhibit_does() {
    let sets = [("net", "linear"), ("practice", "100"), ("attack", "ifgsm"), ("rounds", "4")];
    let shield = [("shield", "bits"), ("bits", "2"), ("eps", "0.15")];
    let (mut bout, mut run) = (Bout::trained(3, &sets), Run::open(3, &sets));
    run.after(25 + 4);
    let (alone, whole) = (bout.seen(&shield), run.attacked(&shield));
    assert!(alone.metrics.len() > 20);
    for (name, value) in &alone.metrics {
        assert_eq!(whole.metric(name), Some(*value), "{name}");
    }
    for panel in &alone.panels {
        assert_eq!(whole.panel(&panel.id), Some(&panel.content), "{}", panel.id);
    }
}

/// Several steps leave less than one, at every radius.
#[test]
fn adv_ifgsm() {
    for seed in SEEDS {
        let mut run = Run::open(
            seed,
            &[("net", "mlp"), ("practice", "152"), ("attack", "ifgsm"), ("rounds", "8"), ("share", "0.25")],
        );
        let frame = run.after(38 + 8 + 10 * (1 + 8));
        let (single, iterated) = (curve(&frame, "radii", "fgsm"), curve(&frame, "radii", "attack"));
        assert_eq!(iterated.len(), 10);
        assert!(single.iter().zip(&iterated).all(|(single, iterated)| iterated <= single), "{single:?} {iterated:?}");
    }
    for Fought { single, iterated, .. } in Fought::all() {
        let (one, many) = (metric(single, "attacked_accuracy"), metric(iterated, "attacked_accuracy"));
        assert!(one >= 0.25 && many <= 0.1, "{one} {many}");
    }
}

/// An address with its seed is the whole attack: opened elsewhere, it makes the same pictures bit for bit, also behind a shield that draws.
#[test]
fn a_link_makes_the_attack_again() {
    let sets =
        [("net", "linear"), ("practice", "100"), ("attack", "pgd"), ("eps", "0.13"), ("rounds", "5"), ("digit", "3")];
    let mut run = Run::open(20_261, &[&sets[..], &[("shield", "resize"), ("spare", "0.1"), ("knows", "on")]].concat());
    let straight = run.after(32);
    assert!(straight.panel("after").is_some() && metric(&straight, "steps_done") == 5.0);
    let link = url::query(LAB.id, LAB.table, &run.params, 20_261);
    let (params, seed, refused) = url::read(LAB.table, &link);
    assert!(refused.is_empty() && seed == 20_261, "{link}");
    let model = (LAB.open)(&params, seed, &Device::cpu()).unwrap();
    assert_eq!(Run { model, params }.after(32), straight);
}

/// A run goes on from what was saved at each of these steps, in the same model and in another one; it is looked at `more` steps later.
pub(super) fn goes_on(sets: &[(&str, &str)], begun: &[u32], more: u32) {
    let mut run = Run::open(3, sets);
    let mut done = 0;
    for at in begun {
        run.after(at - done);
        let saved = block_on(run.model.save()).unwrap().unwrap();
        let straight = run.after(more);
        run.model.restore(&saved).unwrap();
        assert_eq!(run.after(more), straight, "after {at}");
        let mut other = Run::open(3, sets);
        other.model.restore(&saved).unwrap();
        assert_eq!(other.after(more).metrics, straight.metrics, "elsewhere, after {at}");
        done = at + more;
    }
}

/// While it learns and while it attacks.
#[test]
fn an_attack_goes_on_from_what_was_saved() {
    goes_on(&[("net", "linear"), ("practice", "100"), ("rounds", "10")], &[15, 29, 50], 10);
    goes_on(&[("net", "linear"), ("practice", "100"), ("rounds", "10")], &[15], 50);
}

/// Also where the shield draws by lot and the attacker knows it.
#[test]
fn an_attack_through_chance_goes_on_from_what_was_saved() {
    for attack in ["cw", "deepfool", "pgd", "pixel"] {
        let sets = [("net", "linear"), ("practice", "100"), ("attack", attack), ("rounds", "3"), ("restarts", "2")];
        goes_on(&[&sets[..], &[("shield", "resize"), ("knows", "on")]].concat(), &[27], 2);
    }
}

/// What PGD leaves at the ε of the training is over sixty points more than of the plain network; at twice that ε, and in L2, it is far less;
/// what it costs on clean digits is shown.
#[test]
fn adv_def_adversarial_training() {
    let sets = [
        ("practice", "252"),
        ("variety", "0.5"),
        ("attack", "pgd"),
        ("eps", "0.15"),
        ("hard_eps", "0.15"),
        ("rounds", "15"),
    ];
    let plain = Bout::trained(11, &sets).attacked(&[]);
    let mut run = Bout::trained(11, &[&sets[..], &[("defence", "adversarial-training")]].concat());
    let hard = run.attacked(&[]);
    let [plain, robust] = [&plain, &hard].map(|frame| metric(frame, "attacked_accuracy"));
    assert!(robust >= plain + 0.6, "{plain} {robust}");
    assert!(metric(&hard, "clean_accuracy") > 0.9, "{:?}", hard.metrics);
    let stronger = metric(&run.attacked(&[("eps", "0.3")]), "attacked_accuracy");
    let other = metric(&run.attacked(&[("norm", "l2"), ("eps", "4")]), "attacked_accuracy");
    assert!(stronger < robust - 0.2 && other < robust - 0.2, "{robust} {stronger} {other}");
}
