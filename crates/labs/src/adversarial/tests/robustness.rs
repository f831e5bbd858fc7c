//! What holds of the table of training × attack.

use super::arena::{Run, goes_on, metric};
use labkit::Content;

const ROWS: [&str; 5] = ["plain", "decay", "dropout", "distilled", "hardened"];

/// Adversarial training keeps fifty points more under PGD than plain training, and no other row comes near it; along every row noise takes
/// next to nothing, FGSM much, PGD more; what is passed on from the plain network does less to all taught otherwise than PGD on themselves,
/// except to who hides its slopes.
#[test]
fn every_training_under_every_attack() {
    let sets = [("task", "robustness"), ("practice", "400")];
    for seed in [1, 7] {
        let frame = Run::open(seed, &sets).after(200 + 8);
        let cell = |row: &str, column: &str| metric(&frame, &format!("{row}_{column}"));
        assert_eq!(metric(&frame, "cell_digits"), 256.0);
        for row in ROWS {
            let [clean, random, fgsm, pgd] = ["clean", "random", "fgsm", "pgd"].map(|column| cell(row, column));
            assert!(clean >= 0.85 && random >= clean - 0.06 && random <= clean + 0.02, "{row}: {clean} {random}");
            assert!(fgsm <= random - 0.15 && pgd < fgsm, "{row}: {random} {fgsm} {pgd}");
            assert!(row == "hardened" || pgd <= cell("hardened", "pgd") - 0.3, "{row}: {pgd}");
        }
        assert!(cell("hardened", "pgd") >= cell("plain", "pgd") + 0.5, "{:?}", frame.metrics);
        assert_eq!(cell("plain", "passed"), cell("plain", "pgd"));
        for row in ["decay", "dropout", "hardened"] {
            assert!(cell(row, "passed") >= cell(row, "pgd") + 0.1, "{row}: {:?}", frame.metrics);
        }
        assert!(cell("distilled", "passed") <= cell("distilled", "pgd"), "{:?}", frame.metrics);
        let Some(Content::Pictures(table)) = frame.panel("table") else { panic!() };
        let shares =
            ROWS.iter().flat_map(|row| ["clean", "random", "fgsm", "pgd", "passed"].map(|of| cell(row, of) as f32));
        assert_eq!(table.values.0, shares.collect::<Vec<_>>());
    }
}

/// The cells are there while the rows learn; another ε of the attacks fills them anew and lets the rows be.
#[test]
fn cells_fill_while_rows_learn_and_again_for_another_radius() {
    let mut run = Run::open(3, &[("task", "robustness"), ("practice", "100")]);
    assert!(run.after(9).metric("plain_clean").is_none());
    let early = run.after(1);
    assert_eq!(metric(&early, "cell_digits"), 32.0);
    assert!(metric(&early, "practice_left") > 0.0 && early.metric("hardened_pgd").is_some());
    let done = run.after(40 + 8);
    assert!(done.rests && metric(&done, "cell_digits") == 256.0);
    run.set(&[("col_eps", "0.2")]);
    let wider = run.after(8);
    assert!(wider.rests && metric(&wider, "practice_left") == 0.0);
    assert_eq!(metric(&wider, "hardened_clean"), metric(&done, "hardened_clean"));
    assert!(metric(&wider, "hardened_pgd") < metric(&done, "hardened_pgd") - 0.1, "{:?}", wider.metrics);
}

/// While the rows learn (a teacher and its pupil, too) and while the cells fill.
#[test]
fn a_table_goes_on_from_what_was_saved() {
    goes_on(&[("task", "robustness"), ("practice", "100"), ("variety", "0.5")], &[12, 28, 51], 5);
}
