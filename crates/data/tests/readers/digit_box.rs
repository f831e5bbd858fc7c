use data::digit_box::{SIDE, boxed};
use data::idx;
use data::picture::Picture;

use super::shared;

/// A drawing with a black disc's opposite: a white one of radius r at (y, x), antialiased not at all.
fn disc(height: usize, width: usize, (cy, cx): (f32, f32), r: f32) -> Picture {
    let mut drawing = Picture::black(1, height, width);
    for (at, value) in drawing.values.iter_mut().enumerate() {
        let (y, x) = ((at / width) as f32 + 0.5 - cy, (at % width) as f32 + 0.5 - cx);
        *value = f32::from(u8::from(y * y + x * x <= r * r));
    }
    drawing
}

#[test]
fn the_same_drawing_elsewhere_and_larger_is_the_same_digit() {
    let middle = boxed(&disc(280, 280, (140.0, 140.0), 100.0)).unwrap();
    let corner = boxed(&disc(400, 300, (130.0, 120.0), 100.0)).unwrap();
    assert_eq!(middle.placed, corner.placed);
    assert_eq!(corner.ink, [30, 20, 200, 200]);
    assert_eq!((corner.cropped.height, corner.cropped.width), (200, 200));
    assert_eq!((corner.scaled.height, corner.scaled.width, corner.corner), (20, 20, (4, 4)));
    let small = boxed(&disc(100, 100, (40.0, 70.0), 20.0)).unwrap();
    let far = middle.placed.values.iter().zip(&small.placed.values).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(far < 0.5, "an edge point differs by {far}");
    assert!((small.centre.0 - 9.5).abs() < 1e-4 && (small.centre.1 - 9.5).abs() < 1e-4);
}

#[test]
fn all_ink_stays_in_the_box() {
    assert!(boxed(&Picture::black(1, 50, 50)).is_none());
    assert!(boxed(&Picture::black(3, 0, 0)).is_none());
    // An L whose mass lies far down: its centre would push its head out.
    let mut heavy = Picture::black(1, 100, 100);
    for y in 0..100 {
        for x in 0..100 {
            if y >= 95 || x == 0 {
                heavy.values[y * 100 + x] = 1.0;
            }
        }
    }
    for drawing in [heavy, disc(9, 9, (0.5, 0.5), 0.6), disc(300, 3, (150.0, 1.5), 200.0)] {
        let found = boxed(&drawing).unwrap();
        let ink = |picture: &Picture| picture.values.iter().sum::<f32>();
        assert!((ink(&found.placed) - ink(&found.scaled)).abs() < 1e-3);
        assert_eq!((found.placed.height, found.placed.width), (SIDE, SIDE));
        assert_eq!(found.scaled.height.max(found.scaled.width), 20);
    }
}

/// MNIST's own digits went through these stages: their ink is 20 points long and centred, so they come out as they went in.
#[test]
fn digits_of_mnist_stay_where_they_are() {
    let Some(bytes) = shared("mnist-2k-images-idx3-ubyte.gz") else { return };
    let digits = idx::read(&bytes).unwrap();
    for index in 0..digits.shape[0] {
        let digit = digits.picture(index).unwrap();
        assert_eq!(boxed(&digit).unwrap().placed, digit, "{index}");
    }
}
