"""Values and gradients of every primitive from JAX (f64), for the tests of the engine.

    python -m venv venv && venv/bin/pip install jax numpy scipy
    venv/bin/python crates/compute/tests/golden/make.py > crates/compute/tests/golden/values.txt

A case: its inputs (f32 values), a vector u, the result y, and d0, d1, ... the gradient of <u, y> with respect to each
input that has one. The engine's side of each name is in crates/compute/src/ops/cases/golden.rs.
"""

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.scipy.ndimage import map_coordinates
from jax.scipy.special import erf, logsumexp

jax.config.update("jax_enable_x64", True)
rng = np.random.default_rng(7)


def normal(*shape):
    return rng.normal(size=shape).astype(np.float32).astype(np.float64)


def between(low, high, *shape):
    return rng.uniform(low, high, size=shape).astype(np.float32).astype(np.float64)


def whole(n, *shape):
    """Numbers of things: without a gradient."""
    return Numbers(rng.integers(0, n, size=shape))


class Numbers:
    def __init__(self, values):
        self.values = np.asarray(values)


def digits(values):
    return " ".join("%.9g" % v for v in np.asarray(values, dtype=np.float64).ravel())


def tensor(word, values):
    values = np.asarray(values)
    return f"{word} {' '.join(map(str, values.shape))}: {digits(values)}"


def case(name, f, *inputs):
    smooth = [i for i, x in enumerate(inputs) if not isinstance(x, Numbers)]
    plain = [x.values if isinstance(x, Numbers) else x for x in inputs]

    def of(*given):
        all = list(plain)
        for i, x in zip(smooth, given):
            all[i] = x
        return jnp.asarray(f(*all), dtype=jnp.float64)

    y, pull = jax.vjp(of, *[jnp.asarray(plain[i]) for i in smooth])
    u = normal(*y.shape)
    slopes = pull(jnp.asarray(u))
    print(f"case {name}")
    for x in plain:
        print(tensor("in", x))
    print(tensor("u", u))
    print(tensor("y", y))
    for i, slope in zip(smooth, slopes):
        print(tensor(f"d{i}", slope))


for name, f in {
    "neg": lambda x: -x, "exp": jnp.exp, "sin": jnp.sin, "cos": jnp.cos, "tanh": jnp.tanh, "sigmoid": jax.nn.sigmoid,
    "abs": jnp.abs, "sign": jnp.sign, "floor": jnp.floor, "erf": erf,
}.items():
    case(name, f, normal(3, 5) * 2)
case("log", jnp.log, between(0.01, 20, 3, 5))
case("sqrt", jnp.sqrt, between(0.01, 20, 3, 5))
case("add", jnp.add, normal(2, 3, 4), normal(3, 1))
case("sub", jnp.subtract, normal(3, 1), normal(2, 3, 4))
case("mul", jnp.multiply, normal(2, 1, 4), normal(3, 1))
case("div", jnp.divide, normal(2, 3), between(0.3, 2, 2, 3))
case("pow", jnp.power, between(0.2, 3, 3, 4), between(-2, 2, 4))
case("max", jnp.maximum, normal(3, 4), normal(4))
case("min", jnp.minimum, normal(3, 4), normal(4))
case("less", lambda a, b: jnp.less(a, b).astype(jnp.float64), normal(3, 4), normal(4))
case("select", lambda c, a, b: jnp.where(c != 0, a, b), Numbers(np.array([[0.0, 1, -2], [0, 0, 3]])), normal(2, 3), normal(3))
case("iota", lambda x: x * jnp.arange(4.0)[:, None], normal(4, 3))
case("reshape", lambda x: x.reshape(4, 6) * np.arange(6), normal(2, 3, 4))
case("permute", lambda x: x.transpose(2, 0, 1), normal(2, 3, 4))
case("broadcast", lambda x: jnp.broadcast_to(x, (4, 2, 3)), normal(2, 1))
case("slice", lambda x: x[1:7:3, 5:0:-2], normal(8, 6))
case("flip", lambda x: x[::-1, :, ::-1], normal(2, 2, 3))
case("pad", lambda x: jnp.pad(x, ((1, 0), (2, 3))), normal(2, 3))
case("concat", lambda a, b, c: jnp.concatenate([a, b, c], 1), normal(2, 1), normal(2, 3), normal(2, 2))
case("stack", lambda a, b: jnp.stack([a, b, a]), normal(2, 3), normal(2, 3))
case("sum", lambda x: x.sum((0, 2), keepdims=True), normal(3, 2, 4))
case("long sum", lambda x: x.sum(), normal(600))
case("largest", lambda x: x.max((1, 2), keepdims=True), normal(2, 3, 4))
case("matmul", jnp.matmul, normal(2, 1, 3, 4), normal(3, 4, 2))
case("matmul turned", lambda a, b: a.T @ b.T, normal(4, 3), normal(2, 4))


def conv(x, w, stride=(1, 1), pad=((0, 0), (0, 0)), dilation=(1, 1), expansion=(1, 1), groups=1):
    return lax.conv_general_dilated(
        x, w, stride, pad, lhs_dilation=expansion, rhs_dilation=dilation, dimension_numbers=("NCHW", "OIHW", "NCHW"),
        feature_group_count=groups)


case("conv", lambda x, w: conv(x, w, pad=((1, 1), (1, 1))), normal(2, 2, 4, 5), normal(3, 2, 3, 3))
case("conv stride and uneven padding", lambda x, w: conv(x, w, (2, 3), ((2, 0), (0, 1))), normal(1, 2, 6, 7), normal(2, 2, 3, 2))
case("conv cut edges", lambda x, w: conv(x, w, pad=((-1, -2), (1, -1))), normal(2, 1, 7, 5), normal(2, 1, 2, 2))
case("conv dilation", lambda x, w: conv(x, w, dilation=(2, 3), pad=((1, 2), (2, 1))), normal(1, 2, 6, 7), normal(2, 2, 2, 3))
case("conv expansion", lambda x, w: conv(x, w, expansion=(2, 3), pad=((1, 2), (0, 1))), normal(1, 2, 3, 3), normal(2, 2, 2, 3))
case("conv groups", lambda x, w: conv(x, w, groups=2, stride=(2, 1)), normal(2, 4, 4, 4), normal(6, 2, 2, 2))
case("conv depthwise", lambda x, w: conv(x, w, groups=3, pad=((1, 1), (1, 1))), normal(1, 3, 4, 4), normal(3, 1, 3, 3))
case("conv everything", lambda x, w: conv(x, w, (2, 2), ((2, 1), (0, 3)), (2, 1), (3, 2), 2), normal(2, 4, 3, 4), normal(2, 2, 2, 3))


def conv_transposed(x, w, stride, pad):
    (n, _, h, width), (_, o, k, l) = x.shape, w.shape
    grown = (n, o, (h - 1) * stride - 2 * pad + k, (width - 1) * stride - 2 * pad + l)
    forward = lambda z: conv(z, w, (stride, stride), ((pad, pad), (pad, pad)))
    return jax.linear_transpose(forward, jax.ShapeDtypeStruct(grown, jnp.float64))(x)[0]


case("conv transposed", lambda x, w: conv_transposed(x, w, 2, 1), normal(1, 2, 3, 3), normal(2, 3, 4, 4))


def windows(h, w, size, stride, pad):
    """Rows and columns of each window's elements; those outside are None."""
    oh = (h + sum(pad[0]) - size[0]) // stride[0] + 1
    ow = (w + sum(pad[1]) - size[1]) // stride[1] + 1
    for i in range(oh):
        for j in range(ow):
            taps = []
            for a in range(size[0]):
                for b in range(size[1]):
                    p, q = i * stride[0] + a - pad[0][0], j * stride[1] + b - pad[1][0]
                    taps.append((p, q) if 0 <= p < h and 0 <= q < w else None)
            yield i, j, taps
    return


SIZE, STRIDE, PAD = (3, 2), (2, 1), ((1, 1), (0, 1))


def pool_index(x):
    out = {}
    for i, j, taps in windows(*x.shape[1:], SIZE, STRIDE, PAD):
        for n in range(x.shape[0]):
            values = [-np.inf if t is None else float(x[n, t[0], t[1]]) for t in taps]
            out[n, i, j] = int(np.argmax(values))
    shape = tuple(max(k[d] for k in out) + 1 for d in range(3))
    return np.array([out[k] for k in sorted(out)], dtype=float).reshape(shape)


def max_pool(x):
    return lax.reduce_window(x, -jnp.inf, lax.max, (1, *SIZE), (1, *STRIDE), ((0, 0), *PAD))


def pool_put(y, places, h, w):
    x = jnp.zeros((y.shape[0], h, w))
    for i, j, taps in windows(h, w, SIZE, STRIDE, PAD):
        for n in range(y.shape[0]):
            t = taps[int(places[n, i, j])]
            if t is not None:
                x = x.at[n, t[0], t[1]].add(y[n, i, j])
    return x


picture = normal(2, 5, 6)
places = pool_index(picture)
case("pool index", lambda x: pool_index(x), Numbers(picture))
case("max pool", max_pool, picture)
case("pool put", lambda y, n: pool_put(y, n, 5, 6), normal(*places.shape), Numbers(places))
case("gather", lambda x, n: jnp.take_along_axis(x, n[:, :, None], 1), normal(2, 4, 3), whole(4, 2, 5))
case("scatter", lambda y, n: jnp.stack([jnp.zeros((4, 3)).at[n[b]].add(y[b]) for b in range(2)]), normal(2, 5, 3), whole(4, 2, 5))
case("rows", lambda x, n: x[n], normal(5, 3), whole(5, 2, 4))
case("take", lambda x, n: jnp.take_along_axis(x, n, 1), normal(3, 5), whole(5, 3, 2))
case("argsort", lambda x: np.argsort(x, kind="stable"), Numbers(rng.integers(0, 5, size=(3, 8)) - 2.0))
case("argmax", lambda x: np.argmax(x, -1, keepdims=True), Numbers(rng.integers(0, 5, size=(3, 8)) - 2.0))
case("sort", lambda x: jnp.sort(x), normal(3, 7))
case("top 3", lambda x: lax.top_k(x, 3)[0], normal(2, 7))
case("cumsum", lambda x: jnp.cumsum(x, -1), normal(3, 7))


def grid_sample(x, grid):
    h, w = x.shape[2:]
    rows = [[map_coordinates(x[n, c], [(grid[n, ..., 1] + 1) * (h - 1) / 2, (grid[n, ..., 0] + 1) * (w - 1) / 2], 1, cval=0.0)
             for c in range(x.shape[1])] for n in range(x.shape[0])]
    return jnp.stack([jnp.stack(row) for row in rows])


case("grid sample", grid_sample, normal(2, 2, 3, 4), between(-1.3, 1.3, 2, 3, 2, 2))


def philox(counter, key):
    """Salmon et al. 2011, from the paper."""
    mask, c, k = 2**32 - 1, list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(b >> 32) ^ c[1] ^ k[0], b & mask, (a >> 32) ^ c[3] ^ k[1], a & mask]
        k = [(k[0] + 0x9E3779B9) & mask, (k[1] + 0xBB67AE85) & mask]
    return c


def draws(state, stream, count):
    w = [int(x) for x in state]
    key, step = [w[0] | w[1] << 16, w[2] | w[3] << 16], w[4] | w[5] << 16
    return np.array([philox([i // 4, step, 1, stream], key)[i % 4] >> 8 for i in range(count)], dtype=float)


case("random", lambda key: draws(key, 2, 11), Numbers(np.array([51966.0, 7, 65535, 1, 65534, 3])))
case("stop gradient", lambda x: lax.stop_gradient(jnp.sin(x)) * x, normal(4))
case("straight through", lambda x: jnp.sin(x + lax.stop_gradient(jnp.sign(x) - x)), normal(4))


@jax.custom_vjp
def reverse(x):
    return x


reverse.defvjp(lambda x: (x, None), lambda _, dy: (-2.5 * dy,))
case("reverse gradient", lambda x: jnp.sin(reverse(x)), normal(4))


def rnn(x, h, w, u, b, v):
    def step(h, x):
        h = jnp.tanh(x @ w + h @ u + b)
        return h, h @ v
    last, out = lax.scan(step, h, x)
    return jnp.concatenate([last.ravel(), out.ravel()])


case("rnn", rnn, normal(4, 2, 3), normal(2, 3), normal(3, 3), normal(3, 3), normal(3), normal(3, 2))


def lstm(x, h, c, w, b):
    def step(carry, x):
        h, c = carry
        f, i, g, o = jnp.split(jnp.concatenate([x, h], 1) @ w + b, 4, 1)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        h = jax.nn.sigmoid(o) * jnp.tanh(c)
        return (h, c), h
    (h, c), out = lax.scan(step, (h, c), x)
    return jnp.concatenate([h.ravel(), c.ravel(), out.ravel()])


case("lstm", lstm, normal(4, 2, 2), normal(2, 3), normal(2, 3), normal(5, 12), normal(12))

case("softmax", lambda x: jax.nn.softmax(x), normal(3, 6) * 3)
case("logsumexp", lambda x: logsumexp(x, -1, keepdims=True), normal(3, 6) * 30)
case("cross-entropy", lambda x, n: -jnp.take_along_axis(jax.nn.log_softmax(x), n, 1), normal(4, 5) * 3, whole(5, 4, 1))
case("gelu", lambda x: jax.nn.gelu(x, approximate=False), normal(3, 5) * 2)
case("normalisation", lambda x: (x - x.mean(-1, keepdims=True)) / jnp.sqrt(x.var(-1, keepdims=True) + 1e-3), normal(3, 6))


def attention(q, k, v):
    scores = q @ k.transpose(0, 2, 1) / np.sqrt(q.shape[2])
    return jax.nn.softmax(jnp.where(np.tril(np.ones(scores.shape[1:])) > 0, scores, -jnp.inf)) @ v


case("attention", attention, normal(2, 4, 3), normal(2, 4, 3), normal(2, 4, 3))
# A gradient inside, as in WGAN-GP, and a Hessian times a vector.
critic = lambda x, w: jnp.tanh(x @ w).sum()
case("gradient penalty", lambda x, w: (jnp.linalg.norm(jax.grad(critic)(x, w), axis=1) - 1) ** 2, normal(4, 3), normal(3, 2))
valley = lambda x: (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()
case("hessian vector", lambda x, v: jax.jvp(jax.grad(valley), (x,), (v,))[1], normal(5), normal(5))
case("third derivative", jax.vmap(jax.grad(jax.grad(jax.grad(lambda x: jnp.exp(jnp.sin(x)) * x)))), normal(6))
picture_net = lambda x, w, v: logsumexp(
    lax.reduce_window(jnp.tanh(conv(x, w)), -jnp.inf, lax.max, (1, 1, 2, 2), (1, 1, 2, 2), "VALID").reshape(2, -1) @ v, 1)
case("a small picture net", picture_net, normal(2, 2, 5, 5), normal(3, 2, 2, 2), normal(12, 4))
