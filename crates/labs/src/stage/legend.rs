//! The legend of a figure of curves: each of its keys hides a curve, and shows it again.

use labkit::{Sentence, Text};
use leptos::prelude::*;
use std::collections::BTreeSet;
use ui::{Chip, Chips, Icon, Popover};

/// The curves of a figure that the reader has hidden, by their keys.
#[derive(Debug, Clone, Copy)]
pub struct Hidden(RwSignal<BTreeSet<String>>);

impl Hidden {
    /// None.
    pub fn none() -> Self {
        Self(RwSignal::new(BTreeSet::new()))
    }

    /// Whether the curve of this key is.
    pub fn has(self, key: &str) -> bool {
        self.0.with(|keys| keys.contains(key))
    }
}

/// What stands in a legend for one curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its key.
    pub key: String,
    /// Its name, in the reader's language.
    pub name: String,
    /// Its identity.
    pub identity: u8,
}

/// Most curves that a legend has keys for.
const MOST: usize = 32;

/// The button that opens the legend; none where there is one curve alone.
#[component]
pub fn Legend(
    /// The figure's curves.
    #[prop(into)]
    entries: Memo<Vec<Entry>>,
    /// Those hidden.
    hidden: Hidden,
) -> impl IntoView {
    const LABEL: Text = Text::new("显示哪些线", "Lines shown");
    let items = Memo::new(move |_| {
        let chip = |entry: &Entry| Chip {
            label: Sentence::new(entry.name.clone(), entry.name.clone()),
            identity: entry.identity,
        };
        entries.with(|entries| entries.iter().take(MOST).map(chip).collect::<Vec<_>>())
    });
    let on = Memo::new(move |_| {
        let shown = |(at, entry): (usize, &Entry)| u32::from(!hidden.has(&entry.key)) << at;
        entries.with(|entries| entries.iter().take(MOST).enumerate().map(shown).sum::<u32>())
    });
    let change = move |on: u32| {
        let entries = entries.get_untracked();
        hidden.0.update(|keys| {
            for (at, entry) in entries.iter().take(MOST).enumerate() {
                if on >> at & 1 == 1 {
                    keys.remove(&entry.key);
                } else {
                    keys.insert(entry.key.clone());
                }
            }
        });
    };
    let several = Memo::new(move |_| entries.with(Vec::len) > 1);
    let face = || view! { <Icon name="eye"/> };
    let legend = move || {
        view! {
            <div class="fig__tools">
                <Popover label=LABEL class="iconbtn" face=face.into()>
                    <Chips label=LABEL items=items on=on on_change=change/>
                </Popover>
            </div>
        }
    };
    view! { <Show when=move || several.get()>{legend()}</Show> }
}
