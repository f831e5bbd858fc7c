//! The reader's own notes: outline, text, and beside each heading the labs that serve it.

mod desk;
mod outline;
mod shelf;
mod text;

use crate::files;
use crate::route::Route;
use crate::topbar::{Crumb, TopBar};
use desk::Desk;
use labkit::Text;
use labkit::text::Lang;
use leptos::ev::{self, MouseEvent};
use leptos::prelude::*;
use ui::lang::{t, tag, tf};
use ui::{Button, DropZone, Icon, IconButton, Look, Size};
use wasm_bindgen::JsCast as _;
use web_sys::Element;

const TITLE: Text = Text::new("你的讲义", "Your notes");

/// The notes.
#[component]
pub fn NotesPage(route: Route) -> impl IntoView {
    let desk = Desk::open();
    let over = ui::use_drops(Callback::new(move |file| desk.take(file)));
    let crumbs = vec![
        Crumb { label: Text::new("课程地图", "Course map"), href: Some("./".to_owned()) },
        Crumb { label: TITLE, href: None },
    ];
    let name = Memo::new(move |_| desk.open.with(|mark| mark.as_deref().map(|mark| files::name(mark).to_owned())));
    Effect::new(move |_| {
        let title = name.get().unwrap_or_else(|| t(TITLE.zh, TITLE.en)().to_owned());
        document().set_title(&format!("{title} · {}", t("掌握", "Grasp")()));
    });
    let scrolled = window_event_listener(ev::scroll, move |_| desk.scrolled());
    let moves = [
        window_event_listener(ev::wheel, move |_| desk.free()),
        window_event_listener(ev::pointerdown, move |_| desk.free()),
        window_event_listener(ev::keydown, move |_| desk.free()),
    ];
    on_cleanup(move || {
        scrolled.remove();
        moves.into_iter().for_each(WindowListenerHandle::remove);
    });
    view! {
        <a class="skip" href="#text">{t("跳到正文", "Skip to the text")}</a>
        <TopBar navigate=move |to: String| route.go(&to) crumbs/>
        <main class="reader" class:reader--open=move || name.get().is_some()>
            {move || name.get().is_none().then(|| view! { <Empty desk over/> })}
            <Outline desk over name/>
            <article class="reader__text" id="text" tabindex="-1" hidden=move || name.get().is_none()>
                <header class="reader__head">
                    <h1>{name}</h1>
                    <p class="quiet num">{counted(desk)}</p>
                    <Progress desk/>
                </header>
                <div
                    node_ref=desk.text
                    lang=move || tag(if desk.zh.get() { Lang::Zh } else { Lang::En })
                    on:click=move |event| follow_lab(&event, route)
                ></div>
            </article>
        </main>
    }
    .into_any()
}

/// A click on a lab beside a heading is followed without loading anew.
fn follow_lab(event: &MouseEvent, route: Route) {
    let link = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest("a.labchip").ok().flatten());
    if let Some(href) = link.and_then(|link| link.get_attribute("href"))
        && ui::web::is_plain_click(event)
    {
        event.prevent_default();
        route.go(&href);
    }
}

fn counted(desk: Desk) -> impl Fn() -> String {
    tf(move |lang| {
        let (headings, set, plain) = desk.counts.get();
        let mut words = match lang {
            Lang::Zh => format!("{headings} 个标题"),
            Lang::En => format!("{headings} headings"),
        };
        if set + plain > 0 {
            words += &match lang {
                Lang::Zh => format!(" · {} 个公式", set + plain),
                Lang::En => format!(" · {} formulas", set + plain),
            };
        }
        if plain > 0 {
            words += &match lang {
                Lang::Zh => format!("，其中 {plain} 个照原样写出"),
                Lang::En => format!(", {plain} of them shown as written"),
            };
        }
        words
    })
}

#[component]
fn Progress(desk: Desk) -> impl IntoView {
    let share = move || format!("{:.0}%", desk.done.get() * 100.0);
    move || {
        desk.slow.get().then(|| {
            view! {
                <div class="reader__wait" role="status">
                    <div class="progress" style=("--p", share)></div>
                    <p class="progress__row"><span>{t("正在排版", "Setting the text")}</span><span>{share}</span></p>
                </div>
            }
        })
    }
}

/// Where no notes are open.
#[component]
fn Empty(desk: Desk, over: RwSignal<bool>) -> impl IntoView {
    view! {
        <section class="reader__empty" hidden=move || desk.reading.get() && !desk.slow.get()>
            <h1>{t("读你自己的讲义", "Read your own notes")}</h1>
            <p class="prose">{t(
                "打开你手里的那份讲义（Markdown）：公式排好，目录在左，每个标题旁边是让它动起来的实验。",
                "Open your own copy of the lecture notes (Markdown): its formulas set, its outline on the left, and beside each heading the labs that make it move.",
            )}</p>
            <Zone desk over/>
            <p class="quiet">{t(
                "文件不会离开这台电脑：在这里读，只存在这个浏览器里，随时可以移除。讲义里的图片不会去别处取。",
                "The file does not leave this machine: it is read here and kept in this browser only, until you have it forgotten. Pictures are fetched from nowhere.",
            )}</p>
            <Progress desk/>
            <Kept desk/>
        </section>
    }
    .into_any()
}

#[component]
fn Zone(desk: Desk, over: RwSignal<bool>) -> impl IntoView {
    view! {
        <DropZone
            label=Text::new("Markdown 讲义，.md 或 .txt", "lecture notes in Markdown, .md or .txt")
            accept=".md,.markdown,.txt,text/plain,text/markdown"
            on_file=move |file| desk.take(file)
            over
            problem=desk.problem
        />
    }
}

/// Notes that this browser keeps, but for those that are open.
#[component]
fn Kept(desk: Desk) -> impl IntoView {
    let others = move || {
        let open = desk.open.get();
        desk.kept.get().into_iter().filter(|mark| Some(mark) != open.as_ref()).collect::<Vec<_>>()
    };
    let one = move |mark: String| {
        let (name, again, gone) = (files::name(&mark).to_owned(), mark.clone(), mark);
        view! {
            <li>
                <button type="button" class="btn btn--quiet" on:click=move |_| desk.find(again.clone())><Icon name="book"/>{name}</button>
                <IconButton icon="close" label=Text::new("从这个浏览器移除", "Forget") size=Size::Small on_click=move |()| desk.forget(gone.clone())/>
            </li>
        }
    };
    move || {
        let others = others();
        (!others.is_empty()).then(|| {
            view! {
                <div class="reader__kept">
                    <h2>{t("这个浏览器里存着的", "Kept in this browser")}</h2>
                    <ul>{others.into_iter().map(one).collect_view()}</ul>
                </div>
            }
        })
    }
}

/// The outline, and below it what can be done with the notes.
#[component]
fn Outline(desk: Desk, over: RwSignal<bool>, name: Memo<Option<String>>) -> impl IntoView {
    // On a narrow screen it lies over the text while it is wanted.
    let wanted = RwSignal::new(false);
    let filter = RwSignal::new(String::new());
    let show = move || {
        if let Some(list) = desk.outline.get_untracked() {
            outline::show(&list, &filter.get_untracked());
            desk.follow();
        }
    };
    let turn_all = move |open: bool| {
        if let Some(list) = desk.outline.get_untracked() {
            outline::turn_all(&list, open);
            show();
        }
    };
    let clicked = move |event: MouseEvent| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        if target.class_list().contains("fold") {
            outline::turn(&target);
            show();
        } else if target.closest("a").ok().flatten().is_some() {
            wanted.set(false);
        }
    };
    let escape = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            wanted.set(false);
        }
    };
    let forget = move |()| {
        if let Some(mark) = desk.open.get_untracked() {
            desk.forget(mark);
        }
    };
    view! {
        <nav
            class="reader__nav"
            class:is-wanted=wanted
            aria-label=t("目录", "Outline")
            hidden=move || name.get().is_none()
            on:keydown=escape
        >
            <button
                type="button"
                class="btn reader__call"
                aria-expanded=move || wanted.get().to_string()
                aria-controls="outline"
                on:click=move |_| wanted.update(|wanted| *wanted = !*wanted)
            >
                <Icon name="list"/>{t("目录", "Outline")}
            </button>
            <div class="reader__panel" id="outline">
                <div class="reader__tools">
                    <label class="search">
                        <Icon name="search"/>
                        <input
                            type="search"
                            placeholder=t("筛选标题", "Filter headings")
                            aria-label=t("筛选标题", "Filter headings")
                            prop:value=filter
                            on:input:target=move |event| {
                                filter.set(event.target().value());
                                show();
                            }
                        />
                    </label>
                    <IconButton icon="plus" label=Text::new("全部展开", "Open all") size=Size::Small on_click=move |()| turn_all(true)/>
                    <IconButton icon="minus" label=Text::new("全部收起", "Fold all") size=Size::Small on_click=move |()| turn_all(false)/>
                </div>
                <ol class="outline" node_ref=desk.outline on:click=clicked></ol>
                <div class="reader__foot">
                    {move || name.get().is_some().then(|| view! { <Zone desk over/> })}
                    <Kept desk/>
                    <Button
                        label=Text::new("从这个浏览器移除", "Forget these notes")
                        look=Look::Quiet
                        size=Size::Small
                        icon="close"
                        on_click=forget
                    />
                </div>
            </div>
        </nav>
    }
    .into_any()
}
