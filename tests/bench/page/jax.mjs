// jax-js in its best form: a whole step, optimiser included, is one `jit`.
import * as jax from "/modules/@jax-js/jax/dist/index.js";
import { losses, follow } from "./jax-losses.mjs";

const { numpy: np, jit, valueAndGrad, tree } = jax;
const RATE = 1e-3, B1 = 0.9, B2 = 0.999, EPS = 1e-8;

export async function open(workload, backend, inputs) {
  const available = await jax.init(backend);
  if (!available.includes(backend)) throw new Error(`no backend ${backend}`);
  jax.defaultDevice(backend);
  const loss = losses[workload];
  const array = ({ values, shape }) => np.array(values, { shape });
  const named = (list) => Object.fromEntries(list.map((input) => [input.name, array(input)]));
  let theta = named(inputs.filter((input) => input.train));
  let data = named(inputs.filter((input) => !input.train));
  const names = Object.keys(theta);
  let last;
  const replace = (value) => {
    last?.dispose();
    last = value;
  };
  const sync = async () => (await last.ref.data())[0];
  if (names.length === 0) {
    const forward = jit((data) => loss({}, data));
    return { run: (k) => { for (let i = 0; i < k; i++) replace(forward(tree.ref(data))); }, sync };
  }

  const moments = () => Object.fromEntries(names.map((name) => [name, np.zeros(theta[name].shape)]));
  let m = moments(), v = moments();
  // β₁ᵗ and β₂ᵗ, carried from step to step.
  let powers = np.array(new Float32Array([1, 1]), { shape: [2] });
  const betas = () => np.array(new Float32Array([B1, B2]), { shape: [2] });
  // Inside a trace every use is a `.ref`: what is never given back belongs to the trace, not to a step.
  const step = jit((theta, m, v, powers, data) => {
    const [value, gradient] = valueAndGrad((theta) => loss(theta, data))(tree.ref(theta));
    const next = powers.mul(betas());
    const [c1, c2] = [0, 1].map((i) => np.subtract(1, next.ref.slice(i)));
    const out = { theta: {}, m: {}, v: {} };
    for (const name of names) {
      const g = gradient[name];
      const mean = m[name].mul(B1).add(g.ref.mul(1 - B1));
      const square = v[name].mul(B2).add(g.ref.mul(g).mul(1 - B2));
      out.m[name] = mean.ref;
      out.v[name] = square.ref;
      const root = np.sqrt(square.div(c2.ref)).add(EPS);
      out.theta[name] = theta[name].ref.sub(mean.div(c1.ref).div(root).mul(RATE));
    }
    const followed = follow[workload]?.(out.theta, data, theta) ?? {};
    return [value, out.theta, out.m, out.v, next, followed];
  });
  const once = () => {
    const [value, newTheta, newM, newV, newPowers, followed] = step(theta, m, v, powers, tree.ref(data));
    [theta, m, v, powers] = [newTheta, newM, newV, newPowers];
    for (const [name, array] of Object.entries(followed)) {
      data[name].dispose();
      data[name] = array;
    }
    replace(value);
  };
  return { run: (k) => { for (let i = 0; i < k; i++) once(); }, sync };
}
