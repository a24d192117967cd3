//! Ids: lower-case words joined by hyphens, each once, and the same from import to import.

use std::collections::HashSet;

use backstory_content::RESERVED_STARTS;

/// Words of a title that go into an id.
const WORDS: usize = 6;

/// Every id that is taken.
#[derive(Debug, Default)]
pub struct Ids(HashSet<String>);

impl Ids {
    /// Notes an id that is taken.
    pub fn take(&mut self, id: &str) {
        self.0.insert(id.to_owned());
    }

    /// Whether an id is taken.
    pub fn has(&self, id: &str) -> bool {
        self.0.contains(id)
    }

    /// Notes every id of a file of the story.
    pub fn take_from(&mut self, text: &str) {
        for part in text.split("id = \"").skip(1) {
            self.take(part.split('"').next().unwrap_or_default());
        }
    }

    /// An id that is free, and then taken: the wanted one, or that with a number.
    pub fn free(&mut self, wanted: &str) -> String {
        let numbered = (2..).map(|it| format!("{wanted}-{it}"));
        let id = std::iter::once(wanted.to_owned()).chain(numbered).find(|it| !self.0.contains(it)).unwrap_or_default();
        self.take(&id);
        id
    }
}

/// The words of a text in Latin letters, joined by hyphens; blank where it has none.
pub fn latin_words(text: &str) -> String {
    let latin = deunicode::deunicode(text).to_ascii_lowercase().replace(['\'', '’'], "");
    let words = latin.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
    words
        .take(WORDS)
        .collect::<Vec<_>>()
        .join("-")
        .chars()
        .take(60)
        .collect::<String>()
        .trim_end_matches('-')
        .to_owned()
}

/// The id of an event: its own one made into an id, or year and title.
pub fn of_event(own: &str, date: &str, title: &str) -> String {
    let own = latin_words(own);
    if !own.is_empty() {
        // Ids of the page itself hold no digits.
        let is_free =
            own.contains(|it: char| it.is_ascii_digit()) && !RESERVED_STARTS.iter().any(|it| own.starts_with(it));
        return if is_free { own } else { format!("event-{own}") };
    }
    let year = year_of(date);
    match latin_words(title) {
        it if it.is_empty() => format!("{year}-event-{:08x}", hash(title)),
        it => format!("{year}-{it}"),
    }
}

/// The year of a date as people count it: of a decade or century the first.
fn year_of(date: &str) -> String {
    let start = date.trim_start_matches(['[', '.', '/', 'Y']);
    let digits: String = start.trim_start_matches('-').chars().take_while(char::is_ascii_alphanumeric).collect();
    let digits = digits.replace('X', "0");
    match digits.parse::<u32>() {
        Ok(0) => "1-bce".to_owned(),
        Ok(year) if start.starts_with('-') => format!("{}-bce", year + 1),
        _ => digits,
    }
}

/// An id for something that has a label only.
pub fn of_label(kind: &str, label: &str) -> String {
    match latin_words(label) {
        it if it.is_empty() => format!("{kind}-{:08x}", hash(label)),
        it => it,
    }
}

/// An id for a source, of its address.
pub fn of_page(address: &str) -> String {
    let bare = address.split_once("://").map_or(address, |(_, it)| it).trim_start_matches("www.");
    let (host, path) = bare.split_once('/').unwrap_or((bare, ""));
    let last = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').rsplit('/').next();
    let stem = last.unwrap_or_default().rsplit_once('.').map_or(last.unwrap_or_default(), |(it, _)| it);
    let id = [latin_words(host.split(':').next().unwrap_or_default()), latin_words(stem)].join("-");
    let id = id.trim_matches('-').to_owned();
    if id.is_empty() || RESERVED_STARTS.iter().any(|it| id.starts_with(it)) {
        format!("page-{id}").trim_end_matches('-').to_owned()
    } else {
        id
    }
}

/// FNV-1a: the same on every machine and in every version.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, it| (hash ^ u32::from(it)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_latin_words() {
        for (own, title, id) in [
            ("", "A friendship treaty", "1986-a-friendship-treaty"),
            ("", "Открытие канала", "1986-otkrytie-kanala"),
            ("", "…", "1986-event-"),
            ("slide_0001", "x", "slide-0001"),
            ("Lock-B", "x", "event-lock-b"),
            ("map", "x", "event-map"),
            ("source-1", "x", "event-source-1"),
            ("step_1", "x", "event-step-1"),
        ] {
            let made = of_event(own, "1986-11", title);
            assert!(made.starts_with(id), "{made}");
        }
        assert_eq!(of_event("", "[..1986]", "x"), "1986-x");
        assert_eq!(of_event("", "198X", "x"), "1980-x");
        assert!(of_event("", "-0043-03-15", "水門の開通").starts_with("44-bce-"));
        assert_eq!([of_event("", "0000", "x"), of_event("", "Y-12000", "x")], ["1-bce-x", "12001-bce-x"]);
        assert_ne!(of_event("", "1986", "水門の開通"), of_event("", "1986", "閉門"));
    }

    #[test]
    fn an_id_is_given_once() {
        let mut ids = Ids::default();
        ids.take_from("[[theme]]\nid = \"1986-a\"\n");
        assert_eq!([ids.free("1986-a"), ids.free("1986-a"), ids.free("b")], ["1986-a-2", "1986-a-3", "b"]);
    }

    #[test]
    fn a_page_has_an_id() {
        assert_eq!(of_page("https://www.example.org/a/Some%20Page.html?x=1"), "example-org-some-20page");
        assert_eq!(of_page("https://source-a.example/"), "page-source-a-example");
    }
}
