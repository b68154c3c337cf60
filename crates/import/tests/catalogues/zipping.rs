//! Archives for tests, written as programs write them. Used by the tests of the reader, of uploads, and of the server.
#![allow(clippy::unwrap_used)]

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use std::io::Write as _;

const ENTRY: [u8; 4] = *b"PK\x01\x02";
const LOCAL: [u8; 4] = *b"PK\x03\x04";

fn header(of: &[u8; 4], packed: &[u8], bytes: &[u8], name: &str) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(bytes);
    let mut out = of.to_vec();
    if *of == ENTRY {
        out.extend(20_u16.to_le_bytes());
    }
    out.extend([20, 0, 0, 0, 8, 0, 0, 0, 0, 0]);
    out.extend(crc.sum().to_le_bytes());
    out.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
    out.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
    out.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
    out.extend([0, 0]);
    out
}

/// An archive of these files.
pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::best());
        packer.write_all(bytes).unwrap();
        let packed = packer.finish().unwrap();
        directory.extend(header(&ENTRY, &packed, bytes, name));
        directory.extend([0; 10]);
        directory.extend(u32::try_from(out.len()).unwrap().to_le_bytes());
        directory.extend(name.as_bytes());
        out.extend(header(&LOCAL, &packed, bytes, name));
        out.extend(name.as_bytes());
        out.extend(packed);
    }
    let (start, count) = (u32::try_from(out.len()).unwrap(), u16::try_from(files.len()).unwrap());
    let length = u32::try_from(directory.len()).unwrap();
    out.extend(directory);
    out.extend(b"PK\x05\x06");
    out.extend([0; 4]);
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}
