//! Parameters of many games side by side.

use labkit::param::Acts;
use labkit::{Kind, Param, Text};

const MANY: Text = Text::new("许多种子", "Many seeds");

const fn own(key: &'static str, label: Text, symbol: &'static str, help: Text, kind: Kind) -> Param {
    Param { key, label, symbol, help, group: MANY, kind, acts: Acts::Restarts, when: Some(("task", "many")) }
}

pub(super) const WHAT: Param = own(
    "m_what",
    Text::new("比什么", "What is compared"),
    "",
    Text::new("一个接一个，每个都用所有种子", "one after the other, each with all seeds"),
    Kind::Choice {
        options: &[
            ("cures", Text::new("坍缩和它的药方", "collapse and its remedies")),
            ("ensemble", Text::new("许多坍缩了的生成器一起", "collapsed generators together")),
            ("order", Text::new("轮流走与同时走", "turns against both at once")),
            ("draws", Text::new("超参数随机抽，也有 VAE", "hyper-parameters by chance, a VAE among them")),
            ("nets", Text::new("不好的网络", "bad networks")),
        ],
        default: 0,
    },
);
pub(super) const SEEDS: Param = own(
    "m_seeds",
    Text::new("几个种子", "Seeds"),
    "N",
    Text::new("同样的配方，各从自己的种子开始", "one recipe, each game from a seed of its own"),
    Kind::Number { min: 2.0, max: 64.0, default: 8.0, log: true },
);
pub(super) const STEPS: Param = own(
    "m_steps",
    Text::new("每局几步", "Steps of a game"),
    "",
    Text::new("G 走的步数", "steps of G"),
    Kind::Number { min: 50.0, max: 10_000.0, default: 1500.0, log: true },
);
