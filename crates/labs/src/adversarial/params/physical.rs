//! Parameters of the exhibit on what is worn before a camera.

use super::{ATTACK, TASK_PHYSICAL, VICTIM, number};
use labkit::param::Acts;
use labkit::{Kind, Param, Text};

const PEOPLE: &[(&str, Text)] = &[
    ("A", Text::same("A")),
    ("B", Text::same("B")),
    ("C", Text::same("C")),
    ("D", Text::same("D")),
    ("E", Text::same("E")),
    ("F", Text::same("F")),
];
const TARGETS: &[(&str, Text)] = &[
    ("nearest", Text::new("最像的", "the nearest")),
    PEOPLE[0],
    PEOPLE[1],
    PEOPLE[2],
    PEOPLE[3],
    PEOPLE[4],
    PEOPLE[5],
];
const PIECES: &[(&str, Text)] = &[("glasses", Text::new("眼镜", "glasses")), ("sticker", Text::new("贴纸", "sticker"))];
const CAMERA: Text = Text::new("相机", "The camera");

const fn own(key: &'static str, label: Text, symbol: &'static str, help: Text, kind: Kind) -> Param {
    Param { key, label, symbol, help, group: ATTACK, kind, acts: Acts::AtOnce, when: TASK_PHYSICAL }
}

const fn seen(key: &'static str, label: Text, symbol: &'static str, help: Text, kind: Kind) -> Param {
    Param { group: CAMERA, acts: Acts::Shows, ..own(key, label, symbol, help, kind) }
}

pub(super) const FACES: Param = Param {
    group: VICTIM,
    acts: Acts::Restarts,
    ..own(
        "faces",
        Text::new("训练几批", "Batches to learn"),
        "",
        Text::new(
            "每批 48 张照片，镜头随机；运行栏一步四批",
            "48 photographs each, in views by lot; a step of the run is four",
        ),
        number(100.0, 2000.0, 200.0),
    )
};
pub(super) const WEARER: Param = own(
    "wearer",
    Text::new("谁来戴", "Who wears it"),
    "",
    Text::new("六个人里的一个", "one of the six"),
    Kind::Choice { options: PEOPLE, default: 0 },
);
pub(super) const PASSES: Param = own(
    "passes",
    Text::new("认成谁", "Taken for"),
    "",
    Text::new(
        "最像的：戴上一种颜色的，除了本人，谁分到的概率最大（这样就已被认成的不算）；选了戴的人自己，换成下一个",
        "the nearest: who else gets most of the probability where it is worn in one colour, unless that is enough already; for the wearer, the next one",
    ),
    Kind::Choice { options: TARGETS, default: 0 },
);
pub(super) const PIECE: Param = own(
    "piece",
    Text::new("戴什么", "What is worn"),
    "",
    Text::new("只有这些像素可以改", "only these pixels may change"),
    Kind::Choice { options: PIECES, default: 0 },
);
pub(super) const SPREAD: Param = own(
    "spread",
    Text::new("制作时镜头变化多大", "How far views differ in the making"),
    "",
    Text::new("0 只有正对着的一种；1 和考试一样", "0 is one view, straight on; 1 is as in the trial"),
    number(0.0, 1.5, 1.0),
);
pub(super) const SMOOTH: Param = own(
    "smooth",
    Text::new("平滑", "Smoothness"),
    "λ",
    Text::new("相邻像素相差多少，乘以它加进损失", "times the difference of neighbouring pixels, added to the loss"),
    number(0.0, 10.0, 0.3),
);
pub(super) const PRINT: Param = own(
    "print",
    Text::new("印得出", "Printable"),
    "λ",
    Text::new(
        "离印得出的颜色多远（平方），乘以它加进损失",
        "times the squared distance to a printable colour, added to the loss",
    ),
    number(0.0, 100.0, 2.0),
);
pub(super) const FITS: Param = own(
    "fits",
    Text::new("走几步", "Steps"),
    "T",
    Text::new("每步 24 张照片，各有各的镜头", "24 photographs each, every one in a view of its own"),
    number(10.0, 600.0, 200.0),
);
pub(super) const PHOTO: Param = seen(
    "photo",
    Text::new("第几张照片", "Which photograph"),
    "",
    Text::new("没练过的照片里的一张", "of the unseen ones"),
    number(0.0, 47.0, 0.0),
);
pub(super) const TURN: Param =
    seen("cam_turn", Text::new("转", "Turn"), "°", Text::new("相机歪了多少度", "degrees"), number(-40.0, 40.0, 0.0));
pub(super) const ZOOM: Param = seen(
    "cam_zoom",
    Text::new("远近", "Zoom"),
    "",
    Text::new("1 是原来的大小", "1 is the size as it was"),
    number(0.6, 1.4, 1.0),
);
pub(super) const RIGHT: Param =
    seen("cam_right", Text::new("右移", "Right"), "", Text::new("像素", "pixels"), number(-6.0, 6.0, 0.0));
pub(super) const DOWN: Param =
    seen("cam_down", Text::new("下移", "Down"), "", Text::new("像素", "pixels"), number(-6.0, 6.0, 0.0));
pub(super) const LIGHT: Param = seen(
    "cam_light",
    Text::new("光", "Light"),
    "",
    Text::new("亮度乘以它", "times the brightness"),
    number(0.4, 1.6, 1.0),
);
pub(super) const BLUR: Param =
    seen("cam_blur", Text::new("模糊", "Blur"), "", Text::new("0 清楚，1 模糊", "0 is sharp"), number(0.0, 1.0, 0.0));
