//! What a file costs on the wire.

use std::io::Write;

/// The size of some bytes, as they are and as a host sends them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// Bytes as they are.
    pub raw: usize,
    /// Bytes after brotli at its highest quality, which is what a static host sends.
    pub brotli: usize,
}

/// Weighs some bytes.
pub fn weigh(bytes: &[u8]) -> Weight {
    let mut counter = Counter(0);
    // Quality 11 and a window of 4 MiB, as on the command line of brotli.
    let mut writer = brotli::CompressorWriter::new(&mut counter, 1 << 16, 11, 22);
    writer.write_all(bytes).expect("counting never fails");
    // Dropped, it writes the end; flushed before, it would write a mark more.
    drop(writer);
    Weight { raw: bytes.len(), brotli: counter.0 }
}

/// Counts what is written to it.
struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_weighs_almost_nothing() {
        let Weight { raw, brotli } = weigh(b"");
        assert_eq!(raw, 0);
        assert!(brotli <= 2, "{brotli}");
    }

    #[test]
    fn repetition_weighs_little() {
        let Weight { raw, brotli } = weigh("the same again, ".repeat(500).as_bytes());
        assert_eq!(raw, 8_000);
        assert!(brotli < 60, "{brotli}");
    }

    #[test]
    fn noise_weighs_what_it_is() {
        let mut state = 1u32;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state as u8
        })
        .take(4_000)
        .collect();
        assert!(weigh(&noise).brotli > 3_000);
    }
}
