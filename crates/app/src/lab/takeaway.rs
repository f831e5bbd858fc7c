//! What can be taken away, and brought back: the link, a frame for a page of one's own, curves, the run, the weights.

use super::desk::Desk;
use super::teach::Hide;
use labkit::message::{Export, ToWorker};
use labkit::{Content, Text};
use leptos::prelude::*;
use ui::lang::{say, t};
use ui::{Button, FileButton, Size, Toast, Tone, use_toasts};
use wasm_bindgen_futures::JsFuture;

#[component]
pub fn TakeAway(desk: Desk) -> impl IntoView {
    let bench = desk.bench;
    let export = move |what: Export| bench.send(ToWorker::Export(what));
    let import = move |file: web_sys::File| bench.drop_file.run(file);
    let frame = Memo::new(move |_| {
        bench.params.track();
        bench.seed.track();
        bench.hidden.track();
        snippet(&desk.link())
    });
    let row = |title: Text, says: Text, acts: AnyView| {
        view! {
            <li>
                <div><b>{say(title)}</b><p class="quiet">{say(says)}</p></div>
                <div class="takeaway__acts">{acts}</div>
            </li>
        }
    };
    let toasts = use_toasts();
    let copy_frame = move || {
        let copied = ui::web::copy(&frame.get_untracked());
        leptos::task::spawn_local(async move {
            let done = match copied {
                Some(promise) => JsFuture::from(promise).await.is_ok(),
                None => false,
            };
            let toast = if done {
                Toast::new(Tone::Good, Text::new("已复制", "Copied"))
            } else {
                Toast::new(
                    Tone::Warn,
                    Text::new("浏览器不让复制，请选中文字自己复制", "The browser refused; select the text and copy it"),
                )
            };
            toasts.push(toast);
        });
    };
    view! {
        <ul class="takeaway">
            {row(
                Text::new("链接", "Link"),
                Text::new("参数、种子、停止条件都在地址里；打开就是这个状态", "Parameters, seed and stopping rule are in the address; it opens this very state"),
                view! { <Button label=Text::new("复制链接", "Copy link") icon="link" size=Size::Small on_click=move |()| desk.copy_link()/> }.into_any(),
            )}
            {row(
                Text::new("曲线", "Curves"),
                Text::new("这次运行里每张图的曲线，CSV", "The curves of every figure of this run, as CSV"),
                view! { <Button label=Text::new("存为 CSV", "Save CSV") icon="export" size=Size::Small on_click=move |()| save_curves(desk)/> }.into_any(),
            )}
            {row(
                Text::new("这次运行", "This run"),
                Text::new("种子、参数和途中的每次改动，JSON；打开它就一步不差地重跑", "Seed, parameters and every change on the way, as JSON; opened, it runs again step for step"),
                view! {
                    <Button label=Text::new("存为 JSON", "Save JSON") icon="export" size=Size::Small on_click=move |()| export(Export::Run)/>
                    <FileButton label=Text::new("打开…", "Open…") accept=".json,application/json" on_file=import/>
                }.into_any(),
            )}
            {row(
                Text::new("权重", "Weights"),
                Text::new("所有参数和优化器记住的量，safetensors；换上后从第 0 步开始", "All parameters and what the optimisers remember, as safetensors; opened, the run begins with them"),
                view! {
                    <Button label=Text::new("存为 safetensors", "Save safetensors") icon="export" size=Size::Small on_click=move |()| export(Export::Weights)/>
                    <FileButton label=Text::new("换上…", "Open…") accept=".safetensors" on_file=import/>
                }.into_any(),
            )}
            {row(
                Text::new("放进自己的网页", "In a page of your own"),
                Text::new("只有舞台和运行条；高度会自己报给外面的页面", "Stage and run bar only; it tells the page around it how high it is"),
                view! { <Button label=Text::new("复制代码", "Copy the code") icon="copy" size=Size::Small on_click=move |()| copy_frame()/> }.into_any(),
            )}
            {row(
                Text::new("藏起参数", "Hide controls"),
                Text::new("上课时不让人分心；地址会记住", "So that nothing distracts in class; the address keeps it"),
                view! { <Hide desk/> }.into_any(),
            )}
        </ul>
        <pre class="takeaway__code" tabindex="0" aria-label=t("嵌入代码", "Code to embed")><code translate="no">{move || frame.get()}</code></pre>
    }
}

/// A frame that holds the lab in this state and grows with it.
fn snippet(link: &str) -> String {
    let src = format!("{}{}embed=1", link, if link.contains('?') { '&' } else { '?' })
        .replace('&', "&amp;")
        .replace('"', "%22");
    format!(
        "<iframe src=\"{src}\" title=\"Grasp\" style=\"width:100%;height:640px;border:0\" allow=\"clipboard-write\"></iframe>\n\
         <script>addEventListener(\"message\", e => {{ const f = [...document.querySelectorAll(\"iframe\")].find(f => \
         f.contentWindow === e.source); if (f && e.data?.grasp === \"height\") f.style.height = e.data.height + \"px\" }})</script>"
    )
}

/// The curves of all panels, a row a point.
fn save_curves(desk: Desk) {
    let mut text = "panel,curve,index,x,y\n".to_owned();
    for (panel, content) in desk.bench.contents() {
        let (Content::Lines(series) | Content::Points(series)) = &*content else { continue };
        for one in series {
            for (x, y) in one.x.0.iter().zip(&one.y.0) {
                text.push_str(&format!("{panel},{},{},{x},{y}\n", one.key, one.index));
            }
        }
    }
    ui::web::save_text(&format!("{}-curves.csv", desk.bench.lab.id), "text/csv", &text);
}
