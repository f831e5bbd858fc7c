//! The network as a table: what each layer makes, costs and sees.

use labkit::frame::TableData;
use labkit::{Content, Panel, Sentence};
use nn::Stack;

/// A row a layer, and their sum.
pub(super) fn table(stack: &Stack) -> Panel {
    let head = [
        ("层", "layer"),
        ("输出", "output"),
        ("权重", "weights"),
        ("偏置", "biases"),
        ("乘加", "multiply-adds"),
        ("感受野", "field"),
        ("步距", "jump"),
        ("起点", "start"),
    ];
    let times = |axes: &[usize]| axes.iter().map(ToString::to_string).collect::<Vec<_>>().join("×");
    let pair = |[a, b]: [String; 2]| if a == b { a } else { format!("{a}, {b}") };
    let rows = stack.layers.iter().map(|layer| {
        let (cost, field) = (&layer.cost, &layer.field);
        vec![
            layer.text.clone(),
            times(layer.shape.axes()),
            cost.weights.to_string(),
            cost.biases.to_string(),
            cost.multiply_adds.to_string(),
            times(&field.side),
            pair(field.jump.map(|n| n.to_string())),
            pair(field.start.map(|n| n.to_string())),
        ]
    });
    let sum = |of: fn(&nn::stack::Cost) -> u64| stack.layers.iter().map(|layer| of(&layer.cost)).sum::<u64>().to_string();
    let none = String::new;
    let total = vec!["Σ".to_owned(), none(), sum(|c| c.weights), sum(|c| c.biases), sum(|c| c.multiply_adds), none(), none(), none()];
    let head = head.map(|(zh, en)| Sentence::new(zh, en)).to_vec();
    Panel { id: "ledger".to_owned(), content: Content::Table(TableData { head, rows: rows.chain([total]).collect() }) }
}
