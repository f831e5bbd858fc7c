//! What holds of generators that learn by themselves.

use super::{Run, metric};
use labkit::Frame;
use pollster::block_on;
use std::sync::OnceLock;

const SEEDS: [u64; 2] = [1, 7];

/// Ways to train one generator, after as many steps each: a long run, looked at by two tests.
fn ways() -> &'static [Frame] {
    static FRAMES: OnceLock<Vec<Frame>> = OnceLock::new();
    FRAMES.get_or_init(|| SEEDS.map(|seed| Run::open(seed, &[("task", "rivals")]).after(1000)).into())
}

/// With each size of the code the reconstruction error falls, while of random codes most are recognised at a size in between. That is of
/// codes fitted to those of real pictures: of N(0, I) an auto-encoder knows nothing, so there a VAE is ahead by 15 points at least. Codes that
/// were drawn beforehand teach least.
#[test]
fn gan_gen_alone() {
    for seed in SEEDS {
        let frame = Run::open(seed, &[("task", "rivals"), ("r_what", "sizes")]).after(400);
        let [falls, best] = ["r_falls", "r_best_code"].map(|name| metric(&frame, name));
        assert!(falls >= 4.0 && best > 2.0 && best < 64.0, "{seed}: {:?}", frame.metrics);
        let [small, most, large] = ["r_share_small", "r_share_best", "r_share_large"].map(|name| metric(&frame, name));
        assert!(most > small + 0.05 && most > large + 0.05, "{seed}: {small}, {most}, {large}");
    }
    for frame in ways() {
        assert!(metric(frame, "r_vae_lead") >= 0.15 && metric(frame, "r_share_fixed") < 0.05, "{:?}", frame.metrics);
        let [fixed, ae, vae] = ["r_error_fixed", "r_error_ae", "r_error_vae"].map(|name| metric(frame, name));
        assert!(fixed > 2.0 * vae && vae > ae, "{fixed}, {vae}, {ae}");
    }
}

/// The same layers make more pictures that are recognised as the generator of a GAN than as the decoder of an auto-encoder, whichever its codes.
#[test]
fn gan_pixel_loss_share() {
    for frame in ways() {
        assert!(metric(frame, "r_gan_lead") > 0.1 && metric(frame, "r_share_real") > 0.95, "{:?}", frame.metrics);
    }
}

/// A run goes on from what was saved, bit for bit, the GAN beside it too.
#[test]
fn rivals_go_on_from_what_was_saved() {
    for what in ["ways", "sizes"] {
        let mut run = Run::open(3, &[("task", "rivals"), ("r_what", what), ("r_width", "4"), ("r_code", "3")]);
        run.after(4);
        let saved = block_on(run.model.save()).unwrap().unwrap();
        let straight = run.after(3);
        run.model.restore(&saved).unwrap();
        assert_eq!(run.after(3), straight);
    }
}
