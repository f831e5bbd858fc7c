//! Hourly air of one station: the table of the course's first exercise (18 quantities × 24 hours × 20 days × 12 months,
//! predict PM2.5 of the tenth hour from nine), invented from a small model of a town.
//!
//! Causes are hidden: traffic with two rushes a day, sun, wind (slow), haze from afar (slower), rain. PM2.5 gathers and
//! is blown and washed away: pₜ = 0.75 pₜ₋₁ · (1 − 0.1 (wind − 2)⁺) · (1 − 0.25 rain) + 5 traffic + 0.2 haze, so it
//! follows from its own past and from what else is measured, but not from one of these alone.

use std::f32::consts::TAU;

use crate::maths::{cos, exp};
use crate::random::Random;

/// The columns in the order of the exercise's table, with units.
pub const AIR: [(&str, &str); 18] = [
    ("AMB_TEMP", "°C"),
    ("CH4", "ppm"),
    ("CO", "ppm"),
    ("NMHC", "ppm"),
    ("NO", "ppb"),
    ("NO2", "ppb"),
    ("NOx", "ppb"),
    ("O3", "ppb"),
    ("PM10", "µg/m³"),
    ("PM2.5", "µg/m³"),
    ("RAINFALL", "mm"),
    ("RH", "%"),
    ("SO2", "ppb"),
    ("THC", "ppm"),
    ("WD_HR", "°"),
    ("WIND_DIREC", "°"),
    ("WIND_SPEED", "m/s"),
    ("WS_HR", "m/s"),
];

/// The column of PM2.5 in [`AIR`].
pub const PM25: usize = 9;

/// An hour: what the station writes down, and the causes that it does not see.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hour {
    /// By column of [`AIR`], in its units, none below 0.
    pub values: [f32; 18],
    /// 0 to about 1.5.
    pub traffic: f32,
    /// From afar, 5 to about 60.
    pub haze: f32,
    /// 0 at night, 1 at a clear noon.
    pub sun: f32,
}

/// What lives from hour to hour.
struct Town {
    random: Random,
    wind: f32,
    haze: f32,
    cloud: f32,
    rain: f32,
    particles: f32,
    direction: f32,
}

/// Month `index` of the station (0 is January, 12 the next): 20 days of 24 hours in one run.
#[must_use]
pub fn month(seed: u64, index: u64) -> Vec<Hour> {
    let mut random = Random::of(seed, index);
    let winter = cos(TAU * (index % 12) as f32 / 12.0);
    let haze = 20.0 + 8.0 * winter + 6.0 * random.normal_within(2.0);
    let particles = haze + 8.0;
    let direction = random.between(0.0, 360.0);
    let mut town = Town { random, wind: 2.0, haze, cloud: 0.3, rain: 0.0, particles, direction };
    (0..480).map(|hour| town.hour(hour, winter)).collect()
}

/// e^(−½ ((hour − peak) / width)²).
fn rush(hour: f32, peak: f32, width: f32) -> f32 {
    let z = (hour - peak) / width;
    exp(-0.5 * z * z)
}

impl Town {
    fn hour(&mut self, t: usize, winter: f32) -> Hour {
        let (day, hour) = (t / 24, (t % 24) as f32);
        let random = &mut self.random;
        let week = if day % 7 >= 5 { 0.55 } else { 1.0 };
        let traffic =
            week * (0.15 + rush(hour, 8.0, 1.5) + 0.9 * rush(hour, 18.5, 2.0)) * (1.0 + 0.08 * random.normal());
        self.cloud = (0.97 * self.cloud + 0.01 + 0.06 * random.normal()).clamp(0.0, 1.0);
        self.rain = if self.rain > 0.1 { 0.6 * self.rain } else { 0.0 };
        if random.chance(0.06 * self.cloud) {
            self.rain += random.between(0.5, 4.0);
        }
        let sun = (-cos(TAU * (hour + 0.5) / 24.0)).max(0.0) * (1.0 - 0.7 * self.cloud) * (1.0 - 0.3 * winter);
        self.wind = (0.9 * self.wind + 0.1 * (2.2 + sun) + 0.35 * random.normal()).clamp(0.2, 9.0);
        self.haze = (0.99 * self.haze + 0.01 * (22.0 + 10.0 * winter) + 0.9 * random.normal()).clamp(5.0, 80.0);
        self.direction = (self.direction + 12.0 * random.normal() + 0.02 * (60.0 - self.direction)).rem_euclid(360.0);
        let (blown, washed) = (0.1 * (self.wind - 2.0).max(0.0), 0.25 * self.rain.min(2.0));
        self.particles = 0.75 * self.particles * (1.0 - blown) * (1.0 - washed) + 5.0 * traffic + 0.2 * self.haze;
        self.particles = (self.particles + 0.9 * random.normal()).max(1.0);
        Hour { values: self.measured(traffic, sun, winter), traffic, haze: self.haze, sun }
    }

    /// The instruments: each reads its quantity with an error of its own, none below 0.
    fn measured(&mut self, traffic: f32, sun: f32, winter: f32) -> [f32; 18] {
        let still = 2.5 / (self.wind + 0.5);
        let (no2, no) = (4.0 + 14.0 * traffic * still, 0.5 + 5.0 * traffic * still * (1.2 - sun).max(0.2));
        let temperature = 23.0 - 7.0 * winter + 6.0 * sun - 1.2 * self.rain.min(2.0);
        let (methane, hydrocarbons) = (1.75 + 0.04 * still, 0.05 + 0.16 * traffic * still);
        let exact = [
            (temperature, 0.4),
            (methane, 0.01),
            (0.18 + 0.4 * traffic * still + 0.004 * self.haze, 0.02),
            (hydrocarbons, 0.01),
            (no, 0.4),
            (no2, 0.8),
            (no + no2, 0.8),
            (18.0 + 45.0 * sun - 0.5 * no2, 2.0),
            (1.5 * self.particles + 6.0 * self.wind.min(4.0), 3.0),
            (self.particles, 1.0),
            (self.rain, 0.0),
            (72.0 - 22.0 * sun + 10.0 * self.rain.min(2.0), 2.0),
            (1.2 + 0.05 * self.haze + 0.6 * traffic, 0.2),
            (methane + hydrocarbons, 0.01),
            (self.direction, 6.0),
            (self.direction, 12.0),
            (self.wind, 0.15),
            (0.85 * self.wind, 0.1),
        ];
        exact.map(|(value, error)| (value + error * self.random.normal()).max(0.0))
    }
}
