//! Bytes become text, whatever program wrote them.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::notes::Notes;

/// How files of other kinds begin, and what they are.
const OTHER_FILES: [(&[u8], &str); 5] = [
    (b"PK\x03\x04", "a workbook or an archive"),
    (b"\xD0\xCF\x11\xE0", "an old workbook"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
];

/// Reads a file as UTF-8, UTF-16 or, where it can be neither, in the encoding that its bytes speak for.
///
/// # Errors
/// When it is no text at all.
pub fn decode(bytes: &[u8], notes: &mut Notes) -> Result<String, String> {
    if let Some((_, what)) = OTHER_FILES.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(format!("this is {what}, not a table or JSON; save the sheet as CSV (UTF-8), and import that"));
    }
    let encoding = Encoding::for_bom(bytes).map(|(it, _)| it).or_else(|| utf_16_without_mark(bytes));
    let text = match encoding {
        Some(encoding) => encoding.decode(bytes).0.into_owned(),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                let encoding = likely(bytes);
                let name = encoding.name();
                notes.say(&format!("the file is not UTF-8, and was read as {name}; look at its accents"));
                encoding.decode(bytes).0.into_owned()
            }
        },
    };
    let start: String = text.trim_start().chars().take(15).collect::<String>().to_ascii_lowercase();
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        return Err("this is a web page, not a table or JSON; export the sheet as CSV, and import that".to_owned());
    }
    if text.trim_matches(|it: char| it.is_whitespace() || it.is_control()).is_empty() {
        return Err("the file is empty".to_owned());
    }
    Ok(text.replace('\0', ""))
}

/// The encoding of a text of one byte a letter, or of an East Asian one. Excel on a Mac writes one that no browser detects.
fn likely(bytes: &[u8]) -> &'static Encoding {
    let small_after_small = |encoding: &'static Encoding| {
        let pairs = bytes.windows(2).filter(|it| it[0].is_ascii_lowercase() && !it[1].is_ascii());
        pairs.filter(|it| encoding.decode_without_bom_handling(&it[1..]).0.chars().all(char::is_lowercase)).count()
    };
    if small_after_small(MACINTOSH) > small_after_small(WINDOWS_1252) {
        return MACINTOSH;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// ASCII in UTF-16 has a zero in every other byte.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(400)];
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|it| **it == 0).count();
    let half = start.len() / 2;
    if half < 2 {
        return None;
    }
    match (zeros(0) * 2 > half, zeros(1) * 2 > half) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Result<String, String>, usize) {
        let mut notes = Notes::default();
        (decode(bytes, &mut notes), notes.lines().len())
    }

    #[test]
    fn encodings_are_recognised() {
        let text = "Year,Headline\n1950,Schleuse größer\n";
        let (ansi, _, _) = WINDOWS_1252.encode(text);
        let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<_>>();
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        assert_eq!(read(text.as_bytes()), (Ok(text.to_owned()), 0));
        assert_eq!(read(&marked(b"\xEF\xBB\xBF", text.as_bytes())), (Ok(text.to_owned()), 0));
        assert_eq!(read(&marked(b"\xFF\xFE", &wide(u16::to_le_bytes))), (Ok(text.to_owned()), 0));
        assert_eq!(read(&marked(b"\xFE\xFF", &wide(u16::to_be_bytes))), (Ok(text.to_owned()), 0));
        assert_eq!(read(&wide(u16::to_le_bytes)), (Ok(text.to_owned()), 0));
        assert_eq!(read(&ansi), (Ok(text.to_owned()), 1));
    }

    #[test]
    fn older_encodings_are_told_by_what_they_make_of_the_bytes() {
        for (encoding, text) in [
            (WINDOWS_1252, "Year,Headline\n1950,Déjà vu à l’Élysée, “voilà” – naïve Señor\n"),
            (encoding_rs::WINDOWS_1251, "Year,Headline\n1950,Открытие шлюза между двумя городами\n1951,Канал\n"),
            (encoding_rs::SHIFT_JIS, "Year,Headline\n1950,水門が開かれ、二つの町がつながった\n"),
            (encoding_rs::GBK, "Year,Headline\n1950,两座城镇之间的水闸开放了，人们很高兴\n"),
            (encoding_rs::EUC_KR, "Year,Headline\n1950,두 마을을 잇는 수문이 열렸다\n"),
        ] {
            let (bytes, _, lost) = encoding.encode(text);
            assert!(!lost);
            assert_eq!(read(&bytes), (Ok(text.to_owned()), 1), "{}", encoding.name());
        }
        // The same in the encoding of older Macs, which nothing here writes.
        assert_eq!(
            read(b"Year,Headline\n1950,Schleuse gr\x9A\xA7er, caf\x8E\n").0.unwrap().lines().nth(1),
            Some("1950,Schleuse größer, café")
        );
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert!(read(b"PK\x03\x04rest").0.unwrap_err().contains("workbook"));
        assert!(read(b"<!DOCTYPE html><p>").0.unwrap_err().contains("web page"));
        assert!(read(b"\xEF\xBB\xBF \n").0.unwrap_err().contains("empty"));
    }
}
