//! Tests named after their entries of the syllabus, on real runs through the lab's model.

mod arena;
mod nearest;
