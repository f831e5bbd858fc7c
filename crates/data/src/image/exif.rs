//! How the camera was held: tag 0x0112 of EXIF (CIPA DC-008, 4.6.5), which telephones write instead of turning the picture.

/// The orientation, 1 (as it lies) to 8; 1 where nothing says otherwise.
pub(super) fn orientation(exif: &[u8]) -> u16 {
    tag(exif).filter(|orientation| (1..=8).contains(orientation)).unwrap_or(1)
}

/// The tag in the first directory of the TIFF that EXIF is.
fn tag(exif: &[u8]) -> Option<u16> {
    let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    let little = match tiff.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |two: [u8; 2]| if little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) };
    let long = |four: [u8; 4]| if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) };
    let directory = usize::try_from(long(*tiff.get(4..)?.first_chunk()?)).ok()?;
    let (count, entries) = tiff.get(directory..)?.split_first_chunk()?;
    let entry = entries.chunks_exact(12).take(usize::from(short(*count)));
    // An entry: tag, type (3: 16 bits), count (1), value.
    let mut found = entry.filter_map(|entry| match entry {
        [a, b, c, d, _, _, _, _, e, f, ..] if short([*a, *b]) == 0x0112 && short([*c, *d]) == 3 => {
            Some(short([*e, *f]))
        }
        _ => None,
    });
    found.next()
}

/// A picture of `width` × `height` points to be turned.
pub(super) struct Turned {
    /// 1 to 8.
    pub(super) orientation: u16,
    /// Its width as it lies.
    pub(super) width: usize,
    /// Its height as it lies.
    pub(super) height: usize,
}

impl Turned {
    /// Its width and height as it should be seen.
    pub(super) fn sides(&self) -> (usize, usize) {
        if self.orientation < 5 { (self.width, self.height) } else { (self.height, self.width) }
    }

    /// Where the point (x, y) should be seen.
    pub(super) fn place(&self, x: usize, y: usize) -> (usize, usize) {
        let (right, bottom) = (self.width - 1 - x, self.height - 1 - y);
        match self.orientation {
            2 => (right, y),
            3 => (right, bottom),
            4 => (x, bottom),
            5 => (y, x),
            6 => (bottom, x),
            7 => (bottom, right),
            8 => (y, right),
            _ => (x, y),
        }
    }
}
