use super::{Strided, cpu};
use crate::ops::checks::family;

#[test]
fn gradients_of_both_orders_and_twins() {
    family("matmul", 30);
}

#[test]
fn twin_reads_transposed_operands_in_place() {
    // NumPy: np.arange(6.).reshape(3,2).T @ np.arange(12.).reshape(3,4)
    let a: Vec<f32> = (0..6).map(|i| i as f32).collect();
    let b: Vec<f32> = (0..12).map(|i| i as f32).collect();
    let mut out = [f32::NAN; 8];
    cpu(2, 3, 4, Strided { values: &a, strides: (1, 2) }, Strided { values: &b, strides: (4, 1) }, &mut out);
    assert_eq!(out, [40.0, 46.0, 52.0, 58.0, 52.0, 61.0, 70.0, 79.0]);
}

#[test]
fn an_empty_sum_is_zero() {
    let mut out = [1.0; 4];
    cpu(2, 0, 2, Strided { values: &[], strides: (0, 1) }, Strided { values: &[], strides: (2, 1) }, &mut out);
    assert_eq!(out, [0.0; 4]);
}

#[test]
fn repeated_rows_are_read_through_a_stride_of_zero() {
    let mut out = [f32::NAN; 4];
    cpu(
        2,
        2,
        2,
        Strided { values: &[1.0, 2.0], strides: (0, 1) },
        Strided { values: &[1.0, 2.0, 3.0, 4.0], strides: (2, 1) },
        &mut out,
    );
    assert_eq!(out, [7.0, 10.0, 7.0, 10.0]);
}
