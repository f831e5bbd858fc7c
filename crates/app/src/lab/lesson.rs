//! The lesson beside the stage: one section at a time. Its links set the lab to a state; its predictions take an answer,
//! then let the lab show who was right.

use super::desk::Desk;
use super::progress;
use super::verdict::Verdicts;
use crate::site;
use labs::lesson::{Section, Source, path, read};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use std::sync::Arc;
use ui::lang::{lang, t, tf};
use wasm_bindgen::JsCast as _;
use web_sys::Element;

#[component]
pub(super) fn Lesson(desk: Desk) -> impl IntoView {
    let words = lang();
    let lab = desk.bench.lab.id;
    let lesson = RwSignal::new(None::<Result<Arc<Vec<Section>>, ()>>);
    let tries = RwSignal::new(0_u32);
    Effect::new(move |_| {
        tries.track();
        let lang = words.get();
        leptos::task::spawn_local(async move {
            let bytes = site::bytes(&path(lab, ui::lang::code(lang))).await;
            let found = bytes.and_then(|bytes| read(&bytes).ok()).map(Arc::new).ok_or(());
            // Not one that was asked for before the language changed again.
            if words.try_get_untracked() == Some(lang) {
                let _gone = lesson.try_set(Some(found));
            }
        });
    });
    let sections = Memo::new(move |_| lesson.get().and_then(Result::ok));
    let failed = move || lesson.with(|lesson| matches!(lesson, Some(Err(()))));
    let open = RwSignal::new(0_usize);
    let slides = desk.teach.slides;
    let done = RwSignal::new(progress::done(lab));
    provide_context(progress::Done { lab, sections: done });
    let count = move || sections.with(|sections| sections.as_ref().map_or(0, |all| all.len()));
    let turn = window_event_listener(leptos::ev::keydown, move |event| {
        if !slides.get_untracked() || event.default_prevented() {
            return;
        }
        match event.key().as_str() {
            "PageDown" => open.update(|at| *at = (*at + 1).min(untrack(count).saturating_sub(1))),
            "PageUp" => open.update(|at| *at = at.saturating_sub(1)),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || turn.remove());
    let here = Memo::new(move |_| open.get().min(count().saturating_sub(1)));
    let steps = move || {
        let step = |(index, section): (usize, &Section)| {
            let (id, title, key) = (format!("#{}", section.id), section.title.to_string(), section.id.to_string());
            view! {
                <a href=id title=title.clone() aria-current=move || (here.get() == index).then_some("step")
                    class:done=move || done.with(|done| done.contains(&key))
                    on:click=move |event: MouseEvent| {
                        event.prevent_default();
                        open.set(index);
                    }>
                    <span class="sr">{title.clone()}" "</span>{index + 1}
                </a>
            }
        };
        sections.get().map(|all| all.iter().enumerate().map(step).collect_view())
    };
    // On paper all of it stands, not only the section that is open.
    let paper = ui::use_media("print");
    let section = move || {
        let (at, paper) = (here.get(), paper.get());
        let all = sections.get().unwrap_or_default();
        let shown = all.iter().enumerate().filter(|(index, _)| paper || *index == at);
        shown.map(|(_, section)| view! { <Text section=section.clone() desk/> }).collect_view()
    };
    let title = move |index: usize| {
        sections.with(|all| {
            all.as_ref().and_then(|all| all.get(index)).map_or_else(String::new, |section| section.title.to_string())
        })
    };
    view! {
        <nav class="steps" aria-label=t("小节", "Sections")>{steps}</nav>
        <div class="lesson__state" role="status">
            <Show when=move || lesson.with(Option::is_none)><p class="quiet">{t("正在取课文 ……", "Fetching the lesson …")}</p></Show>
            <Show when=failed>
                <p>{t("课文没有取到。实验照样能用。", "The lesson did not arrive. The lab works without it.")}</p>
                <button class="btn btn--s" type="button" on:click=move |_| tries.update(|tries| *tries += 1)>{t("再取一次", "Try again")}</button>
            </Show>
        </div>
        {section}
        <Show when=move || 0 < count()>
            <div class="lesson__next">
                <Show when=move || 0 < here.get()>
                    <button class="btn btn--quiet" type="button" on:click=move |_| open.update(|at| *at -= 1)>
                        <ui::Icon name="chevron-left"/>{move || title(here.get().saturating_sub(1))}
                    </button>
                </Show>
                <Show when=move || here.get() + 1 < count()>
                    <button class="btn" type="button" on:click=move |_| open.update(|at| *at += 1)>
                        {move || title(here.get() + 1)}<ui::Icon name="chevron-right"/>
                    </button>
                </Show>
            </div>
        </Show>
    }
    .into_any()
}

#[component]
fn Text(section: Section, desk: Desk) -> impl IntoView {
    let (id, done) = (section.id.to_string(), use_context::<progress::Done>());
    let verdicts = Verdicts::of(desk);
    on_cleanup(move || verdicts.forget());
    let answered = move |event: &MouseEvent| {
        if follow(event, desk, verdicts)
            && let Some(done) = done
        {
            done.mark(&id);
        }
    };
    view! {
        <section class="lesson__sec" id=section.id.to_string() on:click=move |event| answered(&event)>
            <div class="prose"><h2>{section.title.to_string()}</h2></div>
            {section.source.map(|source| view! { <Place source/> })}
            <div class="lesson__text" inner_html=section.html.into_owned()></div>
        </section>
    }
}

/// Where the notes say it.
#[component]
fn Place(source: Source) -> impl IntoView {
    let words = tf(move |lang| match lang {
        labkit::Lang::Zh => format!("讲义 {} · {}，第 {} 行", source.file, source.heading, source.line),
        labkit::Lang::En => format!("Notes {} · {}, line {}", source.file, source.heading, source.line),
    });
    view! { <p class="src"><ui::Icon name="book" size=12/><span>{words}</span></p> }
}

/// A click on a link of the lesson sets its state; on an option of a prediction it is the reader's answer; answers whether
/// it was that.
fn follow(event: &MouseEvent, desk: Desk, verdicts: Verdicts) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(link) = target.and_then(|target| target.closest("a[href^='?']").ok().flatten()) else { return false };
    if !ui::web::is_plain_click(event) {
        return false;
    }
    event.prevent_default();
    let Some(href) = link.get_attribute("href") else { return false };
    let is_answer = link.has_attribute("data-option");
    if is_answer {
        verdicts.ask(&link, &href);
    } else {
        verdicts.forget();
        desk.go(&href, link.has_attribute("data-play"));
    }
    is_answer
}
