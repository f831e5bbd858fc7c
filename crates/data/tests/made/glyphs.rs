//! Invented letters.

use std::sync::LazyLock;

use data::made::glyphs::{Glyph, Hand, LETTERS, Letter, REDRAWS, Style, alphabet, paint};
use data::picture::Picture;

use crate::fit::{explained, fit, told};
use crate::same;

static ALPHABETS: LazyLock<Vec<Vec<Letter>>> = LazyLock::new(|| (0..50).map(|family| alphabet(1, family)).collect());

/// Redraw `redraw` of a letter.
fn glyph(family: u64, letter: u64, redraw: u64) -> Glyph {
    Glyph::of(&ALPHABETS[family as usize][letter as usize], 1, (family * LETTERS + letter) * REDRAWS + redraw)
}

/// 7 × 7 sums of 4 × 4 pixels around their middle, so that small shifts hardly matter.
fn coarse(picture: &Picture) -> Vec<f32> {
    let mut sums = vec![0.0; 49];
    picture.values.iter().enumerate().for_each(|(at, value)| sums[at / 28 / 4 * 7 + at % 28 / 4] += value);
    sums
}

#[cfg_attr(target_family = "wasm", wasm_bindgen_test::wasm_bindgen_test)]
#[test]
fn the_bytes_are_the_same_everywhere() {
    let glyphs = (0..3000).step_by(60).map(|index| Glyph::draw(9, index));
    let numbers = glyphs.flat_map(|glyph| [glyph.picture.values, glyph.strokes.concat().concat()].concat());
    assert_eq!(same::sum(numbers), "d7169bfd8fa54ee4");
}

/// One example of each of 20 letters of an alphabet, then which is it (the task of Lake et al.): chance is 5 %.
#[test]
fn one_example_tells_a_letter() {
    let (mut right, mut all) = (0, 0);
    for alphabet in 0..20 {
        let known: Vec<_> = (0..20).map(|letter| coarse(&glyph(alphabet, letter, 0).picture)).collect();
        for letter in 0..20 {
            for redraw in [1, 11] {
                let seen = coarse(&glyph(alphabet, letter, redraw).picture);
                let distance = |k: usize| seen.iter().zip(&known[k]).map(|(a, b)| (a - b) * (a - b)).sum::<f32>();
                let nearest = (0..20).min_by(|&a, &b| distance(a).total_cmp(&distance(b))).unwrap();
                right += usize::from(nearest == letter as usize);
                all += 1;
            }
        }
    }
    let share = right as f32 / all as f32;
    println!("20-way one-shot by nearest coarse picture: {share:.3}");
    assert!((0.5..0.98).contains(&share), "{share}");
}

/// Nearest mean over what an alphabet's letters have in common (ink, rows, columns): 10 ways, chance 10 %.
#[test]
fn alphabets_have_a_style() {
    let traits = |glyph: &Glyph| {
        let ink = glyph.picture.values.iter().sum::<f32>() / 40.0;
        let sum = |fits: &dyn Fn(usize, usize) -> bool| {
            let all = glyph.picture.values.iter().enumerate();
            all.filter(|(at, _)| fits(at / 28, at % 28)).map(|(_, v)| v).sum::<f32>() / 10.0
        };
        let turns: f32 = glyph.strokes.iter().map(|way| way.len() as f32).sum::<f32>() / 8.0;
        vec![
            ink,
            sum(&|y, _| y < 7),
            sum(&|_, x| x < 8),
            sum(&|_, x| x > 19),
            turns,
            glyph.strokes.len() as f32,
            40.0 * glyph.hand.pen,
        ]
    };
    let mean = |alphabet: u64| {
        let rows: Vec<_> = (0..16).map(|letter| traits(&glyph(alphabet, letter, 0))).collect();
        (0..7).map(|k| rows.iter().map(|row| row[k]).sum::<f32>() / 16.0).collect::<Vec<_>>()
    };
    let means: Vec<_> = (0..10).map(mean).collect();
    let mut right = 0;
    for alphabet in 0..10 {
        for letter in 16..32 {
            let seen = traits(&glyph(alphabet, letter, 0));
            let distance = |k: usize| seen.iter().zip(&means[k]).map(|(a, b)| (a - b) * (a - b)).sum::<f32>();
            right +=
                usize::from((0..10).min_by(|&a, &b| distance(a).total_cmp(&distance(b))) == Some(alphabet as usize));
        }
    }
    println!("alphabet by traits of unseen letters: {right} of 160");
    assert!(right > 48, "{right}");
}

/// 400 hands of one letter: shift, scale, turn, slant and pen by least squares on the ink's amount, moments and coarse
/// picture, fitted on 300 of them; the tremble by how far the pen's way lies from any shifted, turned, scaled and slanted
/// letter. Chance explains nothing.
#[test]
fn the_hand_is_found_again() {
    for (family, letter) in [(0, 1), (3, 5), (6, 9)] {
        let program = &ALPHABETS[family][letter];
        let glyphs: Vec<_> = (0..400).map(|index| Glyph::of(program, 1, index)).collect();
        let traits = |glyph: &Glyph| {
            let ink = glyph.picture.values.iter().sum::<f32>();
            let mean = |f: &dyn Fn(f32, f32) -> f32| {
                let at = |k: usize| f((k % 28) as f32 / 28.0 - 0.5, (k / 28) as f32 / 28.0 - 0.5);
                glyph.picture.values.iter().enumerate().map(|(k, v)| v * at(k)).sum::<f32>() / ink
            };
            let (x, y) = (mean(&|x, _| x), mean(&|_, y| y));
            let spread = [mean(&|x, _| x * x) - x * x, mean(&|_, y| y * y) - y * y, mean(&|x, y| x * y) - x * y];
            let coarse = coarse(&glyph.picture).into_iter().map(|sum| sum / 16.0);
            [ink / 100.0, 10.0 * x, 10.0 * y].into_iter().chain(spread.map(|s| 50.0 * s)).chain(coarse).collect()
        };
        let x: Vec<Vec<f32>> = glyphs.iter().map(traits).collect();
        let shares = [
            |hand: &Hand| hand.shift[0],
            |hand: &Hand| hand.shift[1],
            |hand: &Hand| hand.scale,
            |hand: &Hand| hand.turn,
            |hand: &Hand| hand.slant,
            |hand: &Hand| hand.pen,
        ]
        .map(|of: fn(&Hand) -> f32| explained(&x, &glyphs.iter().map(|g| of(&g.hand)).collect::<Vec<_>>(), 300, 0.01));
        println!("R2 of shift x, shift y, scale, turn, slant, pen: {shares:.2?}");
        assert!(shares.iter().all(|&share| share > 0.4), "{shares:?}");
        let deviations: Vec<Vec<f32>> = glyphs.iter().map(|glyph| vec![deviation(program, glyph)]).collect();
        let tremble: Vec<f32> = glyphs.iter().map(|glyph| glyph.hand.tremble).collect();
        let share = explained(&deviations, &tremble, 300, 0.0);
        println!("R2 of tremble: {share:.2}");
        assert!(share > 0.4, "{share}");
    }
}

/// The root of the mean squared distance of the pen's way, at the letter's control points, from the nearest affine image of
/// these.
fn deviation(program: &Letter, glyph: &Glyph) -> f32 {
    let points: Vec<Vec<f32>> = program.strokes.iter().flat_map(|s| &s.points).map(|p| p.to_vec()).collect();
    // A bent stroke has eight steps from one control point to the next.
    let strokes = program.strokes.iter().zip(&glyph.strokes);
    let way: Vec<[f32; 2]> =
        strokes.flat_map(|(s, way)| way.iter().step_by(if s.bent { 8 } else { 1 })).copied().collect();
    assert_eq!(points.len(), way.len());
    let square = |axis: usize| {
        let places: Vec<f32> = way.iter().map(|p| p[axis]).collect();
        let w = fit(&points, &places, 1e-6);
        points.iter().zip(&places).map(|(p, place)| (told(&w, p) - place) * (told(&w, p) - place)).sum::<f32>()
    };
    ((square(0) + square(1)) / points.len() as f32).sqrt()
}

/// Within an alphabet all letters differ; a few simple ones occur in several, as they do in the world's.
#[test]
fn letters_differ_and_stay_on_the_paper() {
    let mut programs = Vec::new();
    for (family, letters) in (0..).zip(ALPHABETS.iter()) {
        for (index, letter) in letters.iter().enumerate() {
            assert!(!letters[..index].contains(letter), "{family} {index}");
            programs.push(format!("{:?}", letter.strokes));
            let glyph = glyph(family, index as u64, 3);
            let ink: f32 = glyph.picture.values.iter().sum();
            let edge = (0..28).flat_map(|k| [k, 756 + k, 28 * k, 28 * k + 27]).map(|at| glyph.picture.values[at]);
            assert!((4.0..300.0).contains(&ink) && edge.sum::<f32>() < 4.0, "{family} {index} {ink}");
        }
    }
    assert_eq!(glyph(2, 3, 1), Glyph::draw(1, 1341));
    programs.sort();
    programs.dedup();
    println!("{} different programs of {}", programs.len(), 50 * LETTERS);
    assert!(programs.len() > 1400 && Style::draw(1, 0) != Style::draw(1, 1));
}

/// A pen of half width 2 pixels along the middle: 4 pixels are full and one on each side is half.
#[test]
fn the_pen_is_as_wide_as_it_says() {
    let mut picture = Picture::black(1, 20, 20);
    paint(&mut picture, &[[0.1, 0.5], [0.9, 0.5]], 0.1);
    let column: f32 = (0..20).map(|y| picture.values[y * 20 + 10]).sum();
    assert!((column - 4.0).abs() < 1e-4, "{column}");
}

/// Eight alphabets of ten letters, then one letter ten times.
#[cfg(not(target_family = "wasm"))]
#[test]
fn the_sheet() {
    let mut pictures: Vec<_> = (0..8).flat_map(|a| (0..14).map(move |l| glyph(a, l, 0).picture)).collect();
    pictures.extend((0..28).map(|redraw| glyph(2 + redraw / 14, 1, redraw % 14).picture));
    pictures.iter_mut().for_each(|picture| picture.values.iter_mut().for_each(|v| *v = 1.0 - *v));
    crate::sheet::check("glyphs", 14, 2, &pictures);
}
