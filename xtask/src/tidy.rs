//! Checks what the compiler does not: the project's files, and the files that are published.

use std::{fs, path::Path};

use crate::{paths, run::Outcome, stamp};

/// Words in a policy that would undo its protection.
const POLICIES: [&str; 2] = ["'unsafe-inline'", "'unsafe-eval'"];

/// Checks all that is published: no path of this machine, and nothing that the page's own policy forbids.
pub fn outputs(dist: &Path) -> Outcome {
    let mut faults = Vec::new();
    for path in stamp::files(dist) {
        let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let text = String::from_utf8_lossy(&bytes);
        let mut fault = |what: &str| faults.push(format!("{}: {what}", paths::short(&path)));
        for policy in POLICIES.iter().filter(|policy| text.contains(*policy)) {
            fault(&format!("says {policy}"));
        }
        for place in machine_places().iter().filter(|place| text.contains(*place)) {
            fault(&format!("tells a path of this machine, {place}"));
        }
        if path.extension().is_some_and(|ending| ending == "html") {
            blocked(&text).into_iter().for_each(fault);
        }
    }
    faults.sort();
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// What a published page must not hold: markup and scripts that its policy blocks, and the script that reloads.
fn blocked(html: &str) -> Vec<&'static str> {
    let tags: Vec<&str> = html.split('<').skip(1).filter_map(|rest| rest.split('>').next()).collect();
    let any = |test: &dyn Fn(&str) -> bool| tags.iter().any(|tag| test(tag));
    let count = |test: &dyn Fn(&str) -> bool| tags.iter().filter(|tag| test(tag)).count();
    [
        (any(&|tag| tag.contains(" style=\"")), "has a style attribute, which the policy blocks"),
        (any(&|tag| tag.contains(" onclick=") || tag.contains(" onload=")), "has a script in an attribute"),
        (count(&is_inline_script) > hashes(html), "has a script in the page, which the policy blocks"),
        (html.contains("/_live.js"), "has the script that reloads, which is for writing only"),
    ]
    .into_iter()
    .filter_map(|(found, what)| found.then_some(what))
    .collect()
}

/// Number of inline scripts that the policy allows by hash. Whether the hashes are right is tested in browsers.
fn hashes(html: &str) -> usize {
    let scripts = html.split("script-src ").nth(1).and_then(|rest| rest.split(';').next()).unwrap_or_default();
    scripts.matches("'sha256-").count()
}

/// Whether a script tag is an inline script that runs: without address, and without a type or with one of JavaScript.
fn is_inline_script(tag: &str) -> bool {
    let is_data = tag
        .split_once(" type=\"")
        .is_some_and(|(_, kind)| !kind.starts_with("module") && !kind.starts_with("text/javascript"));
    (tag == "script" || tag.starts_with("script ")) && !tag.contains(" src=") && !is_data
}

/// Beginnings of paths that name the machine on which something was made.
fn machine_places() -> Vec<String> {
    let home = std::env::var("HOME").unwrap_or_default();
    let places = [format!("{home}/."), format!("{}/", paths::root().display()), "/.cargo/registry".into()];
    places.into_iter().filter(|place| place.len() > 3).collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    /// The folders that hold what people write.
    const WRITTEN: [&str; 14] = [
        ".cargo", ".ci", "content", "crates", "docs", "examples", "fonts", "hosting", "scripts", "src", "strings",
        "styles", "tests", "xtask",
    ];

    fn written() -> Vec<(PathBuf, String)> {
        let root = paths::root();
        let top = fs::read_dir(&root).unwrap().flatten().map(|entry| entry.path()).filter(|path| path.is_file());
        let folders = WRITTEN.map(|name| root.join(name));
        for folder in &folders {
            assert!(folder.is_dir(), "{} is no folder of the project any more", paths::short(folder));
        }
        let files = folders.iter().flat_map(|folder| stamp::files(folder)).chain(top);
        let files = files.filter(|path| !path.components().any(|part| part.as_os_str() == "node_modules"));
        files.filter_map(|path| Some((path.clone(), fs::read_to_string(path).ok()?))).collect()
    }

    /// Fails with a list of all lines that hold one of the words.
    fn none_says(words: &[&str], but: &[&str]) {
        let mut found = Vec::new();
        for (path, text) in written() {
            let name = paths::short(&path);
            // Not this file, which holds the words themselves.
            if but.contains(&name.as_str()) || name == "xtask/src/tidy.rs" {
                continue;
            }
            let lines = text.lines().enumerate().filter(|(_, line)| words.iter().any(|word| line.contains(word)));
            found.extend(lines.map(|(number, line)| format!("{name}:{}: {}", number + 1, line.trim())));
        }
        assert!(found.is_empty(), "\n{}", found.join("\n"));
    }

    #[test]
    fn no_file_tells_whose_machine_it_was_written_on() {
        let mine = std::env::var("HOME").unwrap_or_else(|_| "/home/".into()) + "/";
        let here = paths::root().display().to_string();
        none_says(&[&mine, &here, "/home/", "/Users/", "C:\\Users"], &[]);
    }

    #[test]
    fn no_lock_file_of_npm_names_where_packages_came_from() {
        let names = |(path, text): &(PathBuf, String)| {
            path.ends_with("package-lock.json") && (text.contains("\"resolved\"") || text.contains("://registry"))
        };
        let named: Vec<_> = written().into_iter().filter(names).map(|(path, _)| paths::short(&path)).collect();
        assert!(named.is_empty(), "write it again with omit-lockfile-registry-resolved: {named:?}");
    }

    #[test]
    fn nothing_is_left_for_later() {
        none_says(&["TODO", "FIXME", "// XXX", "todo!(", "unimplemented!("], &["Cargo.lock"]);
    }

    #[test]
    fn every_module_says_what_it_is() {
        let silent = |(path, text): &(PathBuf, String)| {
            let name = paths::short(path);
            let is_source = name.starts_with("src/") || name.contains("/src/");
            is_source && name.ends_with(".rs") && !text.starts_with("//!")
        };
        let silent: Vec<_> = written().into_iter().filter(silent).map(|(path, _)| paths::short(&path)).collect();
        assert!(silent.is_empty(), "start with `//!` and one sentence: {silent:?}");
    }

    #[test]
    fn scripts_written_by_hand_stay_small() {
        for path in stamp::files(&paths::root().join("scripts")).iter().filter(|path| path.is_file()) {
            let bytes = fs::metadata(path).unwrap().len();
            assert!(bytes <= 12_500, "{} has {bytes} bytes: is it still only a bridge?", paths::short(path));
        }
    }

    #[test]
    fn tools_have_exact_versions() {
        let text = fs::read_to_string(paths::root().join("xtask/tools/package.json")).unwrap();
        let loose = ["\"^", "\"~", "\"*", "\">", "\"latest"];
        assert!(!loose.iter().any(|sign| text.contains(sign)), "{text}");
        let lock = fs::read_to_string(paths::root().join("xtask/tools/package-lock.json")).unwrap();
        assert!(!lock.contains("\"resolved\""), "addresses in the lock file depend on who wrote it");
    }

    #[test]
    fn continuous_integration_only_runs_the_tests() {
        let script = fs::read_to_string(paths::root().join(".ci/run")).unwrap();
        assert!(script.trim_end().ends_with("\nexec cargo xtask test"), "{script}");
    }

    #[test]
    fn what_the_policy_blocks_is_found() {
        assert!(blocked(r#"<script type="module" src="a.js"></script><p>a style="b"</p>"#).is_empty());
        assert!(blocked(r#"<script type="application/ld+json">{}</script>"#).is_empty());
        assert_eq!(blocked(r#"<p style="a">"#).len(), 1);
        assert!(blocked(r#"<script type="text/plain" id="a">1</script>"#).is_empty());
        assert_eq!(blocked("<script>1</script>").len(), 1);
        let policy = "<meta content=\"script-src 'self' 'sha256-a'; img-src 'self'\">";
        assert!(blocked(&format!("{policy}<script>1</script>")).is_empty());
        assert_eq!(blocked(&format!("{policy}<script>1</script><script>2</script>")).len(), 1);
        assert_eq!(blocked(r#"<script type="module">1</script>"#).len(), 1);
        assert_eq!(blocked(r#"<script type="module" src="/_live.js">"#).len(), 1);
    }
}
