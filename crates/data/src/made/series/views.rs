//! Daily views of a lecture channel: a week that repeats, slow growth, holidays, and days that resemble their
//! neighbours.
//!
//! viewsₜ = level · (1 + growth · t / 365) · (1 + gₜ · week[t mod 7]) · (1 − dip · holidayₜ) · e^(aₜ), rounded. aₜ =
//! 0.8 aₜ₋₁ + 0.6 · noise · εₜ, and gₜ − 1 likewise from week to week with `drift`; ε normal. So tomorrow follows from
//! today (lag 1) and from the same day of last week (lag 7), and windows of 28 and 56 days add little: the lecture's
//! example of a linear model with domain knowledge.

use super::running;
use crate::maths::exp;
use crate::random::Random;

/// Factors of a channel. Each may be set by hand; `draw` gives plausible ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    /// Views of a mean day at the start.
    pub level: f32,
    /// Share by which a year adds to the level.
    pub growth: f32,
    /// By weekday from Monday: relative to the mean, which is 0. All 0 switches the week off.
    pub week: [f32; 7],
    /// Share of views lost on holidays.
    pub dip: f32,
    /// Deviation of aₜ.
    pub noise: f32,
    /// Deviation of gₜ, by which some weeks are more of a week than others.
    pub drift: f32,
}

/// A day and what made it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Day {
    /// A whole number.
    pub views: f32,
    /// 0 is Monday.
    pub weekday: usize,
    /// One of three days off.
    pub holiday: bool,
    /// What is expected of this day: the formula without e^(aₜ).
    pub expected: f32,
    /// gₜ.
    pub swing: f32,
    /// aₜ.
    pub mood: f32,
}

/// Nobody studies on Friday and Saturday nights.
const WEEK: [f32; 7] = [0.10, 0.14, 0.12, 0.06, -0.18, -0.30, 0.06];

impl Channel {
    /// Channel `index`: thousands of views a day, a stronger or weaker week, growth of −20 to 60 % a year.
    #[must_use]
    pub fn draw(seed: u64, index: u64) -> Self {
        let mut random = Random::of(seed, index);
        let strength = random.between(0.8, 1.6);
        let mut week = WEEK.map(|share| strength * share + 0.02 * random.normal());
        let mean = week.iter().sum::<f32>() / 7.0;
        week.iter_mut().for_each(|share| *share -= mean);
        Self {
            level: 4800.0 * exp(0.4 * random.normal_within(2.0)),
            growth: random.between(-0.2, 0.6),
            week,
            dip: random.between(0.2, 0.5),
            noise: random.between(0.08, 0.14),
            drift: random.between(0.3, 0.5),
        }
    }

    /// The first `count` days of the channel's run `index`. Of a longer run the first days are the same.
    #[must_use]
    pub fn days(&self, seed: u64, index: u64, count: usize) -> Vec<Day> {
        let mut random = running(seed, index);
        let (mut mood, mut swing, mut off) = (self.noise * random.normal(), 1.0 + self.drift * random.normal(), 0_u32);
        let mut days = Vec::with_capacity(count);
        for t in 0..count {
            off = if random.chance(0.012) { 3 } else { off.saturating_sub(1) };
            let (weekday, holiday) = (t % 7, off > 0);
            if weekday == 0 && t > 0 {
                swing = 1.0 + 0.8 * (swing - 1.0) + 0.6 * self.drift * random.normal();
            }
            let trend = self.level * (1.0 + self.growth * t as f32 / 365.0).max(0.05);
            let expected = trend * (1.0 + swing * self.week[weekday]) * if holiday { 1.0 - self.dip } else { 1.0 };
            days.push(Day { views: (expected * exp(mood)).round(), weekday, holiday, expected, swing, mood });
            mood = 0.8 * mood + 0.6 * self.noise * random.normal();
        }
        days
    }
}
