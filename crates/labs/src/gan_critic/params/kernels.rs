//! Parameters of the exhibit on the norms of kernels.

use super::number;
use labkit::param::Acts;
use labkit::{Kind, Param, Text};

const GROUP: Text = Text::new("卷积层", "The layer");
const FILTERS: &[(&str, Text)] = &[
    ("random", Text::new("随机", "random")),
    ("mean", Text::new("取平均", "averaging")),
    ("edges", Text::new("找边缘（拉普拉斯）", "edges (Laplacian)")),
    ("identity", Text::new("原样通过", "identity")),
];

const fn own(key: &'static str, label: Text, help: Text, kind: Kind) -> Param {
    Param { key, label, symbol: "", help, group: GROUP, kind, acts: Acts::Restarts, when: Some(("task", "kernels")) }
}

pub(super) const FILTER: Param = own(
    "filter",
    Text::new("卷积核", "Kernel"),
    Text::new("随机的由种子决定", "a random one comes from the seed"),
    Kind::Choice { options: FILTERS, default: 0 },
);
pub(super) const CHANNELS: Param =
    own("channels", Text::new("通道", "Channels"), Text::new("进出一样多", "as many in as out"), number(1.0, 4.0, 2.0));
pub(super) const WINDOW: Param = own(
    "window",
    Text::new("核的边长", "Side of the kernel"),
    Text::new("偶数算作小一号的奇数", "even ones count as the odd one below"),
    number(1.0, 5.0, 3.0),
);
pub(super) const SIDE: Param = own(
    "side",
    Text::new("图的边长", "Side of the picture"),
    Text::new("四周补零", "zeros are put around"),
    number(3.0, 8.0, 7.0),
);
pub(super) const STRIDE: Param = own(
    "stride",
    Text::new("步幅", "Stride"),
    Text::new("窗口每次走几格", "pixels between windows"),
    number(1.0, 2.0, 1.0),
);
