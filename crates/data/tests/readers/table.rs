use data::table::{Limits, Values, read};

use super::damage::holds;
use super::shared;

const CARS: &str = "mpg;weight;origin\n18,0;3504;\"usa; \"\"west\"\"\"\n15,0;;美国\n24,5;2372;japan\n";

#[test]
fn real_tables_are_read() {
    for (name, rows, columns) in
        [("iris.csv", 150, 5), ("mpg.csv", 398, 9), ("penguins.csv", 344, 7), ("tips.csv", 244, 7)]
    {
        let Some(bytes) = shared(name) else { return };
        let table = read(&bytes, &Limits::default()).unwrap();
        assert_eq!((table.rows(), table.columns().len()), (rows, columns), "{name}");
    }
}

#[test]
fn any_bytes_are_read_or_refused() {
    let utf16: Vec<u8> = "\u{feff}x,y\n1,NA\n3,4\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let files = [
        CARS.as_bytes().to_vec(),
        b"a\tb\n1\t2\n3\t4\n".to_vec(),
        utf16,
        b"\xB3\xC7\xCA\xD0,n\n\xB1\xB1\xBE\xA9,21.5\n".to_vec(),
    ];
    holds(
        "table",
        3000,
        &files,
        |_| {},
        |bytes| {
            read(bytes, &Limits::default()).map(|table| {
                for column in table.columns() {
                    let rows = match column.values() {
                        Values::Number { values, .. } => values.len(),
                        Values::Text { values, .. } => values.len(),
                    };
                    assert_eq!(rows, table.rows());
                }
            })
        },
    );
}
