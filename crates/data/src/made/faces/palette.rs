//! The colours of faces.

use super::{Background, Clothes, HairColour, Iris, Skin};
use crate::made::paint::{Colour, rgb};

impl HairColour {
    /// As it is painted.
    #[must_use]
    pub fn colour(self) -> Colour {
        rgb(match self {
            Self::Black => 0x3a_3a4f,
            Self::Brown => 0x8a_5638,
            Self::Blond => 0xf6_cf65,
            Self::Red => 0xd9_5340,
            Self::Pink => 0xf7_9cb8,
            Self::Blue => 0x55_8ee0,
            Self::Green => 0x5d_b785,
            Self::Silver => 0xc9_cfdd,
        })
    }
}

impl Iris {
    /// As it is painted.
    #[must_use]
    pub fn colour(self) -> Colour {
        rgb(match self {
            Self::Brown => 0x8b_4e2a,
            Self::Blue => 0x2f_7fe0,
            Self::Green => 0x2b_a35f,
            Self::Red => 0xd3_3b4a,
            Self::Violet => 0x8c_4fd0,
            Self::Amber => 0xe3_9a1e,
        })
    }
}

impl Skin {
    /// As it is painted.
    #[must_use]
    pub fn colour(self) -> Colour {
        rgb(match self {
            Self::Pale => 0xff_e9dc,
            Self::Light => 0xfb_d6b8,
            Self::Tan => 0xe9_b48a,
            Self::Brown => 0xbf_8058,
            Self::Dark => 0x8a_563b,
        })
    }
}

impl Clothes {
    /// As they are painted.
    #[must_use]
    pub fn colour(self) -> Colour {
        rgb(match self {
            Self::Navy => 0x3b_4a86,
            Self::Red => 0xd8_4a55,
            Self::Yellow => 0xf3_bf3f,
            Self::Teal => 0x2f_a3a3,
            Self::White => 0xf4_f2ee,
        })
    }
}

impl Background {
    /// As it is painted.
    #[must_use]
    pub fn colour(self) -> Colour {
        rgb(match self {
            Self::Sky => 0xb9_e1f7,
            Self::Mint => 0xbf_ecd3,
            Self::Peach => 0xfd_cdb6,
            Self::Lilac => 0xd8_cbf3,
            Self::Lemon => 0xfb_efad,
            Self::Dusk => 0x6b_70a6,
        })
    }
}
