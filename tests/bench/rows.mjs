// The rows of the comparison and their bars.
// kind `step`: one step, waited for; `replay`: fifty steps in one submission against the peers' fifty steps before they wait;
// `share`: of the core's peak; `calls`: API calls of a steady step; `growth`: of memory; `native`: beside burn.

const step = (row, workload, backend, bar, against) => ({ row, kind: "step", workload, backend, bar, against });
const both = (workload, bar, against) => [step(`gpu ${workload}`, workload, "gpu", bar, against), step(`cpu ${workload}`, workload, "cpu", bar, against)];
const calls = (workload, dispatches) => ({ row: `calls ${workload}`, kind: "calls", workload, backend: "gpu", bar: dispatches });

/** A row that names one peer in `against` is held to that one; else to the best. */
export const ROWS = [
  step("gpu mlp", "mlp", "gpu", 8),
  step("gpu lenet", "lenet", "gpu", 2.5),
  step("gpu lstm", "lstm", "gpu", 4),
  { row: "gpu mlp, k steps", kind: "replay", workload: "mlp", backend: "gpu", bar: 20 },
  step("cpu mlp", "mlp", "cpu", 5),
  step("cpu lenet", "lenet", "cpu", 4),
  step("cpu lstm", "lstm", "cpu", 2),
  { row: "matmul 256³ of peak", kind: "share", workload: "matmul256", backend: "cpu", bar: 0.4 },
  { row: "conv of peak", kind: "share", workload: "conv", backend: "cpu", bar: 0.25 },
  ...both("dcgan", 2, "jax-js"),
  ...both("wgan-gp", 2, "jax-js"),
  ...both("transformer", 2, "jax-js"),
  ...both("dqn", 2, "jax-js"),
  ...both("maml", 2, "jax-js"),
  step("control: gpu matmul", "matmul", "gpu", 0.9),
  step("control: cpu matmul", "matmul", "cpu", 0.9),
  step("control: gpu conv", "conv", "gpu", 0.9),
  step("control: cpu conv", "conv", "cpu", 0.9),
  { row: "native mlp", kind: "native", workload: "mlp", backend: "gpu", bar: 2 },
  { row: "native lenet", kind: "native", workload: "lenet", backend: "gpu", bar: 2 },
  calls("mlp", 12),
  calls("lenet", 25),
  calls("lstm", 30),
  { row: "growth cpu", kind: "growth", workload: "mlp", backend: "cpu", bar: 0 },
  { row: "growth gpu", kind: "growth", workload: "mlp", backend: "gpu", bar: 0 },
];

/** Who runs on a backend. Peers with threads are shown beside, in a full run; the figure that counts has one thread. */
export const ENGINES = {
  gpu: [
    { name: "ours", engine: "ours", backend: "gpu" },
    { name: "jax-js", engine: "jax", backend: "webgpu" },
    { name: "TF.js", engine: "tf", backend: "webgpu" },
  ],
  cpu: [
    { name: "ours", engine: "ours", backend: "cpu" },
    { name: "jax-js", engine: "jax", backend: "wasm" },
    { name: "TF.js", engine: "tf", backend: "wasm" },
    { name: "jax-js threads", engine: "jax", backend: "wasm", threads: true, beside: true },
    { name: "TF.js threads", engine: "tf", backend: "wasm", threads: true, beside: true },
  ],
};
