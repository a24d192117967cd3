//! Bytes become text, whatever program wrote them.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::notes::Notes;

/// How files of other kinds begin, and what they are.
const OTHER_FILES: [(&[u8], &str); 10] = [
    (b"PK\x03\x04", "a workbook or an archive"),
    (b"\xD0\xCF\x11\xE0", "an old workbook"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture, a sound or a film"),
    (b"\x1F\x8B", "an archive"),
    (b"7z\xBC\xAF", "an archive"),
    (b"{\\rtf", "a text of a word processor"),
];

/// And files that are text.
const OTHER_TEXTS: [(&str, &str); 16] = [
    ("http://", "the address of a sheet"),
    ("https://", "the address of a sheet"),
    ("[internetshortcut]", "the address of a sheet"),
    ("<iframe", "the code that embeds a timeline"),
    ("<?xml", "XML"),
    ("<!", "a web page"),
    ("<html", "a web page"),
    ("<head", "a web page"),
    ("<body", "a web page"),
    ("<meta", "a web page"),
    ("<table", "a web page"),
    ("<script", "a web page"),
    ("begin:vcalendar", "a calendar"),
    ("#:schema", "a file of a story"),
    ("[[event]]", "a file of a story"),
    ("events:", "YAML"),
];
/// What to do with a sheet that is no table or JSON yet.
pub const SAVE_AS_CSV: &str =
    "open the sheet, save it as CSV (in Google Sheets: File, Download, Comma-separated values), and import that file";

/// Reads a file as UTF-8, UTF-16 or, where it can be neither, in the encoding that its bytes speak for.
///
/// # Errors
/// When it is no text at all.
pub fn decode(bytes: &[u8], notes: &mut Notes) -> Result<String, String> {
    if let Some((_, what)) = OTHER_FILES.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(format!("this is {what}, not a table or JSON; {SAVE_AS_CSV}"));
    }
    let encoding = Encoding::for_bom(bytes).map(|(it, _)| it).or_else(|| utf_16_without_mark(bytes));
    let text = match encoding {
        // Half a letter at the end is one byte too many.
        Some(encoding) => {
            let is_wide = encoding == UTF_16LE || encoding == UTF_16BE;
            let whole = if is_wide { bytes.len() & !1 } else { bytes.len() };
            encoding.decode(&bytes[..whole]).0.into_owned()
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) if is_nearly_utf_8(bytes) => utf_8_but_for_some(bytes, notes),
            Err(_) => {
                let encoding = likely(bytes);
                let name = encoding.name();
                notes.say(&format!("the file is not UTF-8, and was read as {name}; look at its accents"));
                encoding.decode(bytes).0.into_owned()
            }
        },
    };
    let start: String = text.trim_start().chars().take(20).collect::<String>().to_ascii_lowercase();
    if let Some((_, what)) = OTHER_TEXTS.iter().find(|(it, _)| start.starts_with(it)) {
        let help = if what.contains("story") {
            "copy it into the folder `timeline` of the story"
        } else if ["a calendar", "YAML"].contains(what) {
            "write its events into a table with the columns Year, Month, Day, Headline and Text, and import that"
        } else {
            SAVE_AS_CSV
        };
        return Err(format!("this is {what}, not a table or JSON; {help}"));
    }
    if text.trim_matches(|it: char| it.is_whitespace() || it.is_control()).is_empty() {
        return Err("the file is empty".to_owned());
    }
    // Old programs end a file with a sign of their own.
    let text = text.replace('\0', "").trim_end_matches('\u{1a}').trim_start_matches('\u{feff}').to_owned();
    Ok(match mended(&text) {
        Some(mended) => {
            notes.say("the accents of this file were saved wrongly (`Ã¼` for `ü`), and are mended; look at them");
            mended
        }
        None => text,
    })
}

/// Whether a text is UTF-8 but for a few bytes that came into it otherwise, by the letters that are right.
fn is_nearly_utf_8(bytes: &[u8]) -> bool {
    const RIGHT_FOR_A_WRONG_ONE: usize = 4;
    let right: usize = bytes.utf8_chunks().map(|it| it.valid().chars().filter(|it| !it.is_ascii()).count()).sum();
    let wrong = bytes.utf8_chunks().filter(|it| !it.invalid().is_empty()).count();
    right >= RIGHT_FOR_A_WRONG_ONE * wrong
}

/// Reads what is right as UTF-8, and each other byte as the encoding that such bytes are most often left from.
fn utf_8_but_for_some(bytes: &[u8], notes: &mut Notes) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            notes.add(
                "bytes that are no UTF-8 were read as windows-1252; look at the accents there",
                &format!("line {}", text.matches('\n').count() + 1),
            );
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
    }
    text
}

/// A text whose UTF-8 was once read as Windows-1252 and saved so: `SchlÃ¼ssel`.
fn mended(text: &str) -> Option<String> {
    if !["Ã", "â€", "Â"].iter().any(|it| text.contains(it)) {
        return None;
    }
    let (bytes, _, lost) = WINDOWS_1252.encode(text);
    if lost { None } else { String::from_utf8(bytes.into_owned()).ok() }
}

/// The encoding of a text of one byte a letter, or of an East Asian one. Excel on a Mac writes one that no browser detects.
fn likely(bytes: &[u8]) -> &'static Encoding {
    let small_after_small = |encoding: &'static Encoding| {
        let pairs = bytes.windows(2).filter(|it| it[0].is_ascii_lowercase() && !it[1].is_ascii());
        pairs.filter(|it| encoding.decode_without_bom_handling(&it[1..]).0.chars().all(char::is_lowercase)).count()
    };
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let is_mac = [WINDOWS_1252, guess].iter().all(|it| small_after_small(MACINTOSH) > small_after_small(it));
    if is_mac { MACINTOSH } else { guess }
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
    fn one_wrong_byte_leaves_the_others_what_they_are() {
        let mut notes = Notes::default();
        let text = decode(
            b"Year,Headline\n1950,\xC3\x9Cber \xE2\x80\x9Ealle\xE2\x80\x9C \xC3\xBC\n1951,caf\xE9\n",
            &mut notes,
        );
        assert_eq!(text.as_deref(), Ok("Year,Headline\n1950,Über „alle“ ü\n1951,café\n"));
        assert!(notes.lines()[0].ends_with(": 1 (line 3)"), "{:?}", notes.lines());
    }

    #[test]
    fn older_encodings_are_told_by_what_they_make_of_the_bytes() {
        for (encoding, text) in [
            (WINDOWS_1252, "Year,Headline\n1950,Déjà vu à l’Élysée, “voilà” – naïve Señor\n"),
            (encoding_rs::WINDOWS_1251, "Year,Headline\n1950,Открытие шлюза между двумя городами\n1951,Канал\n"),
            (
                encoding_rs::WINDOWS_1250,
                "Rok;Miesiąc;Dzień;Tytuł\n1950;październik;3;Śluza łączy miasta, żeglarze płyną\n",
            ),
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
    fn accents_that_were_saved_wrongly_are_mended() {
        let text = "Year,Headline\n1950,Schlüssel – größer\n";
        let (wrong, _, _) = WINDOWS_1252.decode(text.as_bytes());
        assert_eq!(read(wrong.as_bytes()), (Ok(text.to_owned()), 1));
        let rightly = "Year,Headline\n1950,SÃO PAULO\n";
        assert_eq!(read(rightly.as_bytes()), (Ok(rightly.to_owned()), 0));
        assert_eq!(read(b"Year,Headline\n\x1a").0.unwrap(), "Year,Headline\n");
        assert_eq!(read(b"\xFF\xFEY\0e\0\0").0.unwrap(), "Ye");
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert!(read(b"PK\x03\x04rest").0.unwrap_err().contains("workbook"));
        for (bytes, what) in [
            ("<!DOCTYPE html><p>", "web page"),
            ("<!-- saved --><html>", "web page"),
            ("<table><tr><td>Year", "web page"),
            ("<?xml version=\"1.0\"?>", "XML"),
            ("https://docs.google.com/spreadsheets/d/1/edit", "address"),
            ("[InternetShortcut]\r\nURL=https://x.example/", "address"),
            ("<iframe src=\"https://cdn.example/\"></iframe>", "embeds"),
            ("BEGIN:VCALENDAR\r\n", "calendar"),
            ("[[event]]\nid = \"a\"\n", "story"),
            ("{\\rtf1 Year}", "word processor"),
            ("GIF89a", "picture"),
        ] {
            let mistake = read(bytes.as_bytes()).0.unwrap_err();
            assert!(mistake.contains(what) && mistake.contains("not a table or JSON; "), "{mistake}");
        }
        assert!(read(b"\xEF\xBB\xBF \n").0.unwrap_err().contains("empty"));
    }
}
