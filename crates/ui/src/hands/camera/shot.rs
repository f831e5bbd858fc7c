//! A picture of the camera: cut square from the middle, made small by means, channel by channel.

/// A picture that was taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Shot {
    /// Rows, and columns.
    pub side: usize,
    /// Values 0…1 (sRGB as the camera gives it, not linear), shape [3, side, side]: red, then green, then blue, each row by
    /// row from the top.
    pub rgb: Vec<f32>,
}

/// The largest square in the middle of a picture: its left, its top, its side.
pub(crate) const fn middle(width: u32, height: u32) -> (u32, u32, u32) {
    let side = if width < height { width } else { height };
    ((width - side) / 2, (height - side) / 2, side)
}

/// A square picture of `from`² pixels (RGBA bytes) with `side`² pixels, each the mean of what it covers. `None` where there
/// is nothing to take the mean of.
pub(crate) fn shrink(rgba: &[u8], from: usize, side: usize) -> Option<Shot> {
    if from == 0 || side == 0 || rgba.len() != 4 * from * from {
        return None;
    }
    let shares: Vec<_> = (0..side).map(|cell| shares(cell, from, side)).collect();
    let mut rgb = Vec::with_capacity(3 * side * side);
    for channel in 0..3 {
        for rows in &shares {
            for columns in &shares {
                let across = |row: usize| -> f32 {
                    columns
                        .iter()
                        .map(|&(column, share)| share * f32::from(rgba[4 * (row * from + column) + channel]))
                        .sum()
                };
                let mean: f32 = rows.iter().map(|&(row, share)| share * across(row)).sum();
                rgb.push((mean / 255.0).clamp(0.0, 1.0));
            }
        }
    }
    Some(Shot { side, rgb })
}

/// Which of `from` pixels in a row lie under cell `cell` of `side`, and with what share; the shares add to 1.
fn shares(cell: usize, from: usize, side: usize) -> Vec<(usize, f32)> {
    // In units of 1 / (from · side) of the row, where all ends are whole.
    let (low, high) = (cell * from, (cell + 1) * from);
    (low / side..high.div_ceil(side))
        .map(|pixel| {
            let covered = high.min((pixel + 1) * side) - low.max(pixel * side);
            (pixel, covered as f32 / from as f32)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{middle, shares, shrink};

    fn picture(from: usize, value: impl Fn(usize, usize) -> [u8; 3]) -> Vec<u8> {
        let at = |index: usize| value(index / from, index % from);
        (0..from * from).flat_map(|index| [at(index)[0], at(index)[1], at(index)[2], 255]).collect()
    }

    #[test]
    fn the_middle_is_cut() {
        assert_eq!(middle(640, 480), (80, 0, 480));
        assert_eq!(middle(480, 641), (0, 80, 480));
        assert_eq!(middle(0, 480), (0, 240, 0));
    }

    #[test]
    fn shares_add_to_one() {
        for (from, side) in [(480, 32), (481, 32), (5, 3), (3, 5), (7, 7)] {
            for cell in 0..side {
                let sum: f32 = shares(cell, from, side).iter().map(|(_, share)| share).sum();
                assert!((sum - 1.0).abs() < 1e-5, "{from} to {side}: {sum}");
            }
        }
        assert_eq!(shares(1, 3, 2), [(1, 1.0 / 3.0), (2, 2.0 / 3.0)]);
    }

    #[test]
    fn channels_first_rows_then() {
        let small = shrink(&picture(4, |row, column| [row as u8 * 80, column as u8 * 80, 255]), 4, 2).unwrap();
        let expect = [40.0, 40.0, 200.0, 200.0, 40.0, 200.0, 40.0, 200.0, 255.0, 255.0, 255.0, 255.0];
        for (value, byte) in small.rgb.iter().zip(expect) {
            assert!((value - byte / 255.0).abs() < 1e-6);
        }
        assert_eq!((small.side, small.rgb.len()), (2, 12));
    }

    #[test]
    fn the_mean_stays() {
        let bytes = picture(7, |row, column| [(row * 31 + column * 5) as u8, 9, 0]);
        let red = bytes.iter().step_by(4).map(|&byte| f32::from(byte)).sum::<f32>() / 49.0 / 255.0;
        let small = shrink(&bytes, 7, 3).unwrap();
        assert!((small.rgb[..9].iter().sum::<f32>() / 9.0 - red).abs() < 1e-5);
    }

    #[test]
    fn nothing_comes_of_nothing() {
        assert!(shrink(&[], 0, 8).is_none() && shrink(&[0; 16], 2, 0).is_none() && shrink(&[0; 15], 2, 1).is_none());
    }
}
