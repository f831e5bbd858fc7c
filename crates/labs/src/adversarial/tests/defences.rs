//! What holds of defences, and of who knows them.

use super::arena::metric;
use crate::adversarial::LAB;
use crate::adversarial::arena::bout::Bout;
use crate::adversarial::arena::defence::Front;
use crate::adversarial::arena::school;
use crate::adversarial::challenge::{CHALLENGES, drawn};
use crate::adversarial::victim::{Asked, Course, Exam, Victim, shares};
use compute::Device;
use labkit::{Frame, Params};
use pollster::block_on;
use std::sync::OnceLock;

/// Classifiers: seed, and batches that they learn from.
const VICTIMS: [(u64, &str); 2] = [(8, "500"), (20_262, "500")];
/// I-FGSM of ten steps.
const ATTACK: &[(&str, &str)] = &[("attack", "ifgsm"), ("rounds", "10"), ("share", "0.2")];

/// What a classifier goes through behind one shield: attacked by who does not know it, a little harder, and as hard by who does.
struct Behind {
    shield: &'static str,
    blind: Frame,
    hard: Frame,
    knowing: Frame,
}

/// What one seed's classifier goes through.
pub(super) struct Fought {
    /// PGD of twenty steps at 0.2.
    pub(super) pgd: Frame,
    /// Without a shield, at 0.1 and at 0.15.
    bare: [Frame; 2],
    behind: Vec<Behind>,
    /// Blurred, and moved at random, against DeepFool by who does not know it.
    nearest: [Frame; 2],
    /// A detector against FGSM, I-FGSM, I-FGSM at 0.2, and that by who knows it.
    squeezed: [Frame; 4],
}

/// Each with its strength, the ε of who does not know it, and of who does.
const SHIELDS: [(&str, &str, &str, &str, &str); 4] = [
    ("blur", "sigma", "1", "0.1", "0.13"),
    ("bits", "bits", "2", "0.15", "0.2"),
    ("resize", "spare", "0.1", "0.1", "0.13"),
    ("blocks", "quality", "10", "0.1", "0.15"),
];

impl Fought {
    fn of((seed, practice): (u64, &str)) -> Self {
        let mut run = Bout::trained(seed, &[ATTACK, &[("practice", practice), ("eps", "0.1")]].concat());
        let bare = [run.attacked(&[]), run.attacked(&[("eps", "0.15")])];
        let pgd = run.attacked(&[("attack", "pgd"), ("eps", "0.2"), ("rounds", "20"), ("share", "0.125")]);
        run.attacked(ATTACK);
        let behind = SHIELDS.map(|(shield, strength, value, blind, knowing)| Behind {
            shield,
            blind: run.attacked(&[("shield", shield), (strength, value), ("eps", blind), ("knows", "off")]),
            hard: run.attacked(&[("eps", knowing)]),
            knowing: run.attacked(&[("knows", "on")]),
        });
        let squeeze = [("shield", "squeeze"), ("sigma", "1"), ("bits", "2"), ("knows", "off"), ("eps", "0.15")];
        let squeezed = [
            run.attacked(&[&squeeze[..], &[("attack", "fgsm")]].concat()),
            run.attacked(&[("attack", "ifgsm")]),
            run.attacked(&[("eps", "0.2")]),
            run.attacked(&[("knows", "on")]),
        ];
        let nearest = [SHIELDS[0], SHIELDS[2]]
            .map(|(shield, ..)| run.attacked(&[("shield", shield), ("knows", "off"), ("attack", "deepfool")]));
        Self { pgd, bare, behind: behind.into(), nearest, squeezed }
    }

    pub(super) fn all() -> &'static [Self] {
        static ALL: OnceLock<Vec<Fought>> = OnceLock::new();
        ALL.get_or_init(|| VICTIMS.into_iter().map(Self::of).collect())
    }

    fn behind(&self, shield: &str) -> &Behind {
        self.behind.iter().find(|behind| behind.shield == shield).unwrap()
    }
}

/// What a shield costs and wins back, of who does not know it.
fn worth(frame: &Frame) -> (f64, f64) {
    (metric(frame, "shield_costs"), metric(frame, "recovered"))
}

#[test]
fn adv_def_smoothing() {
    for fought in Fought::all() {
        // What stops just beyond the border is won back nearly whole.
        let (costs, recovered) = worth(&fought.nearest[0]);
        assert!(costs <= 0.05 && recovered >= 0.4, "{costs} {recovered}");
        // Of what goes on to the end of its radius less is. These networks look through windows of 5 × 5 and are half blurred themselves: over
        // seeds, radii and norms it is 0.28 to 0.46; rounding (below) wins back more.
        let (costs, recovered) = worth(&fought.behind("blur").blind);
        assert!(costs <= 0.05 && recovered >= 0.25, "{costs} {recovered}");
    }
}

#[test]
fn adv_def_random() {
    for fought in Fought::all() {
        let (costs, recovered) = worth(&fought.nearest[1]);
        assert!(costs <= 0.03 && recovered >= 0.3, "{costs} {recovered}");
        let (costs, recovered) = worth(&fought.behind("resize").blind);
        assert!(costs <= 0.03 && recovered >= 0.22, "{costs} {recovered}");
    }
}

#[test]
fn shades_and_blocks_win_back_as_much() {
    for fought in Fought::all() {
        for shield in ["bits", "blocks"] {
            let (costs, recovered) = worth(&fought.behind(shield).blind);
            assert!(costs <= 0.03 && recovered >= 0.4, "{shield} {costs} {recovered}");
        }
    }
}

#[test]
fn adv_def_squeeze() {
    for Fought { squeezed: [single, iterated, further, knowing], .. } in Fought::all() {
        let auc = |frame| metric(frame, "detector_auc");
        assert!(auc(single) >= 0.9 && auc(iterated) >= 0.9, "{} {}", auc(single), auc(iterated));
        assert!(auc(knowing) < auc(further) - 0.1, "{} {}", auc(further), auc(knowing));
        assert!(metric(knowing, "attacked_accuracy") <= 0.1, "and it still deceives: {:?}", knowing.metrics);
    }
}

#[test]
fn adv_def_leaked_shield() {
    for Fought { bare, behind, .. } in Fought::all() {
        for Behind { shield, knowing, blind, .. } in behind {
            // What the undefended network keeps at the ε of who does not know the shield.
            let undefended = metric(&bare[usize::from(*shield == "bits")], "attacked_accuracy");
            let [left, before] = [knowing, blind].map(|frame| metric(frame, "attacked_accuracy"));
            assert!(left <= undefended + 0.1, "{shield}: {left}, undefended {undefended}");
            assert!(left < before - 0.25, "{shield}: {left}, before {before}");
        }
    }
}

#[test]
fn adv_no_defence() {
    for (defence, practice) in [("none", "200"), ("weight-decay", "200"), ("dropout", "320"), ("ensemble", "120")] {
        for seed in [31, 20_261] {
            let sets =
                [ATTACK, &[("defence", defence), ("practice", practice), ("variety", "0.5"), ("eps", "0.2")]].concat();
            let frame = Bout::trained(seed, &sets).attacked(&[]);
            let [clean, attacked] = ["clean_accuracy", "attacked_accuracy"].map(|name| metric(&frame, name));
            assert!(clean >= 0.96 && attacked <= 0.2, "{defence}, seed {seed}: {clean} {attacked}");
        }
    }
}

/// Slopes that vanish: distilled at a high temperature, a classifier keeps much under attacks that follow the cross-entropy's.
#[test]
fn distillation_hides_slopes() {
    let [(distilled, found), (plain, _)] = ["distillation", "none"].map(|defence| {
        let sets = [ATTACK, &[("defence", defence), ("practice", "200"), ("variety", "0.5"), ("eps", "0.15")]].concat();
        let mut run = Bout::trained(31, &sets);
        let left = metric(&run.attacked(&[]), "attacked_accuracy");
        (left, metric(&run.attacked(&[("attack", "cw"), ("rounds", "20")]), "success"))
    });
    assert!(distilled >= plain + 0.3, "{distilled} {plain}");
    assert!(found >= 0.99, "{found}");
}

/// Five looks are five draws, and the attacker's are others than the shield's.
#[test]
fn looks_that_are_drawn_differ() {
    let mut params = Params::defaults(LAB.table);
    let sets = [("shield", "resize"), ("knows", "on"), ("net", "linear"), ("attack", "ifgsm")];
    let sets = sets.map(|(key, value)| (key.to_owned(), value.to_owned()));
    params.set_all(LAB.table, &sets).unwrap();
    let (school, together) = school(&params, None).unwrap();
    let mut course = Course::new(&Device::cpu(), &school, together, 3e-3, 5).unwrap();
    let bare = block_on(course.victim()).unwrap();
    let pictures = Exam::drawn(5, 4, 1.0).pictures;
    let said = |victim: &Victim| block_on(Asked::new(&Device::cpu(), victim, 4).unwrap().logits(&pictures)).unwrap();
    let [victim, taken] = Front::of(&params).sides(&bare, 5);
    assert_eq!((victim.ways.len(), taken.ways.len()), (5, 1));
    let first = shares(&said(&bare.along(victim.ways[..1].to_vec(), 5)));
    let off = |one: &[f32]| one.iter().zip(&first).map(|(one, first)| (one - first).abs()).fold(0.0, f32::max);
    assert_eq!(off(&shares(&said(&bare.along(victim.ways[..1].to_vec(), 5)))), 0.0);
    assert!(off(&shares(&said(&victim))) > 1e-3, "all looks are the first");
    assert!(off(&shares(&said(&taken))) > 1e-3, "the attacker knows the draw");
}

/// Who knows the shield leaves fewer right than who does not, whatever the method. (Where it draws, not by a handful of steps: L-BFGS and six
/// of I-FGSM do no better there, and what stops on the border hardly does; ten steps are asked of the Arena's own network above.)
#[test]
fn methods_go_through_the_shield_that_they_know() {
    const ALL: [&str; 8] = ["ifgsm", "pgd", "mifgsm", "lbfgs", "jsma", "deepfool", "cw", "ead"];
    let mut run = Bout::trained(7, &[("net", "mlp"), ("practice", "200"), ("eps", "0.1"), ("rounds", "6")]);
    for (shield, strength, value, attacks) in
        [("blur", "sigma", "1.5", &ALL[..]), ("resize", "spare", "0.2", &ALL[5..])]
    {
        for attack in attacks {
            let sets = |knows| [("shield", shield), (strength, value), ("attack", *attack), ("knows", knows)];
            let [blind, knowing] = ["off", "on"].map(|knows| metric(&run.attacked(&sets(knows)), "attacked_accuracy"));
            assert!(knowing < blind, "{shield}, {attack}: {knowing}, blind {blind}");
        }
    }
}

/// Each challenge is what the table allows, is not won by who does not know the shield, and is by who does.
#[test]
fn a_shield_can_be_broken_by_who_knows_it() {
    for challenge in &CHALLENGES {
        let shield = challenge.sets[0].1;
        let mut params = Params::defaults(LAB.table);
        let sets: Vec<_> = challenge.sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        params.set_all(LAB.table, &sets).unwrap();
        assert!(challenge.stands(&params) && challenge.name.zh != challenge.name.en, "{}", shield);
        assert_eq!(CHALLENGES.iter().filter(|other| other.stands(&params)).count(), 1);
        for fought in Fought::all() {
            let behind = fought.behind(shield);
            let said = |frame: &Frame| challenge.said(|name| frame.metric(name).unwrap_or(f64::NAN));
            assert_eq!(said(&behind.hard), Some(false), "{}: {:?}", shield, behind.hard.metrics);
            assert_eq!(said(&behind.knowing), Some(true), "{}: {:?}", shield, behind.knowing.metrics);
        }
    }
    let drawn: Vec<usize> = (0..40).map(drawn).collect();
    assert!((0..CHALLENGES.len()).all(|one| drawn.contains(&one)), "{drawn:?}");
}
