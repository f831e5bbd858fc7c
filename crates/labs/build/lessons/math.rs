//! Formulas: LaTeX to presentation MathML.

use super::File;
use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Event, Parser, ParserError, RenderConfig, Storage, push_mathml};

/// The formula as MathML, without its source.
pub(super) fn mathml(file: File<'_>, at: usize, tex: &str, block: bool) -> Result<String, String> {
    let storage = Storage::new();
    // Errors would otherwise be drawn into the formula.
    let events: Vec<Event<'_>> = match Parser::new(tex, &storage).collect::<Result<_, _>>() {
        Ok(events) => events,
        Err(error) => return file.wrong(at, format_args!("the formula {tex:?}: {error}")),
    };
    let display_mode = if block { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    let mut out = String::new();
    match push_mathml(&mut out, events.into_iter().map(Ok::<_, ParserError>), config) {
        // The renderer leaves a relation as it is: `<mo><</mo>`.
        Ok(()) => Ok(out.replace("><</", ">&lt;</")),
        Err(error) => file.wrong(at, format_args!("the formula {tex:?}: {error}")),
    }
}
