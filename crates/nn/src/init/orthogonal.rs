//! Orthogonal matrices: the factor `Q` of a normal matrix's QR decomposition, by Gram–Schmidt in f64 with each vector
//! made orthogonal twice ("twice is enough", Giraud, Langou and Rozložník 2005). The diagonal of `R` is positive, so `Q`
//! is uniformly distributed (Mezzadri, Notices of the AMS 2007).

use compute::rng::Stream;

/// `[rows, columns]`, row by row: the fewer of rows and columns are orthogonal to each other and of length `gain`.
pub(super) fn orthogonal(rows: usize, columns: usize, gain: f32, random: &mut Stream) -> Vec<f32> {
    let (count, len) = (rows.min(columns), rows.max(columns));
    let mut basis: Vec<Vec<f64>> = Vec::with_capacity(count);
    for _ in 0..count {
        let mut v: Vec<f64> = (0..len).map(|_| f64::from(random.normal())).collect();
        for _ in 0..2 {
            for q in &basis {
                let shadow: f64 = q.iter().zip(&v).map(|(a, b)| a * b).sum();
                v.iter_mut().zip(q).for_each(|(v, q)| *v -= shadow * q);
            }
        }
        let length = v.iter().map(|v| v * v).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
        basis.push(v.into_iter().map(|v| v / length).collect());
    }
    let at = |row: usize, column: usize| if rows <= columns { basis[row][column] } else { basis[column][row] };
    (0..rows * columns).map(|i| gain * at(i / columns, i % columns) as f32).collect()
}
