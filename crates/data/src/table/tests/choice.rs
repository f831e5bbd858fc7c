//! Picking columns, standardising them, and what is suggested.

use super::*;

const TOY: &str = "x,k,y,word,slip\n1,7,2,a,1\n2,7,,b,2\n4,7,8,c,3\n3,7,6,d,4\n";

fn toy() -> Table {
    table(TOY)
}

#[test]
fn complete_rows_are_kept_and_the_others_told() {
    let d = design(&toy(), "y", &["x"]).unwrap();
    assert_eq!((d.x.as_slice(), d.y.as_slice()), (&[1.0, 4.0, 3.0][..], &[2.0, 8.0, 6.0][..]));
    assert_eq!((d.rows.as_slice(), d.dropped.as_slice()), (&[2, 4, 5][..], &[3][..]));
    assert_eq!((d.n(), d.d(), d.target.as_str()), (3, 1, "y"));
    assert!(d.constant.is_empty());
    let wide = table("a,b,c\n1,2,3\n4,5,6\n7,8,9\n0,1,2\n");
    let d = design(&wide, "b", &["c", "a"]).unwrap();
    assert_eq!(d.x, [3.0, 1.0, 6.0, 4.0, 9.0, 7.0, 2.0, 0.0]);
    assert_eq!(d.feature(1).collect::<Vec<_>>(), [1.0, 4.0, 7.0, 0.0]);
    assert_eq!(d.feature(2).count(), 0);
}

#[test]
fn wrong_choices_are_told() {
    let t = toy();
    let numeric: Vec<String> = ["x", "k", "y", "slip"].map(str::to_owned).to_vec();
    let wrong = |target: &str, features: &[&str]| design(&t, target, features).unwrap_err();
    let e = wrong("y", &["X"]);
    assert_eq!(
        e,
        DataError::UnknownColumn { name: "X".to_owned(), nearest: Some("x".to_owned()), numeric: numeric.clone() }
    );
    assert_eq!(
        e.en(),
        "There is no column \"X\". Did you mean \"x\"? Columns of numbers: x, k, y, slip. The columns chosen before stay."
    );
    assert_eq!(e.zh(), "没有“X”这一列。是不是“x”？数值列有：x、k、y、slip。原来选的列保持不变。");
    assert_eq!(wrong("y", &["x", "y"]), DataError::TargetAmongFeatures { name: "y".to_owned() });
    assert_eq!(wrong("y", &["x", "x"]), DataError::RepeatedFeature { name: "x".to_owned() });
    assert_eq!(wrong("y", &[]), DataError::NoFeatures { numeric: numeric.clone() });
    let text = DataError::TextColumn { line: 2, column: "word".to_owned(), found: "a".to_owned(), numeric };
    assert_eq!(wrong("word", &["x"]), text);
    assert_eq!(wrong("x", &["word"]), text);
    assert_eq!(
        wrong("y", &["x", "k"]),
        DataError::TooFewRows { complete: 3, needed: 4, dropped: 1 },
        "{}",
        wrong("y", &["x", "k"])
    );
}

#[test]
fn a_slip_in_a_column_of_numbers_is_found() {
    let rows = |good: usize| "1.5,2\n".repeat(good) + "\"1,234\",3\n";
    let choose = |good| design(&table(&format!("a,b\n{}", rows(good))), "b", &["a"]).unwrap_err();
    let (column, found) = ("a".to_owned(), "1,234".to_owned());
    let e = choose(19);
    assert_eq!(e, DataError::NotANumber { line: 21, column: column.clone(), found: found.clone() });
    assert!(
        e.en().starts_with("Line 21, column \"a\": a number was expected, such as 0.5 or 1e-3, but \"1,234\" came."),
        "{e}"
    );
    assert_eq!(choose(18), DataError::TextColumn { line: 20, column, found, numeric: vec!["b".to_owned()] });
}

#[test]
fn constant_features_are_told_and_left_unscaled() {
    let d = design(&toy(), "x", &["k"]).unwrap();
    assert_eq!((d.n(), d.constant.as_slice()), (4, &[0][..]));
    let (scaled, scaling) = standardise(&d);
    assert_eq!((scaling.mean[0], scaling.std[0]), (7.0, 1.0));
    assert_eq!(scaled.x, [0.0; 4]);
    // 0.1 is no binary fraction: its mean over three rows is not 0.1, so a std of rounding would come out
    let tenths = table("a,b\n0.1,1\n0.1,2\n0.1,3\n");
    let (scaled, scaling) = standardise(&design(&tenths, "b", &["a"]).unwrap());
    assert_eq!((scaled.x, scaling.std[0]), (vec![0.0; 3], 1.0));
}

#[test]
fn standardised_features_have_mean_0_and_std_1_over_n() {
    let d = design(&table("a,b,y\n1,1e200,1\n2,-1e200,2\n3,3e200,3\n6,0,4\n"), "y", &["a", "b"]).unwrap();
    let (scaled, scaling) = standardise(&d);
    assert_eq!(scaling.mean[0], 3.0);
    assert!((scaling.std[0] - 3.5_f64.sqrt()).abs() < 1e-15, "divided by n, not n − 1");
    for j in 0..2 {
        let mean = scaled.feature(j).sum::<f64>() / 4.0;
        let var = scaled.feature(j).map(|v| v * v).sum::<f64>() / 4.0;
        assert!(mean.abs() < 1e-15 && (var - 1.0).abs() < 1e-14, "{mean} {var}");
    }
    assert_eq!((scaled.y, scaled.rows), (d.y, d.rows));
    // x − mean is beyond the range of numbers in the first, the squares vanish in the second
    for cell in [1.7e308, 1e-300] {
        let t = table(&format!("a,y\n{cell},1\n{0},2\n{0},3\n{0},4\n", -cell));
        let (scaled, scaling) = standardise(&design(&t, "y", &["a"]).unwrap());
        assert!((scaled.x[0] - 3.0_f64.sqrt()).abs() < 1e-12, "{cell}: {scaling:?} {:?}", scaled.x);
    }
}

#[test]
fn weights_go_back_to_the_features_own_units() {
    let d = design(&table("a,b,y\n1,10,1\n2,30,2\n3,20,3\n6,70,4\n"), "y", &["a", "b"]).unwrap();
    let (scaled, scaling) = standardise(&d);
    let (w, b) = scaling.undo(&[0.5, -2.0], 3.0);
    for (raw, scaled) in d.x.chunks(2).zip(scaled.x.chunks(2)) {
        let there = 0.5 * scaled[0] - 2.0 * scaled[1] + 3.0;
        let here = w[0] * raw[0] + w[1] * raw[1] + b;
        assert!((there - here).abs() < 1e-12);
    }
}

#[test]
fn suggestions_are_sensible() {
    let suggested = |text: &str| suggest(&table(text));
    let some = |target: &str, features: &[&str]| {
        Some((target.to_owned(), features.iter().map(|&f| f.to_owned()).collect::<Vec<_>>()))
    };
    assert_eq!(suggested("x,y\n1,3\n2,5\n3,7\n"), some("y", &["x"]), "row numbers are no target");
    let id = "id,grade,a,b\n0,1,5,9\n1,1,4,2\n2,2,6,1\n3,2,7,5\n4,1,8,3\n";
    assert_eq!(suggested(id), some("grade", &["a", "b"]), "an id is no feature");
    let gaps = "a,gaps,b\n1,,2\n2,,5\n4,1,3\n8,2,1\n16,3,9\n";
    assert_eq!(suggested(gaps), some("a", &["b"]));
    let classes: String = (0..24).map(|i| format!("{i},{}\n", i % 2)).collect();
    assert_eq!(suggested(&format!("id,class\n{classes}")), some("class", &["id"]), "even where it takes few values");
    assert_eq!(suggested("a,b\n1,x\n2,y\n"), None);
    assert_eq!(suggested("a,b,c\n1,1,5\n3,1,6\n7,1,4\n"), some("a", &["c"]), "a constant explains nothing");
    assert_eq!(suggested("a,b\n1,2\n2,5\n"), None, "two rows are no fit");
}
