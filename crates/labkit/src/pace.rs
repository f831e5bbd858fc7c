//! How many steps to queue at a time: slices of about 6 ms, so that no slider waits, and no more steps a second than the
//! reader asked for.

/// Longest time that a slice should take, in ms.
pub const SLICE_MS: f64 = 6.0;

/// The controller of one run.
#[derive(Debug, Clone)]
pub struct Pace {
    /// Steps per second asked for; 0 is no limit.
    speed: u32,
    /// Steps that fit into one slice, as measured.
    fit: f64,
    /// What a slice takes however few its steps: on a GPU the way there and back.
    base_ms: f64,
    /// Steps owed since the last slice, at a limited speed.
    owed: f64,
    last_ms: Option<f64>,
}

impl Pace {
    /// A controller that knows nothing yet and starts with one step a slice.
    pub fn new(speed: u32) -> Self {
        Self { speed, fit: 1.0, base_ms: f64::INFINITY, owed: 0.0, last_ms: None }
    }

    /// Changes the speed.
    pub fn set_speed(&mut self, speed: u32) {
        self.speed = speed;
        self.owed = 0.0;
    }

    /// Forgets the clock: after a pause the time that went by is not made up for.
    pub fn resume(&mut self) {
        self.last_ms = None;
        self.owed = 0.0;
        // The machine may be another by now: on battery, busy, warm.
        self.base_ms = f64::INFINITY;
    }

    /// Forgets all that was measured: the run goes on on another device, where a slice of as many steps could take long.
    pub fn moved(&mut self) {
        self.fit = 1.0;
        self.resume();
    }

    /// Steps that fill a slice, whatever the speed asked for: for going through what has been before.
    pub fn slice(&self) -> u32 {
        self.fit.clamp(1.0, 100_000.0) as u32
    }

    /// Steps to queue at the time `now_ms`; 0 where it is too early for the next.
    pub fn steps(&mut self, now_ms: f64) -> u32 {
        if self.speed == 0 {
            return self.slice();
        }
        let fit = self.fit.clamp(1.0, 100_000.0);
        // The first step comes at once: who presses play wants to see it move.
        let passed = self.last_ms.replace(now_ms).map_or(1000.0 / f64::from(self.speed), |last| now_ms - last);
        self.owed = (self.owed + passed / 1000.0 * f64::from(self.speed)).min(fit.max(1.0) * 4.0);
        let now = self.owed.floor().min(fit);
        self.owed -= now;
        now as u32
    }

    /// Takes note that `steps` steps took `ms`. Grows by at most double, shrinks at once.
    pub fn took(&mut self, steps: u32, ms: f64) {
        if steps == 0 {
            return;
        }
        self.base_ms = self.base_ms.min(ms);
        let fit = f64::from(steps) * SLICE_MS / (ms - self.base_ms).max(0.05);
        // Only a full slice tells how many would fit; a short one of a slow speed tells that at least so many do.
        self.fit = if fit < self.fit { fit } else { fit.min(self.fit * 2.0) };
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;

    #[test]
    fn keeps_the_speed_asked_for() {
        let mut pace = Pace::new(100);
        let mut done = 0;
        for frame in 0..600 {
            let steps = pace.steps(f64::from(frame) * 1000.0 / 60.0);
            pace.took(steps, f64::from(steps) * 0.01);
            done += steps;
        }
        assert!((995..=1005).contains(&done), "10 s at 100 a second gave {done}");
    }

    #[test]
    fn fills_the_slice_at_full_speed() {
        let mut pace = Pace::new(0);
        let mut steps = 0;
        for _ in 0..30 {
            steps = pace.steps(0.0);
            pace.took(steps, f64::from(steps) * 0.02);
        }
        assert!((250..=400).contains(&steps), "6 ms at 0.02 ms a step is 300 steps, got {steps}");
    }

    #[test]
    fn a_long_way_to_the_device_is_not_mistaken_for_work() {
        let mut pace = Pace::new(0);
        let mut steps = 0;
        for _ in 0..30 {
            steps = pace.steps(0.0);
            pace.took(steps, 28.0 + f64::from(steps) * 0.02);
        }
        assert!((200..=400).contains(&steps), "28 ms there and back, 6 ms of work: {steps}");
    }

    #[test]
    fn shrinks_at_once() {
        let mut pace = Pace::new(0);
        pace.took(1, 0.001);
        pace.took(1000, 600.0);
        assert!(pace.steps(0.0) <= 10);
    }

    #[test]
    fn another_device_is_asked_for_one_step_first() {
        let mut pace = Pace::new(0);
        (0..20).for_each(|_| pace.took(pace.clone().steps(0.0), 0.001));
        assert!(pace.steps(0.0) > 1000);
        pace.moved();
        assert_eq!(pace.steps(0.0), 1);
    }

    #[test]
    fn a_pause_is_not_made_up_for() {
        let mut pace = Pace::new(10);
        pace.took(1, 0.01);
        pace.steps(0.0);
        pace.resume();
        assert_eq!(pace.steps(60_000.0), 1);
    }
}
