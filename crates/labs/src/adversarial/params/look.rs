//! Parameters of what is shown; the run does not notice.

use super::{VIEW, about, number, one};
use labkit::param::Acts;
use labkit::{Kind, Param, Text};

const WHOSE: &[(&str, Text)] = &[("unseen", Text::new("没练过的", "unseen")), ("yours", Text::new("你写的", "yours"))];

const FACTORS: &[(&str, Text)] = &[("1", Text::same("×1")), ("10", Text::same("×10")), ("50", Text::same("×50"))];

pub(super) const OWNER: Param = about(
    one(
        "whose",
        Text::new("谁写的", "Whose digit"),
        "",
        Text::new("没练过的，或你在手写板上写的", "an unseen one, or yours from the pad"),
        Kind::Choice { options: WHOSE, default: 0 },
    ),
    VIEW,
    Acts::Shows,
);
pub(super) const DIGIT: Param = about(
    one(
        "digit",
        Text::new("第几张", "Which digit"),
        "",
        Text::new("没练过的数字里的一张", "of the unseen digits"),
        number(0.0, 255.0, 0.0),
    ),
    VIEW,
    Acts::Shows,
);
pub(super) const APART: Param = about(
    one(
        "apart",
        Text::new("同样的 L2", "Equal L2"),
        "",
        Text::new("每个像素改一点，或一个像素改很多", "every pixel a little, or one pixel a lot"),
        number(0.0, 1.0, 0.9),
    ),
    VIEW,
    Acts::Shows,
);
pub(super) const FACTOR: Param = about(
    one(
        "factor",
        Text::new("噪声放大", "Noise shown"),
        "",
        Text::new("中间那张图乘以几", "factor of the picture in the middle"),
        Kind::Choice { options: FACTORS, default: 1 },
    ),
    VIEW,
    Acts::Shows,
);
