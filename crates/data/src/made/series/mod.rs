//! Numbers in time, with what made them: daily views of a channel, hourly air, sines, autoregression.

mod air;
mod autoregression;
mod sine;
mod views;

pub use air::{AIR, Hour, PM25, month};
pub use autoregression::Autoregression;
pub use sine::Sine;
pub use views::{Channel, Day};

use crate::random::Random;

/// The stream from which a series runs, apart from the one from which its factors were drawn.
fn running(seed: u64, index: u64) -> Random {
    Random::of(seed, index ^ (1 << 63))
}
