//! A canvas that paints when what it shows has changed.

use leptos::html;
use leptos::prelude::*;
use plot::canvas::Sheet;
use plot::{PlotError, Theme};
use ui::{use_resize, use_theme};

/// A canvas over its whole parent. `draw` runs again whenever a signal that it reads, the size, or the theme changes; a
/// figure that cannot be drawn (an empty range) leaves the canvas blank.
#[component]
pub fn Canvas<F>(
    /// What is on it, for those who do not see it; none for a layer below another.
    #[prop(optional, into)]
    label: Option<TextProp>,
    /// Draws.
    draw: F,
) -> impl IntoView
where
    F: Fn(&Sheet, &Theme) -> Result<(), PlotError> + 'static,
{
    let node = NodeRef::<html::Canvas>::new();
    let (size, theme) = (use_resize(node), use_theme());
    let sheet = StoredValue::new_local(None::<Sheet>);
    Effect::new(move |_| {
        let (extent, _dark) = (size.get(), theme.dark());
        let Some(canvas) = node.get() else { return };
        if extent.is_empty() {
            return;
        }
        let Ok(colours) = plot::canvas::theme(&canvas) else { return };
        sheet.update_value(|slot| {
            if slot.is_none() {
                *slot = Sheet::new(canvas).ok();
            }
            if let Some(sheet) = slot {
                sheet.fit();
                if sheet.clear().is_ok() && draw(sheet, &colours).is_err() {
                    let _blank = sheet.clear();
                }
            }
        });
    });
    let hidden = label.is_none().then_some("true");
    let role = label.is_some().then_some("img");
    view! { <canvas node_ref=node role=role aria-hidden=hidden aria-label=move || label.as_ref().map(TextProp::get)></canvas> }
}
