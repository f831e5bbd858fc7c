use super::cpu;
use crate::ops::Operand;
use crate::ops::checks::family;
use crate::ops::gemm::scratch;

#[test]
fn gradients_of_both_orders_and_twins() {
    family("matmul", 30);
}

fn run(a: Operand<'_>, b: Operand<'_>, len: usize) -> Vec<f32> {
    let mut out = vec![f32::NAN; len];
    let sizes = (a.axes[a.axes.len() - 1], a.axes[a.axes.len() - 2], b.axes[b.axes.len() - 1]);
    cpu(a, b, &mut out, &mut vec![0.0; scratch(sizes.0, sizes.1, sizes.2)]);
    out
}

#[test]
fn twin_reads_transposed_operands_in_place() {
    // NumPy: np.arange(6.).reshape(3,2).T @ np.arange(12.).reshape(3,4)
    let a: Vec<f32> = (0..6).map(|i| i as f32).collect();
    let b: Vec<f32> = (0..12).map(|i| i as f32).collect();
    let left = Operand { values: &a, start: 0, axes: &[2, 3], strides: &[1, 2] };
    let right = Operand { values: &b, start: 0, axes: &[3, 4], strides: &[4, 1] };
    assert_eq!(run(left, right, 8), [40.0, 46.0, 52.0, 58.0, 52.0, 61.0, 70.0, 79.0]);
}

#[test]
fn an_empty_sum_is_zero() {
    let left = Operand { values: &[], start: 0, axes: &[2, 0], strides: &[0, 1] };
    let right = Operand { values: &[], start: 0, axes: &[0, 2], strides: &[2, 1] };
    assert_eq!(run(left, right, 4), [0.0; 4]);
}

#[test]
fn repeated_rows_and_batches_are_read_through_a_stride_of_zero() {
    let left = Operand { values: &[1.0, 2.0], start: 0, axes: &[3, 2, 2], strides: &[0, 0, 1] };
    let right = Operand { values: &[1.0, 2.0, 3.0, 4.0], start: 0, axes: &[3, 2, 2], strides: &[0, 2, 1] };
    assert_eq!(run(left, right, 12), [[7.0, 10.0]; 6].as_flattened());
}
