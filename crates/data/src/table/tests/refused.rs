//! What is refused, and what the sentence says.

use super::*;

fn both(e: &DataError) -> [String; 2] {
    [e.en(), e.zh()]
}

#[test]
fn a_large_file_is_refused_by_its_size() {
    let limits = Limits::default();
    assert_eq!(check_size(32_000_000, &limits), Ok(()));
    let e = check_size(200_000_000, &limits).unwrap_err();
    assert_eq!(e, DataError::TooLarge { bytes: 200_000_000, most: 32_000_000 });
    assert_eq!(
        both(&e),
        [
            "Files up to 32 MB are read; this one has 200 MB. The file was not loaded; the data before it stays.",
            "文件最大 32 MB，这个有 200 MB。文件没有读入，原来的数据保留。"
        ]
    );
    let few = Limits { bytes: 5, ..limits };
    assert_eq!(read(b"a,b\n1,2", &few), Err(DataError::TooLarge { bytes: 7, most: 5 }));
}

#[test]
fn files_that_are_no_table_are_named() {
    let zip = |inside: &str| format!("PK\x03\x04....{inside}....").into_bytes();
    for (bytes, looks) in [
        (zip("xl/workbook.xml"), Looks::Excel),
        (zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"), Looks::OpenDocument),
        (zip("word/document.xml"), Looks::Word),
        (zip("data.csv"), Looks::Zip),
        (b"\x89PNG\r\n\x1a\n\0\0".to_vec(), Looks::Picture),
        (b"\xFF\xD8\xFF\xE0\0".to_vec(), Looks::Picture),
        (b"RIFF\x10\0\0\0WEBPVP8 ".to_vec(), Looks::Picture),
        (b"%PDF-1.7\n".to_vec(), Looks::Pdf),
        (b"\x1F\x8B\x08\0".to_vec(), Looks::Gzip),
        (b"\xD0\xCF\x11\xE0\xA1\xB1".to_vec(), Looks::OldExcel),
        (b"\x93NUMPY\x01\0".to_vec(), Looks::Numpy),
        (b"\0\0\x08\x03\0\0\x07\xD0".to_vec(), Looks::Idx),
        (b"PAR1\x15\x04".to_vec(), Looks::Parquet),
        (b"SQLite format 3\0".to_vec(), Looks::Sqlite),
        (b"\n<!DOCTYPE html>\n<html>".to_vec(), Looks::Html),
        (b"[\n  {\"a\": 1}]".to_vec(), Looks::Json),
        (b"a,b\n1,\0\n".to_vec(), Looks::Unknown),
        (b"\x7FELF\x02\x01\x01\0\xFF\xFF".to_vec(), Looks::Unknown),
    ] {
        assert_eq!(refused(&bytes), DataError::NotText(looks));
    }
    let e = DataError::NotText(Looks::Excel);
    assert!(e.en().contains("this is an Excel workbook. In Excel: Save as, CSV UTF-8."), "{e}");
    assert!(e.zh().contains("这是 Excel 工作簿"), "{}", e.zh());
}

#[test]
fn text_in_another_encoding_is_refused_with_its_line() {
    // Latin-1: é before a comma is no pair of GB18030
    assert_eq!(refused(b"name,n\nann,1\nren\xE9,2\n"), DataError::Encoding { line: 3 });
    assert_eq!(refused(b"\xFF\xFEa\0,\0\x00\xD8"), DataError::Encoding { line: 1 }, "half a pair");
    assert_eq!(refused(b"\xFF\xFEa\0\n\x001"), DataError::Encoding { line: 1 }, "half a character");
}

#[test]
fn tables_without_rows_are_refused() {
    for text in ["", "\n \n\r\n", "\u{feff}"] {
        assert_eq!(refused(text.as_bytes()), DataError::Empty);
    }
    assert_eq!(refused(b"a,b,c\n\n"), DataError::HeaderOnly { columns: 3 });
    assert_eq!(table("1,2,3").rows(), 1, "one row of numbers is a table");
}

#[test]
fn ragged_rows_are_refused_with_their_line() {
    let e = refused(b"a,b,c\n1,2,3\n\n4,\"x\ny\",6\n7,8\n");
    assert_eq!(e, DataError::Ragged { line: 6, expected: 3, found: 2 });
    assert_eq!(
        both(&e),
        [
            "Line 6: 3 cells were expected, as in the first row, but 2 came. The file was not loaded; the data before it stays.",
            "第 6 行：应与第一行一样有 3 格，实际有 2 格。文件没有读入，原来的数据保留。"
        ]
    );
    assert_eq!(refused(b"a,b\n1,2,3\n1,2\n4,5\n"), DataError::Ragged { line: 2, expected: 2, found: 3 });
}

#[test]
fn limits_hold() {
    let limits = Limits { rows: 3, columns: 2, cells: 6, cell: 5, ..Limits::default() };
    let read = |text: &str| read(text.as_bytes(), &limits);
    assert!(read("a,b\n1,2\n3,4\n5,6\n").is_ok());
    assert_eq!(read("a\n1\n2\n3\n4\n"), Err(DataError::TooManyRows { most: 3 }));
    assert_eq!(read("\na,b,c\n1,2,3\n"), Err(DataError::TooManyColumns { line: 2, found: 3, most: 2 }));
    assert_eq!(read("a,b\n1,2\n3,123456\n"), Err(DataError::CellTooLong { line: 3, column: 2, most: 5 }));
    assert_eq!(
        read("a,b\n1,2\n\"3,4\n5,6\n"),
        Err(DataError::CellTooLong { line: 3, column: 1, most: 5 }),
        "a quotation mark that is not closed"
    );
    let cells = Limits { cells: 5, ..limits };
    assert_eq!(super::read(b"a,b\n1,2\n3,4\n5,6\n", &cells), Err(DataError::TooManyCells { most: 5 }));
}

#[test]
fn a_line_of_a_million_commas_is_refused_at_once() {
    let text = ",".repeat(1_000_000);
    assert_eq!(refused(text.as_bytes()), DataError::TooManyColumns { line: 1, found: 1_000_001, most: 1_000 });
}
