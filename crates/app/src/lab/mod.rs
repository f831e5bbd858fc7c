//! The page of a lab: lesson, stage, run bar, controls.

mod beside;
mod compare;
mod desk;
mod drawer;
mod drop;
mod fetched;
mod inside;
mod lesson;
mod progress;
mod run;
mod takeaway;
mod teach;
mod verdict;
mod wire;

pub use compare::Compare;
pub use desk::Desk;
pub use fetched::lab;
pub use inside::Inside;
pub use takeaway::TakeAway;

use crate::route::Route;
use crate::topbar::{Crumb, TopBar};
use labkit::Text;
use labs::Lab;
use labs::stage::Controls;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use ui::lang::{say, t};
use ui::{Button, Look, Size, TabItem, Tabs};

/// The panes of a narrow screen.
const PANES: [(&str, Text); 4] = [
    ("lesson", Text::new("课文", "Lesson")),
    ("plots", Text::new("曲线", "Plots")),
    ("controls", Text::new("参数", "Controls")),
    ("inside", Text::new("内部", "Inside")),
];

/// A lab, opened with the state that the address holds.
#[component]
pub fn LabPage(lab: &'static Lab, route: Route) -> impl IntoView {
    crate::home::mark_opened(lab.id);
    let desk = Desk::open(lab, route);
    let bench = desk.bench;
    let entry = labs::syllabus::find(lab.id);
    let title = entry.map_or(Text::same(lab.id), |(_, entry)| entry.title);
    let crumbs = vec![
        Crumb { label: Text::new("课程地图", "Course map"), href: Some("./".to_owned()) },
        Crumb { label: entry.map_or(Text::same(""), |(chapter, _)| chapter.title), href: None },
        Crumb { label: title, href: None },
    ];
    Effect::new(move |_| document().set_title(&format!("{} · {}", say(title)(), t("掌握", "Grasp")())));
    let undo = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let typing = event.target().is_some_and(|target| ui::web::undoes_itself(&target));
        if (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("z") && !typing {
            event.prevent_default();
            let bench = untrack(|| desk.set_bench());
            if event.shift_key() { bench.redo() } else { bench.undo() }
        }
    });
    on_cleanup(move || undo.remove());
    let slides = desk.teach.slides;
    let shell = NodeRef::<leptos::html::Div>::new();
    desk.teach.tell_height(shell);
    let embed = desk.teach.embed;
    let two = Memo::new(move |_| desk.second.opened.with(Option::is_some));
    let leave = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        if event.key() == "Escape" && slides.get_untracked() && !event.default_prevented() {
            slides.set(false);
        }
    });
    on_cleanup(move || leave.remove());
    let pane = RwSignal::new(0_usize);
    let panes = PANES.iter().map(|(panel, label)| TabItem { panel, label: *label, icon: "" }).collect::<Vec<_>>();
    let name = move || PANES.get(pane.get()).map_or("lesson", |(name, ..)| *name);
    view! {
        <div class="app--lab" class:app--embed=embed class:app--slides=slides node_ref=shell>
            <a class="skip" href="#stage">{t("跳到舞台", "Skip to the stage")}</a>
            <TopBar navigate=move |to: String| route.go(&to) crumbs>
                <span class="hide-s">
                    <Button label=teach::SLIDES icon="slides" look=Look::Quiet size=Size::Small pressed=slides on_click=move |()| slides.update(|on| *on = !*on)/>
                    <Button label=Text::new("复制链接", "Copy link") icon="link" look=Look::Quiet size=Size::Small on_click=move |()| desk.copy_link()/>
                </span>
            </TopBar>
            <main class="lab" data-pane=name data-beside=move || two.get().then_some("")>
                <h1 class="sr">{say(title)}</h1>
                {embed.then(|| view! {
                    <a class="embed__open" target="_blank" rel="noopener" href=move || desk.whole_link()>
                        "Grasp 掌握 · "{say(title)}<ui::Icon name="arrow-right" size=12/>
                    </a>
                })}
                <section class="lesson" id="lesson" aria-label=t("课文", "Lesson")>
                    <p class="lab__title" aria-hidden="true">{say(title)}</p>
                    <lesson::Lesson desk/>
                </section>
                <section class="stage" id="stage" aria-label=t("舞台", "Stage")>
                    <Show when=move || two.get()><div class="beside"><p><b>"A"</b></p></div></Show>
                    {(lab.view)(bench)}
                </section>
                <Show when=move || two.get()><beside::Stage desk/></Show>
                <Tabs label=Text::new("面板", "Panes") items=panes value=pane on_change=move |index| pane.set(index) class="panes"/>
                <run::Run desk/>
                {move || {
                    let bench = desk.set_bench();
                    view! { <Controls bench extra=move || view! { <beside::Side desk/><run::Extra desk/> }/> }
                }}
                <drawer::Drawer desk/>
            </main>
        </div>
    }
    .into_any()
}
