//! Abbreviations are explained.

use std::collections::BTreeSet;

use crate::model::Story;
use crate::problem::Diagnostics;
use crate::rule::Rule;
use crate::source::{Span, SpannedString};

/// Words in capitals seen so far, and all that could explain them.
#[derive(Debug, Default)]
pub(crate) struct Capitals {
    /// Word and place, the first of each file.
    seen: Vec<(String, Span)>,
    allowed: BTreeSet<String>,
    read: String,
}

impl Capitals {
    /// Adds words that the story needs not explain.
    pub(crate) fn allow<'w>(&mut self, words: impl IntoIterator<Item = &'w str>) {
        self.allowed.extend(words.into_iter().map(str::to_owned));
    }

    /// Adds a text in which words may be spelled out.
    pub(crate) fn read(&mut self, plain: &str) {
        self.read.push_str(plain);
        self.read.push('\n');
    }

    /// Adds the capitals of a part of a text that starts at `offset`.
    pub(crate) fn note(&mut self, text: &SpannedString, part: &str, offset: usize, diagnostics: &Diagnostics) {
        for (start, word) in words(part) {
            if is_abbreviation(word)
                && !is_in_address(part, start)
                && !self.seen.iter().any(|(it, at)| it == word && at.file == text.span.file)
            {
                let start = offset + start;
                self.seen.push((word.to_owned(), text.inside(diagnostics.sources, start..start + word.len())));
            }
        }
    }

    /// Notes each abbreviation that nothing explains, once.
    pub(crate) fn check(&self, story: &Story, diagnostics: &Diagnostics) {
        let known = known_words(story);
        let mut noted = BTreeSet::new();
        for (word, at) in &self.seen {
            if self.allowed.contains(word) || known.contains(word) || self.is_spelled_out(word) || !noted.insert(word) {
                continue;
            }
            let help = format!(
                "spell it out once: \"full name ({word})\"; or make it a concept, or add it to `abbreviations` in story.toml"
            );
            diagnostics.report(Rule::Abbreviation, at, format!("`{word}` is explained nowhere"), "what is that?", help);
        }
    }

    fn is_spelled_out(&self, word: &str) -> bool {
        self.read.contains(&format!("({word})")) || self.read.contains(&format!("{word} ("))
    }
}

/// Words of names that the page shows anyway: concepts, parties, publishers, keywords.
fn known_words(story: &Story) -> BTreeSet<String> {
    let concepts = story.concepts.iter().map(|it| it.term.as_str());
    let parties = story.parties.iter().flat_map(|it| [it.label.as_str(), it.full.as_str()]);
    let publishers = story.sources.iter().map(|it| it.publisher.as_str());
    let keywords = story.meta.keywords.iter().map(String::as_str);
    let names = concepts
        .chain(parties)
        .chain(publishers)
        .chain(keywords)
        .chain(story.meta.news.iter().map(|it| it.title.as_str()));
    names.flat_map(words).map(|(_, it)| it.to_owned()).collect()
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut offset = 0;
    text.split_inclusive(|it: char| !it.is_alphanumeric()).map(move |piece| {
        let start = offset;
        offset += piece.len();
        (start, piece.trim_end_matches(|it: char| !it.is_alphanumeric()))
    })
}

/// Whether a word stands in an address, such as `undocs.org/A/RES/72`.
fn is_in_address(text: &str, at: usize) -> bool {
    // A space may be more than a byte: `«\u{a0}OTAN`.
    let before = text[..at].rsplit(char::is_whitespace).next().unwrap_or_default();
    let start = at - before.len();
    let piece = text[start..].split_whitespace().next().unwrap_or_default();
    let host = piece.split('/').next().unwrap_or_default();
    piece.contains("://") || piece.contains('/') && host.contains('.')
}

/// Three or more capitals that are no Roman number.
fn is_abbreviation(word: &str) -> bool {
    let capitals = word.chars().filter(|it| it.is_uppercase()).count();
    let roman = word.chars().all(|it| "IVXLCDM".contains(it));
    capitals >= 3 && capitals == word.chars().filter(|it| it.is_alphabetic()).count() && !roman
}

#[cfg(test)]
mod tests {
    use super::is_in_address;

    #[test]
    fn spaces_of_several_bytes_part_words_too() {
        for (text, found) in [
            ("«\u{a0}OTAN\u{a0}»", false),
            ("the\u{202f}UNESCO", false),
            ("日本　NATO", false),
            ("see\u{a0}undocs.org/A/RES/72", true),
        ] {
            let at = text.find(|it: char| it.is_ascii_uppercase()).expect("a capital");
            assert_eq!(is_in_address(text, at), found, "{text}");
        }
    }
}
