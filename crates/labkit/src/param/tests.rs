use super::{Acts, Kind, Param, ParamError, Params, Value};
use crate::text::Text;

const fn param(key: &'static str, kind: Kind) -> Param {
    let none = Text::same("");
    Param { key, label: none, symbol: "", help: none, group: none, kind, acts: Acts::AtOnce, when: None }
}

const OPTIMISERS: &[(&str, Text)] = &[("gd", Text::same("GD")), ("adam", Text::same("Adam"))];

const TABLE: &[Param] = &[
    param("optimiser", Kind::Choice { options: OPTIMISERS, default: 0 }),
    param("lr", Kind::Alias { of: "optimiser", prefix: "lr_" }),
    param("lr_gd", Kind::Number { min: 1e-5, max: 10.0, default: 0.01, log: true }),
    param("lr_adam", Kind::Number { min: 1e-5, max: 10.0, default: 0.02, log: true }),
    param("show", Kind::Set { options: OPTIMISERS, default: 3 }),
    param("scale", Kind::Switch { default: false }),
    param("f", Kind::Text { default: "x^2", max_len: 10 }),
    param("features", Kind::Columns),
    param("balls", Kind::Points { max: 2 }),
];

fn pairs(raw: &[(&str, &str)]) -> Vec<(String, String)> {
    raw.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}

#[test]
fn an_alias_means_the_chosen_option_whatever_the_order() {
    let mut params = Params::defaults(TABLE);
    params.set_all(TABLE, &pairs(&[("lr", "0.5"), ("optimiser", "adam")])).unwrap();
    assert_eq!(params.number(TABLE, "lr_adam"), 0.5);
    assert_eq!(params.number(TABLE, "lr_gd"), 0.01);
    assert_eq!(params.number(TABLE, "lr"), 0.5);
}

#[test]
fn a_bad_value_says_what_was_expected_and_changes_nothing() {
    let mut params = Params::defaults(TABLE);
    for (key, raw) in [
        ("lr_gd", "-1"),
        ("lr_gd", "nan"),
        ("lr_gd", "fast"),
        ("optimiser", "sgd"),
        ("scale", "yes"),
        ("f", "x+x+x+x+x+x"),
        ("balls", "1,2;3"),
        ("balls", "1,2;3,4;5,6"),
        ("show", "gd,foo"),
    ] {
        let error = params.set(TABLE, key, raw).unwrap_err();
        assert!(matches!(&error, ParamError::BadValue { found, .. } if found == raw), "{key}={raw}: {error:?}");
    }
    assert_eq!(params, Params::defaults(TABLE));
    let error = params.set(TABLE, "speed", "1").unwrap_err();
    assert!(error.to_string().contains("lr_adam"), "{error}");
}

#[test]
fn the_address_holds_what_differs_and_gives_it_back() {
    let mut params = Params::defaults(TABLE);
    params
        .set_all(
            TABLE,
            &pairs(&[
                ("optimiser", "adam"),
                ("scale", "true"),
                ("features", "a b,c&d"),
                ("balls", "1,-2.5;0,3"),
                ("show", "adam"),
                ("f", "x^2+1"),
            ]),
        )
        .unwrap();
    let query = crate::url::query("gradient-descent", TABLE, &params, 3);
    assert!(!query.contains("lr_gd"), "{query}");
    let (read, seed, errors) = crate::url::read(TABLE, &query);
    assert_eq!((read, seed, errors.len()), (params, 3, 0));
}

#[test]
fn one_bad_value_in_the_address_leaves_the_others() {
    let (params, _, errors) = crate::url::read(TABLE, "?lab=x&lr_gd=oops&lr_adam=0.3&theme=dark");
    assert_eq!(params.number(TABLE, "lr_adam"), 0.3);
    assert_eq!(params.number(TABLE, "lr_gd"), 0.01);
    assert_eq!(errors.len(), 1);
}

#[test]
fn only_values_of_the_kind_are_put() {
    let mut params = Params::defaults(TABLE);
    assert!(!params.put(TABLE, "scale", Value::Number(1.0)));
    assert!(params.put(TABLE, "scale", Value::Switch(true)));
    assert_eq!(params.differing(&Params::defaults(TABLE), TABLE), ["scale"]);
}

#[test]
fn messages_survive_the_thread_border() {
    use crate::message::{FromWorker, decode, encode};
    let frame = crate::Frame {
        step: 3,
        run: 1,
        metrics: vec![("loss".into(), 0.5)],
        panels: vec![crate::Panel {
            id: "loss".into(),
            content: crate::Content::Lines(vec![crate::frame::Series {
                key: "gd".into(),
                index: 0,
                identity: 1,
                x: vec![0.0, 1.0].into(),
                y: vec![f32::INFINITY, -0.0].into(),
            }]),
        }],
        ..Default::default()
    };
    let message = FromWorker::Frame { frame, rate: 12.5, end: 40 };
    assert_eq!(decode::<FromWorker>(&encode(&message).unwrap()).unwrap(), message);
    assert!(decode::<FromWorker>(&[200, 1, 2]).is_err());
}

#[test]
fn column_names_may_hold_commas_and_backslashes() {
    let names = vec!["size, m2".to_owned(), r"a\b".to_owned(), "plain".to_owned()];
    let mut params = Params::defaults(TABLE);
    params.put(TABLE, "features", Value::Names(names.clone()));
    let query = crate::url::query("x", TABLE, &params, 7);
    let (read, _, errors) = crate::url::read(TABLE, &query);
    assert_eq!((read.get(TABLE, "features"), errors.len()), (Value::Names(names), 0), "{query}");
    params.set(TABLE, "features", "a, b,,c").unwrap();
    assert_eq!(params.get(TABLE, "features"), Value::Names(vec!["a".into(), "b".into(), "c".into()]));
}

#[test]
fn what_is_out_of_range_is_not_put() {
    let mut params = Params::defaults(TABLE);
    assert!(!params.put(TABLE, "lr_gd", Value::Number(f64::NAN)));
    assert!(!params.put(TABLE, "lr_gd", Value::Number(-1.0)));
    assert!(!params.put(TABLE, "balls", Value::Points(vec![(0.0, 0.0); 3])));
    assert_eq!(params, Params::defaults(TABLE));
}

#[test]
fn a_change_is_told_in_words() {
    let before = Params::defaults(TABLE);
    let after = |sets: &[(&str, &str)]| {
        let mut params = before.clone();
        params.set_all(TABLE, &pairs(sets)).unwrap();
        before.change(&params, TABLE)
    };
    assert_eq!(after(&[]), crate::Sentence::default());
    assert_eq!(after(&[("lr_gd", "0.5")]).en, " 0.01 → 0.5");
    assert_eq!(after(&[("optimiser", "adam"), ("scale", "true")]).zh, " GD → adam， 关 → 开".replace("adam", "Adam"));
    let many = after(&[("lr_gd", "1"), ("lr_adam", "1e-5"), ("show", ""), ("scale", "true"), ("balls", "1,2")]);
    assert_eq!(many.en, " 0.01 → 1,  0.02 → 1.00·10⁻⁵,  GD+Adam → none, 2 more");
}

#[test]
fn what_only_shows_stays_where_a_run_goes_back() {
    let table = [TABLE[2], Param { acts: Acts::Shows, ..TABLE[0] }];
    let (mut then, mut now) = (Params::defaults(&table), Params::defaults(&table));
    then.set(&table, "lr_gd", "0.5").unwrap();
    now.set(&table, "optimiser", "adam").unwrap();
    now.set(&table, "lr_gd", "0.7").unwrap();
    let mixed = then.shown_as(&now, &table);
    assert_eq!((mixed.number(&table, "lr_gd"), mixed.choice(&table, "optimiser")), (0.5, "adam"));
}
