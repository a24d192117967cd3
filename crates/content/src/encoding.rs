//! Bytes become text; a file in another encoding than UTF-8 is named for what it is.

use std::ops::Range;

/// A file that is not UTF-8, as far as it could be read.
pub(crate) struct Wrong {
    pub message: String,
    /// What is marked in the text.
    pub span: Range<usize>,
}

/// The text of a file, and what is wrong with its encoding.
pub(crate) fn decode(bytes: &[u8]) -> (String, Option<Wrong>) {
    if let Some((text, name)) = utf16(bytes) {
        let message = format!("this file is {name}, and not UTF-8");
        return (text, Some(Wrong { message, span: 0..0 }));
    }
    // Programs that save in a format of their own do so under any name.
    let others: [(&[u8], &str); 5] = [
        (b"PK\x03\x04", "a document or workbook of an office program, or an archive"),
        (b"{\\rtf", "a text of a word processor (RTF)"),
        (b"%PDF", "a PDF"),
        (b"\xd0\xcf\x11\xe0", "an old document of an office program"),
        (b"bplist", "a settings file of a Mac"),
    ];
    if let Some((_, what)) = others.iter().find(|(it, _)| bytes.starts_with(it)) {
        return (String::new(), Some(Wrong { message: format!("this file is {what}, and no plain text"), span: 0..0 }));
    }
    let Err(error) = std::str::from_utf8(bytes) else {
        let text = String::from_utf8_lossy(bytes);
        // Some editors begin a file with a mark that means nothing, and old ones end lines as nobody does any more.
        let text = text.trim_start_matches('\u{feff}');
        return (if text.contains('\n') { text.to_owned() } else { text.replace('\r', "\n") }, None);
    };
    let at = error.valid_up_to();
    let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let wrong = bytes.get(at).copied().unwrap_or_default();
    // Every byte of Western European text above ASCII is followed by ASCII more often than not; in other encodings it is not.
    let (text, message) = if error.error_len().is_none() {
        (String::from_utf8_lossy(bytes).into_owned(), "this file ends in the middle of a character".to_owned())
    } else if looks_like_mac_roman(bytes) {
        let message = "this file is not UTF-8, but probably Mac Roman, an encoding of older Macs".to_owned();
        (String::from_utf8_lossy(bytes).into_owned(), message)
    } else if looks_like_windows_1252(bytes) {
        let meant = windows_1252(wrong);
        let message = format!("this file is not UTF-8, but probably Windows-1252, where this byte is `{meant}`");
        (bytes.iter().map(|it| windows_1252(*it)).collect(), message)
    } else {
        (
            String::from_utf8_lossy(bytes).into_owned(),
            format!("this file is not UTF-8, but of an older encoding or no text: the byte {wrong:02X} cannot be read"),
        )
    };
    let text = text.trim_start_matches('\u{feff}').to_owned();
    let start = text.floor_char_boundary(at.saturating_sub(mark));
    let length = text[start..].chars().next().map_or(0, char::len_utf8);
    (text, Some(Wrong { message, span: start..start + length }))
}

/// UTF-16, by its mark, or by the zeros that every second byte of Latin text is.
fn utf16(bytes: &[u8]) -> Option<(String, &'static str)> {
    let zeros = |from: usize| bytes.iter().skip(from).step_by(2).take(200).filter(|it| **it == 0).count();
    let pairs = (bytes.len() / 2).min(200);
    let (little, rest) = match bytes {
        [0xff, 0xfe, rest @ ..] => (true, rest),
        [0xfe, 0xff, rest @ ..] => (false, rest),
        _ if pairs > 4 && zeros(1) * 10 > pairs * 7 && zeros(0) == 0 => (true, bytes),
        _ if pairs > 4 && zeros(0) * 10 > pairs * 7 && zeros(1) == 0 => (false, bytes),
        _ => return None,
    };
    let units = rest.chunks_exact(2).map(|it| {
        let pair = [it[0], it[1]];
        if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    });
    let text = char::decode_utf16(units).map(|it| it.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Some((text, if little { "UTF-16 (“Unicode” in some editors)" } else { "UTF-16, big-endian" }))
}

/// Whether single bytes above ASCII stand among ASCII, as letters with accents and quotes do, and no control characters.
fn looks_like_windows_1252(bytes: &[u8]) -> bool {
    let high = bytes.iter().filter(|it| **it >= 0x80).count();
    let alone = bytes.windows(2).filter(|it| it[0] >= 0x80 && it[1] < 0x80).count();
    let undefined = bytes.iter().any(|it| matches!(it, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d));
    let binary = bytes.iter().any(|it| *it < 0x09);
    !undefined && !binary && alone * 2 >= high && high * 4 < bytes.len()
}

/// Whether bytes that are small letters there, and rare capitals or marks in Windows-1252, follow small letters.
fn looks_like_mac_roman(bytes: &[u8]) -> bool {
    let pairs = bytes.windows(2).filter(|it| it[0].is_ascii_lowercase());
    // â ä à å ã ç é è ê ë í ì î ï ñ ó ò ô ö õ ú ù û ü and ß, against à to ÿ and ß.
    let (mac, windows) = pairs.fold((0, 0), |(mac, windows), it| match it[1] {
        0x87..=0x91 | 0x95 | 0x98..=0x9f | 0xa7 => (mac + 1, windows),
        0xdf..=0xff => (mac, windows + 1),
        _ => (mac, windows),
    });
    mac > windows
}

/// What a byte is in Windows-1252: <https://encoding.spec.whatwg.org/index-windows-1252.txt>.
fn windows_1252(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => FROM_80[usize::from(byte) - 0x80],
        it => char::from(it),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_8_is_read_with_and_without_its_mark() {
        for bytes in ["é", "\u{feff}é"] {
            let (text, wrong) = decode(bytes.as_bytes());
            assert_eq!(text, "é");
            assert!(wrong.is_none());
        }
    }

    #[test]
    fn utf_16_is_named_with_and_without_its_mark() {
        let text = "title = \"Brücke\"\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [
            little.clone(),
            [&[0xff, 0xfe], little.as_slice()].concat(),
            big.clone(),
            [&[0xfe, 0xff], big.as_slice()].concat(),
        ] {
            let (read, wrong) = decode(&bytes);
            assert_eq!(read, text);
            assert!(wrong.expect("it is wrong").message.contains("UTF-16"));
        }
    }

    #[test]
    fn windows_1252_is_named_and_what_was_meant_is_shown() {
        let (text, wrong) = decode(b"title = \"Mongolia\x92s Br\xfccke\"\n");
        assert_eq!(text, "title = \"Mongolia’s Brücke\"\n");
        let wrong = wrong.expect("it is wrong");
        assert!(wrong.message.contains("Windows-1252") && wrong.message.contains('’'), "{}", wrong.message);
        assert_eq!(&text[wrong.span], "’");
    }

    #[test]
    fn mac_roman_is_named_and_old_ends_of_lines_are_read() {
        let (_, wrong) = decode(b"title = \"Gr\x9a\xa7e, caf\x8e\"\n");
        assert!(wrong.expect("it is wrong").message.contains("Mac Roman"));
        assert_eq!(decode(b"a = 1\rb = 2\r").0, "a = 1\nb = 2\n");
        assert_eq!(decode(b"a = 1\r\nb = 2\r\n").0, "a = 1\r\nb = 2\r\n");
    }

    #[test]
    fn other_encodings_are_told_by_their_first_byte() {
        // Korean in EUC-KR.
        let (_, wrong) = decode(b"title = \"\xbf\xac\xbc\xb3\xc0\xcc \xb4\xd9\"\n");
        assert!(wrong.expect("it is wrong").message.contains("BF"));
        assert!(decode(&[0xe2, 0x82]).1.expect("it is cut").message.contains("in the middle"));
    }
}
