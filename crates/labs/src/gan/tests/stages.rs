//! A step told stage by stage is the step that is then made.

use super::super::params;
use super::{Run, game, metric, put, recipe};
use compute::interpret::interpret;
use compute::{Expr, Program};
use labkit::stage::Staged;
use labkit::{Content, Frame};
use pollster::block_on;

/// Goes through the stages of the next step, as who drives the model does; answers with them and with the frame after the step.
fn through(run: &mut Run) -> (Vec<Staged>, Frame) {
    let mut told = Vec::new();
    loop {
        let staged = block_on(run.model.stage(told.len() as u32)).unwrap();
        let last = staged.last;
        told.push(staged);
        if last {
            return (told, run.after(1));
        }
    }
}

/// The points of a stage by key, x and y in turn.
fn shown(staged: &Staged, key: &str) -> Option<Vec<f32>> {
    let Content::Points(series) = &staged.panels[0].content else { panic!("no points") };
    let one = series.iter().find(|one| one.key == key)?;
    Some(one.x.0.iter().zip(&one.y.0).flat_map(|(x, y)| [*x, *y]).collect())
}

fn field(content: Option<&Content>) -> Vec<f32> {
    let Some(Content::Field(field)) = content else { panic!("no field") };
    field.values.0.clone()
}

fn saved(run: &mut Run) -> compute::Snapshot {
    block_on(run.model.save()).unwrap().unwrap().machine
}

/// Three significant digits of a metric, as captions have them.
fn said(frame: &Frame, name: &str) -> String {
    super::super::stages::number(metric(frame, name) as f32)
}

/// With every loss, with several turns of either, with both at once and with each remedy: after the last stage the state is that of a
/// step in one piece, bit for bit; the stages follow the rule; they have shown the batches, numbers and fields of that very step.
#[test]
fn the_stages_of_a_step_are_the_step() {
    let games: [&[(&str, &str)]; 12] = [
        &[],
        &[("loss", "minimax"), ("k", "2")],
        &[("loss", "lsgan"), ("order", "simultaneous")],
        &[("loss", "hinge"), ("limit", "spectral"), ("k", "2"), ("k_g", "2")],
        &[("loss", "wgan"), ("k", "2"), ("order", "simultaneous")],
        &[("loss", "wgan-gp")],
        &[("loss", "sensitive"), ("latent", "5"), ("k_g", "3")],
        &[("loss", "f-gan"), ("noise", "0.2")],
        &[("loss", "sinkhorn")],
        &[("moves", "d"), ("k", "3")],
        &[("moves", "g"), ("alike", "true"), ("replay", "0.5")],
        &[("members", "3"), ("unrolled", "2"), ("matching", "added"), ("pull", "0.1")],
    ];
    for (i, sets) in games.iter().enumerate() {
        let sets = &*[&[("batch", "16"), ("width", "16")], *sets].concat();
        // The usual game with three seeds, of the others each with one.
        for seed in [1, 7, 20_261].into_iter().filter(|seed| i == 0 || *seed == [1, 7, 20_261][i % 3]) {
            let [mut straight, mut staged] = [0; 2].map(|_| Run::open(seed, sets));
            for begun in [0, 9] {
                straight.after(begun);
                let before = staged.after(begun);
                let (told, after) = through(&mut staged);
                assert_eq!(after, straight.after(1), "{seed} {sets:?}");
                assert_eq!(saved(&mut staged), saved(&mut straight), "{seed} {sets:?}");
                order(&told, sets, &staged);
                numbers(&told, &after, sets);
                places(&told, [&before, &after], sets);
            }
        }
    }
}

/// D's five stages as often as it moves, then G's three.
fn order(told: &[Staged], sets: &[(&str, &str)], run: &Run) {
    let recipe = recipe(&run.params);
    let moves = run.params.choice(params::TABLE, "moves");
    let d = if moves == "g" || sets.contains(&("loss", "sinkhorn")) { 0 } else { recipe.turns[0] };
    let g = if moves == "d" { 0 } else { recipe.turns[1] };
    let rule: Vec<u32> = (0..d).flat_map(|_| 0..5).chain((0..g).flat_map(|_| 5..8)).collect();
    assert_eq!(told.iter().map(|one| one.index).collect::<Vec<_>>(), rule, "{sets:?}");
    assert!((params::stages(&run.params).len() as u32) > rule.into_iter().max().unwrap());
}

/// What captions say is what the step has recorded.
fn numbers(told: &[Staged], after: &Frame, sets: &[(&str, &str)]) {
    let last = |index: u32| told.iter().rev().find(|one| one.index == index).map(|one| &one.happened);
    let said_by = |index: u32, names: &[&str]| {
        let Some(words) = last(index) else { return };
        // Of several members the metric is a mean.
        for name in names.iter().filter(|_| !sets.contains(&("members", "3"))) {
            let number = said(after, name);
            assert!(words.zh.contains(&number) && words.en.contains(&number), "{name} {number}: {words:?} {sets:?}");
        }
    };
    said_by(2, &["d_on_real", "d_on_fake", "d_accuracy"]);
    said_by(3, &["loss_d", "gradient_d"]);
    said_by(6, &["loss_g", "gradient_g"]);
    if sets.contains(&("loss", "wgan-gp")) {
        said_by(3, &["penalised_norm"]);
    }
}

/// Fields before and after are those of the frames around the step; real points are of the data; arrows stand at their stage alone.
fn places(told: &[Staged], [before, after]: [&Frame; 2], sets: &[(&str, &str)]) {
    let spectral = sets.contains(&("limit", "spectral"));
    for one in told {
        let field = field(Some(&one.panels[1].content));
        let turned = told.iter().filter(|other| other.index == 4).count();
        let first = turned < 2 && one.index < 4 && !spectral;
        if first || turned == 0 {
            assert_eq!(field, self::field(before.panel("field")), "{sets:?} {}", one.index);
        }
        if one.last || (turned == 1 && one.index == 4) {
            assert_eq!(field, self::field(after.panel("field")), "{sets:?} {}", one.index);
        }
        assert_eq!(shown(one, "push").is_some(), one.index == 6);
        assert_eq!(shown(one, "from").is_some(), one.index == 7);
    }
    let points = |index: u32, key: &str| told.iter().find(|one| one.index == index).and_then(|one| shown(one, key));
    // The batch that is drawn is the one that is read, and moves are from where it was.
    assert_eq!(points(0, "real"), points(2, "real"));
    assert_eq!(points(1, "fake"), points(4, "fake"));
    assert_eq!(points(5, "fake"), points(7, "from"));
    assert!(points(0, "real").is_none_or(|real| real.len() == 32 && real.iter().all(|x| *x != 0.0)));
    // G does move.
    assert!(points(7, "fake").is_none() || points(7, "fake") != points(7, "from"));
}

/// The points that were shown are those that the step used: D's outputs on them are what it recorded, and so is G's loss.
#[test]
fn the_batches_that_are_shown_are_those_of_the_step() {
    let net = recipe(&put(&[])).discriminator;
    for seed in [1, 7, 20_261] {
        let (mut run, mut game) = (Run::open(seed, &[]), game(seed, &[]));
        run.after(9);
        let [before, after] = [9, 1].map(|steps| {
            block_on(game.play(steps)).unwrap();
            block_on(game.players()).unwrap().d
        });
        let (told, frame) = through(&mut run);
        let says = |d: &[f32], stage: usize, key: &str, of: fn(&Expr) -> Expr| {
            let points = shown(&told[stage], key).unwrap();
            let mut program = Program::new();
            let (theta, x) = (program.state("d", &[net.size()]), program.state("x", &[points.len() / 2, 2]));
            let leaf = |i: usize| [d, &points][i].iter().map(|x| f64::from(*x)).collect();
            interpret(&[of(&net.forward(&theta, &x)).mean()], &leaf).unwrap()[0][0]
        };
        let pairs = [
            ("d_on_real", says(&before, 0, "real", Expr::sigmoid)),
            ("d_on_fake", says(&before, 1, "fake", Expr::sigmoid)),
            ("loss_g", says(&after, 5, "fake", |score| nn::activation::softplus(&-score))),
        ];
        for (name, shown) in pairs {
            assert!((metric(&frame, name) - shown).abs() < 1e-5, "{seed} {name}: {shown} {:?}", frame.metrics);
        }
    }
}
