// The workloads' losses for TF.js. Images are N H W C here, so weights are brought into that order once, when they are
// placed; names are those of workloads.json.

const kernel = (w) => w.transpose([2, 3, 1, 0]);
const unkernel = (w) => w.transpose([2, 3, 1, 0]);
const image = (x) => x.transpose([0, 2, 3, 1]);
/** Rows that stand for C H W, in the order H W C. */
const rows = (c, h, w) => (x) => x.reshape([c, h, w, x.shape[1]]).transpose([1, 2, 0, 3]).reshape([c * h * w, x.shape[1]]);
const columns = (c, h, w) => (x) => {
  const wide = x.reshape([-1, c, h, w]).transpose([0, 2, 3, 1]);
  return x.rank === 1 ? wide.reshape([c * h * w]) : wide.reshape([x.shape[0], c * h * w]);
};
const gan = {
  real: image, "g0.w": columns(64, 4, 4), "g0.b": columns(64, 4, 4),
  "g1.w": unkernel, "g2.w": unkernel, "g3.w": unkernel,
  "d1.w": kernel, "d2.w": kernel, "d3.w": kernel, "d4.w": rows(64, 4, 4),
};

/** How an input is laid out for TF.js. */
export const layout = {
  lenet: { x: image, "c1.w": kernel, "c2.w": kernel, "fc.w": rows(16, 4, 4) },
  dcgan: gan,
  "wgan-gp": gan,
  conv: { x: image, w: kernel },
};

const TARGETS = ["1.w", "1.b", "2.w", "2.b", "3.w", "3.b"];

/** Data that changes from step to step. */
export const follow = { dqn: TARGETS.map((part) => `t${part}`) };

const linear = (p, name, x) => x.matMul(p[`${name}.w`]).add(p[`${name}.b`]);
const one = (loss) => ({ parts: [{ loss }] });
/** Cross-entropy as TF.js fuses it; it wants rows. */
const crossEntropy = (tf, z, y) => tf.losses.softmaxCrossEntropy(y, z);

function generate(tf, p, z) {
  const n = z.shape[0];
  const up = (x, name, shape) => tf.conv2dTranspose(x, p[`${name}.w`], shape, 2, "same").add(p[`${name}.b`]);
  let h = tf.relu(linear(p, "g0", z).reshape([n, 4, 4, 64]));
  h = tf.relu(up(h, "g1", [n, 8, 8, 32]));
  h = tf.relu(up(h, "g2", [n, 16, 16, 16]));
  return tf.tanh(up(h, "g3", [n, 32, 32, 1]));
}

function judge(tf, p, x, leaky) {
  const down = (x, name) => leaky(tf.conv2d(x, p[`${name}.w`], 2, "same").add(p[`${name}.b`]));
  const h = down(down(down(x, "d1"), "d2"), "d3");
  return linear(p, "d4", h.reshape([-1, 1024]));
}

const softplus = (z) => z.relu().add(z.abs().neg().exp().add(1).log());

export const losses = {
  mlp: (tf, p, d) =>
    one(() => {
      const h = tf.tanh(linear(p, "l2", tf.tanh(linear(p, "l1", d.x))));
      return tf.losses.sigmoidCrossEntropy(d.y, linear(p, "l3", h));
    }),

  lenet: (tf, p, d) =>
    one(() => {
      const layer = (x, name) => tf.maxPool(tf.relu(tf.conv2d(x, p[`${name}.w`], 1, "valid").add(p[`${name}.b`])), 2, 2, "valid");
      const h = layer(layer(d.x, "c1"), "c2");
      return crossEntropy(tf, linear(p, "fc", h.reshape([16, 256])), d.y);
    }),

  lstm: (tf, p, d) =>
    one(() => {
      const [T, B, H, V] = [8, 8, 64, 32];
      const inputs = d.x.reshape([T * B, V]).matMul(p.wx).add(p.b).split(T, 0);
      let h, c;
      const hidden = [];
      for (let t = 0; t < T; t++) {
        const gates = h ? inputs[t].add(h.matMul(p.wh)) : inputs[t];
        const [i, f, g, o] = gates.split(4, 1);
        const fresh = i.sigmoid().mul(g.tanh());
        c = c ? f.sigmoid().mul(c).add(fresh) : fresh;
        h = o.sigmoid().mul(c.tanh());
        hidden.push(h);
      }
      return crossEntropy(tf, linear(p, "out", tf.concat(hidden, 0)), d.y.reshape([T * B, V]));
    }),

  dcgan: (tf, p, d) => {
    const leaky = (x) => tf.leakyRelu(x, 0.2);
    const critic = () => {
      const fake = generate(tf, p, d.z);
      return softplus(judge(tf, p, d.real, leaky).neg()).mean().add(softplus(judge(tf, p, fake, leaky)).mean());
    };
    const generator = () => softplus(judge(tf, p, generate(tf, p, d.z), leaky).neg()).mean();
    return { parts: [{ loss: critic, of: "d" }, { loss: generator, of: "g" }] };
  },

  "wgan-gp": (tf, p, d) => {
    // TF.js has no second gradient of its own leakyRelu; out of two relu it has one.
    const leaky = (x) => x.relu().sub(x.neg().relu().mul(0.2));
    return one(() => {
      const fake = generate(tf, d, d.z);
      const mix = d.mix;
      const between = d.real.mul(mix).add(fake.mul(tf.sub(1, mix)));
      const slope = tf.grad((x) => judge(tf, p, x, leaky).sum())(between);
      const norm = slope.square().sum([1, 2, 3]).sqrt();
      const penalty = norm.sub(1).square().mean().mul(10);
      return judge(tf, p, fake, leaky).mean().sub(judge(tf, p, d.real, leaky).mean()).add(penalty);
    });
  },

  transformer: (tf, p, d) => {
    const [B, T, D, H] = [16, 64, 64, 4];
    const later = tf.tidy(() => tf.linalg.bandPart(tf.ones([T, T]), -1, 0).sub(1).mul(1e9));
    return one(() => {
      // Products of rows: TF.js would repeat a matrix for each sample.
      const norm = (x, name) => {
        const centred = x.sub(x.mean(-1, true));
        const variance = centred.square().mean(-1, true);
        return centred.div(variance.add(1e-5).sqrt()).mul(p[`${name}.g`]).add(p[`${name}.b`]);
      };
      const heads = (x) => x.reshape([B, T, H, D / H]).transpose([0, 2, 1, 3]);
      let x = d.x.reshape([B * T, D]).matMul(p.embed).reshape([B, T, D]).add(p.place).reshape([B * T, D]);
      for (const l of ["a", "b"]) {
        const n = norm(x, `${l}.n1`);
        const [q, k, v] = ["q", "k", "v"].map((part) => heads(n.matMul(p[`${l}.${part}`])));
        const scores = tf.matMul(q, k, false, true).mul(1 / Math.sqrt(D / H)).add(later);
        const mixed = tf.matMul(tf.softmax(scores), v).transpose([0, 2, 1, 3]).reshape([B * T, D]);
        x = x.add(mixed.matMul(p[`${l}.o`]));
        x = x.add(linear(p, `${l}.down`, linear(p, `${l}.up`, norm(x, `${l}.n2`)).relu()));
      }
      return crossEntropy(tf, norm(x, "n").matMul(p["head.w"]), d.y.reshape([B * T, D]));
    });
  },

  dqn: (tf, p, d) => {
    const net = (w, name, x) => linear(w, `${name}3`, linear(w, `${name}2`, linear(w, `${name}1`, x).relu()).relu());
    const loss = () => {
      const target = d.r.add(tf.sub(1, d.done).mul(net(d, "t", d.s2).max(1, true)).mul(0.99));
      const taken = net(p, "q", d.s).mul(d.a).sum(1, true);
      return tf.losses.huberLoss(target, taken);
    };
    // The target net follows the parameters as they were before the step.
    const after = () => TARGETS.forEach((part) => d[`t${part}`].assign(d[`t${part}`].mul(0.99).add(p[`q${part}`].mul(0.01))));
    return { parts: [{ loss }], after };
  },

  maml: (tf, p, d) =>
    one(() => {
      const names = ["l1.w", "l1.b", "l2.w", "l2.b", "l3.w", "l3.b"];
      const net = (w, x) => {
        const layer = (x, i) => tf.matMul(x, w[2 * i]).add(w[2 * i + 1]);
        return layer(layer(layer(x, 0).tanh(), 1).tanh(), 2);
      };
      // A copy of the parameters for each task, so that one gradient gives ten.
      const theta = names.map((name) => {
        const shape = p[name].rank === 1 ? [1, p[name].shape[0]] : p[name].shape;
        return p[name].reshape([1, ...shape]).broadcastTo([10, ...shape]);
      });
      const slopes = tf.grads((...w) => net(w, d.xs).sub(d.ys).square().sum().mul(1 / 10))(theta);
      const adapted = theta.map((w, i) => w.sub(slopes[i].mul(0.01)));
      return net(adapted, d.xq).sub(d.yq).square().mean();
    }),

  matmul: (tf, _, d) => one(() => d.a.matMul(d.b).matMul(d.probe).mean()),
  matmul256: (tf, _, d) => one(() => d.a.matMul(d.b).matMul(d.probe).mean()),
  conv: (tf, _, d) => one(() => tf.conv2d(d.x, d.w, 1, "same").square().mean()),
};
