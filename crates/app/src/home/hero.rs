//! The first screen: one sentence, and something that already runs.

use super::live::Live;
use super::opened::opened;
use super::{LabLink, Navigate};
use labkit::text::Lang;
use labs::syllabus::{LabEntry, find, labs};
use leptos::prelude::*;
use ui::Icon;
use ui::lang::{say, t, tf};

/// Words on the left, three optimisers on the right.
#[component]
pub(super) fn Hero() -> impl IntoView {
    let built = labs().filter(|lab| lab.built).count();
    let sub = tf(move |lang| match lang {
        Lang::Zh => format!(
            "65 个实验，对应讲义 750 处，目前已建成 {built} 个。没有一段是录像：每条曲线都是此刻现算的，种子就在链接里。"
        ),
        Lang::En => format!(
            "65 labs for 750 passages, {built} built so far. Nothing is recorded: each curve is computed when you look at it, from a seed that stands in the link."
        ),
    });
    let start =
        find("gradient-descent").map(|(_, lab)| lab).filter(|lab| lab.built).or_else(|| labs().find(|lab| lab.built));
    view! {
        <section class="hero" aria-label=t("开始", "Start")>
            <div class="hero__words">
                <h1 class="hero__line">{line()}</h1>
                <p class="hero__sub">{sub}</p>
                <div class="hero__acts">
                    {start.map(|lab| view! { <Begin lab/> })}
                    <a class="btn btn--l" href="#map"><Icon name="map"/>{t("看课程地图", "See the course map")}</a>
                    <NotesLink/>
                </div>
                {opened().into_iter().rfind(|lab| lab.built).map(|lab| view! {
                    <p class="hero__back">{t("上次：", "Last time: ")}<LabLink lab=lab.id>{say(lab.title)}</LabLink></p>
                })}
            </div>
            <Live/>
        </section>
    }
    .into_any()
}

/// To the reader's own notes.
#[component]
fn NotesLink() -> impl IntoView {
    let navigate = use_context::<Navigate>();
    let follow = move |event: leptos::ev::MouseEvent| {
        if let Some(Navigate(navigate)) = navigate
            && ui::web::is_plain_click(&event)
        {
            event.prevent_default();
            navigate.run("?notes".to_owned());
        }
    };
    view! {
        <a class="btn btn--l" href="?notes" on:click=follow><Icon name="book"/>{t("读你自己的讲义", "Read your own notes")}</a>
    }
}

#[component]
fn Begin(lab: &'static LabEntry) -> impl IntoView {
    let words = tf(move |lang| match (lang, lab.id) {
        (Lang::Zh, "gradient-descent") => "从梯度下降开始".to_owned(),
        (Lang::En, "gradient-descent") => "Start with gradient descent".to_owned(),
        (Lang::Zh, _) => format!("从“{}”开始", lab.title.zh),
        (Lang::En, _) => format!("Start with {}", lab.title.en),
    });
    view! { <LabLink lab=lab.id class="btn btn--primary btn--l"><Icon name="play" solid=true/>{words}</LabLink> }
}

// Chinese headings break between phrases only.
fn line() -> impl Fn() -> AnyView {
    let lang = ui::lang();
    move || match lang.get() {
        Lang::Zh => view! {
            <span class="ph">"讲义里的每个模型，"</span>
            <span class="ph">"都在你自己的机器上跑着，"</span>
            <span class="ph">"等你动手。"</span>
        }
        .into_any(),
        Lang::En => "Every model in the lecture notes, running on your own machine, open to your hands.".into_any(),
    }
}
