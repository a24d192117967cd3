//! `cargo xtask matrix`: tries every embed in every kind of host in every engine, and prints a table.

use std::{
    ffi::{OsStr, OsString},
    fs,
    net::TcpListener,
    path::{self, Path, PathBuf},
};

use crate::{
    arguments::BuildOptions,
    build, paths,
    run::{self, Outcome},
    test, tools,
};

/// The engines, in the order in which a cell of the table shows them.
const ENGINES: [&str; 3] = ["chromium", "firefox", "webkit"];

/// Result of an embed in a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Works,
    Readable,
    Failed,
    /// A cell without a result: the engine did not run this embed.
    NotRun,
}

impl Verdict {
    fn read(word: &str) -> Verdict {
        match word {
            "works" => Verdict::Works,
            "readable" => Verdict::Readable,
            _ => Verdict::Failed,
        }
    }

    fn sign(self) -> char {
        match self {
            Verdict::Works => '✓',
            Verdict::Readable => 'r',
            Verdict::Failed => '✗',
            Verdict::NotRun => '?',
        }
    }
}

/// Runs the behaviours of embeds in other pages, which write a result for each embed, and prints the table.
pub fn matrix() -> Outcome {
    let file = paths::target().join("matrix.txt");
    let went_well = behaviours(&file)?;
    let lines = fs::read_to_string(&file).map_err(|error| format!("no embed was tried: {error}"))?;
    let table = Table::read(&lines);
    println!("\n{}", table.show());
    match (went_well, table.count(Verdict::Failed) + table.count(Verdict::NotRun)) {
        (true, 0) => Ok(()),
        (false, 0) => Err("a behaviour failed that is not in the table, see above".into()),
        (_, failed) => Err(format!("{failed} of {} do not hold", table.cells().count())),
    }
}

/// Takes pictures of the project's own story in posts of WordPress: every embed and way to put it there, on a phone and a desk, for
/// readers who like it light and dark.
pub fn pictures(folder: &OsStr) -> Outcome {
    tools::install(&tools::PUBLISHING)?;
    let folder = path::absolute(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let (address, known) = known(None)?;
    run::step(
        "taking pictures of every embed in posts",
        "whether they are good only a person sees; takes some 10 minutes",
    );
    let mut cargo = test::browser_suite()?;
    cargo.env("BACKSTORY_DIST", known).env("BACKSTORY_HOSTS", address).env("BACKSTORY_PICTURES", folder);
    run::run(cargo.args(["--", "pictures_of_posts"]))
}

/// Runs the behaviours; returns whether all passed. Each embed adds a line to the file.
fn behaviours(file: &Path) -> Outcome<bool> {
    tools::install(&tools::PUBLISHING)?;
    let fixture = || Some(paths::root().join(paths::FIXTURE).into_os_string());
    build(fixture(), paths::fixture_site(), None)?;
    let (address, known) = known(fixture())?;
    run::step("opening every embed in every kind of host", "as others do what we cannot see; takes some 10 minutes");
    let _ = fs::remove_file(file);
    let mut well = true;
    // `tall_frames` is among the first.
    for theme in ["frames::", "element::", "forged::", "codes::", "peers::", "hosts::"] {
        let mut cargo = test::browser_suite()?;
        cargo.env("BACKSTORY_DIST", paths::fixture_site());
        if theme == "hosts::" {
            cargo.env("BACKSTORY_DIST", &known).env("BACKSTORY_HOSTS", &address);
        }
        cargo.env("BACKSTORY_MATRIX", file).args(["--", theme]);
        well &= run::run(&mut cargo).is_ok();
    }
    Ok(well)
}

/// A story for an address on this machine, as publishing systems ask it for oEmbed: the address, and its folder.
fn known(story: Option<OsString>) -> Outcome<(String, PathBuf)> {
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let address = format!("http://{}/", free.map_err(|error| format!("no port is free: {error}"))?);
    let folder = paths::target().join("stories/known");
    // An earlier build for another address would be mixed with this one.
    let _ = fs::remove_dir_all(&folder);
    build(story, folder.clone(), Some(address.clone()))?;
    Ok((address, folder))
}

/// Builds a story, or the project's own if `None`.
fn build(story: Option<OsString>, out: PathBuf, base_url: Option<String>) -> Outcome {
    build::build(&BuildOptions {
        story,
        out: Some(out.into_os_string()),
        base_url,
        freeze: true,
        ..BuildOptions::default()
    })
}

#[derive(Debug, Default)]
struct Table<'a> {
    embeds: Vec<&'a str>,
    hosts: Vec<&'a str>,
    found: Vec<([&'a str; 3], Verdict)>,
}

impl<'a> Table<'a> {
    /// Reads lines of engine, host, embed and verdict.
    fn read(lines: &'a str) -> Table<'a> {
        let mut table = Table::default();
        for line in lines.lines() {
            let words: Vec<_> = line.split('\t').collect();
            let &[engine, host, embed, verdict] = words.as_slice() else { continue };
            if !table.embeds.contains(&embed) {
                table.embeds.push(embed);
            }
            if !table.hosts.contains(&host) {
                table.hosts.push(host);
            }
            table.found.push(([engine, host, embed], Verdict::read(verdict)));
        }
        table
    }

    fn verdict(&self, engine: &str, host: &str, embed: &str) -> Verdict {
        let found = self.found.iter().rev().find(|(place, _)| *place == [engine, host, embed]);
        found.map_or(Verdict::NotRun, |(_, verdict)| *verdict)
    }

    /// Every cell: engine and verdict.
    fn cells(&self) -> impl Iterator<Item = (&'static str, Verdict)> {
        let places = self.hosts.iter().flat_map(|host| self.embeds.iter().map(move |embed| (*host, *embed)));
        places.flat_map(|(host, embed)| ENGINES.map(|engine| (engine, self.verdict(engine, host, embed))))
    }

    fn count(&self, wanted: Verdict) -> usize {
        self.cells().filter(|(_, verdict)| *verdict == wanted).count()
    }

    fn show(&self) -> String {
        let wide = self.hosts.iter().map(|host| host.len()).max().unwrap_or(0);
        let mut out = format!("{:wide$}", "");
        self.embeds.iter().for_each(|embed| out += &format!("  {embed:<8}"));
        for host in &self.hosts {
            out += &format!("\n{host:wide$}");
            for embed in &self.embeds {
                let signs: String = ENGINES.map(|engine| self.verdict(engine, host, embed).sign()).iter().collect();
                out += &format!("  {signs:<8}");
            }
        }
        out += &format!("\n\nEach cell: {}.", ENGINES.join(", "));
        out += "\n✓ works, r can be read but its scripts do not run, ✗ failed, ? was not run\n";
        for engine in ENGINES {
            let count = |wanted| self.cells().filter(|cell| *cell == (engine, wanted)).count();
            let all = self.cells().filter(|(name, _)| *name == engine).count();
            let (works, readable) = (count(Verdict::Works), count(Verdict::Readable));
            out += &format!("\n{engine:<9} {works} of {all} work, {readable} can be read");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_run_has_not_passed() {
        let table = Table::read("chromium\tplain\tcard\tworks\nfirefox\tplain\tcard\treadable\n");
        assert_eq!(table.count(Verdict::Works), 1);
        assert_eq!(table.count(Verdict::NotRun), 1);
        assert!(table.show().contains("plain  ✓r?"), "{}", table.show());
    }

    #[test]
    fn the_last_try_counts_and_words_unknown_fail() {
        let table = Table::read("webkit\tplain\tcard\tworks\nwebkit\tplain\tcard\tbroken\nno line of the table\n");
        assert_eq!(table.verdict("webkit", "plain", "card"), Verdict::Failed);
        assert_eq!(table.cells().count(), 3);
    }
}
