//! Faces.

#[cfg(not(target_family = "wasm"))]
use crate::ridge;
use crate::same;
use data::made::choice::Choice as _;
use data::made::faces::{Face, Family};

#[cfg_attr(target_family = "wasm", wasm_bindgen_test::wasm_bindgen_test)]
#[test]
fn same_bytes() {
    let sums = Family::ALL.iter().map(|&family| same::sum((0..8).flat_map(|i| Face::draw(1, i, 24, family).1.values)));
    assert_eq!(sums.collect::<Vec<_>>(), ["904e3a54655bff03", "92cc2c708f6af5ac"]);
}

/// Two drawings of one head have the same factors, and a rendering of given factors is the item.
#[test]
fn families_draw_the_same_head() {
    for index in 0..5 {
        let (factors, picture) = Face::draw(2, index, 32, Family::Anime);
        assert_eq!(Face::draw(2, index, 32, Family::Ink).0, factors);
        assert_eq!(Face::render(&factors, 32, Family::Anime), picture);
        assert!(Face::render(&factors, 32, Family::Ink) != picture);
    }
}

/// Least squares on 16 × 16 colours names each factor of unseen faces, and seven brows of ten. Chance is the share of the
/// most frequent value; the least margin over it was 0.18 when this was written (the mouth of anime), the most 0.73 (its
/// clothes).
#[cfg(not(target_family = "wasm"))]
#[test]
fn factors_are_found() {
    for family in Family::ALL {
        let (items, unseen) = (1600, 400);
        let (factors, x): (Vec<_>, Vec<_>) = (0..items)
            .map(|index| Face::draw(3, index, 32, *family))
            .map(|(factors, picture)| (factors, ridge::coarse(&picture, 2)))
            .unzip();
        let codes: Vec<Vec<_>> =
            factors.iter().map(|f| f.codes().iter().map(|&(_, value, count)| (value, count)).collect()).collect();
        let found = ridge::classes(&x, &codes, unseen);
        for ((name, ..), (share, chance)) in factors[0].codes().iter().zip(&found) {
            println!("{} {}: {share:.2} (chance {chance:.2})", family.name()[1], name[1]);
            assert!(share - chance > 0.10, "{} {}: {share:.2}, chance {chance:.2}", family.name()[1], name[1]);
            assert!(name[1] != "brows" || *share >= 0.7, "{} brows: {share:.2}", family.name()[1]);
        }
        let numbers: Vec<Vec<f32>> = factors.iter().map(|f| vec![f.length, f.width, f.turn, f.tilt]).collect();
        for (name, explained) in ["length", "width", "turn", "tilt"].iter().zip(ridge::numbers(&x, &numbers, unseen)) {
            println!("{} {name}: {explained:.2} of its variance", family.name()[1]);
            assert!(explained > 0.35, "{} {name}: {explained:.2} of its variance", family.name()[1]);
        }
    }
}

#[cfg(not(target_family = "wasm"))]
#[test]
fn sheets() {
    for (family, name) in [(Family::Anime, "faces_anime"), (Family::Ink, "faces_ink")] {
        let faces: Vec<_> = (0..24).map(|index| Face::draw(1, index, 64, family).1).collect();
        crate::sheet::check(name, 8, 1, &faces);
    }
    // Each head twice, as the families draw it: the pairs that translation is judged by.
    let pairs = (0..24).flat_map(|index| Family::ALL.iter().map(move |&family| Face::draw(1, index, 24, family).1));
    crate::sheet::check("faces_24", 12, 2, &pairs.collect::<Vec<_>>());
}
