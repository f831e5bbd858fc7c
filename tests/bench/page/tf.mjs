// TF.js: `variableGrads` and its own Adam inside `tidy`, everything created in a step disposed of in it.
import { losses, layout, follow } from "./tf-losses.mjs";

const SCRIPTS = {
  webgpu: ["tfjs/dist/tf.min.js", "tfjs-backend-webgpu/dist/tf-backend-webgpu.min.js"],
  wasm: ["tfjs/dist/tf.min.js", "tfjs-backend-wasm/dist/tf-backend-wasm.min.js"],
};

function script(path) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement("script"), { src: `/modules/@tensorflow/${path}` });
    element.onload = resolve;
    element.onerror = () => reject(new Error(`${path} did not load`));
    document.head.append(element);
  });
}

export async function open(workload, backend, inputs, { threads }) {
  for (const path of SCRIPTS[backend]) await script(path);
  const tf = globalThis.tf;
  if (backend === "wasm") {
    tf.wasm.setWasmPaths("/modules/@tensorflow/tfjs-backend-wasm/dist/");
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", threads);
  }
  if (!(await tf.setBackend(backend))) throw new Error(`no backend ${backend}`);
  await tf.ready();
  const place = (input) => tf.tidy(() => (layout[workload]?.[input.name] ?? ((x) => x))(tf.tensor(input.values, input.shape)));
  const theta = {}, data = {};
  for (const input of inputs) {
    const value = place(input);
    if (input.train) theta[input.name] = tf.variable(value, true, input.name);
    else data[input.name] = follow[workload]?.includes(input.name) ? tf.variable(value, false, input.name) : tf.keep(value);
  }
  const adam = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
  const { parts, after } = losses[workload](tf, theta, data);
  let last;
  const once = () => {
    last?.dispose();
    last = tf.tidy(() => {
      if (Object.keys(theta).length === 0) return parts[0].loss();
      let total;
      const gradients = {};
      for (const { loss, of } of parts) {
        const variables = Object.values(theta).filter(({ name }) => name.startsWith(of ?? ""));
        const { value, grads } = tf.variableGrads(loss, variables);
        Object.assign(gradients, grads);
        total = total ? total.add(value) : value;
      }
      after?.();
      adam.applyGradients(gradients);
      return total;
    });
  };
  return {
    run: (k) => { for (let i = 0; i < k; i++) once(); },
    sync: async () => (await last.data())[0],
  };
}
