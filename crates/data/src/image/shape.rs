//! Parts of pictures, and pictures of another size.

use crate::picture::Picture;

/// The rectangle of `height` × `width` points from (`top`, `left`) on; what lies outside of the picture is black.
#[must_use]
pub fn crop(picture: &Picture, top: usize, left: usize, height: usize, width: usize) -> Picture {
    let mut part = Picture::black(picture.channels, height, width);
    let rows = height.min(picture.height.saturating_sub(top));
    let columns = width.min(picture.width.saturating_sub(left));
    for channel in 0..picture.channels {
        for y in 0..rows {
            let from = (channel * picture.height + top + y) * picture.width + left;
            let to = (channel * height + y) * width;
            let row = picture.values.get(from..from + columns).unwrap_or_default();
            if let Some(slots) = part.values.get_mut(to..to + row.len()) {
                slots.copy_from_slice(row);
            }
        }
    }
    part
}

/// The picture as grey: 0.299 R + 0.587 G + 0.114 B on the values as they stand (ITU-R BT.601, luma).
#[must_use]
pub fn grey(picture: &Picture) -> Picture {
    if picture.channels != 3 {
        return picture.clone();
    }
    let plane = picture.height * picture.width;
    let (red, rest) = picture.values.split_at(plane);
    let (green, blue) = rest.split_at(plane);
    let colours = red.iter().zip(green).zip(blue);
    // The weights' sum is 1 but for the last bit.
    let values = colours.map(|((r, g), b)| (0.299 * r + 0.587 * g + 0.114 * b).clamp(0.0, 1.0)).collect();
    Picture { channels: 1, height: picture.height, width: picture.width, values }
}

/// The picture at another size, by areas: a new point is the mean of the old ones below it, weighted by how much of each it
/// covers. No old point is left out, so nothing flickers; made larger, points become squares.
///
/// new(i) = Σⱼ |[i, i+1)·n/m ∩ [j, j+1)| · old(j) · m/n, along the rows and then along the columns (n old, m new points).
#[must_use]
pub fn resize(picture: &Picture, height: usize, width: usize) -> Picture {
    let rows: Vec<Cover> = covers(picture.height, height);
    let columns = covers(picture.width, width);
    // Along the rows first: `height` of the picture stays.
    let mut narrow = Vec::with_capacity(picture.channels * picture.height * width);
    for row in picture.values.chunks_exact(picture.width.max(1)) {
        narrow.extend(columns.iter().map(|cover| cover.mean(|x| row.get(x).copied().unwrap_or(0.0))));
    }
    let mut values = Vec::with_capacity(picture.channels * height * width);
    for plane in narrow.chunks_exact((picture.height * width).max(1)) {
        for cover in &rows {
            values.extend((0..width).map(|x| cover.mean(|y| plane.get(y * width + x).copied().unwrap_or(0.0))));
        }
    }
    values.resize(picture.channels * height * width, 0.0);
    Picture { channels: picture.channels, height, width, values }
}

/// The old points below a new one.
struct Cover {
    first: usize,
    /// The share of each of them in the new one; together 1.
    shares: Vec<f32>,
}

impl Cover {
    fn mean(&self, value: impl Fn(usize) -> f32) -> f32 {
        let sum: f32 = self.shares.iter().enumerate().map(|(at, share)| share * value(self.first + at)).sum();
        sum.clamp(0.0, 1.0)
    }
}

fn covers(old: usize, new: usize) -> Vec<Cover> {
    // In units in which an old point is `new` long and a new one `old`, all ends are whole.
    let (old, new) = (old as u64, new as u64);
    let cover = |i: u64| {
        let (start, end) = (i * old, (i + 1) * old);
        let (first, last) = (start / new, end.div_ceil(new));
        let length = |j: u64| end.min((j + 1) * new) - start.max(j * new);
        Cover { first: first as usize, shares: (first..last).map(|j| length(j) as f32 / old as f32).collect() }
    };
    if old == 0 { Vec::new() } else { (0..new).map(cover).collect() }
}
