//! The elements of an array.

/// The type of the elements, and the order of their bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element {
    number: Number,
    width: usize,
    big_endian: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    Bool,
    Signed,
    Unsigned,
    Float,
}

/// The types that are read, for a sentence.
pub(super) const TYPES: &str = "b1, i1, i2, i4, i8, u1, u2, u4, u8, f4, f8";

impl Element {
    /// From NumPy's description: the order of bytes (`<`, `>`, `|`, `=`), a letter, the bytes of an element.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (order, kind) = text.split_at_checked(1)?;
        let (number, width) = match kind {
            "b1" => (Number::Bool, 1),
            "i1" => (Number::Signed, 1),
            "i2" => (Number::Signed, 2),
            "i4" => (Number::Signed, 4),
            "i8" => (Number::Signed, 8),
            "u1" => (Number::Unsigned, 1),
            "u2" => (Number::Unsigned, 2),
            "u4" => (Number::Unsigned, 4),
            "u8" => (Number::Unsigned, 8),
            "f4" => (Number::Float, 4),
            "f8" => (Number::Float, 8),
            _ => return None,
        };
        let big_endian = match order {
            // `=` is the order of the machine that wrote it: little endian on all that there are.
            "<" | "=" => false,
            "|" if width == 1 => false,
            ">" => true,
            _ => return None,
        };
        Some(Self { number, width, big_endian })
    }

    /// Bytes an element.
    pub(super) fn width(self) -> usize {
        self.width
    }

    /// The element in these `width` bytes; whole numbers beyond 2⁵³ rounded.
    pub(super) fn value(self, bytes: &[u8]) -> f64 {
        let mut raw = 0_u64;
        let push = |raw: &mut u64, byte: &u8| *raw = (*raw << 8) | u64::from(*byte);
        if self.big_endian {
            bytes.iter().for_each(|byte| push(&mut raw, byte));
        } else {
            bytes.iter().rev().for_each(|byte| push(&mut raw, byte));
        }
        match (self.number, self.width) {
            (Number::Bool, _) => f64::from(u8::from(raw != 0)),
            (Number::Unsigned, _) => raw as f64,
            (Number::Float, 4) => f64::from(f32::from_bits(raw as u32)),
            (Number::Float, _) => f64::from_bits(raw),
            (Number::Signed, width) => {
                // Moved up to the sign of 64 bits and back down, which fills with the sign.
                let free = 64 - 8 * width as u32;
                ((raw << free).cast_signed() >> free) as f64
            }
        }
    }
}
