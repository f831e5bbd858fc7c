//! Words and their order.

use super::{look, metric, trained};
use labkit::{Content, Frame};

const STEPS: u32 = 300;

fn score(frame: &Frame) -> f64 {
    metric(frame, "text_logit")
}

/// At least 95 % of unseen sentences, and of those with "not"; the decisive n-gram holds the word that carries the opinion in at least
/// 90 %. With the dimensions of all embeddings shuffled, and each filter's rows with them, scores stay the same: the same products,
/// added in another order, so up to rounding. Filters along the embedding have no weight that could go along, and fail.
#[test]
fn cnn_text() {
    for seed in [2, 11] {
        let (mut model, params) = trained(&[("task", "text")], seed, STEPS);
        let frame = look(&mut *model, &params, &[]);
        let [right, negated, caught] = ["text_right", "text_negated", "text_caught"].map(|name| metric(&frame, name));
        assert!(right >= 0.95 && negated >= 0.95 && caught >= 0.9, "seed {seed}: {right}, {negated}, {caught}");
        assert_eq!((metric(&frame, "text_change"), metric(&frame, "text_change_axis")), (0.0, 0.0), "nothing is shuffled yet");
        for shuffle in ["1", "2", "3"] {
            let frame = look(&mut *model, &params, &[("shuffle", shuffle)]);
            let [change, same] = ["text_change", "text_shuffled"].map(|name| metric(&frame, name));
            assert!(change < 1e-4 && same == right, "seed {seed}, shuffle {shuffle}: by {change}, {same} of {right}");
            let [axis, hurt] = ["text_right_axis", "text_shuffled_axis"].map(|name| metric(&frame, name));
            assert!(hurt < axis - 0.1, "seed {seed}, shuffle {shuffle}: {axis}, then {hurt}");
        }
        let mut says = |sentence: &str| score(&look(&mut *model, &params, &[("sentence", sentence)]));
        for adjective in ["good", "funny", "clever"] {
            assert!(says(&format!("The film was {adjective}.")) > 0.0, "seed {seed}: {adjective}");
            assert!(says(&format!("The film was not {adjective}.")) < 0.0, "seed {seed}: not {adjective}");
        }
        assert!(says("The book is not bad.") > 0.0 && says("The book is bad.") < 0.0, "seed {seed}: not bad");
    }
}

/// A filter of one word knows no order: it cannot do what "not" asks for.
#[test]
fn one_word_is_not_enough() {
    let (mut model, params) = trained(&[("task", "text"), ("gram", "1")], 2, STEPS);
    let frame = look(&mut *model, &params, &[]);
    assert!(metric(&frame, "text_negated") < 0.9, "{:?}", frame.metrics);
}

/// Chinese is learnt as well, cut into the set's words; words that the set does not have are named; too many are refused.
#[test]
fn what_the_reader_types_is_cut_into_words() {
    let (mut model, mut params) = trained(&[("task", "text"), ("tongue", "zh")], 2, 200);
    let tokens = |frame: &Frame| match frame.panel("tokens") {
        Some(Content::Bars(tokens)) => tokens.iter().map(|(word, _)| word.clone()).collect::<Vec<_>>().join("|"),
        _ => panic!("no tokens"),
    };
    let frame = look(&mut *model, &params, &[("sentence", "这部电影不无聊。")]);
    assert_eq!(tokens(&frame), "这|部|电影|不|无聊|。");
    assert!(metric(&frame, "text_right") > 0.9, "{:?}", frame.metrics);
    let frame = look(&mut *model, &params, &[("sentence", "这部电影不丑。")]);
    assert_eq!(metric(&frame, "text_unknown"), 1.0);
    let Some(Content::Text(said)) = frame.panel("unknown") else { panic!("nothing said") };
    assert!(said.zh.contains('丑') && said.en.contains('丑'), "{said:?}");
    params.set(super::LAB.table, "sentence", &"很 ".repeat(19)).unwrap();
    assert_eq!(model.set(&params).unwrap_err().field.as_deref(), Some("sentence"));

    let (mut model, params) = trained(&[("task", "text")], 2, 0);
    let frame = look(&mut *model, &params, &[("sentence", "The film isn't Good, really!")]);
    assert_eq!(tokens(&frame), "the|film|isn't|good|,|really|!");
    assert_eq!(metric(&frame, "text_unknown"), 2.0);
}
