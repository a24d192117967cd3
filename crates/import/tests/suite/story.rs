//! A small story in a folder of its own, that timelines are imported into.

use std::fs;
use std::path::{Path, PathBuf};

use backstory_content::{Checked, read};
use backstory_import::{Imported, Origin, import};
use tempfile::TempDir;
use toml_edit::{DocumentMut, Table};

const CONFIG: &str = r#"slug = "locks"
title = "The locks"
short-title = "Locks"
lang = "en"
dir = "ltr"
byline = "The canal desk"
published = "2020-05-01"
updated = "2020-06-01"
today = "2020-06"
licence = { name = "CC BY 4.0", url = "https://creativecommons.org/licenses/by/4.0/" }
keywords = ["locks"]
standfirst = "Why the locks matter."

[news]
title = "Towns talk again"
date = "2020-04-30"
note = "A notice in the town paper."

[[confidence]]
id = "low"
label = "Low"
meaning = "Thin."

[[confidence]]
id = "medium"
label = "Medium"
meaning = "One source."

[[confidence]]
id = "high"
label = "High"
meaning = "Two sources."
"#;

const SECTION: &str = "+++
id = \"now\"
title = \"Now\"
kicker = \"2020\"
summary = \"The towns talk again.\"
parts = [\"timeline\", \"sources\"]
+++

The towns [talk](event:2020-they-talk) again.
";

/// So that prose that cites nothing has something to rest on.
const EVENTS: &str = r#"[[event]]
id = "2020-they-talk"
date = "2020"
title = "They talk"
theme = "towns"
importance = 1
sources = ["paper"]
"#;

const SOURCES: &str = r#"# The paper.
[[source]]
id = "paper"
publisher = "The paper"
title = "They talk"
url = "https://example.org/they-talk"
lang = "en"
kind = "news"
"#;

pub struct Story {
    folder: TempDir,
}

impl Story {
    pub fn new() -> Self {
        let story = Self { folder: tempfile::tempdir().expect("there is room for a folder") };
        story.write(
            "story.toml",
            &format!("{CONFIG}\n[[theme]]\nid = \"towns\"\nlabel = \"Towns\"\nshape = \"square\"\n"),
        );
        story.write("sections/01-now.md", SECTION);
        story.write("timeline/events.toml", EVENTS);
        story.write("sources.toml", SOURCES);
        story
    }

    /// What `cargo xtask new` writes.
    pub fn begun() -> Self {
        let story = Self { folder: tempfile::tempdir().expect("there is room for a folder") };
        let template = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../xtask/new-story");
        for name in ["story.toml", "sections/01-what-happened.md", "timeline/events.toml", "sources.toml"] {
            let text = fs::read_to_string(template.join(name)).expect("the template is there");
            story.write(name, &text.replace("SLUG", "sheets"));
        }
        story
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.file(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap_or_default()
    }

    pub fn try_import(&self, bytes: &[u8]) -> Result<Imported, Vec<String>> {
        import(bytes, &Origin { name: "sheet".to_owned(), url: None }, self.path())
    }

    /// Imports what must be right, and checks the whole story.
    pub fn import(&self, text: &str) -> Imported {
        let imported = self.try_import(text.as_bytes()).unwrap_or_else(|mistakes| panic!("{}", mistakes.join("\n")));
        self.check();
        imported
    }

    pub fn check(&self) -> Checked {
        read(self.path()).unwrap_or_else(|problems| panic!("{problems}\n{}", self.text("timeline/sheet.toml")))
    }

    pub fn tables(&self, file: &str, key: &str) -> Vec<Table> {
        let document: DocumentMut = self.text(file).parse().expect("it is TOML");
        document.get(key).and_then(|it| it.as_array_of_tables()).into_iter().flatten().cloned().collect()
    }

    pub fn events(&self) -> Vec<Table> {
        self.tables("timeline/sheet.toml", "event")
    }

    /// One key of every event.
    pub fn all(&self, key: &str) -> Vec<String> {
        self.events().iter().map(|it| said(it, key)).collect()
    }
}

/// A text of a table; blank where there is none.
pub fn said(table: &Table, key: &str) -> String {
    table.get(key).and_then(|it| it.as_str()).unwrap_or_default().to_owned()
}
