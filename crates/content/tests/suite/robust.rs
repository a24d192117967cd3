//! Whatever the files hold, reading them ends with a story or with problems.

use crate::fixture::base;
use backstory_content::{Problems, read_files};
use proptest::prelude::*;

const FILES: &[&str] = &[
    "story.toml",
    "sections/01-now.md",
    "timeline/events.toml",
    "timeline/board.toml",
    "cards/people.toml",
    "cards/concepts.toml",
    "cards/claims.toml",
    "cards/signposts.toml",
    "minute.toml",
    "walk.toml",
    "ties.toml",
    "map.toml",
    "map/outlines.geojson",
    "changes.toml",
    "sources.toml",
];

/// Reads and draws: neither may panic.
fn survives(file: &str, bytes: Vec<u8>) {
    let mut files = base();
    files.insert(file, bytes);
    let problems = match read_files(&files) {
        Ok(checked) => Problems::from(checked.warnings),
        Err(problems) => problems,
    };
    problems.render(true);
    problems.json_lines();
}

fn any_file() -> impl Strategy<Value = &'static str> {
    prop::sample::select(FILES)
}

/// A third of the inputs that other properties get, for reading a whole story takes long. `PROPTEST_CASES` changes it.
fn config() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { cases: (usual.cases / 3).max(1), failure_persistence: None, ..usual }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_bytes(file in any_file(), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        survives(file, bytes);
    }

    #[test]
    fn any_text(file in any_file(), text in "\\PC{0,120}") {
        survives(file, text.into_bytes());
    }

    #[test]
    fn any_prose(text in "([a-zé <>&\"'\\[\\](){}#*_`!:$=./\n\r|~^-]|[\u{a0}\u{202f}\u{3000}]|ABC|日本|event:|\\[\\^|https://|\\p{L}|\r\n){0,60}") {
        let front = "+++\nid = \"now\"\ntitle = \"T\"\nkicker = \"K\"\nsummary = \"S\"\nparts = []\n+++\n";
        survives("sections/01-now.md", format!("{front}{text}").into_bytes());
    }

    #[test]
    fn any_card_text(text in "([a-zé \\\\\"\n\r\t/.]|[\u{a0}\u{202f}\u{3000}]|\\\\u00e9|\\[\\^x\\]|ABC|\\\\\n|\\p{L}){0,60}") {
        let table = format!("[[concept]]\nid = \"toll\"\nterm = \"Toll\"\nshort = \"S\"\ntext = \"\"\"{text}\"\"\"\n");
        survives("cards/concepts.toml", table.into_bytes());
    }

    /// A file that somebody is in the middle of typing: cut off, or with some bytes of another.
    #[test]
    fn any_damage(file in any_file(), cut in 0.0..1.0_f64, other in any_file(), more in 0..80_usize) {
        let files = base();
        let (bytes, other) = (files.get(file).unwrap_or_default(), files.get(other).unwrap_or_default());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place somewhere in the file")]
        let cut = (bytes.len() as f64 * cut) as usize;
        let damaged = [&bytes[..cut], &other[..more.min(other.len())], &bytes[cut..]].concat();
        survives(file, damaged);
    }
}
