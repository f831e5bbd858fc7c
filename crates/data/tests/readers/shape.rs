use data::image::{crop, grey, resize};
use data::picture::Picture;
use proptest::prelude::*;

fn picture(height: usize, width: usize, values: &[f32]) -> Picture {
    Picture { channels: values.len() / (height * width), height, width, values: values.to_vec() }
}

#[test]
fn parts_are_cut_out() {
    let whole = picture(2, 3, &[0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
    assert_eq!(crop(&whole, 0, 1, 2, 2).values, [0.2, 0.3, 0.5, 0.6]);
    assert_eq!(crop(&whole, 1, 2, 2, 2).values, [0.6, 0.0, 0.0, 0.0]);
    assert_eq!(crop(&whole, 5, 5, 1, 1).values, [0.0]);
    assert_eq!(crop(&whole, 0, 0, 2, 3), whole);
}

#[test]
fn grey_is_luma() {
    let colours = picture(1, 4, &[1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0]);
    assert_eq!(grey(&colours).values, [0.299, 0.587, 0.114, 1.0]);
    assert_eq!(grey(&grey(&colours)), grey(&colours));
}

#[test]
fn areas_are_averaged() {
    assert_eq!(resize(&picture(1, 4, &[0.0, 1.0, 0.5, 0.5]), 1, 2).values, [0.5, 0.5]);
    assert_eq!(resize(&picture(1, 2, &[0.0, 1.0]), 1, 4).values, [0.0, 0.0, 1.0, 1.0]);
    // Three points on two: half of the middle one goes to each side.
    let found = resize(&picture(1, 3, &[0.9, 0.6, 0.0]), 1, 2).values;
    assert!((found[0] - 0.8).abs() < 1e-6 && (found[1] - 0.2).abs() < 1e-6, "{found:?}");
    assert_eq!(resize(&picture(2, 2, &[0.0, 0.2, 0.4, 0.6]), 1, 1).values, [0.3]);
}

proptest! {
    #[test]
    fn resizing_keeps_the_mean_and_a_size_of_its_own((h, w, m, n) in (1_usize..9, 1_usize..9, 1_usize..9, 1_usize..9),
        seed in any::<u64>()) {
        let mut random = data::random::Random::of(seed, 0);
        let values: Vec<f32> = (0..3 * h * w).map(|_| random.unit()).collect();
        let old = picture(h, w, &values);
        prop_assert_eq!(&resize(&old, h, w), &old);
        let new = resize(&old, m, n);
        prop_assert_eq!(new.values.len(), 3 * m * n);
        let mean = |p: &Picture| p.values.iter().sum::<f32>() / p.values.len() as f32;
        prop_assert!((mean(&new) - mean(&old)).abs() < 1e-5);
    }
}
