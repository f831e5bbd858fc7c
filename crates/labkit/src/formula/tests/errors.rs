//! Every way to be wrong: its place, its sentence, and no overflow on the way.

use super::super::*;
use super::VARS;

fn wrong(src: &str) -> FormulaError {
    match parse(src, &VARS) {
        Ok(ast) => panic!("{src} reads as {}", ast.display(&VARS)),
        Err(e) => e,
    }
}

#[test]
fn a_doubled_power_points_at_the_second() {
    let e = wrong("x^^2");
    assert_eq!((e.at, e.len), (2, 1));
    assert_eq!(e.caret("x^^2"), "x^^2\n  ^");
    assert_eq!(
        e.en(),
        "At character 3: after \"^\" a number, variable, function or \"(\" was expected, but \"^\" came. The formula before it stays in use."
    );
    assert_eq!(e.zh(), "第 3 个字符处：“^”后面应是数、变量、函数或“(”，出现的却是“^”。原来的公式仍然有效。");
    assert_eq!(e.to_string(), e.en());
}

#[test]
fn every_mistake_has_its_place_and_kind() {
    use FormulaErrorKind as K;
    let value = |after: &str, found: Option<&str>| K::ExpectedValue {
        after: Some(after.to_owned()),
        found: found.map(str::to_owned),
    };
    let operator =
        |after: &str, found: &str| K::ExpectedOperator { after: Some(after.to_owned()), found: Some(found.to_owned()) };
    let open =
        |name: &str, found: Option<&str>| K::ExpectedOpen { name: name.to_owned(), found: found.map(str::to_owned) };
    let parts = |found: Option<&str>| K::RepeatParts { found: found.map(str::to_owned) };
    let rounds = |found: &str| K::Rounds { found: found.to_owned(), most: 100 };
    let first = |found: &str| K::ExpectedValue { after: None, found: Some(found.to_owned()) };
    for (src, at, len, kind) in [
        ("", 0, 0, K::Empty),
        ("  \u{3000}", 0, 0, K::Empty),
        ("x^2 + 3*  ", 8, 0, value("*", None)),
        ("*x", 0, 1, first("*")),
        ("²", 0, 1, first("²")),
        ("x + )", 4, 1, value("+", Some(")"))),
        ("sin()", 4, 1, value("(", Some(")"))),
        ("x 2", 2, 1, operator("x", "2")),
        ("2 3", 2, 1, operator("2", "3")),
        ("(x 2)", 3, 1, operator("x", "2")),
        ("x² ³", 3, 1, operator("²", "³")),
        ("sin x", 4, 1, open("sin", Some("x"))),
        ("ln", 2, 0, open("ln", None)),
        ("2*(x+1", 2, 1, K::Unclosed),
        ("sin(x", 3, 1, K::Unclosed),
        ("x+1)", 3, 1, K::Unopened),
        ("1.2.3", 0, 5, K::BadNumber("1.2.3".to_owned())),
        ("x + .", 4, 1, K::BadNumber(".".to_owned())),
        ("1e999", 0, 5, K::NumberTooLarge("1e999".to_owned())),
        ("y = x", 2, 1, K::Equation),
        ("f(x,y) ＝ x", 7, 1, K::Equation),
        ("h + 1", 0, 1, K::StateOutside),
        ("repeat(3, h, x)", 10, 1, K::StateOutside),
        ("repeat(3, x, h) + h", 18, 1, K::StateOutside),
        ("repeat", 6, 0, open("repeat", None)),
        ("repeat 3", 7, 1, open("repeat", Some("3"))),
        ("repeat()", 7, 1, value("(", Some(")"))),
        ("repeat(3)", 8, 1, parts(Some(")"))),
        ("repeat(3, x)", 11, 1, parts(Some(")"))),
        ("repeat(3, x", 11, 0, parts(None)),
        ("repeat(3, x, h, y)", 14, 1, parts(Some(","))),
        ("repeat(3 4, h, y)", 9, 1, operator("3", "4")),
        ("repeat(3 x, h, y)", 7, 3, rounds("3 x")),
        ("repeat(3, x, h", 6, 1, K::Unclosed),
        ("repeat(3, x, h 2)", 15, 1, operator("h", "2")),
        ("repeat(3,, h)", 9, 1, K::Comma),
        ("repeat(3, (1,2), h)", 12, 1, K::Comma),
        ("repeat(0, x, h)", 7, 1, rounds("0")),
        ("repeat(101, x, h)", 7, 3, rounds("101")),
        ("1+repeat( 2.5, x, h)", 10, 3, rounds("2.5")),
        ("repeat(-3, x, h)", 7, 2, rounds("-3")),
        ("repeat(k, x, h)", 7, 1, rounds("k")),
        ("repeat(2*(k + 1), x, h)", 7, 9, rounds("2*(k + 1)")),
        ("repeat(3, repeat(2, x, h), h)", 10, 6, K::RepeatInside),
        ("repeat(3, x, h + repeat(2, x, h))", 17, 6, K::RepeatInside),
        ("repeat(repeat(2, x, h), x, h)", 7, 15, rounds("repeat(2, x, h)")),
        ("x + 0,5", 5, 1, K::Comma),
        ("x + 0，5", 5, 1, K::Comma),
        ("|x|", 0, 1, K::Bar),
        ("2[x]", 1, 1, K::Bracket('[')),
        ("x + $", 4, 1, K::UnknownCharacter('$')),
        ("x××2", 2, 1, value("×", Some("×"))),
        ("x×*2", 2, 1, value("×", Some("*"))),
        ("x^^2 + $", 2, 1, value("^", Some("^"))),
    ] {
        let e = wrong(src);
        assert_eq!((e.at, e.len, &e.kind), (at, len, &kind), "{src}");
        for sentence in [e.en(), e.zh()] {
            assert!(!sentence.contains(['!', '！']), "{sentence}");
            assert!(sentence.chars().count() < 300, "{sentence}");
        }
    }
}

#[test]
fn an_unknown_name_brings_the_nearest() {
    let suggestion = |src: &str| match wrong(src).kind {
        FormulaErrorKind::UnknownName { suggestion, .. } => suggestion,
        kind => panic!("{kind:?}"),
    };
    for (src, want) in [
        ("sn(x)", Some("sin")),
        ("Sin(x)", Some("sin")),
        ("sqr(x)", Some("sqrt")),
        ("tahn(x)", Some("tanh")),
        ("X + 1", Some("x")),
        ("PI", Some("pi")),
        ("xy", Some("x*y")),
        ("sinx", Some("sin(x)")),
        ("x2", Some("x^2")),
        ("log10(x)", Some("log(x)/log(10)")),
        ("atan(x)", None),
        ("repat(3, x, h)", Some("repeat")),
        ("repeat(3, x, xh)", Some("x*h")),
        ("repeat(3, x, H)", Some("h")),
        ("repeat(3, xh, h)", None),
        ("z", None),
        ("θ", None),
        ("变量", None),
    ] {
        assert_eq!(suggestion(src).as_deref(), want, "{src}");
    }
    let e = wrong("2*sn(x)");
    assert_eq!((e.at, e.len), (2, 2));
    assert!(e.en().contains("\"sn\" is not known. Did you mean sin? Variables: x, y, k;"), "{e}");
    assert!(e.zh().contains("不认识“sn”。是不是想写 sin？可用的变量：x、y、k；"), "{}", e.zh());
    assert!(parse("q", &[]).unwrap_err().en().contains("Variables: none"));
}

#[test]
fn carets_stand_under_wide_characters() {
    let src = "（x＋度）*2";
    let e = wrong(src);
    assert_eq!(e.at, 3);
    assert_eq!(e.caret(src), "（x＋度）*2\n\u{3000} \u{3000}^^");
    assert_eq!(wrong("x+\t").caret("x+\t"), "x+ \n  ^");
    assert_eq!(e.caret(""), "\n^", "another source than its own");
}

#[test]
fn limits_are_told_not_suffered() {
    let long = "x+".repeat(250) + "x";
    let e = wrong(&long);
    assert_eq!((e.at, e.len), (500, 1));
    assert!(parse(&long[2..], &VARS).is_ok(), "499 characters, 250 terms");

    // every way down is counted, with a product before it or without
    for (open, close, at) in
        [("(", ")", 64), ("2(", ")", 129), ("x*(", ")", 194), ("sin(", ")", 259), ("-", "", 64), ("x^", "", 129)]
    {
        let nested = |n: usize| open.repeat(n) + "x" + &close.repeat(n);
        assert!(parse(&nested(64), &VARS).is_ok(), "{open}");
        let e = wrong(&nested(65));
        assert_eq!((e.at, e.len, e.kind), (at, 1, FormulaErrorKind::TooDeep { most: 64 }), "{open}");
    }

    assert!(parse(&("(x)*".repeat(100) + "-x^2"), &VARS).is_ok(), "side by side is not inside");

    let few = Limits { nodes: 5, ..LIMITS };
    let read = |src| parse::Parser::new(src, &VARS, few).and_then(parse::Parser::formula);
    assert!(read("x+y+k").is_ok());
    assert_eq!(read("x+y+k+1").unwrap_err().kind, FormulaErrorKind::TooManyNodes { most: 5 });
}

#[test]
fn no_formula_overflows_a_small_stack() {
    let run = move || {
        for part in ["(", "-", "x^", "sin(", "2(", "abs(1/", "+", "-x^-", "x+", "x*", "x/", "x²"] {
            let close = if part.contains('(') { ")" } else { "" };
            let most = MOST_CHARACTERS / (part.chars().count() + close.len()) - 1;
            // the longest that parses, and the longest that can be typed
            for n in [most.min(MOST_DEPTH / 2), most.min(MOST_DEPTH), most] {
                let Ok(ast) = parse(&(part.repeat(n) + "x" + &close.repeat(n)), &VARS) else { continue };
                let text = ast.fold().display(&VARS).to_string();
                assert!(!text.is_empty() && !ast.to_mathml(&VARS).is_empty());
                assert!(ast.eval(&[1.0, 1.0, 1.0]) != 0.5);
            }
        }
    };
    // what wasm gives; 200 kB are used
    let small = std::thread::Builder::new().stack_size(1024 * 1024);
    small.spawn(run).unwrap().join().unwrap();
}
