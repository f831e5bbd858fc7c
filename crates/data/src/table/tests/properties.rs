//! What holds for any bytes and any table.

use proptest::prelude::*;

use super::*;

/// Bytes made of what tables are made of, so that much of it parses.
fn table_like() -> impl Strategy<Value = Vec<u8>> {
    let part = proptest::sample::select(vec![
        "a", "b", "1", "2.5", "-3", "NA", "", ",", ",", ",", ";", "\t", "\n", "\n", "\r\n", "\r", "\"", "\"x\ny\"",
        " ", "词", "1e999", "|", "\u{feff}",
    ]);
    proptest::collection::vec(part, 0..40).prop_map(|parts| parts.concat().into_bytes())
}

fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    let limits = Limits { rows: 20, columns: 8, cells: 100, cell: 6, ..Limits::default() };
    match read(bytes, &limits) {
        Ok(t) => {
            prop_assert!(t.rows() >= 1 && !t.columns().is_empty());
            prop_assert!(t.lines().is_sorted_by(|a, b| a < b));
            for c in t.columns() {
                let len = match c.values() {
                    Values::Number { values, missing } => {
                        prop_assert_eq!(values.iter().filter(|v| v.is_nan()).count(), *missing);
                        values.len()
                    }
                    Values::Text { values, distinct, missing, .. } => {
                        prop_assert_eq!(values.iter().filter(|v| v.is_none()).count(), *missing);
                        prop_assert!(values.iter().flatten().all(|v| (*v as usize) < distinct.len()));
                        values.len()
                    }
                };
                prop_assert_eq!(len, t.rows());
                prop_assert!(!c.name().is_empty());
                prop_assert_eq!(t.columns().iter().filter(|o| o.name() == c.name()).count(), 1);
            }
            if let Some((target, features)) = suggest(&t) {
                let features: Vec<&str> = features.iter().map(String::as_str).collect();
                let d = design(&t, &target, &features);
                prop_assert!(d.is_ok_and(|d| standardise(&d).0.x.iter().all(|v| v.is_finite())));
            }
        }
        Err(e) => prop_assert!(!e.en().is_empty() && !e.zh().is_empty() && e.en().len() < 500),
    }
    Ok(())
}

/// A cell as a table of strings holds it, and whether it is a number.
fn word() -> impl Strategy<Value = String> {
    proptest::string::string_regex("[a-z词\",;|\t\n ]{0,8}[g-k\"]").unwrap()
}

/// Columns of numbers (missing: `None`) and of words, of equal length; the first number is there.
fn columns() -> impl Strategy<Value = (Vec<Vec<Option<f64>>>, Vec<Vec<String>>)> {
    (1usize..12, 1usize..4, 0usize..4).prop_flat_map(|(n, numbers, words)| {
        let number = proptest::option::weighted(0.8, proptest::num::f64::NORMAL | proptest::num::f64::ZERO);
        let mut first = proptest::collection::vec(proptest::collection::vec(number, n), numbers).boxed();
        first = first
            .prop_map(|mut columns| {
                columns[0][0] = Some(columns[0][0].unwrap_or(1.5));
                columns
            })
            .boxed();
        (first, proptest::collection::vec(proptest::collection::vec(word(), n), words))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in any::<Vec<u8>>()) {
        check(&bytes)?;
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>(), mark in any::<bool>()) {
        let mut bytes = if mark { vec![0xFF, 0xFE] } else { vec![] };
        bytes.extend(text.bytes());
        check(&bytes)?;
    }

    #[test]
    fn bytes_like_a_table_are_read_or_refused(bytes in table_like()) {
        check(&bytes)?;
    }

    #[test]
    fn a_written_table_reads_back((numbers, words) in columns()) {
        let n = numbers[0].len();
        let mut writer = csv::Writer::from_writer(Vec::new());
        let names: Vec<String> = (0..numbers.len() + words.len()).map(|j| format!("name {j}")).collect();
        writer.write_record(&names).unwrap();
        for i in 0..n {
            let row = numbers.iter().map(|c| c[i].map_or(String::new(), |v| format!("{v:?}")));
            writer.write_record(row.chain(words.iter().map(|c| c[i].clone()))).unwrap();
        }
        let t = read(&writer.into_inner().unwrap(), &Limits::default()).unwrap();
        prop_assert!(t.has_header());
        prop_assert_eq!(super::names(&t), names);
        prop_assert_eq!(t.rows(), n);
        for (j, column) in numbers.iter().enumerate() {
            let read: Vec<Option<u64>> = t.columns()[j].numbers().unwrap().iter()
                .map(|v| (!v.is_nan()).then_some(v.to_bits())).collect();
            prop_assert_eq!(read, column.iter().map(|v| v.map(f64::to_bits)).collect::<Vec<_>>());
        }
        for (j, column) in words.iter().enumerate() {
            let read: Vec<Option<&str>> = (0..n).map(|i| t.columns()[numbers.len() + j].text(i)).collect();
            prop_assert_eq!(read, column.iter().map(|v| Some(v.trim())).collect::<Vec<_>>());
        }
    }
}
