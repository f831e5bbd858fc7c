use super::{Stream, philox};

/// Known answers of the reference implementation (Random123, `kat_vectors`).
#[test]
fn philox_gives_the_known_answers() {
    assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
    assert_eq!(philox([u32::MAX; 4], [u32::MAX; 2]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
    let counter = [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344];
    assert_eq!(philox(counter, [0xa409_3822, 0x299f_31d0]), [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]);
}

#[test]
fn streams_and_seeds_differ_and_repeat() {
    let draw = |seed, stream| {
        let mut random = Stream::new(seed, stream);
        [random.uniform(), random.uniform(), random.uniform()]
    };
    assert_eq!(draw(7, 0), draw(7, 0));
    assert_ne!(draw(7, 0), draw(7, 1));
    assert_ne!(draw(7, 0), draw(8, 0));
    assert_ne!(draw(7, 0), draw(7 + (1 << 32), 0));
}

#[test]
fn normal_has_mean_zero_and_variance_one() {
    let mut random = Stream::new(3, 0);
    let draws: Vec<f64> = (0..20_000).map(|_| f64::from(random.normal())).collect();
    let mean = draws.iter().sum::<f64>() / draws.len() as f64;
    let variance = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / draws.len() as f64;
    assert!(mean.abs() < 0.03, "mean {mean}");
    assert!((variance - 1.0).abs() < 0.05, "variance {variance}");
}
