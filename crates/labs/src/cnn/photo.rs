//! A photograph of a written digit, dark on light, as a drawing: white on black.

/// The ink of a square photograph `rgb` (3 × side × side, 0 to 1): how much darker than the paper each point is, 1 at the darkest. The
/// paper is the median; what differs from it by less than a third of the darkest is shadow and becomes 0. Luminance by ITU-R BT.601.
pub fn ink(rgb: &[f32]) -> Vec<f32> {
    let points = rgb.len() / 3;
    let (red, rest) = rgb.split_at(points);
    let (green, blue) = rest.split_at(points);
    let grey: Vec<f32> = (0..points).map(|i| 0.299 * red[i] + 0.587 * green[i] + 0.114 * blue[i]).collect();
    let mut sorted = grey.clone();
    sorted.sort_by(f32::total_cmp);
    let (Some(darkest), Some(paper)) = (sorted.first(), sorted.get(points / 2)) else { return Vec::new() };
    let reach = (paper - darkest).max(1e-3);
    // A blank sheet has no ink, however its noise is stretched.
    if reach < 0.1 {
        return vec![0.0; points];
    }
    grey.iter().map(|value| (((paper - value) / reach - SHADOW) / (1.0 - SHADOW)).clamp(0.0, 1.0)).collect()
}

/// The share of the way from paper to the darkest that is shadow.
const SHADOW: f32 = 1.0 / 3.0;

#[cfg(test)]
mod tests {
    use super::ink;

    #[test]
    fn ink_is_white_paper_and_shadow_are_black() {
        // Paper 0.8 with a shadow 0.7, a stroke 0.2.
        let plane = [0.8, 0.8, 0.8, 0.7, 0.8, 0.2, 0.8, 0.8, 0.8];
        let out = ink(&[plane, plane, plane].concat());
        assert_eq!(out.len(), 9);
        assert!((out[5] - 1.0).abs() < 1e-6 && out[3] == 0.0 && out[0] == 0.0, "{out:?}");
        assert_eq!(ink(&[0.8; 27]), vec![0.0; 9], "a blank sheet");
        assert!(ink(&[]).is_empty());
    }
}
