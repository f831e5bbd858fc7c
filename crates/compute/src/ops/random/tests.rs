use super::{KEY_WORDS, Random, draw, key};
use crate::interpret::interpret;
use crate::ops::checks::family;
use crate::{Expr, Program, grad};

#[test]
fn draws_are_constants_to_every_gradient() {
    family("random", 10);
}

#[test]
fn numbers_differ_by_stream_step_and_seed_and_repeat() {
    let row = |key: &[f32; KEY_WORDS], stream| (0..50).map(|i| draw(key, stream, i)).collect::<Vec<f32>>();
    let (one, mut later) = (key(1), key(1));
    later[4] = 1.0;
    assert_eq!(row(&one, 0), row(&one, 0));
    for other in [row(&one, 1), row(&later, 0), row(&key(2), 0), row(&key(1 + (1 << 40)), 0)] {
        assert!(row(&one, 0).iter().zip(&other).filter(|(a, b)| a == b).count() < 3);
    }
}

#[test]
fn the_counter_goes_up_and_carries() {
    let mut program = Program::new();
    let state = program.state("key", &[KEY_WORDS]);
    let after = Random::advanced(&state);
    let step = |before: [f64; 6]| interpret(std::slice::from_ref(&after), &|_| before.to_vec()).unwrap().remove(0);
    assert_eq!(step([1.0, 2.0, 3.0, 4.0, 0.0, 0.0]), [1.0, 2.0, 3.0, 4.0, 1.0, 0.0]);
    assert_eq!(step([9.0, 9.0, 9.0, 9.0, 65534.0, 7.0]), [9.0, 9.0, 9.0, 9.0, 65535.0, 7.0]);
    assert_eq!(step([9.0, 9.0, 9.0, 9.0, 65535.0, 7.0]), [9.0, 9.0, 9.0, 9.0, 0.0, 8.0]);
}

#[test]
fn uniform_and_normal_draws_have_their_moments() {
    const COUNT: usize = 20_000;
    let mut program = Program::new();
    let mut random = Random::new(&mut program, "key");
    let (uniform, normal) = (random.uniform(&[COUNT]), random.normal(&[COUNT]));
    let state: Vec<f64> = key(11).iter().map(|&word| f64::from(word)).collect();
    let got = interpret(&[uniform, normal], &|_| state.clone()).unwrap();
    let moments = |x: &[f64]| {
        let mean = x.iter().sum::<f64>() / COUNT as f64;
        (mean, x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / COUNT as f64)
    };
    let ((mean, variance), (middle, spread)) = (moments(&got[0]), moments(&got[1]));
    assert!((mean - 0.5).abs() < 0.01 && (variance - 1.0 / 12.0).abs() < 0.003, "{mean}, {variance}");
    assert!(middle.abs() < 0.03 && (spread - 1.0).abs() < 0.04, "{middle}, {spread}");
    assert!(got[0].iter().all(|&x| (0.0..1.0).contains(&x)));
}

#[test]
fn reparametrised_draws_pass_the_gradient_around_the_noise() {
    let mut program = Program::new();
    let mut random = Random::new(&mut program, "key");
    let (mean, width) = (program.state("mean", &[]), program.state("width", &[]));
    let noise = random.normal(&[3]);
    let sample = &mean + &width * &noise;
    let slopes = grad(&sample, &[&mean, &width]);
    let values = [key(5).iter().map(|&word| f64::from(word)).collect(), vec![0.3], vec![2.0]];
    let got = interpret(&[slopes[0].clone(), slopes[1].clone(), noise], &|leaf| values[leaf].clone()).unwrap();
    assert_eq!(got[0], [3.0]);
    assert!((got[1][0] - got[2].iter().sum::<f64>()).abs() < 1e-12);
    assert!(matches!(Expr::random(&mean, 0, &[2]).op(), crate::expr::Op::Invalid(_)));
}
