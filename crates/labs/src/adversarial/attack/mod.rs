//! Attacks: ways from a picture to one that is taken for something else.

pub(super) mod order;
pub(super) mod project;
pub(super) mod slope;
