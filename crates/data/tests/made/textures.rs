//! Textures.

#[cfg(not(target_family = "wasm"))]
use crate::ridge;
use crate::same;
use data::made::choice::Choice as _;
use data::made::figures::Figure;
use data::made::paint::{Frame, cover};
use data::made::textures::Textured;

#[cfg_attr(target_family = "wasm", wasm_bindgen_test::wasm_bindgen_test)]
#[test]
fn same_bytes() {
    assert_eq!(same::sum((0..8).flat_map(|i| Textured::draw(1, i, 32).1.values)), "4e5feb96e675da9f");
}

#[test]
fn figures_have_the_area_of_their_disc() {
    let area = |figure: Figure, angle: f32| {
        let (mut sum, size) = (0.0, 200);
        cover(size, &Frame::WHOLE, &figure.shape([0.5, 0.5], 0.25, angle), |_, coverage, _| sum += coverage);
        sum / (size * size) as f32 / (std::f32::consts::PI * 0.25 * 0.25)
    };
    let areas: Vec<_> = Figure::ALL.iter().map(|&figure| (figure, area(figure, 0.0), area(figure, 0.4))).collect();
    let alike =
        |&(_, straight, turned): &(Figure, f32, f32)| (straight - 1.0).abs() < 0.05 && (straight - turned).abs() < 0.02;
    assert!(areas.iter().all(alike), "{areas:.3?}");
}

/// What a plain reader looks at: colours and how far they are from those at the border, on 16 × 16 squares; in the middle how
/// much they change over 1, 2 and 4 pixels, along rows and columns.
#[cfg(not(target_family = "wasm"))]
fn looks(picture: &data::picture::Picture) -> Vec<f32> {
    let size = picture.width;
    let at = |c: usize, y: usize, x: usize| picture.values[(c * size + y) * size + x];
    let coarse = ridge::coarse(picture, 2);
    let half = size / 2;
    let border: Vec<f32> = (0..3)
        .map(|c| (0..half).map(|i| coarse[c * half * half + i] + coarse[(c + 1) * half * half - 1 - i]).sum::<f32>())
        .map(|sum| sum / (2 * half) as f32)
        .collect();
    let far = (0..half * half).map(|i| (0..3).map(|c| (coarse[c * half * half + i] - border[c]).abs()).sum::<f32>());
    let middle = size * 3 / 8..size * 5 / 8;
    let changes = [(0, 1), (0, 2), (0, 4), (1, 0), (2, 0), (4, 0)].map(|(dy, dx)| {
        let pairs = middle.clone().flat_map(|y| middle.clone().map(move |x| (y, x)));
        let change = |(y, x)| (0..3).map(|c| (at(c, y, x) - at(c, y + dy, x + dx)).abs()).sum::<f32>();
        pairs.map(change).sum::<f32>() / 64.0
    });
    let bends = changes.map(f32::sqrt);
    coarse.iter().copied().chain(far).chain(changes).chain(bends).collect()
}

/// Least squares on these names each factor of unseen pictures: by 0.40 (figure) to 0.81 (ground) above the most frequent value
/// when this was written.
#[cfg(not(target_family = "wasm"))]
#[test]
fn factors_are_found() {
    let (factors, x): (Vec<_>, Vec<_>) =
        (0..3000).map(|i| Textured::draw(3, i, 32)).map(|(factors, picture)| (factors, looks(&picture))).unzip();
    let codes: Vec<Vec<_>> = factors
        .iter()
        .map(|f| vec![(f.figure.index(), 10), (f.colour.index(), 8), (f.texture.index(), 6), (f.ground.index(), 6)])
        .collect();
    for (name, (share, chance)) in ["figure", "colour", "texture", "ground"].iter().zip(ridge::classes(&x, &codes, 500))
    {
        println!("{name}: {share:.2} (chance {chance:.2})");
        assert!(share - chance > 0.2, "{name}: {share:.2}, chance {chance:.2}");
    }
    let numbers: Vec<_> = factors.iter().map(|f| vec![f.centre[0], f.centre[1], f.radius]).collect();
    for (name, explained) in ["x", "y", "radius"].iter().zip(ridge::numbers(&x, &numbers, 500)) {
        println!("{name}: {explained:.2} of its variance");
        assert!(explained > 0.5, "{name}: {explained:.2}");
    }
}

#[cfg(not(target_family = "wasm"))]
#[test]
fn sheets() {
    let items: Vec<_> = (0..30).map(|index| Textured::draw(1, index, 64).1).collect();
    crate::sheet::check("textures", 10, 1, &items);
}
