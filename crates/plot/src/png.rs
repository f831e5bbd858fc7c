//! PNG of bytes, without compression: exported pictures carry their field, and nothing else here needs an image library.

/// A picture, given as its width and its RGBA bytes, as a `data:` address.
pub(crate) fn data_uri(width: usize, rgba: &[u8]) -> String {
    format!("data:image/png;base64,{}", base64(&encode(width.max(1), rgba)))
}

fn encode(width: usize, rgba: &[u8]) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut head = Vec::with_capacity(13);
    head.extend((width as u32).to_be_bytes());
    head.extend(((rgba.len() / 4 / width) as u32).to_be_bytes());
    head.extend([8, 6, 0, 0, 0]);
    chunk(&mut out, b"IHDR", &head);
    // Each row begins with its filter, which is none.
    let rows: Vec<u8> = rgba.chunks(4 * width).flat_map(|row| std::iter::once(&0).chain(row)).copied().collect();
    let mut data = vec![0x78, 0x01];
    let mut blocks = rows.chunks(0xffff).peekable();
    while let Some(block) = blocks.next() {
        let length = block.len() as u16;
        data.push(u8::from(blocks.peek().is_none()));
        data.extend(length.to_le_bytes());
        data.extend((!length).to_le_bytes());
        data.extend(block);
    }
    data.extend(adler(&rows).to_be_bytes());
    chunk(&mut out, b"IDAT", &data);
    chunk(&mut out, b"IEND", &[]);
    out
}

fn chunk(out: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    out.extend((data.len() as u32).to_be_bytes());
    let from = out.len();
    out.extend(kind);
    out.extend(data);
    let sum = crc(&out[from..]);
    out.extend(sum.to_be_bytes());
}

fn crc(data: &[u8]) -> u32 {
    !data.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xedb8_8320 } else { c >> 1 })
    })
}

fn adler(data: &[u8]) -> u32 {
    let (a, b) = data.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    b << 16 | a
}

fn base64(data: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(data.len().div_ceil(3) * 4);
    for three in data.chunks(3) {
        let n = three.iter().fold(0_u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - three.len()));
        for k in 0..4 {
            let sign = SIGNS[(n >> (18 - 6 * k) & 63) as usize];
            out.push(if k <= three.len() { char::from(sign) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_the_known_ones() {
        assert_eq!(crc(b"IEND"), 0xae42_6082);
        assert_eq!(adler(b"Wikipedia"), 0x11e6_0398);
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn long_pictures_are_cut_into_blocks() {
        let png = encode(200, &[7; 160_000]);
        // Signature, three chunks of 12 and 13 of head, 2 + 4 of zlib, 3 blocks of 5, rows of 801.
        assert_eq!(png.len(), 8 + 36 + 13 + 6 + 3 * 5 + 200 * 801);
    }
}
