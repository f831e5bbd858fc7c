//! From a line of text to layers.

use super::ledger::{Before, after, maps, spec, windows};
use super::{Fault, Field, Kind, LAYERS, Layer, Stack, StackError};
use compute::Shape;
use std::collections::HashMap;

/// A word and where it begins, characters.
type Word = (String, usize);

/// Largest number of a line.
const LARGEST: usize = 4096;

/// What is known behind the layers so far.
struct Reader {
    stack: Stack,
    field: Field,
    /// Height and width when last there were any.
    places: [usize; 2],
    /// The layers in front of the blocks that are open, and where their brackets stand.
    open: Vec<(Option<usize>, usize)>,
    counts: HashMap<String, usize>,
    parameters: u64,
    most: u64,
}

/// Reads a line of layers with at most `most` parameters in all.
pub(super) fn parse(line: &str, input: [usize; 3], most: u64) -> Result<Stack, StackError> {
    let stack = Stack { input, layers: Vec::new() };
    let (field, places) = (Field::PIXEL, [input[1], input[2]]);
    let mut reader = Reader { stack, field, places, open: Vec::new(), counts: HashMap::new(), parameters: 0, most };
    let mut words: Vec<Word> = Vec::new();
    let mut apart = true;
    for (at, sign) in line.chars().enumerate() {
        let first = std::mem::replace(&mut apart, true);
        match sign {
            ',' | '，' | '\n' => reader.item(&mut words)?,
            '(' | '（' => {
                if words.len() != 1 || words[0].0 != "res" {
                    return Err(reader.error(&format!("{}(", joined(&words)), at, Fault::Bracket));
                }
                words.clear();
                reader.open.push((reader.stack.layers.len().checked_sub(1), at));
            }
            ')' | '）' => {
                reader.item(&mut words)?;
                let Some((from, _)) = reader.open.pop() else { return Err(reader.error(")", at, Fault::Bracket)) };
                reader.push("res", at, Kind::Residual { from })?;
            }
            sign if sign.is_whitespace() => {}
            sign => {
                apart = false;
                let sign = if sign == '×' { 'x' } else { sign.to_ascii_lowercase() };
                match words.last_mut() {
                    Some((word, _)) if !first => word.push(sign),
                    _ => words.push((sign.to_string(), at)),
                }
            }
        }
    }
    reader.item(&mut words)?;
    if let Some((_, at)) = reader.open.pop() {
        return Err(reader.error("res(", at, Fault::Bracket));
    }
    if reader.stack.layers.is_empty() {
        return Err(reader.error("", 0, Fault::Empty));
    }
    Ok(reader.stack)
}

fn joined(words: &[Word]) -> String {
    words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ")
}

impl Reader {
    fn error(&self, text: &str, first: usize, fault: Fault) -> StackError {
        let place = (first, text.chars().count());
        StackError { layer: self.stack.layers.len() + 1, text: text.to_owned(), place, fault }
    }

    /// Takes the words between two commas.
    fn item(&mut self, words: &mut Vec<Word>) -> Result<(), StackError> {
        let words = std::mem::take(words);
        let Some((_, first)) = words.first() else { return Ok(()) };
        let text = joined(&words);
        let shape = self.stack.before(self.stack.layers.len());
        let kind = kind(&words, &shape).map_err(|fault| self.error(&text, *first, fault))?;
        self.push(&text, *first, kind)
    }

    fn push(&mut self, text: &str, first: usize, kind: Kind) -> Result<(), StackError> {
        let Stack { layers, .. } = &self.stack;
        if layers.len() == LAYERS {
            return Err(self.error(text, first, Fault::TooMany));
        }
        let shape = self.stack.before(layers.len());
        let block = match kind {
            Kind::Residual { from } => Some(match from {
                Some(from) => (self.stack.before(from + 1), layers[from].field),
                None => (self.stack.before(0), Field::PIXEL),
            }),
            _ => None,
        };
        let block = block.as_ref().map(|(shape, field)| (shape, *field));
        let before = Before { shape: &shape, field: self.field, block, places: self.places };
        let (shape, cost, field) = after(&kind, &before).map_err(|fault| self.error(text, first, fault))?;
        let parameters = self.parameters.saturating_add(cost.weights).saturating_add(cost.biases);
        if parameters > self.most {
            return Err(self.error(text, first, Fault::Parameters(parameters)));
        }
        if let [_, h, w] = *shape.axes() {
            self.places = [h, w];
        }
        let word = text.split(' ').next().unwrap_or_default();
        let count = self.counts.entry(word.to_owned()).or_default();
        *count += 1;
        let name = format!("{word}{count}");
        (self.parameters, self.field) = (parameters, field);
        self.stack.layers.push(Layer { name, text: text.to_owned(), kind, shape, cost, field });
        Ok(())
    }
}

/// The parts of a layer behind its word.
struct Parts {
    /// Bare numbers, `3x5` as two.
    bare: Vec<[usize; 2]>,
    stride: Option<[usize; 2]>,
    pad: [usize; 2],
    dilation: [usize; 2],
    groups: usize,
}

/// `3` as `[3, 3]`, `3x5` as `[3, 5]`.
fn pair(word: &str, least: usize) -> Option<[usize; 2]> {
    let number = |digits: &str| digits.parse().ok().filter(|number| (least..=LARGEST).contains(number));
    match word.split_once('x') {
        Some((down, across)) => Some([number(down)?, number(across)?]),
        None => number(word).map(|number| [number; 2]),
    }
}

fn parts(words: &[Word], letters: &str, form: &'static str) -> Result<Parts, Fault> {
    let mut parts = Parts { bare: Vec::new(), stride: None, pad: [0; 2], dilation: [1; 2], groups: 1 };
    for (word, _) in words {
        let wrong = || Fault::Part { word: word.clone(), form };
        let letter = word.chars().next().filter(|first| letters.contains(*first));
        match letter {
            Some('s') => parts.stride = Some(pair(&word[1..], 1).ok_or_else(wrong)?),
            Some('p') => parts.pad = pair(&word[1..], 0).ok_or_else(wrong)?,
            Some('d') => parts.dilation = pair(&word[1..], 1).ok_or_else(wrong)?,
            Some('g') => parts.groups = single(&word[1..]).ok_or_else(wrong)?,
            _ => parts.bare.push(pair(word, 1).ok_or_else(wrong)?),
        }
    }
    Ok(parts)
}

fn single(word: &str) -> Option<usize> {
    pair(word, 1).filter(|[a, b]| a == b && !word.contains('x')).map(|[n, _]| n)
}

/// What the words say, for what comes into the layer.
fn kind(words: &[Word], shape: &Shape) -> Result<Kind, Fault> {
    let [(name, _), rest @ ..] = words else { return Err(Fault::Empty) };
    let bare = |form: &'static str, kind: Kind| match rest.first() {
        Some((word, _)) => Err(Fault::Part { word: word.clone(), form }),
        None => Ok(kind),
    };
    let number = |form: &'static str| match rest {
        [(word, _)] => single_long(word).ok_or_else(|| Fault::Part { word: word.clone(), form }),
        [] => Err(Fault::Part { word: String::new(), form }),
        [_, (word, _), ..] => Err(Fault::Part { word: word.clone(), form }),
    };
    match name.as_str() {
        "conv" => filters(rest, "spdg", "conv 16 3 s2 p1 d1 g4").map(|(outputs, kernel, spec)| Kind::Conv {
            outputs,
            kernel,
            spec,
        }),
        "local" => {
            filters(rest, "sp", "local 16 3 s2 p1").map(|(outputs, kernel, spec)| Kind::Local { outputs, kernel, spec })
        }
        "depthwise" => {
            let (kernel, parts) = window(rest, "spd", "depthwise 3 s2 p1 d1")?;
            let [channels, _, _] = maps(shape)?;
            let spec = spec(parts.stride.unwrap_or([1; 2]), parts.pad, parts.dilation, channels);
            Ok(Kind::Conv { outputs: channels, kernel, spec })
        }
        "pool" | "mean" => {
            let form = if name == "pool" { "pool 2 s2 p0" } else { "mean 2 s2 p0" };
            let (size, parts) = window(rest, "sp", form)?;
            if parts.pad[0] >= size[0] || parts.pad[1] >= size[1] {
                return Err(Fault::Part { word: format!("p{}", parts.pad[0].max(parts.pad[1])), form });
            }
            let pool = windows(size, parts.stride.unwrap_or(size), parts.pad);
            Ok(if name == "pool" { Kind::Max(pool) } else { Kind::Mean(pool) })
        }
        "relu" => bare("relu", Kind::Relu),
        "sigmoid" => bare("sigmoid", Kind::Sigmoid),
        "tanh" => bare("tanh", Kind::Tanh),
        "norm" => bare("norm", Kind::Norm),
        "flatten" => bare("flatten", Kind::Flatten(None)),
        "view" => number("view 1600").map(|count| Kind::Flatten(Some(count))),
        "dense" => number("dense 10").and_then(|outputs| match outputs {
            1..=LARGEST => Ok(Kind::Dense(outputs)),
            _ => Err(Fault::Part { word: outputs.to_string(), form: "dense 10" }),
        }),
        "dropout" => {
            let form = "dropout 0.5";
            let word = rest.first().map(|(word, _)| word.clone()).unwrap_or_default();
            let share = word.parse::<f32>().ok().filter(|share| (0.0..1.0).contains(share) && rest.len() == 1);
            share.map(Kind::Dropout).ok_or(Fault::Part { word, form })
        }
        _ => Err(Fault::Unknown),
    }
}

/// The number of a `view`, which may be larger than others.
fn single_long(word: &str) -> Option<usize> {
    word.parse().ok().filter(|number| (1..=1 << 24).contains(number))
}

/// Filters, their size, and how they walk.
fn filters(words: &[Word], letters: &str, form: &'static str) -> Result<(usize, [usize; 2], compute::Conv), Fault> {
    let parts = parts(words, letters, form)?;
    match parts.bare[..] {
        [[outputs, same], kernel] if outputs == same => {
            let walk = spec(parts.stride.unwrap_or([1; 2]), parts.pad, parts.dilation, parts.groups);
            Ok((outputs, kernel, walk))
        }
        _ => Err(miscounted(words, parts.bare.len(), 2, form)),
    }
}

/// A window and how it walks.
fn window(words: &[Word], letters: &str, form: &'static str) -> Result<([usize; 2], Parts), Fault> {
    let parts = parts(words, letters, form)?;
    match parts.bare[..] {
        [size] => Ok((size, parts)),
        _ => Err(miscounted(words, parts.bare.len(), 1, form)),
    }
}

/// Too few bare numbers, or one that is too many.
fn miscounted(words: &[Word], found: usize, expected: usize, form: &'static str) -> Fault {
    let last = words.last().filter(|_| found >= expected).map(|(word, _)| word.clone());
    Fault::Part { word: last.unwrap_or_default(), form }
}
