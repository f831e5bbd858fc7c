//! What the window does: the programs, the shapes, and what can be measured of them.

use super::source::Source;
use crate::convolution::params::TABLE;
use compute::{Conv, Expr, Pool, Program, grad, vjp};
use data::random::Random;
use labkit::{LabError, Params};
use nn::layer::pool::avg_pool;

/// What tells the draws for the test of the transpose from others of the seed.
const ADJOINT: u64 = 0x6164_6a6f_696e_7400;

/// The operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    /// Inner product with the filter: convolution.
    Product,
    /// The largest of each window.
    Largest,
    /// The mean of each window.
    Mean,
    /// From each window's largest back to where it stood.
    Unpool,
    /// From each window's largest back to the whole window.
    Repeat,
    /// Each number spreads over a window, in the shape of the filter: transposed convolution.
    Spread,
}

/// Sizes along rows and columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shapes {
    /// What goes in, without padding.
    pub(super) input: [usize; 2],
    /// Rings of zeros around it.
    pub(super) pad: usize,
    /// The filter, or the pooling's window.
    pub(super) window: [usize; 2],
    pub(super) stride: usize,
    pub(super) dilation: usize,
    /// Places where the window stands.
    pub(super) places: [usize; 2],
    /// What comes out.
    pub(super) map: [usize; 2],
    /// What the operation gives beside it: where the gradient goes, or what is put back.
    pub(super) second: [usize; 2],
    /// Maps that come out. A convolution has one for each group of channels, pooling one for each channel.
    pub(super) maps: usize,
    /// Rings that a transposed convolution cuts off.
    cut: usize,
}

type Places = Vec<(usize, usize)>;

impl Shapes {
    /// The cells of the padded input under the window at a place.
    pub(super) fn window(&self, row: usize, column: usize) -> Places {
        let [h, w] = self.window;
        let at = |a: usize, b: usize| (row * self.stride + a * self.dilation, column * self.stride + b * self.dilation);
        (0..h).flat_map(|a| (0..w).map(move |b| (a, b))).map(|(a, b)| at(a, b)).collect()
    }

    /// The cells that the operation reads there, and those that it writes.
    pub(super) fn marks(&self, op: Op, row: usize, column: usize) -> (Places, Places) {
        let there = vec![(row, column)];
        match op {
            Op::Spread => {
                let inside = |(y, x): (usize, usize)| Some((y.checked_sub(self.cut)?, x.checked_sub(self.cut)?));
                (there, self.window(row, column).into_iter().filter_map(inside).collect())
            }
            _ => (self.window(row, column), there),
        }
    }
}

impl Op {
    pub(super) fn of(params: &Params) -> Self {
        match params.choice(TABLE, "op") {
            "max" => Self::Largest,
            "mean" => Self::Mean,
            "unpool" => Self::Unpool,
            "repeat" => Self::Repeat,
            "spread" => Self::Spread,
            _ => Self::Product,
        }
    }

    pub(super) fn has_filter(self) -> bool {
        matches!(self, Self::Product | Self::Spread)
    }

    /// The outputs of the program.
    pub(super) fn outputs(self) -> &'static [&'static str] {
        match self {
            Self::Product => &["map", "parts"],
            Self::Largest | Self::Mean => &["map", "second"],
            Self::Unpool | Self::Repeat => &["map", "second", "again"],
            Self::Spread => &["map", "sides"],
        }
    }

    /// What the program's states hold.
    pub(super) fn states(self, source: &Source, shapes: &Shapes, seed: u64) -> Vec<(&'static str, Vec<f32>)> {
        let mut states = vec![("x", source.picture.values.clone())];
        if self.has_filter() {
            states.push(("w", source.filter.values.clone()));
        }
        if self == Self::Spread {
            let mut random = Random::of(seed ^ ADJOINT, 0);
            states.push(("z", (0..shapes.map[0] * shapes.map[1]).map(|_| random.normal()).collect()));
        }
        states
    }

    /// What shows that the operation is what it is said to be.
    pub(super) fn measures<'a>(self, shapes: &Shapes, source: &Source, result: impl Fn(&str) -> &'a [f32]) -> Vec<(&'static str, f64)> {
        let map = result("map");
        match self {
            // The sum of the parts of a group's channels is its map.
            Self::Product => {
                let (cells, each) = ((map.len() / shapes.maps).max(1), source.picture.channels / shapes.maps);
                let mut sums = vec![0.0; map.len()];
                for (channel, part) in result("parts").chunks_exact(cells).enumerate() {
                    let group = &mut sums[channel / each * cells..][..cells];
                    group.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
                }
                vec![("parts_gap", gap(&sums, map)), ("channels", source.picture.channels as f64)]
            }
            // How many cells of a window get some of the gradient.
            Self::Largest | Self::Mean => {
                let reached = result("second").iter().filter(|value| **value != 0.0).count();
                vec![("reached", reached as f64 / map.len().max(1) as f64)]
            }
            // Pooled again, it is what it came from.
            Self::Unpool | Self::Repeat => vec![("again_gap", gap(result("again"), map))],
            // Both ways of computing it; ⟨A z, x⟩ = ⟨z, Aᵀ x⟩; how unevenly the windows overlap.
            Self::Spread => {
                let sides = result("sides");
                let [left, right] = [0, 1].map(|at| sides.get(at).copied().map_or(0.0, f64::from));
                let cover = spread(&vec![1.0; source.picture.rows * source.picture.columns], &vec![1.0; shapes.window[0] * shapes.window[1]], 1, shapes);
                let inside = |i: &usize| {
                    let far = |at: usize, axis: usize| at >= shapes.window[axis] && at + shapes.window[axis] < shapes.map[axis];
                    far(i / shapes.map[1], 0) && far(i % shapes.map[1], 1)
                };
                let inner = || (0..cover.len()).filter(inside).map(|i| f64::from(cover[i]));
                let mut all = vec![
                    ("ways_gap", gap(&spread(&source.picture.values, &source.filter.values, source.picture.channels, shapes), map)),
                    ("adjoint_gap", (left - right).abs() / left.abs().max(1.0)),
                ];
                let least = inner().fold(f64::INFINITY, f64::min);
                if least > 0.0 && least.is_finite() {
                    all.push(("uneven", inner().fold(0.0, f64::max) / least));
                }
                all
            }
        }
    }
}

fn gap(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from((a - b).abs())).fold(0.0, f64::max)
}

/// Spread and add: each number of `x [C, h, w]` lays the filter `[C, k, l]`, times itself, on the map.
pub(super) fn spread(x: &[f32], filter: &[f32], channels: usize, shapes: &Shapes) -> Vec<f32> {
    let [rows, columns] = shapes.map;
    let mut map = vec![0.0; rows * columns];
    let (taps, inputs) = (shapes.window[0] * shapes.window[1], shapes.input[0] * shapes.input[1]);
    for (channel, at) in (0..channels).flat_map(|channel| (0..inputs).map(move |at| (channel, at))) {
        let cells = shapes.window(at / shapes.input[1], at % shapes.input[1]);
        for ((y, x_at), weight) in cells.into_iter().zip(&filter[channel * taps..]) {
            let (Some(y), Some(x_at)) = (y.checked_sub(shapes.cut), x_at.checked_sub(shapes.cut)) else { continue };
            if y < rows && x_at < columns {
                map[y * columns + x_at] += weight * x[channel * inputs + at];
            }
        }
    }
    map
}

/// The program of the operation, with its shapes; an impossible one says which number does not fit.
pub(super) fn program(op: Op, source: &Source, params: &Params) -> Result<(Program, Shapes), LabError> {
    let shapes = shapes(op, source, params)?;
    let (channels, [h, w]) = (source.picture.channels, shapes.input);
    let mut program = Program::new();
    let x = program.state("x", &[1, channels, h, w]);
    let pool = Pool::new(shapes.window[0]);
    match op {
        Op::Product => {
            let groups = shapes.maps;
            let filter = program.state("w", &[groups, channels / groups, shapes.window[0], shapes.window[1]]);
            let spec = Conv { dilation: [shapes.dilation; 2], ..Conv::new(shapes.stride, shapes.pad) };
            program.output("map", &x.conv(&filter, Conv { groups, ..spec }));
            let each = filter.reshape(&[channels, 1, shapes.window[0], shapes.window[1]]);
            program.output("parts", &x.conv(&each, Conv { groups: channels, ..spec }));
        }
        Op::Largest | Op::Mean => {
            let map = if op == Op::Largest { x.max_pool(pool) } else { avg_pool(&x, pool) };
            program.output("second", &grad(&map.sum(), &[&x]).remove(0));
            program.output("map", &map);
        }
        Op::Unpool => {
            let map = x.max_pool(pool);
            // What goes back to where it stood is the gradient's way.
            let back = vjp(&[(map.clone(), map.clone())], &[&x]).remove(0);
            program.output("again", &back.max_pool(pool));
            program.output("second", &back);
            program.output("map", &map);
        }
        Op::Repeat => {
            let map = x.max_pool(pool);
            let ([rows, columns], k) = (shapes.map, shapes.window[0]);
            let cells = map.reshape(&[1, channels, rows, 1, columns, 1]).broadcast(&vec![1, channels, rows, k, columns, k].into());
            let back = cells.reshape(&[1, channels, rows * k, columns * k]);
            program.output("again", &back.max_pool(pool));
            program.output("second", &back);
            program.output("map", &map);
        }
        Op::Spread => {
            let filter = program.state("w", &[channels, 1, shapes.window[0], shapes.window[1]]);
            let spec = Conv { dilation: [shapes.dilation; 2], ..Conv::new(shapes.stride, shapes.cut) };
            let map = x.conv_transposed(&filter, spec);
            let z = program.state("z", &[1, 1, shapes.map[0], shapes.map[1]]);
            program.output("sides", &Expr::stack(&[&(z.conv(&filter, spec) * &x).sum(), &(&z * &map).sum()]));
            program.output("map", &map);
        }
    }
    Ok((program, shapes))
}

fn shapes(op: Op, source: &Source, params: &Params) -> Result<Shapes, LabError> {
    let whole = |key: &str| params.number(TABLE, key).round().max(0.0) as usize;
    let input = [source.picture.rows, source.picture.columns];
    let (stride, pad, dilation) = (whole("stride").max(1), whole("pad"), whole("dilation").max(1));
    if !op.has_filter() {
        let size = whole("window").max(1);
        let map = input.map(|side| side / size);
        if map.contains(&0) {
            let [h, w] = input;
            return Err(LabError::field(
                "window",
                format!("{size}×{size} 的窗口比 {h}×{w} 的图还大"),
                format!("a window of {size}×{size} is larger than the picture of {h}×{w}"),
            ));
        }
        let second = if op == Op::Repeat { map.map(|side| side * size) } else { input };
        let maps = source.picture.channels;
        return Ok(Shapes { input, pad: 0, window: [size; 2], stride: size, dilation: 1, places: map, map, second, maps, cut: 0 });
    }
    let window = [source.filter.rows, source.filter.columns];
    let covers = window.map(|side| dilation * (side - 1) + 1);
    if op == Op::Spread {
        let side = |axis: usize| ((input[axis] - 1) * stride + covers[axis]).checked_sub(2 * pad).filter(|side| *side > 0);
        let (Some(rows), Some(columns)) = (side(0), side(1)) else {
            return Err(LabError::field(
                "pad",
                format!("切掉 {pad} 圈，就什么也不剩了"),
                format!("with {pad} rings cut off nothing is left"),
            ));
        };
        let map = [rows, columns];
        return Ok(Shapes { input, pad: 0, window, stride, dilation, places: input, map, second: map, maps: 1, cut: pad });
    }
    let side = |axis: usize| (input[axis] + 2 * pad).checked_sub(covers[axis]).map(|room| room / stride + 1);
    let (Some(rows), Some(columns)) = (side(0), side(1)) else {
        let ([ch, cw], [h, w]) = (covers, input.map(|side| side + 2 * pad));
        return Err(LabError::field(
            "kernel",
            format!("卷积核盖住 {ch}×{cw} 格，补了 0 的图只有 {h}×{w} 格：多填充几圈，或换小一点的核"),
            format!("the filter covers {ch}×{cw} cells, the padded picture has {h}×{w}: pad more, or take a smaller filter"),
        ));
    };
    let (map, channels, groups) = ([rows, columns], source.picture.channels, whole("groups").max(1));
    if !channels.is_multiple_of(groups) {
        return Err(LabError::field(
            "groups",
            format!("{channels} 个通道分不成一样大的 {groups} 组"),
            format!("{channels} channels do not fall into {groups} equal groups"),
        ));
    }
    Ok(Shapes { input, pad, window, stride, dilation, places: map, map, second: input, maps: groups, cut: 0 })
}
