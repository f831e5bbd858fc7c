//! Real files, where they are.

use super::*;

/// The table `../shared/data/NAME`, beside the repository; `None` where there is no such folder.
#[allow(clippy::print_stderr, reason = "the run says which tests it skipped")]
fn shared(name: &str) -> Option<Table> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    let Ok(bytes) = std::fs::read(path) else {
        eprintln!("skipped: no ../shared");
        return None;
    };
    Some(read(&bytes, &Limits::default()).unwrap())
}

fn missing(table: &Table) -> Vec<usize> {
    table.columns().iter().map(Column::missing).collect()
}

#[test]
fn mpg() {
    let Some(t) = shared("mpg.csv") else { return };
    assert_eq!((t.rows(), t.columns().len(), t.numeric().count()), (398, 9, 7));
    assert_eq!(t.column("horsepower").unwrap().missing(), 6);
    let Values::Text { distinct, .. } = t.column("origin").unwrap().values() else { panic!() };
    assert_eq!(distinct.iter().collect::<Vec<_>>(), ["usa", "japan", "europe"]);
    let d = design(&t, "mpg", &["weight", "horsepower"]).unwrap();
    assert_eq!((d.n(), d.dropped.as_slice()), (392, &[34, 128, 332, 338, 356, 376][..]));
    let mean = d.y.iter().sum::<f64>() / 392.0;
    assert!((mean - 23.445_918_367_346_94).abs() < 1e-9, "{mean}");
    let (target, features) = suggest(&t).unwrap();
    assert_eq!(target, "mpg");
    assert_eq!(features, ["cylinders", "displacement", "horsepower", "weight"]);
}

#[test]
fn iris() {
    let Some(t) = shared("iris.csv") else { return };
    assert_eq!((t.rows(), t.numeric().count(), missing(&t)), (150, 4, vec![0; 5]));
    assert_eq!(t.column("species").unwrap().text(149), Some("virginica"));
    assert_eq!(suggest(&t).unwrap().0, "sepal_length");
}

#[test]
fn penguins() {
    let Some(t) = shared("penguins.csv") else { return };
    assert_eq!((t.rows(), missing(&t)), (344, vec![0, 0, 2, 2, 2, 2, 11]));
    let d = design(&t, "body_mass_g", &["flipper_length_mm"]).unwrap();
    assert_eq!((d.n(), d.dropped), (342, vec![5, 341]));
}

#[test]
fn tips() {
    let Some(t) = shared("tips.csv") else { return };
    assert_eq!((t.rows(), t.numeric().count(), missing(&t)), (244, 3, vec![0; 7]));
    assert_eq!(suggest(&t).unwrap(), ("total_bill".to_owned(), vec!["tip".to_owned(), "size".to_owned()]));
}

#[test]
fn files_that_are_no_tables() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    if let Ok(bytes) = std::fs::read(path.join("mnist-2k-images-idx3-ubyte.gz")) {
        assert_eq!(refused(&bytes), DataError::NotText(Looks::Gzip));
    }
    if let Ok(bytes) = std::fs::read(path.join("tinyshakespeare.txt")) {
        assert!(
            read(&bytes, &Limits::default()).is_ok_and(|t| t.numeric().count() == 0)
                || matches!(refused(&bytes), DataError::Ragged { .. })
        );
    }
}
