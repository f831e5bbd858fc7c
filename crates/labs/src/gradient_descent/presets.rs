//! Named surfaces.

use labkit::{Preset, Text};

/// Classic surfaces.
pub const PRESETS: &[Preset] = &[
    Preset {
        label: Text::new("弯谷", "a bent valley"),
        sets: &[("f", "(1-x)^2 + 10*(y-x^2)^2"), ("lr_gd", "0.006"), ("lr_momentum", "0.004"), ("x0", "-1.45"), ("y0", "2.35"), ("view", "")],
    },
    Preset {
        label: Text::new("碗", "a bowl"),
        sets: &[("f", "x^2 + y^2"), ("lr_gd", "0.1"), ("lr_momentum", "0.03"), ("x0", "-1.6"), ("y0", "1.2"), ("view", "-2,-2;2,2")],
    },
    Preset {
        label: Text::new("山谷，陡 k 倍", "a ravine, k times steeper across"),
        sets: &[("f", "0.5*(x^2 + k*y^2)"), ("lr_gd", "0.08"), ("lr_momentum", "0.02"), ("x0", "-3"), ("y0", "0.8"), ("view", "-4,-2;4,2")],
    },
    Preset {
        label: Text::same("Rosenbrock"),
        sets: &[("f", "(1-x)^2 + 100*(y-x^2)^2"), ("lr_gd", "0.0008"), ("lr_momentum", "0.0003"), ("x0", "-1.2"), ("y0", "1"), ("view", "-2,-1;2,3")],
    },
    Preset {
        label: Text::same("Himmelblau"),
        sets: &[("f", "(x^2+y-11)^2 + (x+y^2-7)^2"), ("lr_gd", "0.01"), ("lr_momentum", "0.003"), ("x0", "0.2"), ("y0", "-0.8"), ("view", "-6,-6;6,6")],
    },
    Preset {
        label: Text::new("鞍点", "a saddle"),
        sets: &[("f", "x^2 - y^2 + 0.25*y^4"), ("lr_gd", "0.05"), ("lr_momentum", "0.02"), ("x0", "-1.6"), ("y0", "0.001"), ("view", "-2.4,-2.4;2.4,2.4")],
    },
    Preset {
        label: Text::new("高原", "a plateau"),
        sets: &[("f", "1 - exp(-(x^2+y^2)/2) + 0.002*(x^2+y^2)"), ("lr_gd", "0.5"), ("lr_momentum", "0.2"), ("x0", "-3.4"), ("y0", "2"), ("view", "-5,-4;5,4")],
    },
    Preset {
        label: Text::same("Beale"),
        sets: &[("f", "(1.5-x+x*y)^2 + (2.25-x+x*y^2)^2 + (2.625-x+x*y^3)^2"), ("lr_gd", "0.005"), ("lr_momentum", "0.001"), ("x0", "-1"), ("y0", "1.4"), ("view", "-2,-2;4.2,2.2")],
    },
    Preset {
        label: Text::new("猴鞍", "a monkey saddle"),
        sets: &[("f", "x^3 - 3*x*y^2 + 0.1*(x^2+y^2)^2"), ("lr_gd", "0.02"), ("lr_momentum", "0.005"), ("x0", "1.6"), ("y0", "0.01"), ("view", "-3.4,-3;3.4,3")],
    },
    Preset {
        label: Text::new("一条曲线，两个谷", "a curve with two valleys"),
        sets: &[("f", "(x^2-1)^2 + 0.3*x"), ("lr_gd", "0.05"), ("lr_momentum", "0.01"), ("x0", "1.5"), ("y0", "0"), ("view", "-1.8,-1;1.8,1")],
    },
    Preset {
        label: Text::new("悬崖（循环单元 50 步）", "a cliff (50 steps of a recurrent unit)"),
        sets: &[
            ("f", "(1/(1+exp(-repeat(50,0.5,x/(1+exp(-h))+y)))-0.7)^2"),
            ("lr_gd", "0.3"),
            ("lr_momentum", "0.05"),
            ("x0", "4.5"),
            ("y0", "-2"),
            ("view", "3,-4;7,0"),
        ],
    },
];
