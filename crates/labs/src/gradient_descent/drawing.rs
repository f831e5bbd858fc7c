//! The schedule that the reader draws: factors of the rate at even places, in a parameter of text.

use super::params::TABLE;
use labkit::{LabError, Params};

/// Points of a schedule that is drawn by hand, at even places from step 0 to the horizon.
pub const POINTS: usize = 9;

/// The largest factor that can be drawn.
pub const HIGHEST: f64 = 2.0;

/// The factors of the schedule that is drawn. Fewer than [`POINTS`] go on as the last; what cannot be read is refused by
/// [`read`] before.
pub fn factors(params: &Params) -> Vec<f32> {
    let mut factors = read(params).unwrap_or_default();
    let last = factors.last().copied().unwrap_or(1.0);
    factors.resize(POINTS, last);
    factors.into_iter().map(|factor| factor as f32).collect()
}

/// The factors as they were typed.
///
/// # Errors
/// Something that is no number from 0 to [`HIGHEST`], more of them than [`POINTS`], or none.
pub fn read(params: &Params) -> Result<Vec<f64>, LabError> {
    let text = params.text(TABLE, "drawn");
    let wrong = |zh: String, en: String| {
        LabError::field(
            "drawn",
            format!("应是 1 到 {POINTS} 个 0 到 {HIGHEST} 之间的数，用逗号隔开，得到{zh}"),
            format!("expected 1 to {POINTS} numbers from 0 to {HIGHEST}, separated by commas, got {en}"),
        )
    };
    let parts = text.split([',', '，', ' ', '、']).map(str::trim).filter(|part| !part.is_empty());
    let number = |part: &str| part.parse::<f64>().ok().filter(|value| (0.0..=HIGHEST).contains(value));
    let one = |part: &str| number(part).ok_or_else(|| wrong(format!("“{part}”"), format!("“{part}”")));
    let all = parts.map(one).collect::<Result<Vec<_>, _>>()?;
    match all.len() {
        1..=POINTS => Ok(all),
        count => Err(wrong(format!(" {count} 个"), format!("{count}"))),
    }
}
