//! One step of the optimiser in focus, taken apart: its stages in words. Every number is what the machine computed in
//! that very step.

use super::running::{Ground, Running};
use super::params::{OPTIMISERS, TABLE};
use super::race::{Ahead, place};
use compute::Snapshot;
use labkit::stage::Staged;
use labkit::{Params, Sentence, brief};
use nn::Optimiser;

/// What it remembers: symbol, before and after.
pub(super) type Memory = (&'static str, [f64; 2], [f64; 2]);

/// The step of the first ball, or of the first two parameters of the table's model.
pub(super) struct Step {
    pub(super) optimiser: Optimiser,
    pub(super) focus: usize,
    /// Names of the two parameters.
    pub(super) names: [String; 2],
    pub(super) before: [f64; 2],
    pub(super) after: [f64; 2],
    pub(super) gradient: [f64; 2],
    pub(super) memory: Vec<Memory>,
    /// Loss before and after.
    pub(super) loss: [f64; 2],
    pub(super) rate: f64,
    params: Params,
    /// Width and height of the view.
    pub(super) view: [f64; 2],
}

impl Step {
    /// `None` where the step cannot be read: its numbers are no longer finite.
    pub(super) fn new(focus: usize, params: &Params, running: &Running, ahead: &Ahead) -> Option<Self> {
        let optimiser = *Optimiser::ALL.get(focus)?;
        let (race, key) = (&running.race, optimiser.key());
        let lane = race.lanes.get(focus)?;
        let plan = race.machine.plan();
        // Both parameters as the machine names them: tensor and place in it.
        let (names, places) = match &running.ground {
            Ground::Formula(_) => (["x".to_owned(), "y".to_owned()], [(format!("{key}.x"), 0), (format!("{key}.y"), 0)]),
            Ground::Net(_) => (["w₁".to_owned(), "w₂".to_owned()], [(format!("{key}.theta"), 0), (format!("{key}.theta"), 1)]),
            Ground::Table(_, problem) if problem.seen.d() > 1 => {
                let features = &problem.seen.names;
                let name = |i: usize| format!("w_{}", features.get(i).map_or("", String::as_str));
                ([name(0), name(1)], [(format!("{key}.w"), 0), (format!("{key}.w"), 1)])
            }
            Ground::Table(..) => (["w".to_owned(), "b".to_owned()], [(format!("{key}.w"), 0), (format!("{key}.b"), 0)]),
        };
        let read = |now: &Snapshot, symbol: &str| -> Option<[f64; 2]> {
            let number = |(name, at): &(String, usize)| {
                let tensor = plan.tensor(now, &format!("{name}{symbol}"))?;
                tensor.values.get(*at).map(|value| f64::from(*value))
            };
            Some([number(&places[0])?, number(&places[1])?])
        };
        let slope = |(name, at): &(String, usize)| {
            let watched = format!("∇ {name}");
            let tensor = ahead.gradients.iter().find(|tensor| tensor.name == watched)?;
            tensor.values.get(*at).map(|value| f64::from(*value))
        };
        let remembered = |symbol: &&'static str| {
            let symbol_of = format!(".{symbol}");
            Some((*symbol, read(&ahead.before, &symbol_of)?, read(&ahead.after, &symbol_of)?))
        };
        // What this form of the rule does not remember is no state.
        let kept = optimiser.memory().iter().chain(&Optimiser::MORE_MEMORY);
        let [(x0, y0), (x1, y1)] = running.view;
        let [x, y] = place(&ahead.row, lane, 0).map(f64::from);
        let step = Self {
            optimiser,
            focus,
            names,
            before: read(&ahead.before, "")?,
            after: [x, y],
            gradient: [slope(&places[0])?, slope(&places[1])?],
            memory: kept.filter_map(remembered).collect(),
            loss: [f64::from(*ahead.row.get(lane.loss.start)?), running.ground.loss(lane, 0, &ahead.row)],
            rate: params.number(TABLE, &format!("lr_{key}")) * f64::from(*ahead.row.get(race.factor)?),
            params: params.clone(),
            view: [x1 - x0, y1 - y0],
        };
        step.before.iter().all(|value| value.is_finite()).then_some(step)
    }

    pub(super) fn switch(&self, key: &str) -> bool {
        self.params.switch(TABLE, key)
    }

    /// Whether ε stands under the root.
    pub(super) fn inside(&self) -> bool {
        self.params.choice(TABLE, "root") == "inside"
    }

    pub(super) fn hyper(&self, key: &str) -> f64 {
        self.params.number(TABLE, key)
    }

    /// What it remembers by this symbol, before and after.
    pub(super) fn memory(&self, symbol: &str) -> ([f64; 2], [f64; 2]) {
        let found = self.memory.iter().find(|(name, ..)| *name == symbol);
        found.map_or(([f64::NAN; 2], [f64::NAN; 2]), |(_, before, after)| (*before, *after))
    }

    /// Whether it is RAdam.
    pub(super) fn rectified(&self) -> bool {
        self.optimiser == Optimiser::RAdam
    }

    /// RAdam's `ρ` of this step, and `r`: nothing while the second moment is not used.
    pub(super) fn rectification(&self) -> (f64, Option<f64>) {
        let (beta2, [t, _], [q, _]) = (self.hyper("beta2"), self.memory("t").1, self.memory("q").1);
        let most = 2.0 / (1.0 - beta2) - 1.0;
        let rho = most - 2.0 * t * (1.0 - q) / q;
        let r = || ((rho - 4.0) * (rho - 2.0) * most / ((most - 4.0) * (most - 2.0) * rho)).sqrt();
        (rho, (rho > 5.0).then(r))
    }

    pub(super) fn moved(&self) -> [f64; 2] {
        [self.after[0] - self.before[0], self.after[1] - self.before[1]]
    }

    /// What a stage does.
    pub(super) fn stage(&self, index: u32) -> Staged {
        let pair = |[a, b]: [f64; 2]| format!("({}, {})", brief(a), brief(b));
        let ([x, y], [before, after]) = (&self.names, self.loss.map(brief));
        let (here, slope, delta, there) =
            (pair(self.before), pair(self.gradient), pair(self.moved()), pair(self.after));
        let length = brief(self.gradient[0].hypot(self.gradient[1]));
        let name = OPTIMISERS.get(self.focus).map_or(labkit::Text::same(""), |(_, name)| *name);
        let rate = brief(self.rate);
        let (zh, en) = match index {
            0 => (
                format!("前向：在 ({x}, {y}) = {here} 处，损失是 {before}。"),
                format!("Forward: at ({x}, {y}) = {here} the loss is {before}."),
            ),
            1 => (
                format!("反向：梯度是 {slope}，长 {length}，指向最陡的上坡；箭头画的是它的反方向。"),
                format!("Backward: the gradient is {slope}, of length {length}; it points up the steepest way, the arrow shows the way against it."),
            ),
            2 => match self.optimiser {
                Optimiser::Gd | Optimiser::Sgd => (
                    format!("方向：学习率 {rate} 乘以负梯度，这一步走 {delta}。"),
                    format!("Direction: learning rate {rate} times the negative gradient, a step of {delta}."),
                ),
                Optimiser::Momentum | Optimiser::Nesterov => {
                    let (v, keep) = (pair(self.memory("v").1), brief(self.hyper("momentum")));
                    (
                        format!("方向：{} 留下旧速度的 {keep} 倍，加上 −η g，新的速度是 {v}，这一步走 {delta}。", name.zh),
                        format!("Direction: {} keeps {keep} of the old velocity and adds −η g; the new velocity is {v}, the step {delta}.", name.en),
                    )
                }
                _ => self.told(name, &delta),
            },
            _ => (
                format!("更新：走到 {there}，损失从 {before} 变成 {after}。"),
                format!("Update: to {there}; the loss goes from {before} to {after}."),
            ),
        };
        Staged { index, last: index >= 3, happened: Sentence::new(zh, en), panels: vec![self.arrows(index)] }
    }
}

#[cfg(test)]
mod tests {
    use super::super::LAB;
    use super::super::params::TABLE;
    use compute::Device;
    use labkit::{Content, Frame, Model, Params};

    fn open(sets: &[(&str, &str)], device: &Device, file: Option<&str>) -> Box<dyn Model> {
        let mut params = Params::defaults(TABLE);
        let pairs: Vec<_> = sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        params.set_all(TABLE, &pairs).unwrap();
        let mut model = (LAB.open)(&params, 7, device).unwrap();
        if let Some(csv) = file {
            for (key, value) in model.drop_file("a.csv", csv.as_bytes()).unwrap().sets {
                params.put(TABLE, key, value);
            }
            model.set(&params).unwrap();
        }
        model
    }

    fn frame(model: &mut dyn Model) -> Frame {
        pollster::block_on(model.frame(true)).unwrap()
    }

    /// The numbers in a piece of MathML, without exponents.
    fn numbers(mathml: &str) -> Vec<f64> {
        let parts = mathml.split("<mn>").skip(1).zip(mathml.split("<mn>"));
        parts
            .map(|(part, before)| {
                let sign = if before.ends_with("<mo>−</mo>") { -1.0 } else { 1.0 };
                sign * part.split("</mn>").next().unwrap().parse::<f64>().unwrap()
            })
            .collect()
    }

    #[test]
    fn the_stages_of_a_step_tell_the_step_that_comes() {
        // x ← x − 0.1·2x: from 1 to 0.8, the loss from 1 to 0.64.
        for device in [Device::cpu(), pollster::block_on(Device::gpu()).unwrap()] {
            let mut model = open(&[("f", "x^2"), ("optimiser", "gd"), ("lr", "0.1"), ("x0", "1"), ("y0", "3")], &device, None);
            let said = [0, 1, 2, 3].map(|stage| pollster::block_on(model.stage(stage)).unwrap());
            let en = said.each_ref().map(|staged| staged.happened.en.as_str());
            assert!(en[0].contains("(1, 3)") && en[0].contains("the loss is 1."), "{en:?}");
            assert!(en[1].contains("(2, 0)") && en[1].contains("length 2"), "{en:?}");
            assert!(en[2].contains("(−0.2, 0)"), "{en:?}");
            assert!(en[3].contains("(0.8, 3)") && en[3].contains("from 1 to 0.64"), "{en:?}");
            let arrows = said.map(|staged| match &staged.panels[0].content {
                Content::Lines(lines) => lines.iter().map(|line| line.key.clone()).collect::<Vec<_>>(),
                _ => Vec::new(),
            });
            assert_eq!(arrows.map(|keys| keys.join(" ")), ["", "gradient", "gradient step", "step"]);
            assert_eq!(frame(&mut *model).step, 0, "looking at a step does not take it");
            model.advance(1).unwrap();
            let now = frame(&mut *model);
            assert!((now.metric("x").unwrap() - 0.8).abs() < 1e-6);
        }
    }

    #[test]
    fn looking_at_steps_changes_no_run() {
        for (optimiser, file) in [("adam", None), ("momentum", None), ("rmsprop", Some("a,b,c\n1,2,3\n2,1,4\n3,3,1\n4,0,2\n5,2,2\n"))] {
            let mut runs = [false, true].map(|look| {
                let mut model = open(&[("optimiser", optimiser)], &Device::cpu(), file);
                for _ in 0..20 {
                    model.advance(7).unwrap();
                    if look {
                        pollster::block_on(model.equations()).unwrap();
                        pollster::block_on(model.stage(2)).unwrap();
                    }
                }
                model
            });
            let [bare, looked] = runs.each_mut().map(|model| frame(&mut **model));
            assert_eq!(bare, looked, "{optimiser}");
        }
    }

    #[test]
    fn weights_that_do_not_fit_leave_the_run_where_it_is() {
        let mut model = open(&[], &Device::cpu(), None);
        model.advance(30).unwrap();
        let before = frame(&mut *model);
        let tensor = |name: &str, count: usize| compute::Tensor { name: name.to_owned(), shape: vec![count], values: vec![0.5; count] };
        for wrong in [vec![tensor("gd.x", 16), tensor("adam.y", 3)], vec![tensor("w", 16)], Vec::new()] {
            assert!(model.load(&wrong).is_err());
            assert_eq!(frame(&mut *model), before);
        }
        assert_eq!(model.load(&[tensor("gd.x", 16), tensor("other", 2)]).unwrap(), 1);
        let after = frame(&mut *model);
        assert_eq!((after.step, after.run), (0, before.run + 1));
        let Some(Content::Lines(paths)) = after.panel("paths") else { panic!("no paths") };
        let gd = paths.iter().find(|path| path.key == "gd").unwrap();
        assert_eq!(gd.x.0, [0.5], "it begins there");
    }

    #[test]
    fn equations_hold_with_their_numbers() {
        let rosenbrock = "(1-x)^2+100*(y-x^2)^2";
        let csv = "area,rooms,price\n50,2,100\n80,3,170\n120,4,260\n65,2,130\n95,3,210\n";
        for file in [None, Some(csv)] {
            for optimiser in ["gd", "momentum", "adagrad", "rmsprop", "adam", "radam", "lookahead"] {
                let sets = [("f", rosenbrock), ("optimiser", optimiser), ("lr", "0.002")];
                let mut model = open(&sets, &Device::cpu(), file);
                model.advance(3).unwrap();
                let now = frame(&mut *model);
                let equations = pollster::block_on(model.equations()).unwrap();
                assert!(equations.iter().all(|equation| !equation.numbers.contains("NaN")), "{equations:?}");
                // The update begins where the run is and ends where the next step leads.
                let update = equations.iter().find(|equation| equation.name.en == "update").unwrap();
                let found = numbers(&update.numbers);
                model.advance(1).unwrap();
                let next = frame(&mut *model);
                // The first number is that of the index t + 1.
                let ends = [found[1], found[2], found[found.len() - 2], found[found.len() - 1]];
                let metric = |frame: &Frame, name: &str| frame.metric(name).unwrap();
                let truth = [metric(&now, "x"), metric(&now, "y"), metric(&next, "x"), metric(&next, "y")];
                for (found, truth) in ends.iter().zip(truth) {
                    assert!((found - truth).abs() <= 1e-3 * truth.abs().max(1e-2), "{optimiser}: {ends:?}, {truth:?}\n{}", update.numbers);
                }
                let losses = numbers(&equations.last().unwrap().numbers);
                for (found, frame) in losses.iter().zip([&now, &next]) {
                    let truth = metric(frame, "loss");
                    assert!((found - truth).abs() <= 1e-3 * truth.abs(), "{optimiser}: {found} is said, {truth} it is");
                }
                // What is watched is the gradient that the probe finds by itself.
                let slope = numbers(&equations[0].numbers);
                assert!((slope[slope.len() - 2].hypot(slope[slope.len() - 1]) - metric(&now, "grad_norm")).abs() <= 2e-3 * metric(&now, "grad_norm").max(1e-3), "{optimiser} {slope:?}");
            }
        }
    }
}
