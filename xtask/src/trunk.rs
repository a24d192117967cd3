//! Building with Trunk instead of `cargo xtask build`: what its hook calls, and the test that both write the same pages.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::{
    bundle::{self, Mode},
    paths,
    prerender::{self, Prerender},
    program,
    run::{self, Outcome},
    stamp,
    story::Story,
    test, tools,
};

/// Reloads open pages under `trunk serve`. Trunk's own script would be inline, which the page's policy forbids.
const RELOAD: &str = "new WebSocket(`ws${location.protocol.slice(4)}//${location.host}/.well-known/trunk/ws`).onmessage = \
    ({ data }) => { if (JSON.parse(data).type === \"reload\") location.reload(); };\n";

/// Puts the site where Trunk has put its page; called by Trunk, whose variables say where and for whom.
pub fn hook() -> Outcome {
    let variable = |name: &str| env::var(name).map_err(|_| format!("{name} is not set; Trunk calls this command"));
    let staging = PathBuf::from(variable("TRUNK_STAGING_DIR")?);
    let is_release = variable("TRUNK_PROFILE")? == "release";
    let public_url = variable("TRUNK_PUBLIC_URL")?;
    let mode = if is_release { Mode::Release } else { Mode::Development };
    let bundle = paths::target().join(if is_release { "bundle-trunk" } else { "bundle-trunk-development" });
    bundle::take(mode, &staging, &bundle)?;
    prerender::compile()?;
    let site = Prerender {
        base_url: Some(public_url).filter(|url| url.contains("://")),
        live: !is_release,
        ..Prerender::new(&Story::open(None)?, &bundle, &paths::target().join("trunk-site"))
    };
    let output = site.run_silently()?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    println!("{}", said.trim_end());
    empty(&staging)?;
    if output.status.success() {
        copy(&site.out, &staging)?;
    } else if is_release {
        return Err("the pages were not written, see above".into());
    } else {
        // Written as a page, because Trunk would say only that a hook failed, and only in the terminal.
        write(&staging.join("index.html"), &mistakes(&said))?;
    }
    if is_release { Ok(()) } else { write(&staging.join("_live.js"), RELOAD) }
}

/// What is wrong with the story, as a page.
fn mistakes(said: &str) -> String {
    let said = said.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!DOCTYPE html><title>Mistakes</title><pre>{said}</pre><script type=\"module\" src=\"/_live.js\"></script>\n"
    )
}

fn empty(folder: &Path) -> Outcome {
    fs::remove_dir_all(folder).and_then(|()| fs::create_dir_all(folder)).map_err(|error| at(folder, &error))
}

fn copy(from: &Path, to: &Path) -> Outcome {
    for path in stamp::files(from) {
        let copy = to.join(path.strip_prefix(from).unwrap_or(&path));
        let folder = copy.parent().unwrap_or(to);
        fs::create_dir_all(folder)
            .and_then(|()| fs::copy(&path, &copy).map(|_| ()))
            .map_err(|error| at(&copy, &error))?;
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).map_err(|error| at(path, &error))
}

fn at(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

/// Builds with Trunk, compares every page with the one that `cargo xtask build` writes, and opens the result in a browser. Returns
/// the number of pages.
pub fn test() -> Outcome<usize> {
    tools::install(&[tools::TRUNK])?;
    let trunk = tools::TRUNK.path().ok_or("there is no trunk")?;
    let built = paths::target().join("trunk");
    run::step("building by Trunk", "whoever is used to it gets the same pages");
    let mut command = run::program(trunk);
    // Trunk reads `NO_COLOR` as an option of its own, and fails on the value 1.
    command.env_remove("NO_COLOR").env("PATH", tools::path_with(&stand_in()?));
    command.env("CARGO_TARGET_DIR", paths::target());
    program::share(&mut command);
    run::run(command.args(["build", "--release", "--public-url", "/x/", "--dist"]).arg(&built))?;

    let story = Story::open(None)?;
    let ours = Prerender::new(&story, &paths::bundle(Mode::Release), &paths::target().join("trunk-compare"));
    ours.run()?;
    let same = compare(&ours.out, &built)?;
    run::step("opening what Trunk built", "the same pages with another program have to come alive too");
    let mut cargo = test::suite_with(&tools::CHROMIUM)?;
    run::run(cargo.args(["--", "chromium::opens::becomes_ready"]).env("BACKSTORY_DIST", &built))?;
    Ok(same)
}

/// A folder in which the binding generator has the name by which Trunk looks for it, so that it downloads none.
fn stand_in() -> Outcome<PathBuf> {
    let folder = paths::target().join("trunk-tools");
    let name = folder.join(format!("wasm-bindgen{}", env::consts::EXE_SUFFIX));
    let bind = bundle::compile_bind()?;
    fs::create_dir_all(&folder)
        .and_then(|()| fs::copy(bind, &name).map(|_| folder.clone()))
        .map_err(|error| at(&name, &error))
}

fn compare(ours: &Path, theirs: &Path) -> Outcome<usize> {
    let pages = |folder: &Path| -> Vec<PathBuf> {
        let paths = stamp::files(folder).into_iter().filter(|path| path.extension().is_some_and(|it| it == "html"));
        paths.filter_map(|path| path.strip_prefix(folder).map(Path::to_path_buf).ok()).collect()
    };
    let (names, others) = (pages(ours), pages(theirs));
    if names != others || names.is_empty() {
        return Err(format!("we write {} pages and Trunk {}", names.len(), others.len()));
    }
    let read = |path: PathBuf| fs::read_to_string(&path).map_err(|error| at(&path, &error));
    for name in &names {
        if without_hashes(&read(ours.join(name))?) != without_hashes(&read(theirs.join(name))?) {
            return Err(format!("{} is another page when Trunk builds it", name.display()));
        }
    }
    println!("    {} pages are the same by both doors", names.len());
    Ok(names.len())
}

/// A page without hashes in file names and without integrity, which differ when the program was compiled differently.
fn without_hashes(html: &str) -> String {
    const LETTERS: usize = 12;
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find(['-']) {
        let (before, after) = rest.split_at(start + 1);
        out.push_str(before);
        let is_integrity = ["sha384-", "sha256-"].iter().any(|name| before.ends_with(name));
        let hash = after.get(..LETTERS).filter(|it| it.bytes().all(|letter| letter.is_ascii_hexdigit()));
        let length = match hash {
            _ if is_integrity => after.find(['"', '\'']).unwrap_or(0),
            Some(_) if after[LETTERS..].starts_with('.') => LETTERS,
            _ => 0,
        };
        rest = &after[length..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hashes_are_left_out_of_the_comparison() {
        let page = |hash: &str, integrity: &str| {
            format!(
                "<script src=\"./assets/app-{hash}.js\" integrity=\"sha384-{integrity}\"></script><p>a-b, 1999-01-01.</p>"
            )
        };
        assert_eq!(without_hashes(&page("0123456789ab", "AbC+/=")), without_hashes(&page("ba9876543210", "xyz")));
        assert_ne!(without_hashes("<p>a-b</p>"), without_hashes("<p>a-c</p>"));
        assert!(without_hashes(&page("0123456789ab", "x")).contains("<p>a-b, 1999-01-01.</p>"));
    }

    #[test]
    fn trunk_binds_at_the_version_that_the_app_is_compiled_against() {
        let read = |name: &str| fs::read_to_string(paths::root().join(name)).unwrap();
        let version = |text: &str, before: &str| {
            text.split_once(before).and_then(|(_, rest)| rest.split('"').next().map(str::to_owned)).unwrap()
        };
        let pinned = version(&read("Cargo.toml"), "\nwasm-bindgen = \"=");
        assert_eq!(version(&read("Trunk.toml"), "\nwasm_bindgen = \""), pinned);
    }
}
