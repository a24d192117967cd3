//! What is remembered of the last import, so that an editor's words can be told from the sheet's.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What was written last time.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Memory {
    /// The theme of events that have no group.
    #[serde(default)]
    pub(super) theme: Option<String>,
    /// The theme of each group.
    #[serde(default)]
    pub(super) themes: BTreeMap<String, String>,
    /// Words of the title slide.
    #[serde(default)]
    pub(super) title: BTreeMap<String, String>,
    /// `today` of story.toml before an import moved it, and since then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) today: Option<[String; 2]>,
    /// Themes that imports added to story.toml, with their labels.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) added_themes: BTreeMap<String, String>,
    pub(super) events: Vec<Remembered>,
    pub(super) eras: Vec<Remembered>,
}

impl Memory {
    /// Reads what was written last time. A damaged memory stops the import: without it nobody can tell the editor's words
    /// from the sheet's.
    pub(super) fn read(path: &Path, text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        serde_json::from_str(text).map_err(|error| {
            format!(
                "{} is damaged ({error}): it remembers what the last import wrote. Put back a copy of it, or delete it: where the \
                 story and the sheet differ, the next import then keeps what stands in the story",
                path.display()
            )
        })
    }
}

/// What is known of the last import.
pub(super) struct LastTime {
    /// There is no memory of it.
    pub(super) is_lost: bool,
    pub(super) memory_name: String,
}

impl LastTime {
    /// What is said of a text that stands in the story otherwise than in the sheet, where nobody knows who wrote it.
    pub(super) fn kept(&self) -> String {
        if self.is_lost {
            format!(
                "texts that differ from the sheet's are kept as they stand in the story, for {} is gone, which remembers what \
                 the last import wrote",
                self.memory_name
            )
        } else {
            "texts of events that were in the file before their row are kept as they stand there".to_owned()
        }
    }
}

/// A row of last time.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(super) struct Remembered {
    pub(super) id: String,
    pub(super) given: String,
    pub(super) values: BTreeMap<String, Value>,
}
