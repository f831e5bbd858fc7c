//! The nearest in L2: DeepFool, Carlini and Wagner, L-BFGS.

use super::super::arena::{Run, curve, metric};
use super::plain::{Plain, grey_pictures, hops};
use super::{AIMED, Field, ITERATED, MLP, fields, lengths};
use crate::adversarial::victim::PIXELS;
use data::made::digits::CLASSES;
use pollster::block_on;

/// A linear classifier is left in one hop of exactly `|f| / ‖w‖`, that of the nearest class (η = 0, and a thousandth of a logit beyond).
/// On networks that have learnt, all digits fool after a few hops, nearer on average than the first of thirty radii at which FGSM fools each.
#[test]
fn adv_deepfool() {
    let linear = Plain::fixed(&[10], 5);
    let field = linear.field();
    let (first, classes) = grey_pictures(&linear, 16);
    let after = hops(&field, &first, &classes, 1, "0");
    for (row, (x, moved)) in first.chunks_exact(PIXELS).zip(after.chunks_exact(PIXELS)).enumerate() {
        let (z, own) = (linear.logits(x), classes[row] as usize);
        let far = (0..CLASSES).filter(|k| *k != own).map(|k| {
            let w: Vec<f64> =
                (0..CLASSES).map(|i| f64::from(i8::from(i == k)) - f64::from(i8::from(i == own))).collect();
            let slope = linear.slope(x, &w);
            (z[own] - z[k] + 2e-3) / slope.iter().map(|w| w * w).sum::<f64>().sqrt()
        });
        let nearest = far.fold(f64::MAX, f64::min);
        assert!((lengths(moved, x)[0] - nearest).abs() < 1e-4 * nearest, "{row}: {} {nearest}", lengths(moved, x)[0]);
        let z = linear.logits(moved);
        assert!(z.iter().enumerate().any(|(k, z_k)| k != own && *z_k > z[own]), "{row} is left");
    }
    for field in fields() {
        const COUNT: usize = 128;
        let found = field.attacked(COUNT, &[("attack", "deepfool")]);
        assert!(found.success() >= 0.99, "{}", found.success());
        let mut single = vec![f64::MAX; COUNT];
        for radius in 1..=30 {
            let tried =
                field.attacked(COUNT, &[("attack", "fgsm"), ("eps", &format!("{:.2}", f64::from(radius) * 0.01))]);
            for at in tried.hits() {
                single[at] = single[at].min(tried.far[at][0]);
            }
        }
        let both: Vec<usize> = found.hits().into_iter().filter(|at| single[*at] < f64::MAX).collect();
        assert!(both.len() > 90, "{}", both.len());
        let mean = |of: &dyn Fn(usize) -> f64| both.iter().map(|at| of(*at)).sum::<f64>() / both.len() as f64;
        let (near, fgsm) = (mean(&|at| found.far[at][0]), mean(&|at| single[at]));
        assert!(near < 0.7 * fgsm, "{near} {fgsm}");
    }
}

/// Nearly every digit fools, nearer than by I-FGSM; also where every pixel is exactly 0 or 1; κ raises the confidence of the wrong answer; and
/// a classifier whose logits are a hundred times as large, as distillation leaves them, has no slopes for FGSM and no defence against this.
#[test]
fn adv_cw() {
    for (field, count) in fields().iter().zip([128, 256]) {
        let (found, iterated) = (field.attacked(count, &[("attack", "cw")]), field.attacked(count, ITERATED));
        assert!(found.success() >= 0.99 && iterated.success() >= 0.9, "{} {}", found.success(), iterated.success());
        assert!(found.mean(0) < 0.8 * iterated.mean(0), "{} {}", found.mean(0), iterated.mean(0));
        let (near, far) = found.both(&iterated);
        assert!(near < far, "{near} {far}");
    }
    let [_, field] = fields();
    let hard: Vec<f32> = field.exam.pictures.iter().map(|x| f32::from(u8::from(*x > 0.5))).collect();
    let (found, iterated) = (field.attacked_from(&hard, &[("attack", "cw")]), field.attacked_from(&hard, ITERATED));
    assert!(found.fooled.iter().flatten().count() > 200 && found.success() >= 0.99, "{}", found.success());
    assert!(found.both(&iterated).0 < found.both(&iterated).1, "{:?}", found.both(&iterated));
    let [none, some] = ["0", "5"].map(|kappa| field.attacked(64, &[("attack", "cw"), ("kappa", kappa)]));
    assert!(none.confidence() < 0.6 && some.confidence() > 0.9 && some.success() >= 0.99, "κ buys confidence");
    assert!(some.mean(0) > none.mean(0), "which takes a longer way");

    let taught = Field::distilled(20_261, MLP, 200);
    let (iterated, found) = (taught.attacked(64, ITERATED), taught.attacked(64, &[("attack", "cw")]));
    assert!(
        found.success() >= 0.99 && iterated.success() < found.success() - 0.2,
        "{} {}",
        iterated.success(),
        found.success()
    );

    let mut victim = field.victim.clone();
    let last = victim.members[0].iter_mut().filter(|(name, _)| name.starts_with("dense3"));
    last.for_each(|(_, values)| values.iter_mut().for_each(|x| *x *= 100.0));
    let distilled = Field { victim, exam: field.exam.clone(), ..*field };
    let single = [field, &distilled].map(|field| field.attacked(64, &[("attack", "fgsm"), ("eps", "0.15")]).success());
    let found = distilled.attacked(64, &[("attack", "cw")]);
    assert!(single[1] < single[0] - 0.3, "{single:?}");
    assert!(found.success() >= 0.99, "{}", found.success());
}

/// Aimed at each other digit, where both this and I-FGSM get there, it stays nearer.
#[test]
fn adv_lbfgs() {
    for (field, count) in fields().iter().zip([48, 256]) {
        let goal = ("goal", "each");
        let (found, iterated) = (field.attacked(count, &[("attack", "lbfgs"), goal]), field.attacked(count, AIMED));
        assert!(found.success() > 0.9, "{}", found.success());
        let (near, far) = found.both(&iterated);
        assert!(near < 0.8 * far && found.mean(0) < iterated.mean(0), "{near} {far}");
    }
}

/// In the lab: what is shown of an attack that looks for the nearest, and that a run goes on from what was saved in the middle of one.
#[test]
fn the_nearest_is_told_and_goes_on_from_what_was_saved() {
    for (attack, norm) in [("deepfool", "l2_max"), ("ead", "l1_max"), ("jsma", "l0_max")] {
        let mut run = Run::open(3, &[("net", "linear"), ("practice", "100"), ("attack", attack), ("rounds", "4")]);
        run.after(27);
        let saved = block_on(run.model.save()).unwrap().unwrap();
        let frame = run.after(18);
        run.model.restore(&saved).unwrap();
        assert_eq!(run.after(18), frame, "{attack}");
        let (found, left) = (metric(&frame, "success"), metric(&frame, "attacked_accuracy"));
        let clean = metric(&frame, "clean_accuracy");
        assert!((clean * (1.0 - found) - left).abs() < 1e-9, "{attack}: {clean} {found} {left}");
        let mean = metric(&frame, &norm.replace("max", "mean"));
        assert!(mean > 0.0 && mean <= metric(&frame, norm), "{attack} {mean}");
        let nearest = curve(&frame, "radii", "attack");
        assert!(nearest.windows(2).all(|pair| pair[1] <= pair[0]), "{nearest:?}");
        assert!(nearest.iter().all(|right| f64::from(*right) <= clean + 1e-6 && f64::from(*right) >= left - 1e-6));
    }
}
