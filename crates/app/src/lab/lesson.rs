//! The lesson beside the stage: one section at a time. Its links set the lab to a state; its predictions take an answer,
//! then let the lab show who was right.

use super::desk::Desk;
use labs::lesson::{Section, Source, find};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use ui::lang::{lang, t, tf};
use wasm_bindgen::JsCast as _;
use web_sys::Element;

#[component]
pub(super) fn Lesson(desk: Desk) -> impl IntoView {
    let Some(lesson) = find(desk.bench.lab.id) else { return ().into_any() };
    let words = lang();
    let open = RwSignal::new(0_usize);
    let sections = move || lesson.sections(words.get());
    let count = lesson.zh.len();
    let here = Memo::new(move |_| open.get().min(count.saturating_sub(1)));
    let steps = move || {
        sections()
            .iter()
            .enumerate()
            .map(|(index, section)| {
                view! {
                    <a href=format!("#{}", section.id) title=section.title aria-current=move || (here.get() == index).then_some("step")
                        on:click=move |event: MouseEvent| {
                            event.prevent_default();
                            open.set(index);
                        }>
                        <span class="sr">{section.title}" "</span>{index + 1}
                    </a>
                }
            })
            .collect_view()
    };
    let section = move || sections().get(here.get()).map(|section| view! { <Text section desk/> });
    let title = move |index: usize| sections().get(index).map_or("", |section| section.title);
    view! {
        <nav class="steps" aria-label=t("小节", "Sections")>{steps}</nav>
        {section}
        <div class="lesson__next">
            <Show when=move || 0 < here.get()>
                <button class="btn btn--quiet" type="button" on:click=move |_| open.update(|at| *at -= 1)>
                    <ui::Icon name="chevron-left"/>{move || title(here.get().saturating_sub(1))}
                </button>
            </Show>
            <Show when=move || here.get() + 1 < count>
                <button class="btn" type="button" on:click=move |_| open.update(|at| *at += 1)>
                    {move || title(here.get() + 1)}<ui::Icon name="chevron-right"/>
                </button>
            </Show>
        </div>
    }
    .into_any()
}

#[component]
fn Text(section: &'static Section, desk: Desk) -> impl IntoView {
    view! {
        <section class="lesson__sec" id=section.id on:click=move |event| follow(&event, desk)>
            <div class="prose"><h2>{section.title}</h2></div>
            {section.source.as_ref().map(|source| view! { <Place source/> })}
            <div class="lesson__text" inner_html=section.html></div>
        </section>
    }
}

/// Where the notes say it.
#[component]
fn Place(source: &'static Source) -> impl IntoView {
    let words = tf(move |lang| match lang {
        labkit::Lang::Zh => format!("讲义 {} · {}，第 {} 行", source.file, source.heading, source.line),
        labkit::Lang::En => format!("Notes {} · {}, line {}", source.file, source.heading, source.line),
    });
    view! { <p class="src"><ui::Icon name="book" size=12/><span>{words}</span></p> }
}

/// A click on a link of the lesson sets its state; on an option of a prediction it is the reader's answer.
fn follow(event: &MouseEvent, desk: Desk) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(link) = target.and_then(|target| target.closest("a[href^='?']").ok().flatten()) else { return };
    if !ui::web::is_plain_click(event) {
        return;
    }
    event.prevent_default();
    if link.has_attribute("data-option") {
        answer(&link);
    }
    if let Some(href) = link.get_attribute("href") {
        desk.go(&href, link.has_attribute("data-play"));
    }
}

fn answer(option: &Element) {
    let Ok(Some(predict)) = option.closest(".predict") else { return };
    let Ok(options) = predict.query_selector_all("[data-option]") else { return };
    for other in (0..options.length()).filter_map(|i| options.get(i)?.dyn_into::<Element>().ok()) {
        let right = other.has_attribute("data-right");
        let _set = other.class_list().toggle_with_force("predict__opt--right", right);
        let _set = other.class_list().toggle_with_force("predict__opt--yours", !right && other == *option);
    }
    if let Ok(Some(details)) = predict.query_selector("details") {
        let _opened = details.set_attribute("open", "");
    }
}
