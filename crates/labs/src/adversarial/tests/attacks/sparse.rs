//! Few pixels: EAD, JSMA, one pixel.

use super::{Field, fields};
use crate::adversarial::victim::{PIXELS, likeliest};
use compute::rng::Stream;
use data::made::digits::CLASSES;

/// The more L1 weighs, the fewer pixels change, at equal success.
#[test]
fn adv_ead() {
    for (field, count) in fields().iter().zip([32, 128]) {
        let found = ["0", "0.03", "0.1", "0.3"].map(|beta| field.attacked(count, &[("attack", "ead"), ("beta", beta)]));
        assert!(found.iter().all(|found| found.success() >= 0.99), "equal success");
        assert!(found.windows(2).all(|pair| pair[1].mean(2) < pair[0].mean(2)), "fewer pixels with each β");
        assert!(found[3].mean(2) < 0.5 * found[0].mean(2), "{} {}", found[3].mean(2), found[0].mean(2));
        assert!(
            found[3].mean(1) < found[0].mean(1) && found[3].mean(0) > found[0].mean(0),
            "nearer in L1, farther in L2"
        );
    }
}

/// Pixels go to black or white two at a time and the rest stays bit for bit; most get to the digit that they are aimed at with at most 15 % of
/// their pixels changed, and so do most pairs of digits.
#[test]
fn adv_jsma() {
    for (field, count) in fields().iter().zip([90, 256]) {
        let found = field.attacked(count, &[("attack", "jsma"), ("goal", "each"), ("rounds", "19")]);
        let pixels = field.exam.pictures.iter().zip(&found.pictures);
        for (first, x) in pixels {
            assert!(first.to_bits() == x.to_bits() || *x == 0.0 || *x == 1.0, "{first} {x}");
        }
        assert!(found.far.iter().all(|far| far[2] % 2.0 == 0.0 && far[2] <= 0.15 * PIXELS as f64));
        assert!(found.success() > 0.6, "{}", found.success());
        let mut pairs = [[0_usize; 2]; CLASSES * CLASSES];
        for (at, class) in field.exam.classes[..count].iter().enumerate() {
            let target = (*class as usize + 1 + at % (CLASSES - 1)) % CLASSES;
            let pair = &mut pairs[*class as usize * CLASSES + target];
            pair[0] += usize::from(found.fooled[at].is_some());
            pair[1] += usize::from(found.fooled[at] == Some(true));
        }
        let tried: Vec<_> = pairs.iter().filter(|[tried, _]| *tried > 0).collect();
        let most = tried.iter().filter(|[tried, there]| 2 * there > *tried).count();
        assert!(tried.len() > 45 && most * 2 > tried.len(), "{most} of {} pairs", tried.len());
        let any = field.attacked(count, &[("attack", "jsma")]);
        assert!(any.success() > 0.9 && any.mean(2) < found.mean(2), "without a target it takes fewer");
    }
}

/// One pixel differs and no other, and it fools more often than one at random; also a network without slopes, on which FGSM finds no pixel to
/// move: what it asks for are answers.
#[test]
fn adv_one_pixel() {
    let [cnn, mlp] = fields();
    for (field, count) in [(cnn, 64), (mlp, 256)] {
        let found = field.attacked(count, &[("attack", "pixel")]);
        assert!(found.far.iter().all(|far| far[2] <= 1.0));
        assert!(found.hits().iter().all(|at| found.far[*at][2] == 1.0));
        let mut random = Stream::new(field.seed, 9);
        let mut noisy = field.exam.pictures[..count * PIXELS].to_vec();
        for picture in noisy.chunks_exact_mut(PIXELS) {
            picture[(random.uniform() * PIXELS as f32) as usize] = random.uniform();
        }
        let logits = field.logits(&noisy);
        let held = found.fooled.iter().enumerate().filter(|(_, fooled)| fooled.is_some()).map(|(at, _)| at);
        let lost =
            held.filter(|at| likeliest(&logits[at * CLASSES..][..CLASSES]) as f32 != field.exam.classes[*at]).count();
        assert!(found.hits().len() > lost, "{} {lost}", found.hits().len());
    }
    let mut steps = Field::trained(3, "dense 64, sigmoid, dense 10", 150);
    let first = steps.victim.members[0].iter_mut().filter(|(name, _)| name.starts_with("dense1"));
    first.for_each(|(_, values)| values.iter_mut().for_each(|x| *x *= 1e6));
    let (gradient, found) = (steps.attacked(256, &[("attack", "fgsm")]), steps.attacked(256, &[("attack", "pixel")]));
    let still = gradient.far.iter().filter(|far| far[2] == 0.0).count();
    assert!(still > 230 && found.success() > gradient.success(), "{still} {} {}", found.success(), gradient.success());
}
