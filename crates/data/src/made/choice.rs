//! Factors of a few named values.

use crate::random::Random;

/// A factor that takes one of a few values, each with a name.
pub trait Choice: Copy + PartialEq + 'static {
    /// Every value, in the order of their indices.
    const ALL: &'static [Self];

    /// In Chinese and in English.
    fn name(self) -> [&'static str; 2];

    /// The place in [`Self::ALL`].
    #[must_use]
    fn index(self) -> usize {
        Self::ALL.iter().position(|&value| value == self).unwrap_or(0)
    }

    /// One of all, all alike.
    #[must_use]
    fn draw(random: &mut Random) -> Self {
        Self::ALL[random.below(Self::ALL.len())]
    }

    /// One of all, by weights in the order of [`Self::ALL`].
    #[must_use]
    fn draw_by(random: &mut Random, weights: &[f32]) -> Self {
        Self::ALL[random.weighted(weights).min(Self::ALL.len() - 1)]
    }
}

/// Writes an enumeration with a name in Chinese and in English for each value.
macro_rules! choices {
    ($(#[$meta:meta])* $name:ident { $($value:ident: $zh:literal, $en:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = $en] $value,)+
        }

        impl $crate::made::choice::Choice for $name {
            const ALL: &'static [Self] = &[$(Self::$value,)+];

            fn name(self) -> [&'static str; 2] {
                match self {
                    $(Self::$value => [$zh, $en],)+
                }
            }
        }
    };
}
pub(crate) use choices;
