//! Random numbers without a state: Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
//! The key is the seed, the counter is (index, step, stream): the same integers on every machine and in every order.

#[cfg(test)]
mod tests;

/// Four random 32-bit words from a counter and a key.
pub fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
    const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
    const ROUNDS: usize = 10;
    for _ in 0..ROUNDS {
        let product = |i: usize, word: u32| u64::from(MULTIPLIERS[i]) * u64::from(word);
        let (a, b) = (product(0, counter[0]), product(1, counter[2]));
        let (high, low) = (|p: u64| (p >> 32) as u32, |p: u64| p as u32);
        counter = [high(b) ^ counter[1] ^ key[0], low(b), high(a) ^ counter[3] ^ key[1], low(a)];
        key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
    }
    counter
}

/// Random numbers of one stream of a seed, one after the other.
#[derive(Debug, Clone)]
pub struct Stream {
    key: [u32; 2],
    stream: u32,
    next: u64,
}

impl Stream {
    /// Stream number `stream` of `seed`.
    pub fn new(seed: u64, stream: u32) -> Self {
        Self { key: [seed as u32, (seed >> 32) as u32], stream, next: 0 }
    }

    fn draw(&mut self) -> [u32; 4] {
        let at = self.next;
        self.next += 1;
        philox([at as u32, (at >> 32) as u32, 0, self.stream], self.key)
    }

    /// Uniform in `[0, 1)`, from 24 bits, so that every value is exact in f32.
    pub fn uniform(&mut self) -> f32 {
        (self.draw()[0] >> 8) as f32 / (1 << 24) as f32
    }

    /// Normal with mean 0 and variance 1 (Box–Muller).
    pub fn normal(&mut self) -> f32 {
        let [a, b, ..] = self.draw();
        let unit = |word: u32| (f64::from(word) + 0.5) / 4_294_967_296.0;
        let radius = libm::sqrt(-2.0 * libm::log(unit(a)));
        (radius * libm::cos(std::f64::consts::TAU * unit(b))) as f32
    }
}
