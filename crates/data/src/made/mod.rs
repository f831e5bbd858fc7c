//! Data that is made here, from a seed, with the factors that made it.
//!
//! Each set is a folder. What it promises: `(seed, index)` alone decides an item, so items can be made in any order; the
//! bytes are the same natively and in a browser; its factors come with each item.

pub mod digits;
