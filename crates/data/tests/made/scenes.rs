//! Scenes.

#[cfg(not(target_family = "wasm"))]
use crate::ridge;
use crate::same;
use data::made::choice::Choice as _;
use data::made::scenes::{HIDDEN, MOST, Scene};
#[cfg(not(target_family = "wasm"))]
use data::{made::figures::Figure, picture::Picture};

#[cfg_attr(target_family = "wasm", wasm_bindgen_test::wasm_bindgen_test)]
#[test]
fn same_bytes() {
    let scenes: Vec<_> = (0..8).map(|i| Scene::draw(1, i)).collect();
    let pixels = same::sum(scenes.iter().flat_map(|scene| scene.render(32).values));
    let masks = same::sum(scenes.iter().flat_map(|scene| scene.classes(32)).map(f32::from));
    let regions = scenes.iter().flat_map(|scene| &scene.objects).map(|object| object.region);
    let regions = same::sum(regions.flat_map(|r| [r.x, r.y, r.w, r.h]));
    assert_eq!([pixels, masks, regions], ["533c7e1c2b43ce9d", "965d380c8284681b", "00e7c5aadc71cce0"]);
}

/// Boxes hold what the mask shows, and touch it on all sides where nothing is hidden; nothing is hidden by more than is said.
#[test]
fn boxes_and_masks_agree() {
    let (size, mut counts, mut alone) = (128, [0; MOST + 1], 0);
    for index in 0..300 {
        let scene = Scene::draw(2, index);
        counts[scene.objects.len()] += 1;
        let (instances, classes) = (scene.instances(size), scene.classes(size));
        for (place, object) in scene.objects.iter().enumerate() {
            let seen: Vec<usize> = (0..size * size).filter(|&p| usize::from(instances[p]) == place + 1).collect();
            assert!(seen.iter().all(|&p| usize::from(classes[p]) == object.figure.index() + 1));
            assert!(object.visible >= 1.0 - HIDDEN - 1e-6);
            let r = object.region;
            let whole = std::f32::consts::PI * object.radius * object.radius * (size * size) as f32;
            let share = seen.len() as f32 / whole;
            assert!((share - object.visible).abs() < 0.15, "{index} {object:?}: {share}");
            let columns = seen.iter().map(|p| (p % size) as f32);
            let rows = seen.iter().map(|p| (p / size) as f32);
            let sides = [
                columns.clone().fold(f32::INFINITY, f32::min) - r.x * size as f32,
                rows.clone().fold(f32::INFINITY, f32::min) - r.y * size as f32,
                (r.x + r.w) * size as f32 - columns.fold(0.0, f32::max) - 1.0,
                (r.y + r.h) * size as f32 - rows.fold(0.0, f32::max) - 1.0,
            ];
            assert!(sides.iter().all(|&gap| gap > -1.0), "{index} {object:?}: {sides:?}");
            if object.visible == 1.0 {
                alone += 1;
                assert!(sides.iter().all(|&gap| gap < 4.0), "{index} {object:?}: {sides:?}");
            }
        }
    }
    println!("scenes with 0, 1, 2 … objects: {counts:?}; {alone} objects in full view");
    assert!(counts[0] == 0 && counts[1..].iter().all(|&count| count > 25), "{counts:?}");
}

/// Least squares names the class of an unseen object from what lies in its box, on 12 × 12 points: the colours, and how far
/// they are from those at the picture's border (0.76 when this was written, by chance 0.11).
#[cfg(not(target_family = "wasm"))]
#[test]
fn classes_are_found_in_boxes() {
    let (size, points) = (64, 12);
    let (mut x, mut codes) = (Vec::new(), Vec::new());
    for index in 0..900 {
        let scene = Scene::draw(3, index);
        let picture = scene.render(size);
        let border: Vec<f32> = (0..3)
            .map(|c| (0..size).map(|i| picture.values[c * size * size + i * size]).sum::<f32>() / size as f32)
            .collect();
        for object in &scene.objects {
            let r = object.region;
            let at = |low: f32, length: f32, i: usize| {
                let v = low + length * (i as f32 + 0.5) / points as f32;
                ((v * size as f32) as usize).min(size - 1)
            };
            let pixels = (0..points * points).map(|i| at(r.y, r.h, i / points) * size + at(r.x, r.w, i % points));
            let far = |p: usize| (0..3).map(|c| (picture.values[c * size * size + p] - border[c]).abs()).sum::<f32>();
            x.push(pixels.map(far).chain([r.w / r.h]).collect::<Vec<_>>());
            codes.push(vec![(object.figure.index(), Figure::ALL.len())]);
        }
    }
    let (share, chance) = ridge::classes(&x, &codes, 500)[0];
    println!("class of {} objects: {share:.2} (chance {chance:.2})", x.len());
    assert!(share - chance > 0.2, "{share:.2}, chance {chance:.2}");
}

#[cfg(not(target_family = "wasm"))]
fn with_boxes(scene: &Scene, size: usize) -> Picture {
    let mut picture = scene.render(size);
    for object in &scene.objects {
        let at = |v: f32| ((v * size as f32) as usize).min(size - 1);
        let r = object.region;
        let (x0, x1, y0, y1) = (at(r.x), at(r.x + r.w), at(r.y), at(r.y + r.h));
        let across = (x0..=x1).flat_map(|x| [(x, y0), (x, y1)]);
        let down = (y0..=y1).flat_map(|y| [(x0, y), (x1, y)]);
        for (x, y) in across.chain(down) {
            for (channel, value) in [1.0, 0.0, 0.2].into_iter().enumerate() {
                picture.values[(channel * size + y) * size + x] = value;
            }
        }
    }
    picture
}

#[cfg(not(target_family = "wasm"))]
#[test]
fn sheets() {
    let items: Vec<_> = (0..24).map(|index| Scene::draw(1, index)).collect();
    // A scene, its boxes, its mask.
    let rows = items.chunks(8).flat_map(|row| {
        let mask = |scene: &Scene| {
            let classes = scene.classes(64);
            let values = (0..3).flat_map(|c| {
                classes
                    .iter()
                    .map(move |&k| if k == 0 { 0.0 } else { f32::from((u16::from(k) * 37 + c * 80) % 11) / 10.0 })
            });
            Picture { channels: 3, height: 64, width: 64, values: values.collect() }
        };
        let boxes: Vec<_> = row.iter().map(|scene| with_boxes(scene, 64)).collect();
        boxes.into_iter().chain(row.iter().map(mask)).collect::<Vec<_>>()
    });
    crate::sheet::check("scenes", 8, 1, &rows.collect::<Vec<_>>());
}
