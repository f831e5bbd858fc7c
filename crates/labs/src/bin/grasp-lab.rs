//! `grasp-lab ID …`: runs a lab without a page. `cargo xtask lab` calls it.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks through them")]

use clap::Parser;
use labkit::message::Prefer;
use labkit::stop::Stop;
use labkit::{Kind, LabError, Params};
use labs::headless::{Order, Outcome, run};
use labs::{LABS, Lab, find};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Run a lab headless: the same model as on the page.
#[derive(Parser)]
#[command(name = "cargo xtask lab")]
struct Args {
    /// The lab's id in the syllabus, for example gradient-descent.
    id: String,
    /// A parameter, key=value; may be given several times.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
    /// Seed of everything random.
    #[arg(long, default_value_t = labkit::url::SEED)]
    seed: u64,
    /// Training steps; where it is left out, as many as the lab needs.
    #[arg(long)]
    steps: Option<u64>,
    /// Stop before: at a step (300), at a bound of a metric (loss<0.001), or at whichever comes first (300;loss<0.001).
    #[arg(long, value_name = "RULE", default_value = "")]
    stop: String,
    /// Which backend.
    #[arg(long, value_enum, default_value_t = Backend::Auto)]
    backend: Backend,
    /// A file to drop on the lab.
    #[arg(long = "drop", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Print the lab's parameters and metrics instead of running it.
    #[arg(long)]
    list: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Backend {
    Auto,
    Cpu,
    Gpu,
}

fn main() -> ExitCode {
    let args = Args::parse();
    match lab(&args) {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::from(2)
        }
    }
}

fn lab(args: &Args) -> Result<String, String> {
    let lab = find(&args.id).ok_or_else(|| unknown(&args.id))?;
    if args.list {
        return Ok(list(lab, args.json));
    }
    let sets = args.sets.iter().map(|pair| match pair.split_once('=') {
        Some((key, value)) => Ok((key.to_owned(), value.to_owned())),
        None => Err(format!("--set {pair}: expected key=value")),
    });
    let sets: Vec<(String, String)> = sets.collect::<Result<_, _>>()?;
    let files = args.files.iter().map(|path| read(path)).collect::<Result<_, _>>()?;
    let prefer = match args.backend {
        Backend::Auto => Prefer::Auto,
        Backend::Cpu => Prefer::Cpu,
        Backend::Gpu => Prefer::Gpu,
    };
    let stop = Stop::read(&args.stop, lab.metrics).map_err(|error| error.to_string())?;
    let order = Order { sets, seed: args.seed, steps: args.steps.unwrap_or(lab.steps), stop, prefer, files };
    let outcome = pollster::block_on(run(lab, &order)).map_err(|error| sentence(&error, &order))?;
    Ok(if args.json { report(lab, &order, &outcome).to_string() } else { words(&order, &outcome) })
}

fn unknown(id: &str) -> String {
    let built: Vec<&str> = LABS.iter().map(|lab| lab.id).collect();
    match labs::syllabus::find(id) {
        Some(_) => format!("the lab {id} is in the syllabus but not built yet; built: {}", built.join(", ")),
        None => format!("no lab is called “{id}”; built: {}", built.join(", ")),
    }
}

/// A file's bytes; one too large is refused before it is read.
fn read(path: &Path) -> Result<(String, Vec<u8>), String> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("file").to_owned();
    let wrong = |error: std::io::Error| format!("--drop {}: {error}", path.display());
    let size = std::fs::metadata(path).map_err(wrong)?.len();
    data::table::check_size(size, &data::table::Limits::default())
        .map_err(|error| format!("--drop {name}: {error}"))?;
    Ok((name, std::fs::read(path).map_err(wrong)?))
}

/// The error, with the place in the parameter's text marked below it.
fn sentence(error: &LabError, order: &Order) -> String {
    let mut text = error.text.en.clone();
    let source = error.field.as_ref().and_then(|field| order.sets.iter().rev().find(|(key, _)| key == field));
    if let (Some((first, len)), Some((key, source))) = (error.place, source) {
        text.push_str(&format!(
            "\n  {key} = {source}\n  {}{}",
            " ".repeat(key.chars().count() + 3 + first),
            "^".repeat(len.max(1))
        ));
    }
    text
}

/// A number, or `null` where it is none.
fn number(value: f64) -> Value {
    if value.is_finite() { json!(value) } else { Value::Null }
}

fn report(lab: &Lab, order: &Order, outcome: &Outcome) -> Value {
    let params: Map<String, Value> =
        outcome.params.all(lab.table).into_iter().map(|(key, text)| (key.to_owned(), json!(text))).collect();
    let mut metrics: Map<String, Value> =
        outcome.frame.metrics.iter().map(|(name, value)| (name.clone(), number(*value))).collect();
    // A metric that is a word comes as a panel of its name.
    for (name, _) in lab.metrics {
        if let Some(labkit::Content::Text(word)) = outcome.frame.panel(name) {
            metrics.insert((*name).to_owned(), json!(word.en));
        }
    }
    let notes: Vec<&str> = outcome
        .frame
        .panels
        .iter()
        .filter_map(|panel| match &panel.content {
            labkit::Content::Text(sentence) if lab.metrics.iter().all(|(name, _)| *name != panel.id) => {
                Some(sentence.en.as_str())
            }
            _ => None,
        })
        .collect();
    json!({
        "lab": lab.id,
        "backend": if outcome.adapter.is_empty() { "cpu" } else { "gpu" },
        "adapter": outcome.adapter,
        "seed": order.seed,
        "steps": outcome.steps,
        "params": params,
        "metrics": metrics,
        "notes": notes,
        "halted": outcome.frame.halted.as_ref().map(|sentence| &sentence.en),
        "seconds": number(outcome.seconds),
        "steps_per_second": number(outcome.steps as f64 / outcome.seconds.max(1e-9)),
    })
}

fn words(order: &Order, outcome: &Outcome) -> String {
    let on = if outcome.adapter.is_empty() { "the CPU" } else { &outcome.adapter };
    let mut text = format!("{} steps on {on}, seed {}, {:.2} s", outcome.steps, order.seed, outcome.seconds);
    for (name, value) in &outcome.frame.metrics {
        text.push_str(&format!("\n  {name:<18} {value:.6}"));
    }
    if let Some(halted) = &outcome.frame.halted {
        text.push_str(&format!("\n{}", halted.en));
    }
    text
}

fn list(lab: &Lab, as_json: bool) -> String {
    let defaults = Params::defaults(lab.table);
    let all = defaults.all(lab.table);
    let default = |key: &str| all.iter().find(|(name, _)| *name == key).map_or(String::new(), |(_, text)| text.clone());
    if as_json {
        let params: Vec<Value> = lab.table.iter().map(|p| {
            json!({ "key": p.key, "kind": kind(&p.kind), "takes": p.kind.expected().en, "default": default(p.key), "help": p.help.en })
        }).collect();
        let metrics: Vec<Value> =
            lab.metrics.iter().map(|(name, text)| json!({ "name": name, "help": text.en })).collect();
        return json!({ "lab": lab.id, "params": params, "metrics": metrics }).to_string();
    }
    let params = lab.table.iter().map(|p| {
        format!(
            "{:<13} {:<8} {} · default {:?} · {}",
            p.key,
            kind(&p.kind),
            p.kind.expected().en,
            default(p.key),
            p.help.en
        )
    });
    let metrics = lab.metrics.iter().map(|(name, text)| format!("{name:<18} {}", text.en));
    format!(
        "parameters\n{}\n\nmetrics\n{}",
        params.collect::<Vec<_>>().join("\n"),
        metrics.collect::<Vec<_>>().join("\n")
    )
}

fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Number { .. } | Kind::Typed { .. } => "number",
        Kind::Choice { .. } => "choice",
        Kind::Set { .. } => "set",
        Kind::Switch { .. } => "switch",
        Kind::Text { .. } => "text",
        Kind::Column => "column",
        Kind::Columns => "columns",
        Kind::Points { .. } => "points",
        Kind::Alias { .. } => "alias",
    }
}
