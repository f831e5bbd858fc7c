//! The sentences of the errors, in two languages.

use crate::error::{DataError, Looks};

impl Looks {
    /// What it is and what to do, in English.
    fn en(self) -> &'static str {
        match self {
            Self::Excel => "this is an Excel workbook. In Excel: Save as, CSV UTF-8",
            Self::OldExcel => "this is an old Office file (.xls). In Excel: Save as, CSV UTF-8",
            Self::OpenDocument => "this is an OpenDocument spreadsheet. In LibreOffice: Save as, Text CSV",
            Self::Word => "this is a Word document. Copy its table into a spreadsheet and save that as CSV",
            Self::Zip => "this is a ZIP archive. Unpack it and drop the CSV that is inside",
            Self::Gzip => "this is a gzip archive. Unpack it and drop the CSV that is inside",
            Self::Picture => "this is a picture. Labs about images take pictures; this one takes tables",
            Self::Pdf => "this is a PDF. Copy its table into a spreadsheet and save that as CSV",
            Self::Numpy => "this is a NumPy array. Save it with numpy.savetxt(name, array, delimiter=\",\")",
            Self::Idx => "this is an IDX file, as MNIST comes in. Labs about images take it; this one takes tables",
            Self::Parquet => "this is a Parquet file. Save it as CSV, in pandas with to_csv",
            Self::Sqlite => "this is a SQLite database. Export one table of it as CSV",
            Self::Html => "this is a web page. Use the link that downloads the CSV itself",
            Self::Json => "this is JSON. Save it as CSV, in pandas with to_csv",
            Self::Unknown => "these bytes are no text",
        }
    }

    /// What it is and what to do, in Chinese.
    fn zh(self) -> &'static str {
        match self {
            Self::Excel => "这是 Excel 工作簿。在 Excel 里选“另存为”，格式选 CSV UTF-8",
            Self::OldExcel => "这是旧版 Office 文件（.xls）。在 Excel 里选“另存为”，格式选 CSV UTF-8",
            Self::OpenDocument => "这是 OpenDocument 电子表格。在 LibreOffice 里选“另存为”，格式选文本 CSV",
            Self::Word => "这是 Word 文档。把其中的表格复制到电子表格里，再存成 CSV",
            Self::Zip => "这是 ZIP 压缩包。解压后拖入里面的 CSV",
            Self::Gzip => "这是 gzip 压缩文件。解压后拖入里面的 CSV",
            Self::Picture => "这是图片。图像类实验收图片，这里收表格",
            Self::Pdf => "这是 PDF。把其中的表格复制到电子表格里，再存成 CSV",
            Self::Numpy => "这是 NumPy 数组。用 numpy.savetxt(文件名, 数组, delimiter=\",\") 存成 CSV",
            Self::Idx => "这是 IDX 文件（MNIST 的格式）。图像类实验收它，这里收表格",
            Self::Parquet => "这是 Parquet 文件。存成 CSV 再拖入，pandas 里用 to_csv",
            Self::Sqlite => "这是 SQLite 数据库。把其中一张表导出成 CSV",
            Self::Html => "这是网页。请用下载 CSV 本身的链接",
            Self::Json => "这是 JSON。存成 CSV 再拖入，pandas 里用 to_csv",
            Self::Unknown => "这些字节不是文本",
        }
    }
}

/// A size in bytes as people say it, in powers of ten.
#[expect(clippy::cast_precision_loss, reason = "a size for reading, of three digits")]
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.0} kB", bytes as f64 / 1e3),
        1_000_000..10_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.0} MB", bytes as f64 / 1e6),
    }
}

/// At most eight names in a row.
fn list(names: &[String], sep: &str, none: &str) -> String {
    const MOST: usize = 8;
    if names.is_empty() {
        return none.to_owned();
    }
    let mut shown: Vec<&str> = names.iter().take(MOST).map(String::as_str).collect();
    if names.len() > MOST {
        shown.push("…");
    }
    shown.join(sep)
}

impl DataError {
    /// Whether it is the choice of columns that is wrong, not the file.
    #[must_use]
    pub fn is_choice(&self) -> bool {
        matches!(
            self,
            Self::UnknownColumn { .. }
                | Self::TargetAmongFeatures { .. }
                | Self::RepeatedFeature { .. }
                | Self::NoFeatures { .. }
                | Self::TextColumn { .. }
                | Self::NotANumber { .. }
                | Self::TooFewRows { .. }
        )
    }

    /// The error as sentences in English.
    #[must_use]
    pub fn en(&self) -> String {
        let numbers = |names: &[String]| list(names, ", ", "none");
        let what = match self {
            Self::TooLarge { bytes, most } => {
                format!("Files up to {} are read; this one has {}.", size(*most), size(*bytes))
            }
            Self::NotText(looks) => format!("A table as text (CSV) was expected, but {}.", looks.en()),
            Self::Encoding { line } => format!(
                "Line {line}: text in UTF-8, UTF-16 or GB18030 was expected, but these bytes are in none of them. Save the file as UTF-8."
            ),
            Self::Empty => "A table was expected, but the file is empty.".to_owned(),
            Self::HeaderOnly { columns } => {
                format!("Rows were expected below the header, but there is only the header ({columns} names).")
            }
            Self::TooManyRows { most } => format!("Tables up to {most} rows are read; this one has more."),
            Self::TooManyColumns { line, found, most } => {
                format!("Line {line}: tables up to {most} columns are read; this line has {found} cells.")
            }
            Self::TooManyCells { most } => format!("Tables up to {most} cells are read; this one has more."),
            Self::CellTooLong { line, column, most } => format!(
                "Line {line}, column {column}: a cell may have {most} bytes; this one has more. Perhaps a quotation mark is not closed."
            ),
            Self::Ragged { line, expected, found } => {
                format!("Line {line}: {expected} cells were expected, as in the first row, but {found} came.")
            }
            Self::Malformed { reason } => format!("The table could not be read: {reason}."),
            Self::UnknownColumn { name, nearest, numeric } => {
                let hint = nearest.as_ref().map(|n| format!(" Did you mean \"{n}\"?")).unwrap_or_default();
                format!("There is no column \"{name}\".{hint} Columns of numbers: {}.", numbers(numeric))
            }
            Self::TargetAmongFeatures { name } => {
                format!("\"{name}\" is the target, so it cannot be a feature as well: it would predict itself.")
            }
            Self::RepeatedFeature { name } => format!("Each feature is named once, but \"{name}\" came twice."),
            Self::NoFeatures { numeric } => {
                format!("At least one feature was expected, but none came. Columns of numbers: {}.", numbers(numeric))
            }
            Self::TextColumn { line, column, found, numeric } => format!(
                "Column \"{column}\" holds words (line {line}: \"{found}\"), but numbers were expected. Columns of numbers: {}.",
                numbers(numeric)
            ),
            Self::NotANumber { line, column, found } => {
                format!(
                    "Line {line}, column \"{column}\": a number was expected, such as 0.5 or 1e-3, but \"{found}\" came."
                )
            }
            Self::TooFewRows { complete, needed, dropped } => format!(
                "A fit of these columns needs {needed} complete rows, but there are {complete}; {dropped} have missing values."
            ),
            Self::File { format, fault } => fault.en(*format),
        };
        let holds = if self.is_choice() {
            "The columns chosen before stay."
        } else {
            "The file was not loaded; the data before it stays."
        };
        format!("{what} {holds}")
    }

    /// The error as sentences in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        let numbers = |names: &[String]| list(names, "、", "无");
        let what = match self {
            Self::TooLarge { bytes, most } => format!("文件最大 {}，这个有 {}。", size(*most), size(*bytes)),
            Self::NotText(looks) => format!("这里应是文本表格（CSV），但{}。", looks.zh()),
            Self::Encoding { line } => {
                format!(
                    "第 {line} 行：文字应是 UTF-8、UTF-16 或 GB18030 编码，这里的字节都不是。把文件另存为 UTF-8 即可。"
                )
            }
            Self::Empty => "这里应是一张表，文件却是空的。".to_owned(),
            Self::HeaderOnly { columns } => format!("表头（{columns} 个列名）下面应有数据行，现在一行也没有。"),
            Self::TooManyRows { most } => format!("表最多 {most} 行，这张超过了。"),
            Self::TooManyColumns { line, found, most } => {
                format!("第 {line} 行：表最多 {most} 列，这一行有 {found} 格。")
            }
            Self::TooManyCells { most } => format!("表最多 {most} 格，这张超过了。"),
            Self::CellTooLong { line, column, most } => {
                format!("第 {line} 行第 {column} 列：一格最多 {most} 字节，这里超过了。可能是引号没有配对。")
            }
            Self::Ragged { line, expected, found } => {
                format!("第 {line} 行：应与第一行一样有 {expected} 格，实际有 {found} 格。")
            }
            Self::Malformed { reason } => format!("表读不下去：{reason}。"),
            Self::UnknownColumn { name, nearest, numeric } => {
                let hint = nearest.as_ref().map(|n| format!("是不是“{n}”？")).unwrap_or_default();
                format!("没有“{name}”这一列。{hint}数值列有：{}。", numbers(numeric))
            }
            Self::TargetAmongFeatures { name } => {
                format!("“{name}”是目标，不能同时作特征：那等于用它预测它自己。")
            }
            Self::RepeatedFeature { name } => format!("每个特征只写一次，“{name}”写了两次。"),
            Self::NoFeatures { numeric } => {
                format!("至少要有一个特征，现在一个也没有。数值列有：{}。", numbers(numeric))
            }
            Self::TextColumn { line, column, found, numeric } => {
                format!("“{column}”列里是文字（第 {line} 行：“{found}”），这里应是数。数值列有：{}。", numbers(numeric))
            }
            Self::NotANumber { line, column, found } => {
                format!("第 {line} 行“{column}”列：应是数，例如 0.5 或 1e-3，出现的却是“{found}”。")
            }
            Self::TooFewRows { complete, needed, dropped } => {
                format!("拟合这些列至少要 {needed} 个完整的行，现在有 {complete} 行；{dropped} 行有缺失值。")
            }
            Self::File { format, fault } => fault.zh(*format),
        };
        let holds = if self.is_choice() {
            "原来选的列保持不变。"
        } else {
            "文件没有读入，原来的数据保留。"
        };
        format!("{what}{holds}")
    }
}
