//! Numbers in rows and columns, as a reader types or paints them: `1 0 −1 / 2 0 −2`, channels apart by `|`.

use labkit::LabError;

/// Most rows, and most columns.
const MOST: usize = 16;
/// Most channels.
const MOST_CHANNELS: usize = 4;

/// One or more channels of `rows × columns` numbers, channel by channel, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cells {
    pub(super) channels: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) values: Vec<f32>,
}

impl Cells {
    /// Reads the text of the parameter `field`.
    pub(super) fn read(field: &str, text: &str) -> Result<Self, LabError> {
        let planes: Vec<Vec<Vec<f32>>> =
            text.split('|').map(|plane| plane.split('/').map(|row| row_of(field, row)).collect()).collect::<Result<_, _>>()?;
        let channels = planes.len();
        let (rows, columns) = planes.first().map_or((0, 0), |plane| (plane.len(), plane.first().map_or(0, Vec::len)));
        if rows > MOST || columns > MOST || channels > MOST_CHANNELS {
            return Err(LabError::field(
                field,
                format!("至多 {MOST} 行、{MOST} 列、{MOST_CHANNELS} 个通道；得到的是 {rows} 行、{columns} 列、{channels} 个通道"),
                format!("expected at most {MOST} rows, {MOST} columns and {MOST_CHANNELS} channels; got {rows}, {columns} and {channels}"),
            ));
        }
        for (channel, plane) in planes.iter().enumerate() {
            if plane.len() != rows {
                let (got, at) = (plane.len(), channel + 1);
                return Err(LabError::field(
                    field,
                    format!("第 {at} 个通道有 {got} 行，第一个有 {rows} 行"),
                    format!("channel {at} has {got} rows, the first has {rows}"),
                ));
            }
            if let Some((row, cells)) = plane.iter().enumerate().find(|(_, cells)| cells.len() != columns) {
                let (got, at) = (cells.len(), row + 1);
                return Err(LabError::field(
                    field,
                    format!("第 {at} 行有 {got} 个数，第一行有 {columns} 个"),
                    format!("row {at} has {got} numbers, the first has {columns}"),
                ));
            }
        }
        Ok(Self { channels, rows, columns, values: planes.into_iter().flatten().flatten().collect() })
    }
}

fn row_of(field: &str, row: &str) -> Result<Vec<f32>, LabError> {
    let number = |word: &str| {
        let value = word.replace('−', "-").parse::<f32>().ok().filter(|value| value.abs() <= 1e3);
        value.ok_or_else(|| {
            LabError::field(
                field,
                format!("“{word}”不是 −1000 到 1000 之间的数"),
                format!("expected a number between −1000 and 1000, got “{word}”"),
            )
        })
    };
    let cells: Vec<f32> = row.split_whitespace().map(number).collect::<Result<_, _>>()?;
    if cells.is_empty() {
        return Err(LabError::field(field, "有一行是空的", "expected numbers in each row, got an empty row"));
    }
    Ok(cells)
}
