//! Texts as a search compares them: without case, without accents, with plain quotes and hyphens.
//!
//! A reader who types "zurich" or "people's" finds Zürich and people’s. The browser takes letters and marks apart
//! (`String.prototype.normalize`), so that the program need not carry the tables.

/// Folds one letter of a text that is decomposed and in lower case.
fn fold_letter(letter: char, out: &mut String) {
    match letter {
        // Combining marks.
        '\u{300}'..='\u{36f}' => {}
        '‘' | '’' | 'ʼ' | '′' | '`' | '´' => out.push('\''),
        '“' | '”' | '„' | '«' | '»' | '″' => out.push('"'),
        '‐' | '‑' | '‒' | '–' | '—' | '−' => out.push('-'),
        // Letters that Unicode does not decompose.
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'ø' => out.push('o'),
        'đ' => out.push('d'),
        'ł' => out.push('l'),
        'ı' => out.push('i'),
        '\u{a0}' | '\u{202f}' | '\u{2009}' => out.push(' '),
        '\u{ad}' | '\u{200b}' => {}
        letter => out.push(letter),
    }
}

/// Folds a text that is decomposed (NFD) and in lower case.
fn fold_decomposed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|letter| fold_letter(letter, &mut out));
    out
}

/// A text as a search compares it.
pub(crate) fn fold(text: &str) -> String {
    let text = js_sys::JsString::from(text).normalize("NFD").to_lower_case();
    fold_decomposed(&String::from(text))
}

/// The words of a search, folded.
pub(crate) fn words(query: &str) -> Vec<String> {
    fold(query).split_whitespace().map(str::to_owned).collect()
}

/// Whether a folded text holds all words of a search. Letter by letter: texts are short, and the standard library's
/// search for long ones costs a kilobyte.
pub(crate) fn holds_all(text: &str, words: &[String]) -> bool {
    words.iter().map(String::as_bytes).all(|word| {
        let is_here = |part: &[u8]| part[0] == word[0] && part == word;
        word.is_empty() || text.as_bytes().windows(word.len()).any(is_here)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_quotes_and_hyphens_fold() {
        for (decomposed, folded) in [
            ("khu\u{308}relsu\u{308}kh", "khurelsukh"),
            ("mongolia’s", "mongolia's"),
            ("tu\u{308}rkiye", "turkiye"),
            ("„straße“ 1948–50", "\"strasse\" 1948-50"),
            ("co\u{ad}operation", "cooperation"),
        ] {
            assert_eq!(fold_decomposed(decomposed), folded);
        }
    }

    #[test]
    fn all_words_have_to_be_there() {
        let words = ["horses".to_owned(), "war".to_owned()];
        assert!(holds_all("a certificate for 7,000 war horses", &words));
        assert!(!holds_all("a certificate for 7,000 horses", &words));
        assert!(holds_all("anything", &[]));
    }
}
