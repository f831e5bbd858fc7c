// One engine on one page: opens workloads and measures them when the driver says so.
// `?engine=ours|jax|tf&backend=…[&threads][&hooks]`
import start, * as ours from "/pkg/bench.js";

const query = new URLSearchParams(location.search);
const backend = query.get("backend");
await start();
const engine = await import(`./${query.get("engine")}.mjs`);
const tables = JSON.parse(ours.table());
let running;

/** What a workload's engine gets: inputs with name, shape, init, train and their values. */
function inputs(workload) {
  return tables[workload].inputs.map((input) => ({ ...input, values: ours.values(workload, input.name) }));
}

/** Opens a workload; the first step, with all that is compiled for it, is taken and timed. Resolves to its time and loss. */
async function open(workload) {
  const from = performance.now();
  running = await engine.open(workload, backend, inputs(workload), { threads: query.has("threads") });
  const opened = performance.now();
  await running.run(1);
  const loss = await running.sync();
  return { open: opened - from, first: performance.now() - opened, loss, ...running.info?.() };
}

/** Losses of up to `steps` further steps, fewer if `limit` ms are over. */
async function trajectory(steps, limit) {
  const losses = [];
  const until = performance.now() + limit;
  while (losses.length < steps && (losses.length < 2 || performance.now() < until)) {
    await running.run(1);
    losses.push(await running.sync());
  }
  return losses;
}

/** ms a step in slices of at least `slice` ms, for `budget` ms: `k` steps, then waits for them. */
async function time(k, slice, budget, together) {
  const slices = [];
  const from = performance.now();
  do {
    const start = performance.now();
    let steps = 0;
    do {
      if (together) await running.run(k, true);
      else for (let i = 0; i < k; i++) await running.run(1);
      await running.sync();
      steps += k;
    } while (performance.now() - start < slice);
    slices.push((performance.now() - start) / steps);
  } while (performance.now() - from < budget);
  return slices;
}

/** API calls of `steps` steady steps, each its own submission; what waiting for them costs is left out. */
async function calls(steps) {
  const { calls } = globalThis.apiCalls;
  for (let i = 0; i < 5; i++) await running.run(1);
  await running.sync();
  for (const name of Object.keys(calls)) calls[name] = 0;
  for (let i = 0; i < steps; i++) await running.run(1);
  const counted = Object.fromEntries(Object.entries(calls).map(([name, count]) => [name, count / steps]));
  await running.sync();
  return counted;
}

/** Runs `steps` steps in pieces, waiting after each; stops early when `limit` ms are over. Resolves to the steps taken. */
async function steps(steps, piece, limit) {
  const until = performance.now() + limit;
  let taken = 0;
  while (taken < steps && performance.now() < until) {
    await running.run(piece, true);
    await running.sync();
    taken += piece;
  }
  return taken;
}

/** Bytes of the engine's wasm memory and of its GPU buffers. */
const memory = () => ({ wasm: ours.memoryBytes(), gpu: globalThis.apiCalls?.bytes ?? 0 });

/** GFLOP/s of the micro-kernel that stands for this core's peak. */
function peak(budget) {
  const rounds = 400_000;
  const rates = [];
  const from = performance.now();
  do {
    const start = performance.now();
    ours.peak(rounds, 0.999 + performance.now() * 1e-12);
    rates.push(ours.peakFlop(rounds) / (performance.now() - start) / 1e6);
  } while (performance.now() - from < budget);
  return rates;
}

async function adapter() {
  const found = await navigator.gpu?.requestAdapter();
  return found ? `${found.info.vendor} ${found.info.architecture} ${found.info.description}`.trim() : "none";
}

globalThis.bench = { open, trajectory, time, calls, steps, memory, peak, adapter, flop: (workload) => tables[workload].flop };
