//! The update rule of the optimiser in focus, in signs and in the numbers of the step that comes next.

use super::step::Step;
use labkit::Sentence;
use labkit::inside::Equation;
use labkit::math::{frac, hat, id, num, op, row, sqrt, sub, sup, vector};
use nn::Optimiser;

/// The update rule of the optimiser, in signs and in numbers.
pub(super) fn equations(step: &Step) -> Vec<Equation> {
    step.equations()
}

impl Step {
    fn equations(&self) -> Vec<Equation> {
        let equation = |zh: &str, en: &str, symbols: String, numbers: String| Equation {
            name: Sentence::new(zh, en),
            symbols,
            numbers,
        };
        let next = row(&[&id("t"), &op("+"), "<mn>1</mn>"]);
        let (theta, theta_next) = (sub(&id("θ"), &id("t")), sub(&id("θ"), &next));
        let (g, eta, epsilon) = (sub(&id("g"), &id("t")), id("η"), id("ε"));
        let eq = |left: &str, parts: &[&str]| row(&[left, &op("="), &row(parts)]);
        let (now, then) = (vector(&self.before), vector(&self.fast()));
        let (slope, rate) = (vector(&self.gradient), num(self.rate));
        let small = num(self.hyper("epsilon"));
        // √s + ε, or √(s + ε) as the notes have it.
        let root = |s: &str, epsilon: &str| match self.inside() {
            true => sqrt(&row(&[s, &op("+"), epsilon])),
            false => row(&[&sqrt(s), &op("+"), epsilon]),
        };
        let memory = |symbol: &str| self.memory(symbol);
        let [x, y] = &self.names;
        let at = row(&[&id("∇"), &id("L"), &op("("), &theta, &op(")")]);
        let mut all = vec![equation(
            &format!("梯度，θ = ({x}, {y})"),
            &format!("gradient, θ = ({x}, {y})"),
            eq(&g, &[&at]),
            eq(&g, &[&slope]),
        )];
        let minus = op("−");
        let plus = op("+");
        let kept = |beta: &str, symbol: &str, what: &str| {
            let (before, after) = (sub(&id(symbol), &id("t")), sub(&id(symbol), &next));
            let fresh = row(&[&op("("), "<mn>1</mn>", &minus, beta, &op(")")]);
            (eq(&after, &[beta, &before, &plus, &fresh, what]), after)
        };
        let kept_numbers = |beta: f64, symbol: &str, what: &str, left: &str| {
            let (before, after) = memory(symbol);
            let parts = [&*num(beta), &op("⋅"), &vector(&before), &plus, &num(1.0 - beta), &op("⋅"), what, &op("="), &vector(&after)];
            eq(left, &parts)
        };
        let squares = vector(&self.gradient.map(|g| g * g));
        let g_squared = sup(&g, "<mn>2</mn>");
        match self.optimiser {
            Optimiser::Gd | Optimiser::Sgd => all.push(equation(
                "更新",
                "update",
                eq(&theta_next, &[&theta, &minus, &eta, &g]),
                eq(&theta_next, &[&now, &minus, &rate, &op("⋅"), &slope, &op("="), &then]),
            )),
            Optimiser::Momentum | Optimiser::Nesterov => {
                let ((before, after), keep) = (memory("v"), self.hyper("momentum"));
                let (v, v_next) = (sub(&id("v"), &id("t")), sub(&id("v"), &next));
                all.push(equation(
                    "速度",
                    "velocity",
                    eq(&v_next, &[&id("λ"), &v, &minus, &eta, &g]),
                    eq(&v_next, &[&num(keep), &op("⋅"), &vector(&before), &minus, &rate, &op("⋅"), &slope, &op("="), &vector(&after)]),
                ));
                let (symbols, numbers) = if self.optimiser == Optimiser::Nesterov {
                    // From the place that looks ahead: once more along the new velocity, and down the slope.
                    let ahead = [&*theta, &plus, &id("λ"), &v_next, &minus, &eta, &g];
                    let numbers =
                        [&*now, &plus, &num(keep), &op("⋅"), &vector(&after), &minus, &rate, &op("⋅"), &slope, &op("="), &then];
                    (eq(&theta_next, &ahead), eq(&theta_next, &numbers))
                } else {
                    let numbers = [&*now, &plus, &vector(&after), &op("="), &then];
                    (eq(&theta_next, &[&theta, &plus, &v_next]), eq(&theta_next, &numbers))
                };
                all.push(equation("更新", "update", symbols, numbers));
            }
            Optimiser::Adagrad | Optimiser::RmsProp => {
                let (before, after) = memory("s");
                let (s, s_next) = (sub(&id("s"), &id("t")), sub(&id("s"), &next));
                let (symbols, numbers) = if self.optimiser == Optimiser::Adagrad {
                    let parts = [&*vector(&before), &plus, &squares, &op("="), &vector(&after)];
                    (eq(&s_next, &[&s, &plus, &g_squared]), eq(&s_next, &parts))
                } else if self.switch("first_square") && before == [0.0; 2] {
                    (eq(&s_next, &[&g_squared]), eq(&s_next, &[&squares, &op("="), &vector(&after)]))
                } else {
                    (kept(&id("α"), "s", &g_squared).0, kept_numbers(self.hyper("decay"), "s", &squares, &s_next))
                };
                all.push(equation("平方的积累", "squares so far", symbols, numbers));
                let (below, below_numbers) = (root(&s_next, &epsilon), root(&vector(&after), &small));
                all.push(equation(
                    "更新",
                    "update",
                    eq(&theta_next, &[&theta, &minus, &eta, &frac(&g, &below)]),
                    eq(&theta_next, &[&now, &minus, &rate, &op("⋅"), &frac(&slope, &below_numbers), &op("="), &then]),
                ));
            }
            Optimiser::Adam | Optimiser::AdamW | Optimiser::AmsGrad | Optimiser::RAdam | Optimiser::Lookahead => {
                let (beta1, beta2) = (self.hyper("beta1"), self.hyper("beta2"));
                let (one, two) = (sub(&id("β"), "<mn>1</mn>"), sub(&id("β"), "<mn>2</mn>"));
                let ((m, m_next), (v, v_next)) = (kept(&one, "m", &g), kept(&two, "v", &g_squared));
                all.push(equation("一阶矩", "first moment", m, kept_numbers(beta1, "m", &slope, &m_next)));
                all.push(equation("二阶矩", "second moment", v, kept_numbers(beta2, "v", &squares, &v_next)));
                // What stands under the root: the second moment, or the largest of them so far.
                let (square, square_next) = if self.optimiser == Optimiser::AmsGrad {
                    let ((before, after), (u, u_next)) = (memory("u"), (sub(&id("u"), &id("t")), sub(&id("u"), &next)));
                    let most = |a: &str, b: &str| row(&["<mi>max</mi>", &op("("), a, &op(","), b, &op(")")]);
                    let numbers = [&*most(&vector(&before), &vector(&memory("v").1)), &op("="), &vector(&after)];
                    all.push(equation("至今最大", "largest so far", eq(&u_next, &[&most(&u, &v_next)]), eq(&u_next, &numbers)));
                    ("u", u_next)
                } else {
                    ("v", v_next)
                };
                let corrected = |symbol: &str, by: &str, next_symbol: &str, beta: &str| {
                    let ((_, value), (_, sum)) = (memory(symbol), memory(by));
                    let mended = [value[0] / sum[0], value[1] / sum[1]];
                    let power = sup(beta, &next);
                    let left = sub(&hat(&id(symbol)), &next);
                    (
                        eq(&left, &[&frac(next_symbol, &row(&["<mn>1</mn>", &minus, &power]))]),
                        eq(&left, &[&frac(&vector(&value), &num(sum[0])), &op("="), &vector(&mended)]),
                        mended,
                        left,
                    )
                };
                let (above, above_value, under, under_value) = if self.switch("corrected") || self.rectified() {
                    let (m_signs, m_numbers, m_hat, m_left) = corrected("m", "p", &m_next, &one);
                    let (v_signs, v_numbers, v_hat, v_left) = corrected(square, "q", &square_next, &two);
                    all.push(equation("校正", "bias correction", m_signs, m_numbers));
                    all.push(equation("校正", "bias correction", v_signs, v_numbers));
                    (m_left, m_hat, v_left, v_hat)
                } else {
                    (m_next, memory("m").1, square_next, memory(square).1)
                };
                let (below, below_numbers) = (root(&under, &epsilon), root(&vector(&under_value), &small));
                // RAdam: the second moment is used as far as it is known.
                let (mut signs, mut numbers) = (vec![eta.clone()], vec![rate.clone(), op("⋅")]);
                let mut quotient = (frac(&above, &below), frac(&vector(&above_value), &below_numbers));
                if self.rectified() {
                    let (rho, r) = self.rectification();
                    all.push(self.rectified_equation(rho, r));
                    match r {
                        Some(r) => {
                            signs.push(id("r"));
                            numbers.extend([num(r), op("⋅")]);
                        }
                        None => quotient = (above.clone(), vector(&above_value)),
                    }
                }
                let (start, start_number) = if self.optimiser == Optimiser::AdamW {
                    let kept = row(&[&op("("), "<mn>1</mn>", &minus, &eta, &id("λ"), &op(")")]);
                    let factor = num(1.0 - self.rate * self.hyper("weight_decay"));
                    (row(&[&kept, &theta]), row(&[&now, &op("⋅"), &factor]))
                } else {
                    (theta.clone(), now.clone())
                };
                let whole = |parts: &[String]| parts.concat();
                let numbers = [&*start_number, &minus, &whole(&numbers), &quotient.1, &op("="), &then];
                all.push(equation(
                    "更新",
                    "update",
                    eq(&theta_next, &[&start, &minus, &whole(&signs), &quotient.0]),
                    eq(&theta_next, &numbers),
                ));
            }
        }
        if let Some(slow) = self.slow() {
            // φ stays, or goes a part of the way to where the rule leads.
            let (phi, phi_next, alpha) = (sub(&id("φ"), &id("t")), sub(&id("φ"), &next), self.hyper("look_share"));
            let way = row(&[&op("("), &theta_next, &minus, &phi, &op(")")]);
            let way_numbers = row(&[&op("("), &then, &minus, &vector(&slow), &op(")")]);
            let symbols = eq(&phi_next, &[&phi, &plus, &id("α"), &way]);
            let numbers = [&*vector(&slow), &plus, &num(alpha), &op("⋅"), &way_numbers, &op("="), &vector(&self.after)];
            let looks = equation("Lookahead：回到路上", "lookahead: back on the way", symbols, eq(&phi_next, &numbers));
            all.push(if self.looks() { looks } else {
                let stays = eq(&phi_next, &[&phi]);
                equation("Lookahead：还没到第 k 步", "lookahead: not the k-th step yet", stays, eq(&phi_next, &[&vector(&slow)]))
            });
        }
        let loss = |at: &str| row(&[&id("L"), &op("("), at, &op(")")]);
        all.push(equation(
            "损失",
            "loss",
            row(&[&loss(&theta), &op("→"), &loss(&theta_next)]),
            row(&[&num(self.loss[0]), &op("→"), &num(self.loss[1]), &op("("), &signed(self.loss[1] - self.loss[0]), &op(")")]),
        ));
        all
    }
}

impl Step {
    /// Where lookahead's slow weights are before the step.
    fn slow(&self) -> Option<[f64; 2]> {
        let [dx, dy] = self.memory("d").0;
        (dx.is_finite() && dy.is_finite()).then(|| [self.before[0] - dx, self.before[1] - dy])
    }

    /// Whether lookahead goes back on the way at this step.
    fn looks(&self) -> bool {
        self.slow().is_some() && self.memory("t").1[0] % self.hyper("look_every").round() == 0.0
    }

    /// Where the rule itself leads, without lookahead.
    fn fast(&self) -> [f64; 2] {
        match self.slow().filter(|_| self.looks()) {
            Some(slow) => std::array::from_fn(|i| slow[i] + (self.after[i] - slow[i]) / self.hyper("look_share")),
            None => self.after,
        }
    }

    /// How far RAdam's second moment is known.
    fn rectified_equation(&self, rho: f64, r: Option<f64>) -> Equation {
        let (name, minus) = (sub(&id("ρ"), &id("t")), op("−"));
        let most = sub(&id("ρ"), "<mi>∞</mi>");
        let less = |of: &str, by: &str| row(&[&op("("), of, &minus, by, &op(")")]);
        let known = |of: &str| row(&[&less(of, "<mn>4</mn>"), &less(of, "<mn>2</mn>")]);
        let share = frac(&row(&[&known(&name), &most]), &row(&[&known(&most), &name]));
        let numbers = match r {
            Some(r) => row(&[&name, &op("="), &num(rho), &op(">"), "<mn>5</mn>", &op(","), &id("r"), &op("="), &num(r)]),
            None => row(&[&name, &op("="), &num(rho), &op("≤"), "<mn>5</mn>"]),
        };
        let sentence = Sentence::new("修正", "rectification");
        Equation { name: sentence, symbols: row(&[&id("r"), &op("="), &sqrt(&share)]), numbers }
    }
}

/// A difference with its sign.
fn signed(value: f64) -> String {
    if value > 0.0 { row(&[&op("+"), &num(value)]) } else { num(value) }
}
