// Medians, and how sure one may be of a ratio of medians.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** `median(peer) / median(ours)` and the middle 95 % of 2000 bootstrap repetitions; the draws are the same in every run. */
export function ratio(peer, ours) {
  const random = mulberry32(20);
  const again = (values) => values.map(() => values[Math.floor(random() * values.length)]);
  const drawn = Array.from({ length: 2000 }, () => median(again(peer)) / median(again(ours))).sort((a, b) => a - b);
  return { ratio: median(peer) / median(ours), interval: [drawn[50], drawn[1949]] };
}

function mulberry32(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The largest relative difference of two lists of losses over the length that both have, and that length. */
export function apart(a, b) {
  const steps = Math.min(a.length, b.length);
  const differences = a.slice(0, steps).map((x, i) => Math.abs(x - b[i]) / Math.max(Math.abs(x), Math.abs(b[i]), 1e-6));
  const most = differences.reduce((most, x) => (x > most || Number.isNaN(x) ? x : most), 0);
  return { steps, most };
}
