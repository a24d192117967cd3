//! The schemas that stand in docs/schema are those of the readers.

use std::path::Path;

include!("schema_files.rs");

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn the_schemas_are_fresh() {
    let files = schema_files(&root());
    // The order of keys is that of whichever crates are built with this one.
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
    let stale = files.iter().filter(|(name, text)| {
        let on_disk = std::fs::read_to_string(root().join("docs/schema").join(name)).unwrap_or_default();
        read(&on_disk) != read(text)
    });
    let stale: Vec<_> = stale.map(|it| it.0.as_str()).collect();
    assert!(stale.is_empty(), "{stale:?} are old: cargo run -p backstory-content --example schema");
    let on_disk = std::fs::read_dir(root().join("docs/schema")).expect("the folder is there").count();
    assert_eq!(on_disk, files.len(), "a file of docs/schema is of no use any more");
}

#[test]
fn they_know_what_the_readers_know() {
    let files = schema_files(&root());
    let of = |name: &str| -> serde_json::Value {
        let text = &files.iter().find(|it| it.0 == name).unwrap_or_else(|| panic!("{name} is written")).1;
        serde_json::from_str(text).expect("it is JSON")
    };
    let event = of("timeline.json")["properties"]["event"]["items"].clone();
    let list = |it: &serde_json::Value| {
        it.as_array().into_iter().flatten().filter_map(|it| it.as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let needed = list(&event["required"]);
    assert!(
        ["id", "date", "title", "theme", "importance"].iter().all(|it| needed.contains(&(*it).to_owned())),
        "{needed:?}"
    );
    assert!(
        ["time", "doubt", "confidence", "short"].iter().all(|it| !needed.contains(&(*it).to_owned())),
        "{needed:?}"
    );
    assert_eq!(event["properties"]["importance"]["maximum"], 3);
    assert_eq!(list(&event["properties"]["confidence"]["enum"]).len(), 3);
    assert!(event["properties"]["theme"]["enum"].is_null(), "themes are the story's own words");
    assert!(event["properties"]["links"]["items"]["properties"]["to"].is_object());
    assert!(event["properties"]["importance"]["description"].as_str().is_some_and(|it| it.contains("3 main")));
    let story = of("story.json");
    assert!(story["properties"]["news"]["properties"]["title"].is_object());
    assert_eq!(list(&story["properties"]["dir"]["enum"]), ["ltr", "rtl"]);
    assert!(of("people.json")["properties"]["person"]["items"]["properties"]["native-lang"].is_object());
}
