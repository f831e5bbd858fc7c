//! What reading a table promises: what is read, what is refused, and that nothing else happens.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests stop at the first surprise")]

mod choice;
mod files;
#[cfg(not(target_family = "wasm"))]
mod properties;
mod refused;

use super::*;
use crate::error::{DataError, Looks};

fn table(text: &str) -> Table {
    match read(text.as_bytes(), &Limits::default()) {
        Ok(table) => table,
        Err(e) => panic!("{text:?}: {e}"),
    }
}

fn refused(bytes: &[u8]) -> DataError {
    match read(bytes, &Limits::default()) {
        Ok(table) => panic!("read as {table:?}"),
        Err(e) => e,
    }
}

fn names(table: &Table) -> Vec<&str> {
    table.columns().iter().map(Column::name).collect()
}

const CARS: &str = "mpg,weight,origin\n18.0,3504,usa\n15.0,,usa\n24.5,2372,japan\n31,1773,\n";

#[test]
fn columns_get_their_types() {
    let t = table(CARS);
    assert_eq!((t.rows(), t.has_header(), t.delimiter()), (4, true, ','));
    assert_eq!(names(&t), ["mpg", "weight", "origin"]);
    assert_eq!(t.lines(), [2, 3, 4, 5]);
    assert_eq!(t.column("mpg").unwrap().numbers().unwrap(), [18.0, 15.0, 24.5, 31.0]);
    let weight = t.column("weight").unwrap();
    assert_eq!(weight.missing(), 1);
    assert!(weight.numbers().unwrap()[1].is_nan());
    let origin = t.column("origin").unwrap();
    assert_eq!(
        (origin.text(0), origin.text(2), origin.text(3), origin.text(4)),
        (Some("usa"), Some("japan"), None, None)
    );
    let Values::Text { values, distinct, missing, numbers, first_word } = origin.values() else { panic!() };
    assert_eq!(values, &[Some(0), Some(0), Some(1), None]);
    assert_eq!(distinct.iter().collect::<Vec<_>>(), ["usa", "japan"]);
    assert_eq!((*missing, *numbers), (1, 0));
    assert_eq!(first_word, &Cell { line: 2, text: "usa".to_owned() });
}

#[test]
fn every_spelling_of_missing_is_missing() {
    let t = table("a,b\n1,x\n,\nNA,NA\nn/a,N/A\nNaN,nan\nNULL,null\n?,?\n-,-\n  , \n-1,-x\n");
    assert_eq!((t.columns()[0].missing(), t.columns()[1].missing()), (8, 8));
    assert_eq!(t.columns()[0].numbers().unwrap()[9], -1.0);
    assert_eq!(t.columns()[1].text(9), Some("-x"));
}

#[test]
fn infinity_is_no_number() {
    for cell in ["inf", "-Infinity", "1e999", "0x10", "1,5", "12%"] {
        let t = table(&format!("a;b\n1;1\n{cell};2\n"));
        let Values::Text { first_word, numbers, .. } = t.columns()[0].values() else { panic!("{cell}") };
        assert_eq!((first_word.line, first_word.text.as_str(), *numbers), (3, cell, 1));
    }
}

#[test]
fn delimiters_are_found() {
    for (text, delimiter, width) in [
        ("a,b\n1,2\n", ',', 2),
        ("a;b;c\n1,5;2;3\n2,5;3;4\n", ';', 3),
        ("a\tb\n1\t2,3\n", '\t', 2),
        ("a|b\n1|2\n", '|', 2),
        ("a\n1\n2\n", ',', 1),
        ("name;note\nx;\"one, two, three\"\ny;\"four, five, six\"\n1;2\n", ';', 2),
        ("a,b\n1;2,3\n4;5,6\n", ',', 2),
        ("a,b;c;d\n1,2;3;4\n", ';', 3),
    ] {
        let t = table(text);
        assert_eq!((t.delimiter(), t.columns().len()), (delimiter, width), "{text:?}");
    }
    let long = "x;y\n".to_owned() + &format!("{};1,5\n", "word ".repeat(10_000)).repeat(20);
    let t = read(long.as_bytes(), &Limits { cell: 100_000, ..Limits::default() }).unwrap();
    assert_eq!((t.delimiter(), t.rows()), (';', 20), "the sample ends inside a row");
}

#[test]
fn headers_are_told_from_rows() {
    let made_up = ["column_1", "column_2"];
    for (text, header, want, rows) in [
        ("x,y\n1,2\n", true, ["x", "y"], 1),
        ("1,2\n3,4\n", false, made_up, 2),
        ("x,1\ny,2\n", false, made_up, 2),
        ("NA,?\n1,2\n", false, made_up, 2),
        ("name,sex\nann,f\nbob,m\n", true, ["name", "sex"], 2),
        ("ann,f\nbob,m\ncid,f\n", false, made_up, 3),
        (" x , a\tb \n1,2\n", true, ["x", "a b"], 1),
        ("\"a\nb\",c\n1,2\n", true, ["a b", "c"], 1),
    ] {
        let t = table(text);
        assert_eq!((t.has_header(), names(&t), t.rows()), (header, want.to_vec(), rows), "{text:?}");
    }
}

#[test]
fn names_are_unique_and_not_empty() {
    assert_eq!(names(&table("a,a,,a_2,a,\n1,2,3,4,5,6\n")), ["a", "a_3", "column_3", "a_2", "a_4", "column_6"]);
    assert_eq!(names(&table("column_2,\n1,2\n")), ["column_2", "column_2_2"]);
}

#[test]
fn lines_are_those_of_the_editor() {
    for (text, want) in [
        ("a,b\n1,2\n3,4", vec![2, 3]),
        ("a,b\r\n1,2\r\n3,4\r\n", vec![2, 3]),
        ("a,b\r1,2\r3,4\r", vec![2, 3]),
        ("\n\na,b\n\n1,2\n\r\n   \n3,4\n\n", vec![5, 8]),
        ("a,b\n\"x\ny\",2\n3,4\n", vec![2, 4]),
        ("a,b\n\"\nx\r\ny\",2\n3,4\n", vec![2, 5]),
        ("a\n1\n  \n3\n", vec![2, 3, 4]),
        ("  \na\n1\n", vec![3]),
    ] {
        assert_eq!(table(text).lines(), want, "{text:?}");
    }
    // the third cell of the row that begins on line 2 begins on line 4
    let t = table("a,b,c\n\"p\n\nq\",1,word\n\"r\",2,3\n");
    let Values::Text { first_word, .. } = t.column("c").unwrap().values() else { panic!() };
    assert_eq!(first_word.line, 4);
}

/// `城市,温度\n北京,21.5\n广州,30\n`
const GB18030: &[u8] = b"\xB3\xC7\xCA\xD0,\xCE\xC2\xB6\xC8\n\xB1\xB1\xBE\xA9,21.5\n\xB9\xE3\xD6\xDD,30\n";

#[test]
fn encodings_are_read() {
    let text = "城市,温度\n北京,21.5\n广州,30\n";
    let plain = table(text);
    let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
    };
    let gb = GB18030.to_vec();
    assert!(std::str::from_utf8(&gb).is_err(), "the fixture is not UTF-8");
    let bom = format!("\u{feff}{text}").into_bytes();
    for bytes in [bom, utf16(u16::to_le_bytes), utf16(u16::to_be_bytes), gb] {
        assert_eq!(read(&bytes, &Limits::default()), Ok(plain.clone()));
    }
    assert_eq!(plain.column("城市").unwrap().text(1), Some("广州"));
}
