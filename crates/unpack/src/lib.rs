//! What the single file holds, as text that may stand in a page: packed when it is built, unpacked in the browser.
//!
//! Packed is a checksum (Adler-32, RFC 1950), so that a file that was damaged on its way is not shown, and LZMA, which makes
//! the page a third and the program a fifth smaller than what browsers can unpack by themselves. Around them is basE91, which
//! spends fewer letters than base64; a comment cannot begin in it, as it has no hyphen.

use lzma_rust2::{LzmaReader, Read};
use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// How far back a repetition may lie, in bytes: further than a page is long.
const DICTIONARY: u32 = 4 << 20;
/// Memory that unpacking may take beside what comes out, in KiB.
const MEMORY: u32 = DICTIONARY / 1024 + 256;
/// What a text may unpack to at most, in bytes: fifty times a page.
const MOST: u64 = 64 << 20;
/// Where the length stands: behind the checksum (4), the properties (1) and the dictionary's size (4); see the LZMA
/// specification, "lzma file format".
const LENGTH: std::ops::Range<usize> = 9..17;

/// Unpacks what [`pack`] wrote; nothing where the text was cut off or changed on its way.
#[must_use]
#[wasm_bindgen]
pub fn unpack(text: &str) -> Option<Vec<u8>> {
    let packed = base91::slice_decode(text.as_bytes());
    let length = u64::from_le_bytes(packed.get(LENGTH)?.try_into().ok()?);
    if length > MOST {
        return None;
    }
    let (checksum, packed) = packed.split_first_chunk()?;
    let mut bytes = vec![0; usize::try_from(length).ok()?];
    LzmaReader::new_mem_limit(packed, MEMORY, None).ok()?.read_exact(&mut bytes).ok()?;
    (adler2::adler32_slice(&bytes) == u32::from_le_bytes(*checksum)).then_some(bytes)
}

/// Packs bytes into text of printable ASCII letters.
///
/// # Panics
/// Never: the options are some that the packer allows, and memory takes all that is written to it.
#[cfg(feature = "pack")]
#[must_use]
pub fn pack(bytes: &[u8]) -> String {
    use lzma_rust2::{LzmaOptions, LzmaWriter, Write};
    // As thorough as can be: a file is packed once. Contexts by position (`pb`) are of no use to text and programs.
    let options = LzmaOptions {
        dict_size: DICTIONARY,
        pb: 0,
        nice_len: LzmaOptions::NICE_LEN_MAX,
        depth_limit: 512,
        ..LzmaOptions::with_preset(9)
    };
    let out = adler2::adler32_slice(bytes).to_le_bytes().to_vec();
    let mut writer = LzmaWriter::new_use_header(out, &options, Some(bytes.len() as u64)).expect("options are allowed");
    writer.write_all(bytes).expect("memory takes all");
    let packed = writer.finish().expect("memory takes all");
    base91::slice_encode(&packed).into_iter().map(char::from).collect()
}

#[cfg(all(test, feature = "pack"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_packed_comes_out_again(bytes in proptest::collection::vec(any::<u8>(), 0..5000)) {
            prop_assert_eq!(unpack(&pack(&bytes)), Some(bytes));
        }

        #[test]
        fn the_text_may_stand_in_a_page(bytes in proptest::collection::vec(any::<u8>(), 0..5000)) {
            prop_assert!(pack(&bytes).bytes().all(|letter| letter.is_ascii_graphic() && !b"-\\'".contains(&letter)));
        }

        #[test]
        fn any_text_is_taken_without_harm(text in any::<String>()) {
            let _ = unpack(&text);
        }

        #[test]
        fn what_was_cut_off_is_not_taken_for_whole(bytes in proptest::collection::vec(any::<u8>(), 50..500), cut in 1usize..50) {
            let text = pack(&bytes);
            let taken = unpack(&text[..text.len() - cut.min(text.len())]);
            // The last letters may hold nothing but what ends the stream.
            prop_assert!(taken.is_none() || taken == Some(bytes));
        }

        #[test]
        fn what_was_changed_is_not_taken_for_whole(bytes in proptest::collection::vec(any::<u8>(), 50..500), at in any::<proptest::sample::Index>()) {
            let mut text = pack(&bytes).into_bytes();
            let at = at.index(text.len());
            text[at] = if text[at] == b'A' { b'B' } else { b'A' };
            let taken = unpack(std::str::from_utf8(&text).unwrap());
            prop_assert!(taken.is_none() || taken == Some(bytes));
        }
    }

    #[test]
    fn nobody_is_made_to_give_all_his_memory() {
        let mut packed = base91::slice_decode(pack(b"a").as_bytes());
        packed[LENGTH].copy_from_slice(&(MOST + 1).to_le_bytes());
        let text: String = base91::slice_encode(&packed).into_iter().map(char::from).collect();
        assert_eq!(unpack(&text), None);
    }
}
