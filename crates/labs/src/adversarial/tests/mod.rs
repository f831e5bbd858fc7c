//! Tests named after their entries of the syllabus, on real runs through the lab's model.

mod arena;
mod attacks;
mod beyond;
mod defences;
mod given;
mod nearest;
mod physical;
mod reprogram;
mod rests;
mod robustness;
mod transfer;
mod universal;
