//! The lab's parameters: from this table come controls, address, command line and defaults.

use labkit::param::Acts;
use labkit::{Kind, Param, Text};

const STEP: Text = Text::new("步子", "The step");

/// The table.
pub const TABLE: &[Param] = &[
    Param {
        key: "lr",
        label: Text::new("学习率", "Learning rate"),
        symbol: "η",
        help: Text::new("每一步走梯度的多少倍", "how much of the gradient a step takes"),
        group: STEP,
        kind: Kind::Number { min: 1e-3, max: 10.0, default: 0.1, log: true },
        acts: Acts::AtOnce,
        when: None,
    },
    Param {
        key: "a",
        label: Text::new("曲率", "Curvature"),
        symbol: "a",
        help: Text::new("抛物线有多陡", "how steep the parabola is"),
        group: STEP,
        kind: Kind::Number { min: 0.1, max: 5.0, default: 1.0, log: true },
        acts: Acts::AtOnce,
        when: None,
    },
    Param {
        key: "x0",
        label: Text::new("起点", "Start"),
        symbol: "x₀",
        help: Text::new("从哪里出发", "where it begins"),
        group: Text::new("起点", "Start"),
        kind: Kind::Typed { min: -10.0, max: 10.0, default: 3.0 },
        acts: Acts::Restarts,
        when: None,
    },
];
