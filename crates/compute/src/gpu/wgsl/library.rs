//! Functions that shaders call.

/// Each with the text by which its use is found.
pub(super) const FUNCTIONS: &[(&str, &str)] = &[
    (
        "power(",
        // `aᵇ` for every sign of `a`; WGSL's own `pow` knows only positive ones.
        "fn power(a: f32, b: f32) -> f32 {
  if (b == 0.0) { return 1.0; }
  let size = pow(abs(a), b);
  if (a >= 0.0) { return size; }
  if (b != floor(b)) { return log(a); }
  return select(size, -size, fract(b * 0.5) != 0.0);
}
",
    ),
    (
        "error_function(",
        // The same ratio of polynomials as the CPU twin.
        "fn error_function(x: f32) -> f32 {
  let h = clamp(x, -4.0, 4.0);
  let s = h * h;
  let p = ((((((-2.7261422e-10 * s + 2.7706814e-8) * s - 2.101024e-6) * s - 5.6925064e-5) * s - 7.3499065e-4) * s
    - 2.9545999e-3) * s - 1.6096033e-2) * h;
  let q = (((-1.4566072e-5 * s - 2.1337405e-4) * s - 1.682827e-3) * s - 7.3733293e-3) * s - 1.4264739e-2;
  return p / q;
}
",
    ),
    (
        "sine(",
        // WGSL's own may err by 2⁻¹¹: the same steps as the CPU twin instead, with the quarter turns to add.
        "fn sine(x: f32, quarter: u32) -> f32 {
  if (abs(x) >= 8192.0) { return select(sin(x), cos(x), quarter == 1u); }
  let n = round(x * 0.63661975);
  let r = ((x - n * 1.5703125) - n * 4.8375130e-4) - n * 7.5497901e-8;
  let s = r * r;
  let turn = bitcast<u32>(i32(n)) + quarter;
  let odd = 1.0 - 0.5 * s + s * s * ((2.4433157e-5 * s - 1.3887316e-3) * s + 4.1666646e-2);
  let even = r + r * s * ((-1.9515296e-4 * s + 8.332161e-3) * s - 0.16666655);
  let value = select(even, odd, (turn & 1u) == 1u);
  return select(value, -value, (turn & 2u) == 2u);
}
",
    ),
    (
        "draw(",
        // Philox4x32-10; see `rng`. WGSL has no product of 64 bits: it is made of 16-bit halves.
        "fn wide(a: u32, b: u32) -> vec2u {
  let al = a & 0xffffu; let ah = a >> 16u; let bl = b & 0xffffu; let bh = b >> 16u;
  let lh = al * bh; let hl = ah * bl;
  let middle = ((al * bl) >> 16u) + (lh & 0xffffu) + (hl & 0xffffu);
  return vec2u(ah * bh + (lh >> 16u) + (hl >> 16u) + (middle >> 16u), a * b);
}
fn draw(at: u32, stream: u32, index: u32) -> f32 {
  var key = vec2u(u32(mem[at]) | (u32(mem[at + 1u]) << 16u), u32(mem[at + 2u]) | (u32(mem[at + 3u]) << 16u));
  var c = vec4u(index / 4u, u32(mem[at + 4u]) | (u32(mem[at + 5u]) << 16u), 1u, stream);
  for (var round = 0u; round < 10u; round++) {
    let a = wide(0xD2511F53u, c.x);
    let b = wide(0xCD9E8D57u, c.z);
    c = vec4u(b.x ^ c.y ^ key.x, b.y, a.x ^ c.w ^ key.y, a.y);
    key += vec2u(0x9E3779B9u, 0xBB67AE85u);
  }
  return f32(c[index % 4u] >> 8u);
}
",
    ),
];
