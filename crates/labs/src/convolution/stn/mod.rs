//! The spatial transformer: six numbers lay a frame on the picture, and what is in it is read. By hand, and learnt.

mod learned;
mod manual;
mod nets;
mod scenes;
mod warp;

pub(super) use learned::Learned;
pub(super) use manual::Manual;
#[cfg(test)]
pub(super) use manual::gradients;
