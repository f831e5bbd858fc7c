//! Two networks that read: filters as tall as the embedding that slide along the words, and filters as long as the sentence that slide
//! along the embedding.

use super::words::LENGTH;
use compute::{Conv, Expr, Program};
use nn::loss::bce_with_logits;
use nn::{Conv2d, Embedding, Linear, Minimiser};

/// Numbers of an embedding.
pub(super) const WIDTH: usize = 16;
pub(super) const FILTERS: usize = 24;
/// Dimensions that a filter covers that slides along the embedding.
const TALL: usize = 3;

/// Embeddings, filters, the maximum over all places, a linear layer. Kim, "Convolutional neural networks for sentence classification",
/// EMNLP 2014.
#[derive(Clone)]
pub(super) struct Reader {
    /// Along the words; else along the embedding.
    along_words: bool,
    table: Embedding,
    filters: Conv2d,
    out: Linear,
}
nn::layer!(Reader { table, filters, out });

impl Reader {
    /// Filters over the whole of one axis, which are their channels, that slide along the other and cover `part` of it.
    fn new(program: &mut Program, name: &str, words: usize, along_words: bool, part: usize) -> Self {
        let whole = if along_words { WIDTH } else { LENGTH };
        Self {
            along_words,
            table: Embedding::new(program, &format!("{name}.table"), words, WIDTH),
            filters: Conv2d::new(program, &format!("{name}.filters"), whole, FILTERS, [1, part], Conv::default()),
            out: Linear::new(program, &format!("{name}.out"), FILTERS, 1),
        }
    }

    /// What each filter answers at each place, `[N, LENGTH] → [N, FILTERS, places]`. A place behind the sentence holds zeros.
    fn responses(&self, x: &Expr) -> Expr {
        let rows = x.shape().axes()[0];
        let there = Expr::scalar(0.5).less(x).reshape(&[rows, LENGTH, 1]);
        let sentence = self.table.forward(x) * there;
        let sentence = if self.along_words { sentence.permute(&[0, 2, 1]) } else { sentence };
        let [_, whole, slid] = *sentence.shape().axes() else { return sentence };
        let y = self.filters.forward(&sentence.reshape(&[rows, whole, 1, slid])).relu();
        y.reshape(&[rows, FILTERS, y.shape().size() / (rows * FILTERS)])
    }

    /// `[N, LENGTH] → [N, 1]`, above 0 for praise.
    fn forward(&self, x: &Expr) -> Expr {
        let rows = x.shape().axes()[0];
        self.out.forward(&self.responses(x).max_axes(&[2]).reshape(&[rows, FILTERS]))
    }
}

#[derive(Clone)]
pub(super) struct Nets {
    along_words: Reader,
    along_numbers: Reader,
}
nn::layer!(Nets { along_words, along_numbers });

impl Nets {
    fn new(program: &mut Program, words: usize, gram: usize) -> Self {
        Self {
            along_words: Reader::new(program, "words", words, true, gram),
            along_numbers: Reader::new(program, "numbers", words, false, TALL),
        }
    }
}

/// A step on the sentences `x [N, LENGTH]`, `y [N, 1]` 1 for praise: Adam on the binary cross-entropies, which are recorded.
pub(super) fn training(words: usize, gram: usize, batch: usize) -> (Program, Nets) {
    let mut program = Program::new();
    let (x, y) = (program.state("x", &[batch, LENGTH]), program.state("y", &[batch, 1]));
    let rate = program.state("lr", &[]);
    let nets = Nets::new(&mut program, words, gram);
    let losses = [&nets.along_words, &nets.along_numbers].map(|reader| bce_with_logits(&reader.forward(&x), &y));
    let [right, wrong] = &losses;
    // No parameter is in both of them: the gradient of the sum is that of each.
    Minimiser::adam(&rate).minimise(&mut program, "adam", &(right + wrong), &nets);
    for loss in &losses {
        program.record(loss);
    }
    (program, nets)
}

/// The networks alone: `x` to `logit0`, `logit1`, and what filters that slide along words answer, `responses`.
pub(super) fn asked(words: usize, gram: usize, count: usize) -> Program {
    let mut program = Program::new();
    let x = program.state("x", &[count, LENGTH]);
    let nets = Nets::new(&mut program, words, gram);
    program.output("logit0", &nets.along_words.forward(&x));
    program.output("logit1", &nets.along_numbers.forward(&x));
    program.output("responses", &nets.along_words.responses(&x));
    program
}

/// The parameters with the embedding's dimensions in another order; every weight that belongs to one dimension goes along. A filter
/// along the words has a row for each dimension. A filter along the embedding has none: the same weights meet all dimensions.
pub(super) fn shuffled(parameters: &mut [(String, Vec<f32>)], gram: usize, order: &[usize]) {
    for (name, values) in parameters {
        let each = match name.as_str() {
            "words.table.w" | "numbers.table.w" => 1,
            "words.filters.w" => gram,
            _ => continue,
        };
        for block in values.chunks_exact_mut(WIDTH * each) {
            let before = block.to_vec();
            for (to, from) in order.iter().enumerate() {
                block[to * each..(to + 1) * each].copy_from_slice(&before[from * each..(from + 1) * each]);
            }
        }
    }
}
