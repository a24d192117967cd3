/// Every file of docs/schema with its text, made of stories that have everything.
fn schema_files(root: &std::path::Path) -> Vec<(String, String)> {
    let stories = ["tests/fixtures/stories/towns", "examples/metre", "crates/content/tests/valid/canal/content", "xtask/new-story"];
    let stories: Vec<_> = stories
        .iter()
        .map(|it| backstory_content::Files::load(&root.join(it)).expect("the story can be read"))
        .collect();
    let manual = std::fs::read_to_string(root.join("docs/stories.md")).expect("the manual can be read");
    backstory_content::schemas(&stories, &manual)
        .into_iter()
        .map(|(name, schema)| (format!("{name}.json"), serde_json::to_string_pretty(&schema).expect("it is JSON") + "\n"))
        .collect()
}
