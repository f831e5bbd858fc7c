"""Values and gradients from PyTorch, in f64, for the tests beside this file.

    python make.py > values.json      (PyTorch 2; any recent version gives the same digits)

A case has inputs {name: [shape, values]}, outputs [values, ...], and the gradients {name: values} of
sum over outputs of sum_i cos(i + 1) * out_i, with i counting the elements of each output.
"""

import json
import math

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
cases = {}
draws = torch.Generator().manual_seed(1)


def numbers(values):
    return [float(f"{v:.9g}") for v in values.detach().flatten().tolist()]


def rand(*shape):
    """Rounded, so that what is written is what was used."""
    return (torch.randn(*shape, generator=draws) * 1000).round() / 1000


def case(name, inputs, function, fixed=(), store_gradients=True):
    leaves = {k: v.clone().requires_grad_(store_gradients and k not in fixed) for k, v in inputs.items()}
    # PyTorch's own functions have other names for their one or two arguments.
    outputs = function(*leaves.values()) if len(leaves) < 3 else function(**leaves)
    outputs = outputs if isinstance(outputs, (tuple, list)) else [outputs]
    entry = {
        "in": {k: [list(v.shape), numbers(v)] for k, v in leaves.items()},
        "out": [numbers(o) for o in outputs],
        "grad": {},
    }
    total = sum((o.flatten() * torch.cos(torch.arange(o.numel()) + 1.0)).sum() for o in outputs)
    wanted = {k: v for k, v in leaves.items() if v.requires_grad}
    if wanted:
        slopes = torch.autograd.grad(total, list(wanted.values()), allow_unused=True)
        entry["grad"] = {k: numbers(g) for k, g in zip(wanted, slopes) if g is not None}
    cases[name] = entry


# Activations
x = rand(3, 5) * 2
for name, function in {
    "relu": F.relu,
    "leaky_relu": lambda x: F.leaky_relu(x, 0.2),
    "elu": lambda x: F.elu(x, 1.5),
    "selu": F.selu,
    "gelu": F.gelu,
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"),
    "silu": F.silu,
    "softplus": lambda x: F.softplus(x, threshold=1e9),
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "hard_tanh": F.hardtanh,
    "hard_sigmoid": F.hardsigmoid,
    "hard_swish": F.hardswish,
}.items():
    case(name, {"x": x}, function)
x = rand(2, 3, 4) * 3
case("softmax", {"x": x}, lambda x: torch.softmax(x, 1))
case("log_softmax", {"x": x}, lambda x: torch.log_softmax(x, 2))
case("log_sum_exp", {"x": x}, lambda x: torch.logsumexp(x, 0, keepdim=True))
case("softmax_large", {"x": x * 1000}, lambda x: torch.softmax(x, 2))
case("maxout", {"x": rand(2, 6)}, lambda x: x.reshape(2, 2, 3).amax(2))

# Layers
case("linear", {"x": rand(2, 3, 4), "w": rand(4, 2), "b": rand(2)}, lambda x, w, b: F.linear(x, w.T, b))
case(
    "conv2d",
    {"x": rand(2, 4, 7, 6), "w": rand(6, 2, 3, 2), "b": rand(6)},
    lambda x, w, b: F.conv2d(x, w, b, stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=2),
)
case(
    "conv_transpose2d",
    {"x": rand(2, 4, 3, 4), "w": rand(4, 3, 3, 2), "b": rand(6)},
    lambda x, w, b: F.conv_transpose2d(
        x, w, b, stride=(2, 3), padding=(1, 0), output_padding=(1, 0), dilation=(1, 2), groups=2
    ),
)
x = rand(2, 2, 7, 6)
case("max_pool", {"x": x}, lambda x: F.max_pool2d(x, 3, 2, 1))
case("avg_pool", {"x": x}, lambda x: F.avg_pool2d(x, 3, 2, 1))
case("avg_pool_tiles", {"x": rand(2, 3, 4, 6)}, lambda x: F.avg_pool2d(x, (2, 3)))
case("global_avg_pool", {"x": x}, lambda x: x.mean((2, 3)))
affine = {"w": rand(4), "b": rand(4)}
running = {"mean": rand(4), "var": rand(4).abs() + 0.5}


def batch_norm(x, w, b, mean, var):
    mean, var = mean.clone(), var.clone()
    y = F.batch_norm(x, mean, var, w, b, training=True, momentum=0.3)
    return y, mean, var


x1, x2 = rand(5, 4) + 1, rand(2, 4, 3, 2) * 2
for name, x in {"batch_norm1d": x1, "batch_norm2d": x2}.items():
    fixed = ("mean", "var")
    case(name, {"x": x, **affine, **running}, batch_norm, fixed)
    case(
        name + "_eval",
        {"x": x, **affine, **running},
        lambda x, w, b, mean, var: F.batch_norm(x, mean, var, w, b),
        fixed,
    )
# The second batch of a step sees the running statistics of the first.
case(
    "batch_norm_two",
    {"x": x1, "y": rand(3, 4), **affine, **running},
    lambda x, y, w, b, mean, var: batch_norm(y, w, b, *batch_norm(x, w, b, mean, var)[1:])[1:],
    store_gradients=False,
)
case("layer_norm", {"x": rand(2, 3, 4), **affine}, lambda x, w, b: F.layer_norm(x, (4,), w, b))
case("group_norm", {"x": x2, **affine}, lambda x, w, b: F.group_norm(x, 2, w, b))
case("instance_norm", {"x": x2, **affine}, lambda x, w, b: F.instance_norm(x, weight=w, bias=b))
case(
    "embedding",
    {"n": torch.tensor([[0.0, 3.0], [3.0, 1.0], [4.0, 3.0]]), "w": rand(5, 3)},
    lambda n, w: F.embedding(n.long(), w),
    ("n",),
)
width = 6
angle = torch.arange(7.0)[:, None] / 10000 ** (2 * torch.arange(width // 2) / width)
case("sinusoidal", {}, lambda: torch.stack([angle.sin(), angle.cos()], 2).reshape(7, width))


def recurrent(kind, hidden, x, w, u, biases, *first):
    layer = kind(x.shape[2], hidden)
    parameters = dict(zip(["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"], [w.T, u.T, *biases]))
    first = tuple(f[None] for f in first)
    return torch.func.functional_call(layer, parameters, (x, first if len(first) > 1 else first[0]))


def lstm(x, w, u, b, h, c):
    y, (h, c) = recurrent(torch.nn.LSTM, 3, x, w, u, (b, torch.zeros_like(b)), h, c)
    return y, h, c


def gru(x, w, u, b, d, h):
    hidden = torch.cat([torch.zeros(6), d])
    return recurrent(torch.nn.GRU, 3, x, w, u, (b, hidden), h)


sequence = {"x": rand(5, 2, 4), "h": rand(2, 3)}
gates = lambda n: {"w": rand(4, n * 3), "u": rand(3, n * 3), "b": rand(n * 3)}
case(
    "rnn",
    {**sequence, **gates(1)},
    lambda x, w, u, b, h: recurrent(torch.nn.RNN, 3, x, w, u, (b, torch.zeros_like(b)), h),
)
case("lstm", {**sequence, **gates(4), "c": rand(2, 3)}, lstm)
case("gru", {**sequence, **gates(3), "d": rand(3)}, gru)


def attention(query, memory, w, b, ow, ob, mask=None):
    y, weights = F.multi_head_attention_forward(
        query.transpose(0, 1), memory.transpose(0, 1), memory.transpose(0, 1), query.shape[2], 2, w.T, b,
        None, None, False, 0.0, ow.T, ob, attn_mask=mask, average_attn_weights=False,
    )  # fmt: skip
    return y.transpose(0, 1), weights


later = lambda t: torch.triu(torch.ones(t, t, dtype=torch.bool), 1)
heads = {"w": rand(4, 12), "b": rand(12), "ow": rand(4, 4), "ob": rand(4)}
case("attention", {"x": rand(2, 3, 4), **heads}, lambda x, **p: attention(x, x, **p))
case("attention_causal", {"x": rand(2, 3, 4), **heads}, lambda x, **p: attention(x, x, **p, mask=later(3)))
case("attention_cross", {"x": rand(2, 3, 4), "m": rand(2, 5, 4), **heads}, lambda x, m, **p: attention(x, m, **p))


def block(x, w, b, ow, ob, w1, b1, w2, b2, up, upb, down, downb):
    n = F.layer_norm(x, (4,), w1, b1)
    y = x + attention(n, n, w, b, ow, ob, later(3))[0]
    n = F.layer_norm(y, (4,), w2, b2)
    return y + F.gelu(n @ up + upb) @ down + downb


norms = {"w1": rand(4), "b1": rand(4), "w2": rand(4), "b2": rand(4)}
feed = {"up": rand(4, 8), "upb": rand(8), "down": rand(8, 4), "downb": rand(4)}
case("transformer", {"x": rand(2, 3, 4), **heads, **norms, **feed}, block)

# Losses
p, t = rand(4, 3) * 2, rand(4, 3) * 2
case("mse", {"p": p, "t": t}, F.mse_loss)
case("mae", {"p": p, "t": t}, F.l1_loss)
case("huber", {"p": p, "t": t}, lambda p, t: F.huber_loss(p, t, delta=1.5))
case("bce", {"p": p * 10, "t": torch.sigmoid(t)}, F.binary_cross_entropy_with_logits)
k = torch.tensor([2.0, 0.0, 1.0, 2.0])
q = torch.softmax(t, 1)
q[1] = torch.tensor([0.0, 1.0, 0.0])
case("cross_entropy", {"p": p, "k": k}, lambda p, k: F.cross_entropy(p, k.long()), ("k",))
case("cross_entropy_large", {"p": p * 1000, "k": k}, lambda p, k: F.cross_entropy(p, k.long()), ("k",))
case(
    "cross_entropy_smoothed",
    {"p": p, "k": k},
    lambda p, k: F.cross_entropy(p, k.long(), label_smoothing=0.1),
    ("k",),
)
case("cross_entropy_with", {"p": p, "t": q}, F.cross_entropy, ("t",))
case("nll", {"p": p, "k": k}, lambda p, k: F.nll_loss(p, k.long()), ("k",))
signs = torch.sign(t)
case("hinge", {"p": p, "t": signs}, lambda p, t: F.relu(1 - t * p).mean(), ("t",))
case("multi_hinge", {"p": p, "k": k}, lambda p, k: F.multi_margin_loss(p, k.long()), ("k",))
case("kl_div", {"p": p, "t": q}, lambda p, t: F.kl_div(p, t, reduction="batchmean"), ("t",))
case(
    "kl_div_normal",
    {"p": p, "t": t},
    lambda p, t: torch.distributions.kl_divergence(
        torch.distributions.Normal(p, (t / 2).exp()), torch.distributions.Normal(0.0, 1.0)
    ).sum(1).mean(),
)


def wasserstein(real, fake, u, w1, w2):
    critic = lambda x: torch.tanh(x @ w1) @ w2
    mixed = u * real + (1 - u) * fake
    slope = torch.autograd.grad(critic(mixed).sum(), mixed, create_graph=True)[0]
    penalty = ((slope.square().sum(1) + 1e-12).sqrt() - 1).square().mean()
    return critic(fake).mean() - critic(real).mean(), penalty


inputs = {"real": rand(4, 3), "fake": rand(4, 3), "u": rand(4, 1).abs() % 1, "w1": rand(3, 5), "w2": rand(5, 1)}
case("wasserstein", inputs, wasserstein)


# Optimisers: 20 steps from the same place; after each, both parameters.
def loss(a, m):
    return (torch.sin(a) * a).sum() + (m @ m - a[:2]).square().sum() * 0.5 + 0.1 * a.pow(4).sum()


a0, m0 = torch.tensor([1.5, -0.7, 0.3]), torch.tensor([[0.5, -1.0], [0.25, 0.75]])
trajectories = {}


def trajectory(name, make, clip=lambda parameters: None, schedule=None):
    a, m = a0.clone().requires_grad_(), m0.clone().requires_grad_()
    optimiser = make([a, m])
    schedule = schedule and schedule(optimiser)
    rows = []
    for _ in range(20):
        optimiser.zero_grad()
        loss(a, m).backward()
        clip([a, m])
        optimiser.step()
        if schedule:
            schedule.step()
        rows.append(numbers(torch.cat([a, m.flatten()])))
    trajectories[name] = rows


o = torch.optim
trajectory("sgd", lambda p: o.SGD(p, 0.05))
trajectory("sgd_decay", lambda p: o.SGD(p, 0.05, weight_decay=0.1))
trajectory("momentum", lambda p: o.SGD(p, 0.02, momentum=0.9))
trajectory("nesterov", lambda p: o.SGD(p, 0.02, momentum=0.9, nesterov=True, weight_decay=0.1))
trajectory("adagrad", lambda p: o.Adagrad(p, 0.3))
trajectory("rmsprop", lambda p: o.RMSprop(p, 0.01, alpha=0.9, eps=1e-6))
trajectory("adam", lambda p: o.Adam(p, 0.1))
trajectory("adam_decay", lambda p: o.Adam(p, 0.1, betas=(0.5, 0.9), eps=1e-4, weight_decay=0.1))
trajectory("adamw", lambda p: o.AdamW(p, 0.1, weight_decay=0.1))
trajectory("clip_norm", lambda p: o.Adam(p, 0.1), lambda p: torch.nn.utils.clip_grad_norm_(p, 0.8))
trajectory("clip_value", lambda p: o.SGD(p, 0.1), lambda p: torch.nn.utils.clip_grad_value_(p, 0.5))
trajectory("scheduled", lambda p: o.SGD(p, 0.05), schedule=lambda s: o.lr_scheduler.StepLR(s, 7, 0.5))


# Schedules: rates of the first 21 steps.
def rates(rate, make):
    optimiser = o.SGD([torch.zeros(1, requires_grad=True)], rate)
    schedule = make(optimiser)
    rows = []
    for _ in range(21):
        rows.append(float(f"{optimiser.param_groups[0]['lr']:.9g}"))
        optimiser.step()
        if len(rows) < 21:
            schedule.step()
    return rows


s = o.lr_scheduler
schedules = {
    "step_decay": rates(0.5, lambda p: s.StepLR(p, 3, 0.7)),
    "exponential": rates(0.5, lambda p: s.ExponentialLR(p, 0.9)),
    "cosine": rates(0.5, lambda p: s.CosineAnnealingLR(p, 20, 0.05)),
    "one_cycle": rates(0.5, lambda p: s.OneCycleLR(p, 0.5, total_steps=21)),
    "warm_up": rates(0.5, lambda p: s.LinearLR(p, 1 / 8, 1.0, 7)),
}

print(json.dumps({"cases": cases, "trajectories": trajectories, "schedules": schedules}, separators=(",", ":")))
