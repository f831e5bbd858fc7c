// The workloads' losses for jax-js: parameters `p` and data `d` by the names of workloads.json, images as N C H W.
import { grad, lax, nn, numpy as np } from "/modules/@jax-js/jax/dist/index.js";

const use = (x) => x.ref;
const linear = (p, name, x) => np.matmul(x, use(p[`${name}.w`])).add(use(p[`${name}.b`]));
const crossEntropy = (z, y, n) => nn.logSoftmax(z, -1).mul(use(y)).sum().mul(-1 / n);
const softplus = (z) => np.maximum(use(z), 0).add(np.log(np.exp(np.abs(z).neg()).add(1)));
const mean = (x) => x.mean();
const pool = (x) => lax.reduceWindow(x, np.max, [2, 2], [2, 2]);
const PAD = [[1, 1], [1, 1]];

function mlp(p, d) {
  const h = np.tanh(linear(p, "l2", np.tanh(linear(p, "l1", use(d.x)))));
  const z = linear(p, "l3", h);
  return softplus(use(z)).sub(z.mul(use(d.y))).mean();
}

function lenet(p, d) {
  const layer = (x, name, c) =>
    pool(nn.relu(lax.convGeneralDilated(x, use(p[`${name}.w`]), [1, 1], "VALID").add(use(p[`${name}.b`]).reshape([c, 1, 1]))));
  const h = layer(layer(use(d.x), "c1", 8), "c2", 16);
  return crossEntropy(linear(p, "fc", h.reshape([16, 256])), d.y, 16);
}

function lstm(p, d) {
  const [T, B, H] = [8, 8, 64];
  // One product for all steps, before the loop; likewise one for all outputs, after it.
  const inputs = np.matmul(use(d.x), use(p.wx)).add(use(p.b));
  let h, c;
  const hidden = [];
  for (let t = 0; t < T; t++) {
    let gates = use(inputs).slice(t);
    if (h) gates = gates.add(np.matmul(h, use(p.wh)));
    const [i, f, g, o] = np.split(gates, 4, 1);
    const fresh = nn.sigmoid(i).mul(np.tanh(g));
    if (c) c = nn.sigmoid(f).mul(c).add(fresh);
    else c = fresh;
    h = nn.sigmoid(o).mul(np.tanh(use(c)));
    hidden.push(use(h));
  }
  const z = linear(p, "out", np.stack(hidden, 0));
  return crossEntropy(z, d.y, T * B);
}

const leaky = (x) => nn.leakyRelu(x, 0.2);

function generate(p, z) {
  const up = (x, name, c) =>
    lax.convTranspose(x, use(p[`${name}.w`]), [2, 2], PAD, { transposeKernel: true }).add(use(p[`${name}.b`]).reshape([c, 1, 1]));
  let h = nn.relu(linear(p, "g0", z).reshape([-1, 64, 4, 4]));
  h = nn.relu(up(h, "g1", 32));
  h = nn.relu(up(h, "g2", 16));
  return np.tanh(up(h, "g3", 1));
}

function judge(p, x) {
  const down = (x, name, c) =>
    leaky(lax.convGeneralDilated(x, use(p[`${name}.w`]), [2, 2], PAD).add(use(p[`${name}.b`]).reshape([c, 1, 1])));
  const h = down(down(down(x, "d1", 16), "d2", 32), "d3", 64);
  return linear(p, "d4", h.reshape([-1, 1024]));
}

function dcgan(p, d) {
  const fake = generate(p, use(d.z));
  // The generator's loss sees the discriminator as it is; the discriminator's loss sees the pictures as they are.
  const still = Object.fromEntries(Object.entries(p).map(([name, x]) => [name, lax.stopGradient(use(x))]));
  const real = judge(p, use(d.real)), seen = judge(p, lax.stopGradient(use(fake)));
  const dLoss = softplus(real.neg()).mean().add(softplus(seen).mean());
  const gLoss = softplus(judge(still, fake).neg()).mean();
  return dLoss.add(gLoss);
}

function wganGp(p, d) {
  const fake = generate(d, use(d.z));
  const mix = use(d.mix);
  const between = use(d.real).mul(use(mix)).add(use(fake).mul(np.subtract(1, mix)));
  const slope = grad((x) => judge(p, x).sum())(between);
  const norm = np.sqrt(slope.ref.mul(slope).sum([1, 2, 3]));
  const off = norm.sub(1);
  const penalty = off.ref.mul(off).mean().mul(10);
  return judge(p, fake).mean().sub(judge(p, use(d.real)).mean()).add(penalty);
}

function transformer(p, d) {
  const [B, T, D, H] = [16, 64, 64, 4];
  const norm = (x, name) => {
    const centred = use(x).sub(x.mean(-1, { keepdims: true }));
    const variance = centred.ref.mul(use(centred)).mean(-1, { keepdims: true });
    return centred.div(np.sqrt(variance.add(1e-5))).mul(use(p[`${name}.g`])).add(use(p[`${name}.b`]));
  };
  const later = np.triu(np.ones([T, T]), 1).mul(-1e9);
  const heads = (x) => x.reshape([B, T, H, D / H]).transpose([0, 2, 1, 3]);
  let x = np.matmul(use(d.x), use(p.embed)).add(use(p.place));
  for (const l of ["a", "b"]) {
    const n = norm(use(x), `${l}.n1`);
    const [q, k, v] = ["q", "k", "v"].map((part) => heads(np.matmul(use(n), use(p[`${l}.${part}`]))));
    const scores = np.matmul(q, k.transpose([0, 1, 3, 2])).mul(1 / Math.sqrt(D / H)).add(use(later));
    const mixed = np.matmul(nn.softmax(scores, -1), v).transpose([0, 2, 1, 3]).reshape([B, T, D]);
    x = x.add(np.matmul(mixed, use(p[`${l}.o`])));
    const up = nn.relu(linear(p, `${l}.up`, norm(use(x), `${l}.n2`)));
    x = x.add(linear(p, `${l}.down`, up));
  }
  return crossEntropy(np.matmul(norm(x, "n"), use(p["head.w"])), d.y, B * T);
}

function qnet(p, name, x) {
  const h = nn.relu(linear(p, `${name}2`, nn.relu(linear(p, `${name}1`, x))));
  return linear(p, `${name}3`, h);
}

function dqn(p, d) {
  const best = np.max(qnet(d, "t", use(d.s2)), 1, { keepdims: true });
  const target = use(d.r).add(np.subtract(1, use(d.done)).mul(best).mul(0.99));
  const taken = qnet(p, "q", use(d.s)).mul(use(d.a)).sum(1, { keepdims: true });
  const off = np.abs(taken.sub(target));
  return np.where(off.ref.less(1), off.ref.mul(use(off)).mul(0.5), off.sub(0.5)).mean();
}

function maml(p, d) {
  const names = ["l1.w", "l1.b", "l2.w", "l2.b", "l3.w", "l3.b"];
  // A copy of the parameters for each task, so that one gradient gives ten.
  const own = (x) => {
    const shape = x.shape.length === 1 ? [1, 1, x.shape[0]] : [1, ...x.shape];
    return np.broadcastTo(x.reshape(shape), [10, shape[1], shape[2]]);
  };
  const net = (w, x) => {
    const layer = (x, i) => np.matmul(x, use(w[`l${i}.w`])).add(use(w[`l${i}.b`]));
    return layer(np.tanh(layer(np.tanh(layer(x, 1)), 2)), 3);
  };
  const theta = Object.fromEntries(names.map((name) => [name, own(use(p[name]))]));
  const support = (w) => {
    const off = net(w, use(d.xs)).sub(use(d.ys));
    return off.ref.mul(off).sum().mul(1 / 10);
  };
  const copies = Object.fromEntries(names.map((name) => [name, use(theta[name])]));
  const slope = grad(support)(copies);
  const adapted = Object.fromEntries(names.map((name) => [name, theta[name].sub(slope[name].mul(0.01))]));
  const off = net(adapted, use(d.xq)).sub(use(d.yq));
  return mean(off.ref.mul(off));
}

const matmul = (_, d) => np.matmul(np.matmul(d.a, d.b), d.probe).mean();
const conv = (_, d) => {
  const y = lax.convGeneralDilated(d.x, d.w, [1, 1], PAD);
  return y.ref.mul(y).mean();
};

export const losses = { mlp, lenet, lstm, dcgan, "wgan-gp": wganGp, transformer, dqn, maml, matmul, matmul256: matmul, conv };

/** Data that follows the parameters after a step: `(new parameters, data, old parameters) → new data`. */
export const follow = {
  dqn: (_, data, theta) => {
    const parts = ["1.w", "1.b", "2.w", "2.b", "3.w", "3.b"];
    const next = (part) => use(data[`t${part}`]).mul(0.99).add(use(theta[`q${part}`]).mul(0.01));
    return Object.fromEntries(parts.map((part) => [`t${part}`, next(part)]));
  },
};
