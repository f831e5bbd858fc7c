//! Where attention looks: of one place of one picture the weights of all others, and how much of them falls on its mirror image.

use super::super::super::params::TABLE;
use super::super::super::play::HUNG;
use super::{Found, Studied, mean};
use crate::exhibit::panel;
use compute::EngineError;
use labkit::{Content, Pictures};

pub(super) async fn examine(studied: Studied<'_>) -> Result<Found, EngineError> {
    let looks = studied.play.looks(studied.z).await?;
    let places = (looks.len() as f64 / HUNG as f64).sqrt().round() as usize;
    let side = (places as f64).sqrt().round() as usize;
    if side == 0 {
        return Ok(Found::default());
    }
    let tile = (studied.params.number(TABLE, "tile").round().max(1.0) as usize - 1).min(HUNG - 1);
    let place = (studied.params.number(TABLE, "place").round().max(1.0) as usize - 1).min(places - 1);
    let row = |picture: usize, place: usize| &looks[(picture * places + place) * places..][..places];
    let gap = (0..HUNG * places).map(|at| {
        let sum: f64 = looks[at * places..(at + 1) * places].iter().map(|x| f64::from(*x)).sum();
        (sum - 1.0).abs()
    });
    // The mirror place and those around it, of all places off the middle.
    let mirrored = |picture: usize, place: usize| {
        let (y, x) = (place / side, side - 1 - place % side);
        f64::from(row(picture, place)[y * side + x]) * places as f64
    };
    let mirror = mean((0..HUNG).flat_map(|picture| (0..places).map(move |place| mirrored(picture, place))));
    let gain = studied.play.state("g.attention.gain").await?;
    let metrics = vec![
        ("look_sum_gap", gap.fold(0.0, f64::max)),
        ("mirror_look", mirror),
        ("attention_gain", gain.first().map_or(f64::NAN, |gain| f64::from(*gain))),
    ];
    let map = Pictures {
        height: side as u32,
        width: side as u32,
        values: row(tile, place).to_vec().into(),
        names: Vec::new(),
    };
    Ok(Found { metrics, panels: vec![panel("looked", Content::Pictures(map))] })
}
