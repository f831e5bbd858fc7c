// Ours, behind the same two calls as the peers.
import * as bench from "/pkg/bench.js";

export async function open(workload, backend) {
  const handle = await bench.open(workload, backend);
  return {
    run: (k) => handle.run(k),
    sync: () => handle.sync(),
    info: () => ({ kernels: handle.kernels(), bytes: handle.bytes(), adapter: handle.adapter() }),
  };
}
