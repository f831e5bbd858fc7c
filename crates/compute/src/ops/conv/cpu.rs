//! CPU twin of the convolution.

use super::Conv;
use crate::ops::Operand;

pub(super) fn scratch(_spec: &Conv, _x: &[usize], _w: &[usize], _out: &[usize]) -> usize {
    0
}

/// The formula as it stands.
pub(super) fn conv(spec: &Conv, x: Operand<'_>, w: Operand<'_>, out: &[usize], result: &mut [f32], _scratch: &mut [f32]) {
    let [_, o, oh, ow] = *out else { return };
    let (Some(&[_, _, h, width]), Some(&[_, i, k, l])) = (x.axes.first_chunk::<4>(), w.axes.first_chunk::<4>()) else {
        return;
    };
    let source = |axis: usize, out: usize, tap: usize, len: usize| {
        let at = (out * spec.stride[axis] + tap * spec.dilation[axis]) as isize - spec.pad[axis].0;
        let step = spec.expansion[axis] as isize;
        (at >= 0 && at % step == 0 && at / step < len as isize).then(|| (at / step) as usize)
    };
    for (at, y) in result.iter_mut().enumerate() {
        let (image, feature, row, column) = (at / (o * oh * ow), at / (oh * ow) % o, at / ow % oh, at % ow);
        let first = feature / (o / spec.groups) * i;
        let mut sum = 0.0;
        for tap in 0..i * k * l {
            let (channel, a, b) = (tap / (k * l), tap / l % k, tap % l);
            if let (Some(p), Some(q)) = (source(0, row, a, h), source(1, column, b, width)) {
                sum += x.values[x.place(&[image, first + channel, p, q])] * w.values[w.place(&[feature, channel, a, b])];
            }
        }
        *y = sum;
    }
}
