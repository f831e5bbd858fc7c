//! A round pen on grey paper.

use crate::picture::Picture;

/// Draws along `way` (in shares of the picture's width, y downwards; a single point is a dot) with a pen of half width
/// `pen`: a pixel whose middle is d pixels from the nearest segment gets clamp(pen + ½ − d, 0, 1), or keeps what it has
/// if that is more.
pub fn paint(picture: &mut Picture, way: &[[f32; 2]], pen: f32) {
    let (width, height) = (picture.width, picture.height);
    let scale = width as f32;
    let places: Vec<[f32; 2]> = way.iter().map(|p| p.map(|x| x * scale)).collect();
    let radius = pen * scale * if way.len() == 1 { 1.4 } else { 1.0 };
    for k in 0..places.len() {
        let (a, b) = (places[k], places[(k + 1).min(places.len() - 1)]);
        let reach = radius + 1.0;
        let span = |axis: usize, size: usize| {
            let low = (a[axis].min(b[axis]) - reach).floor().clamp(0.0, size as f32) as usize;
            low..(a[axis].max(b[axis]) + reach).ceil().clamp(0.0, size as f32) as usize
        };
        for y in span(1, height) {
            for x in span(0, width) {
                let ink = (radius + 0.5 - distance([x as f32 + 0.5, y as f32 + 0.5], a, b)).clamp(0.0, 1.0);
                let value = &mut picture.values[y * width + x];
                *value = value.max(ink);
            }
        }
    }
}

/// From `p` to the segment from `a` to `b`.
fn distance(p: [f32; 2], a: [f32; 2], b: [f32; 2]) -> f32 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let (px, py) = (p[0] - a[0], p[1] - a[1]);
    let length = dx * dx + dy * dy;
    let t = if length > 0.0 { ((px * dx + py * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    crate::maths::hypot(px - t * dx, py - t * dy)
}
