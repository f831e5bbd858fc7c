//! The learners: one filter for all 16 places, a filter for each, and a matrix with nothing left out.

use compute::{Conv, Expr, Program, grad};

/// Cells of the picture: 6 × 6.
pub(super) const INPUTS: usize = 36;
/// Places of the filter: 4 × 4.
pub(super) const OUTPUTS: usize = 16;
/// Cells of the filter: 3 × 3.
pub(super) const TAPS: usize = 9;
/// Pictures that are learnt from, and as many unseen ones.
pub(super) const EXAMPLES: usize = 24;

/// Who learns, with the colour of each: the shared filter by the sum over places, by the mean, by the mean at 16 times the rate; untied
/// rows; the full matrix.
pub(super) const LEARNERS: [(&str, u8); 5] = [("sum", 1), ("mean", 2), ("scaled", 3), ("untied", 4), ("dense", 5)];

/// The cells of the picture that output `row` is connected to.
pub(super) fn inputs_of(row: usize) -> [usize; TAPS] {
    std::array::from_fn(|tap| (row / 4 + tap / 3) * 6 + row % 4 + tap % 3)
}

/// The matrix `[16, 36]` of 16 filters: each in the cells that its output is connected to, 0 elsewhere.
pub(super) fn matrix_of(rows: &[f32]) -> Vec<f32> {
    let mut matrix = vec![0.0; OUTPUTS * INPUTS];
    for (row, filter) in rows.chunks_exact(TAPS).enumerate() {
        for (at, weight) in inputs_of(row).into_iter().zip(filter) {
            matrix[row * INPUTS + at] = *weight;
        }
    }
    matrix
}

/// Where each of 16 filters puts its cells in the matrix: the same as [`matrix_of`], as an expression of `rows [16, 9]`.
fn placed(rows: &Expr) -> Expr {
    // A filter of 3 × 3 padded to a picture of 6 × 6, one place after another.
    let place = |row: usize| {
        let (top, left) = (row / 4, row % 4);
        rows.slice(0, row, 1).reshape(&[3, 3]).pad(0, top, 3 - top).pad(1, left, 3 - left).reshape(&[INPUTS])
    };
    let all: Vec<Expr> = (0..OUTPUTS).map(place).collect();
    Expr::stack(&all.iter().collect::<Vec<_>>())
}

/// Mean over examples and outputs of (W x − y)², with `W [16, 36]`, `x [N, 36]`, `y [N, 16]`.
fn loss(matrix: &Expr, x: &Expr, y: &Expr) -> Expr {
    (x.matmul(&matrix.transpose()) - y).square().mean()
}

/// The filter at all 16 places.
fn tied(filter: &Expr) -> Expr {
    filter.reshape(&[1, TAPS]).broadcast(&vec![OUTPUTS, TAPS].into())
}

/// A step of all learners. Records the loss of each before the step, and of those with matrices of their own the loss on unseen pictures.
pub(super) fn training() -> Program {
    let mut program = Program::new();
    let [x, x_unseen] = ["x", "x_unseen"].map(|name| program.state(name, &[EXAMPLES, INPUTS]));
    let [y, y_unseen] = ["y", "y_unseen"].map(|name| program.state(name, &[EXAMPLES, OUTPUTS]));
    let rate = program.state("lr", &[]);
    let mut unseen = Vec::new();
    let places = OUTPUTS as f32;
    for (name, factor) in [("k", 1.0), ("k_mean", 1.0 / places), ("k_scaled", 1.0)] {
        let filter = program.state(name, &[TAPS]);
        let matrix = placed(&tied(&filter));
        let loss = loss(&matrix, &x, &y);
        // The mean over places at 16 times the rate is the sum over places, computed otherwise.
        let rows = tied(&filter);
        let slope = if name == "k" {
            grad(&loss, &[&filter]).remove(0) * factor
        } else {
            let each = grad(&self::loss(&placed(&rows), &x, &y), &[&rows]).remove(0);
            each.sum_axes(&[0]).reshape(&[TAPS]) * (1.0 / places) * if name == "k_scaled" { places } else { 1.0 }
        };
        program.update(name, &(&filter - &rate * slope));
        program.record(&loss);
        if name == "k" {
            unseen.push(self::loss(&matrix, &x_unseen, &y_unseen));
        }
    }
    for (name, axes) in [("untied", [OUTPUTS, TAPS]), ("dense", [OUTPUTS, INPUTS])] {
        let weights = program.state(name, &axes);
        let matrix = if name == "untied" { placed(&weights) } else { weights.clone() };
        let loss = loss(&matrix, &x, &y);
        // One of 16 places gets a 16th of the filter's gradient: at the shared filter's rate each row would learn 16 times as slowly.
        let slope = grad(&loss, &[&weights]).remove(0) * places;
        program.update(name, &(&weights - &rate * slope));
        program.record(&loss);
        unseen.push(self::loss(&matrix, &x_unseen, &y_unseen));
    }
    for loss in &unseen {
        program.record(loss);
    }
    program
}

/// What the gradient of the filter is made of: `places [16, 9]`; and how far the product with the matrix is from the convolution.
pub(super) fn look() -> Program {
    let mut program = Program::new();
    let (x, y) = (program.state("x", &[EXAMPLES, INPUTS]), program.state("y", &[EXAMPLES, OUTPUTS]));
    let filter = program.state("k", &[TAPS]);
    let rows = tied(&filter);
    let matrix = placed(&rows);
    program.output("places", &grad(&loss(&matrix, &x, &y), &[&rows]).remove(0));
    let conv = x.reshape(&[EXAMPLES, 1, 6, 6]).conv(&filter.reshape(&[1, 1, 3, 3]), Conv::default());
    let gap = x.matmul(&matrix.transpose()) - conv.reshape(&[EXAMPLES, OUTPUTS]);
    program.output("gap", &gap.abs().max_axes(&[0, 1]).reshape(&[1]));
    program
}

/// The same loss of the shared filter, in f64.
fn loss_of(filter: &[f64], pictures: &[f32], answers: &[f32]) -> f64 {
    let mut sum = 0.0;
    for (picture, answers) in pictures.chunks_exact(INPUTS).zip(answers.chunks_exact(OUTPUTS)) {
        for (row, answer) in answers.iter().enumerate() {
            let y: f64 = inputs_of(row).iter().zip(filter).map(|(at, w)| f64::from(picture[*at]) * w).sum();
            sum += (y - f64::from(*answer)).powi(2);
        }
    }
    sum / answers.len().max(1) as f64
}

/// dL/dw of cell `tap`, as a difference quotient.
pub(super) fn difference(filter: &[f32], tap: usize, pictures: &[f32], answers: &[f32]) -> f64 {
    const H: f64 = 1e-4;
    let moved = |by: f64| {
        let mut filter: Vec<f64> = filter.iter().map(|w| f64::from(*w)).collect();
        if let Some(weight) = filter.get_mut(tap) {
            *weight += by;
        }
        loss_of(&filter, pictures, answers)
    };
    (moved(H) - moved(-H)) / (2.0 * H)
}
