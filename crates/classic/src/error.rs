//! What can go wrong.

/// Input that a method cannot take, or a result that numbers cannot hold.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", self.en())]
pub enum ClassicError {
    /// A slice of another length than the shapes ask for.
    Shape {
        /// What the slice is, as the formula calls it.
        what: &'static str,
        /// The length that was expected.
        expected: usize,
        /// The length that came.
        found: usize,
    },
    /// No row at all.
    Empty,
    /// NaN or an infinity in the input.
    NotFinite {
        /// What it is in, as the formula calls it.
        what: &'static str,
        /// The row, from 0.
        row: usize,
        /// The column, from 0; 0 in a vector.
        column: usize,
    },
    /// The numbers are so large that the result leaves the range of `f64`.
    Overflow,
    /// A coordinate that does not exist, or one that was named twice where two are needed.
    Coordinates {
        /// The first coordinate, from 0.
        i: usize,
        /// The second.
        j: usize,
        /// How many there are.
        dimensions: usize,
    },
    /// More rows than the method takes.
    TooLarge {
        /// The matrix.
        what: &'static str,
        /// How many rows there may be.
        most: usize,
        /// How many there are.
        found: usize,
    },
    /// Two mirrored entries that differ.
    NotSymmetric {
        /// The matrix.
        what: &'static str,
        /// The row of the entry above the diagonal, from 0.
        row: usize,
        /// Its column, from 0.
        column: usize,
    },
    /// xᵀAx is not positive for some x ≠ 0.
    NotPositiveDefinite {
        /// The matrix.
        what: &'static str,
        /// The size of the smallest block, rows and columns from the first on, that is not positive definite.
        rows: usize,
    },
    /// A mass below zero.
    Negative {
        /// What it is in, as the formula calls it.
        what: &'static str,
        /// Where, from 0.
        at: usize,
    },
    /// What is to be moved is not as much as what is wanted.
    Totals {
        /// The total of what is there.
        from: f64,
        /// The total of what is wanted.
        to: f64,
    },
    /// A number that has to be above zero and is not.
    NotPositive {
        /// What the formula calls it.
        what: &'static str,
    },
}

impl ClassicError {
    /// The error as a sentence in English. Rows and columns count from 1 there.
    #[must_use]
    pub fn en(&self) -> String {
        let what = match self {
            Self::Shape { what, expected, found } => {
                format!("{what}: {expected} numbers were expected, but {found} came.")
            }
            Self::Empty => "At least one row was expected, but none came.".to_owned(),
            Self::NotFinite { what, row, column } => format!(
                "{what}, row {}, column {}: a finite number was expected, but NaN or infinity came.",
                row + 1,
                column + 1
            ),
            Self::Overflow => "The numbers are too large: the result is beyond 1.8e308. Scale the columns.".to_owned(),
            Self::Coordinates { i, j, dimensions } => {
                format!("Two different coordinates of {dimensions} were expected, but {} and {} came.", i + 1, j + 1)
            }
            Self::TooLarge { what, most, found } => {
                format!("{what}: at most {most} rows were expected, but {found} came.")
            }
            Self::NotSymmetric { what, row, column } => format!(
                "{what}: a symmetric matrix was expected, but row {0}, column {1} and row {1}, column {0} differ.",
                row + 1,
                column + 1
            ),
            Self::NotPositiveDefinite { what, rows } => format!(
                "{what}: a positive definite matrix was expected, but its first {rows} rows and columns are not."
            ),
            Self::Negative { what, at } => format!("{what}, entry {}: a mass of at least 0 was expected.", at + 1),
            Self::Totals { from, to } => {
                format!("Equal totals above 0 were expected, but {from} are there and {to} are wanted.")
            }
            Self::NotPositive { what } => format!("{what}: a number above 0 was expected."),
        };
        format!("{what} Nothing was computed.")
    }

    /// The error as a sentence in Chinese. Rows and columns count from 1 there.
    #[must_use]
    pub fn zh(&self) -> String {
        let what = match self {
            Self::Shape { what, expected, found } => format!("{what}：应有 {expected} 个数，实际有 {found} 个。"),
            Self::Empty => "至少要有一行，现在一行也没有。".to_owned(),
            Self::NotFinite { what, row, column } => {
                format!("{what} 第 {} 行第 {} 列：应是有限的数，出现的却是 NaN 或无穷。", row + 1, column + 1)
            }
            Self::Overflow => "数太大，结果超出 1.8e308。先把各列缩放一下。".to_owned(),
            Self::Coordinates { i, j, dimensions } => {
                format!("应是 {dimensions} 个坐标中两个不同的，出现的却是第 {} 个和第 {} 个。", i + 1, j + 1)
            }
            Self::TooLarge { what, most, found } => format!("{what}：最多 {most} 行，实际有 {found} 行。"),
            Self::NotSymmetric { what, row, column } => {
                format!("{what} 应是对称矩阵，但第 {0} 行第 {1} 列与第 {1} 行第 {0} 列不相等。", row + 1, column + 1)
            }
            Self::NotPositiveDefinite { what, rows } => {
                format!("{what} 应是正定矩阵，但它的 {rows} 阶顺序主子阵不正定。")
            }
            Self::Negative { what, at } => format!("{what} 第 {} 个：质量不能小于 0。", at + 1),
            Self::Totals { from, to } => format!("两边的总量应相等且大于 0，现在有 {from}，要 {to}。"),
            Self::NotPositive { what } => format!("{what} 应大于 0。"),
        };
        format!("{what}没有算出结果。")
    }
}

/// Checks that `x` is n×d and finite, `y` n and finite, n ≥ 1.
pub(crate) fn check(x: &[f64], y: &[f64], d: usize) -> Result<(), ClassicError> {
    if y.is_empty() {
        return Err(ClassicError::Empty);
    }
    let expected = y.len().saturating_mul(d);
    if x.len() != expected {
        return Err(ClassicError::Shape { what: "X", expected, found: x.len() });
    }
    check_finite("X", x, d)?;
    check_finite("y", y, 1)
}

/// Checks that the matrix `what` with this many columns, row after row, is finite.
pub(crate) fn check_finite(what: &'static str, values: &[f64], columns: usize) -> Result<(), ClassicError> {
    let columns = columns.max(1);
    match values.iter().position(|v| !v.is_finite()) {
        Some(k) => Err(ClassicError::NotFinite { what, row: k / columns, column: k % columns }),
        None => Ok(()),
    }
}
