//! Labels in a margin: each as near as can be to where it belongs, none over another.

/// Places for labels that want to stand at `wanted`, at least `gap` apart, all within `top..=bottom`. Where there is room
/// for some only, the first ones in the order given stay, and the others get none.
///
/// Of all placements that keep order and distance this one moves labels least in the sum of squares: with `i·gap` taken off,
/// "at least a gap apart" becomes "not falling", which is isotonic regression (pool adjacent violators).
pub(crate) fn place(wanted: &[f64], gap: f64, top: f64, bottom: f64) -> Vec<Option<f64>> {
    let room = ((bottom - top) / gap).floor().max(0.0) as usize + 1;
    let mut order: Vec<usize> = (0..wanted.len()).filter(|i| wanted[*i].is_finite()).take(room).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    // Pools of neighbours that stand together: sum of what they want, and how many.
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (k, i) in order.iter().enumerate() {
        pools.push((wanted[*i] - k as f64 * gap, 1));
        while let [.., a, b] = pools[..] {
            if a.0 / a.1 as f64 <= b.0 / b.1 as f64 {
                break;
            }
            pools.truncate(pools.len() - 2);
            pools.push((a.0 + b.0, a.1 + b.1));
        }
    }
    let highest = bottom - order.len().saturating_sub(1) as f64 * gap;
    let mut out = vec![None; wanted.len()];
    let mut k = 0;
    for (sum, count) in pools {
        let at = (sum / count as f64).min(highest).max(top);
        for _ in 0..count {
            out[order[k]] = Some(at + k as f64 * gap);
            k += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wanted: &[f64], gap: f64, top: f64, bottom: f64) -> Vec<f64> {
        let mut got: Vec<f64> = place(wanted, gap, top, bottom).into_iter().flatten().collect();
        got.sort_by(f64::total_cmp);
        assert!(got.windows(2).all(|w| w[1] - w[0] >= gap - 1e-9), "{got:?}");
        assert!(got.iter().all(|y| *y >= top - 1e-9 && *y <= bottom + 1e-9), "{got:?}");
        got
    }

    #[test]
    fn free_labels_stay() {
        assert_eq!(place(&[80.0, 10.0, 40.0], 13.0, 0.0, 100.0), [Some(80.0), Some(10.0), Some(40.0)]);
    }

    #[test]
    fn crowds_spread_around_their_middle() {
        assert_eq!(place(&[50.0, 50.0, 50.0], 10.0, 0.0, 100.0), [Some(40.0), Some(50.0), Some(60.0)]);
    }

    #[test]
    fn the_frame_holds_them() {
        assert_eq!(check(&[99.0, 98.0, 100.0], 13.0, 0.0, 100.0), [74.0, 87.0, 100.0]);
        assert_eq!(check(&[-5.0, 2.0, 3.0], 13.0, 0.0, 100.0), [0.0, 13.0, 26.0]);
    }

    #[test]
    fn never_over_each_other_whatever_is_wanted() {
        let mut seed = 7_u64;
        for n in 0..30 {
            let wanted: Vec<f64> = (0..n)
                .map(|_| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    (seed >> 40) as f64 / 65_536.0 - 20.0
                })
                .collect();
            check(&wanted, 13.0, 8.0, 220.0);
        }
    }

    #[test]
    fn what_has_no_room_or_no_place_gets_none() {
        let got = place(&[1.0, 2.0, 3.0, f64::NAN], 10.0, 0.0, 15.0);
        assert_eq!(got.iter().flatten().count(), 2);
        assert!(got[2].is_none() && got[3].is_none());
    }
}
