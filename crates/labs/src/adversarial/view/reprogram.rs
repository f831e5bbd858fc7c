//! A board in its frame, what the classifier says of it and what that means.

use super::{LOSSES, practising};
use crate::adversarial::params::TABLE;
use crate::stage::{
    Bench, Board, Cells, Chart, Curves, Drawn, Form, Group, Ink, Pick, Pictured, Plate, Reads, Sketch, Stroke, pictures,
};
use labkit::{Content, Lang, Text, Value};
use leptos::prelude::*;
use plot::{Matrix, Palette};
use ui::lang::{t, tf};

/// Cells of a row of the board.
const ROW: usize = 3;
const COUNTS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const COUNTING: Curves = Curves {
    panel: "counting",
    title: Text::new("数对的比例", "Boards counted right"),
    quiet: Text::new("240 个没学过的棋盘", "240 boards that were not learnt from"),
    x: Text::new("程序学了几批", "batches of the programme"),
    names: &[("framed", Text::new("有程序", "with it")), ("bare", Text::new("没有", "without"))],
    focus: "framed",
    log: (false, false),
    range: Some((0.0, 1.0)),
    mark: "",
    beside: &[],
};
const WEAVING: Curves = Curves {
    panel: "weaving",
    title: Text::new("程序的损失", "Loss of the programme"),
    quiet: Text::new("只对那些像素求梯度；对数轴", "its slope is taken for those pixels alone; log axis"),
    x: Text::new("批", "batch"),
    ..LOSSES
};

/// The reader's board.
#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("own_squares", Text::new("有几个方块", "squares"), Form::Count),
        ("own_bare", Text::new("没有程序，数出", "counted without"), Form::Count),
        ("own_counted", Text::new("有程序，数出", "counted with it"), Form::Count),
    ];
    let squares = move || bench.params.with(|params| params.number(TABLE, "squares")).round() as u32;
    let cells = move || {
        let values = (0..ROW * ROW).map(|place| f32::from(u8::from(squares() >> place & 1 == 1))).collect();
        Some(Cells { palette: |_| Palette::Picture { lo: 0.0, hi: 1.0 }, ..Cells::new((ROW, ROW), values) })
    };
    let pick = bench.own(|| {
        Callback::new(move |Pick { row, column, stroke }: Pick| {
            let now = untrack(squares);
            if stroke == Stroke::Press {
                bench.set("squares", Value::Number(f64::from(now ^ 1 << (row * ROW + column))));
            }
        })
    });
    let quiet = practising(
        bench,
        Text::new("按格子放方块；分类器只认得数字", "press cells to put squares; all the classifier knows is digits"),
    );
    let said = tf(move |lang| {
        let [digit, counted] = ["own_digit", "own_counted"].map(|name| bench.metric(name));
        match lang {
            _ if !digit.is_finite() => String::new(),
            Lang::Zh if counted == 0.0 => format!("被认成 {digit:.0}，它没有意思"),
            Lang::En if counted == 0.0 => format!("Taken for a {digit:.0}, which means nothing"),
            Lang::Zh => format!("被认成 {digit:.0}，意思是 {counted:.0} 个"),
            Lang::En => format!("Taken for a {digit:.0}, which means {counted:.0}"),
        }
    });
    let panel = bench.panel("meanings");
    let meanings = tf(move |lang| match panel.get().as_deref() {
        Some(Content::Text(text)) => text.get(lang).to_owned(),
        _ => String::new(),
    });
    view! {
        <Plate bench name="board" tag="a" title=Text::new("认数字的，改去数数", "Made for digits, made to count") quiet>
            <div class="adv-count">
                <Board label=t("你的棋盘", "Your board") cells on_pick=pick/>
                <Pictured panel=bench.panel("own_board") ink=Ink::Grey columns=2
                    label=t("没有程序，有程序：被认成的数字 → 意思", "Without and with the programme: digit → meaning")/>
            </div>
            <p class="adv-said" role="status">{said}</p>
            <p class="quiet told">{meanings}</p>
            <Reads bench reads=READS/>
        </Plate>
    }
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("count_accuracy", Text::new("有程序", "with the programme"), Form::Percent),
        ("count_bare", Text::new("没有程序", "without"), Form::Percent),
        ("count_off", Text::new("平均错几个", "off by, on average"), Form::Number),
        ("weights_changed", Text::new("分类器变了几个数", "numbers of the classifier changed"), Form::Count),
        ("clean_accuracy", Text::new("它认数字", "its digits"), Form::Percent),
    ];
    view! {
        <Chart bench tag="b" curves=COUNTING>{view! { <Reads bench reads=READS/> }.into_any()}</Chart>
        <Plate bench name="boards" tag="c" title=Text::new("没见过的棋盘", "Unseen boards")
            quiet=t("有几个 → 数成几个", "squares → what they are counted as")>
            <Pictured panel=bench.panel("boards") ink=Ink::Grey columns=8 label=t("程序里的棋盘", "Boards in the programme")/>
        </Plate>
        <Counted bench/>
        <Chart bench tag="e" curves=WEAVING/>
        <Chart bench tag="f" curves=LOSSES/>
    }
}

/// How many squares there are, and how many are counted.
#[component]
fn Counted(bench: Bench) -> impl IntoView {
    let panel = bench.panel("counted");
    let show = move |lang: Lang, done: &mut dyn FnMut(&dyn Drawn)| {
        let Some(all) = pictures(panel) else { return };
        let (rows, columns) = (all.height as usize, all.width as usize);
        let most = f64::from(all.values.0.iter().copied().fold(1.0, f32::max));
        let counts = COUNTS.get(..rows).unwrap_or_default();
        let names = [counts, &["—"]].concat();
        done(&Matrix {
            palette: Palette::Magnitude { most },
            row_names: counts,
            column_names: &names,
            row_title: Some(Text::new("有几个 ↓ 数成 →", "squares ↓ counted →").get(lang)),
            ..Matrix::new(rows, columns, &all.values.0)
        });
    };
    view! {
        <Plate bench name="counted" tag="d" title=Text::new("有几个，数成几个", "Squares, and what they are counted as") quiet=t("棋盘数；— 是没有意思的数字", "boards; — is a digit without a meaning")>
            <Sketch class="adv-square" label=t("有几个方块，数成几个", "Squares, and what they are counted as") show/>
        </Plate>
    }
}
