//! What holds for any text and any tree.

use proptest::prelude::*;

use super::super::*;
use super::VARS;

/// The canonical text can be longer than what was typed, so it is read back with room.
const ROOM: Limits = Limits { characters: 100_000, depth: 200, nodes: 1_000_000 };

fn reread(text: &str) -> Result<Ast, FormulaError> {
    parse::Parser::new(text, &VARS, ROOM)?.formula()
}

fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

/// Trees as parsing makes them: numbers finite and without sign.
fn trees() -> impl Strategy<Value = Ast> {
    let number = prop_oneof![
        (0u32..1000).prop_map(|n| f64::from(n) / 8.0),
        proptest::num::f64::POSITIVE.prop_filter("finite", |v| v.is_finite()),
    ];
    let leaf = prop_oneof![
        number.prop_map(Ast::Num),
        proptest::sample::select(&Const::ALL[..]).prop_map(Ast::Const),
        (0usize..3).prop_map(Ast::Var),
    ];
    let whole = expressions(leaf.clone());
    let body = expressions(prop_oneof![1 => leaf.clone(), 2 => Just(Ast::State)]);
    let repeat = (1..=MOST_ROUNDS, whole, body)
        .prop_map(|(rounds, start, body)| Ast::Repeat(Box::new(Repeat { rounds, start, body })));
    expressions(prop_oneof![6 => leaf, 1 => repeat])
}

fn expressions(leaf: impl Strategy<Value = Ast> + Clone + 'static) -> impl Strategy<Value = Ast> + Clone {
    let op = proptest::sample::select(vec![Op::Add, Op::Sub, Op::Mul, Op::Div, Op::Pow]);
    leaf.prop_recursive(7, 60, 2, move |inner| {
        prop_oneof![
            1 => inner.clone().prop_map(|a| Ast::Neg(Box::new(a))),
            4 => (op.clone(), inner.clone(), inner.clone())
                .prop_map(|(op, a, b)| Ast::Bin(op, Box::new(a), Box::new(b))),
            1 => (proptest::sample::select(&Func::ALL[..]), inner)
                .prop_map(|(f, a)| Ast::Call(f, Box::new(a))),
        ]
    })
}

/// Text made of what formulas are made of, so that much of it parses and the rest nearly does.
fn formula_like() -> impl Strategy<Value = String> {
    let part = proptest::sample::select(vec![
        "x",
        "y",
        "k",
        "2",
        "0.5",
        "1e3",
        "e",
        "pi",
        "+",
        "-",
        "*",
        "/",
        "^",
        "(",
        ")",
        "sin(",
        "exp(",
        "²",
        "³",
        "π",
        "×",
        "（",
        "）",
        " ",
        "，",
        "=",
        "**",
        "x",
        "1",
        ".",
        "度",
        "⁻",
        "repeat(3,",
        ",",
        "h",
    ]);
    proptest::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

fn check(src: &str) -> Result<(), TestCaseError> {
    match parse(src, &VARS) {
        Ok(ast) => {
            let text = ast.display(&VARS).to_string();
            prop_assert_eq!(reread(&text), Ok(ast.clone()), "{}", text);
            prop_assert!(!ast.to_mathml(&VARS).is_empty());
        }
        Err(e) => {
            let n = src.chars().count();
            prop_assert!(e.at <= n && e.at + e.len <= n, "{e:?} of {n}");
            prop_assert_eq!(e.caret(src).lines().count(), 2);
            prop_assert!(!e.zh().is_empty() && !e.en().is_empty());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused(src in any::<String>()) {
        check(&src)?;
    }

    #[test]
    fn text_like_a_formula_is_read_or_refused(src in formula_like()) {
        check(&src)?;
    }

    #[test]
    fn a_printed_tree_reads_back(ast in trees(), x in -3.0..3.0f64, y in -3.0..3.0f64) {
        let text = ast.display(&VARS).to_string();
        let again = reread(&text);
        prop_assert_eq!(again.as_ref(), Ok(&ast), "{}", text);
        let at = [x, y, 0.7];
        prop_assert!(same(ast.eval(&at), again.map_or(1.0, |a| a.eval(&at))), "{}", text);
    }

    #[test]
    fn a_folded_tree_is_the_same_function(ast in trees(), x in -3.0..3.0f64, y in -3.0..3.0f64) {
        let folded = ast.fold();
        let at = [x, y, 0.7];
        prop_assert!(same(ast.eval(&at), folded.eval(&at)));
        prop_assert!(folded.nodes() <= ast.nodes() + 1);
        prop_assert_eq!(folded.fold(), folded.clone());
        let text = folded.display(&VARS).to_string();
        prop_assert_eq!(reread(&text), Ok(folded));
    }
}
