//! `cargo xtask test`: all that continuous integration runs, with a table and a count at the end.

use std::{
    fmt,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use crate::{
    arguments::BuildOptions,
    build,
    bundle::Mode,
    paths,
    run::{self, Outcome},
    sizes, tidy,
    tools::{self, BROWSERS, Npm, SERVERS, Tool},
    trunk, validate,
};

/// The package that opens the built page in three engines.
const BROWSER_SUITE: &str = "backstory-browser-tests";
/// The package that serves the built folder by the configurations of `hosting/`.
const HOSTING_SUITE: &str = "backstory-hosting-tests";

/// One step: its name, why it is there, and what it does.
struct Step {
    name: &'static str,
    why: &'static str,
    /// Name of the step without whose success this one is skipped.
    after: Option<&'static str>,
    run: fn() -> Outcome<Count>,
}

const STEPS: [Step; 10] = [
    Step { name: "format", why: "changes should show only what changed", after: None, run: format },
    Step { name: "lint", why: "the compiler and clippy see what people overlook", after: None, run: lint },
    Step { name: "unit", why: "each part does what its tests say", after: None, run: unit },
    Step { name: "build", why: "the page has to be built from a fresh copy", after: None, run: whole_build },
    Step { name: "outputs", why: "nothing unsafe may be published", after: Some("build"), run: outputs },
    Step {
        name: "valid",
        why: "browsers repair what is wrong, each in its own way",
        after: Some("build"),
        run: || validate::validate().map(|()| Count { passed: 2, failed: 0 }),
    },
    Step { name: "sizes", why: "readers pay for every byte", after: Some("build"), run: weights },
    Step { name: "hosting", why: "hosts serve the folder with our configurations", after: Some("build"), run: hosting },
    Step {
        name: "trunk",
        why: "a Yew engineer may come in by Trunk's door",
        after: Some("build"),
        run: || trunk::test().map(|passed| Count { passed, failed: 0 }),
    },
    Step { name: "browsers", why: "the page has to work where it is read", after: Some("build"), run: browsers },
];

/// Numbers of tests that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    passed: usize,
    failed: usize,
}

impl Count {
    const ONE: Count = Count { passed: 1, failed: 0 };
    const NONE: Count = Count { passed: 0, failed: 1 };

    fn add(self, other: Count) -> Count {
        Count { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

/// Result of a step.
struct Row {
    name: &'static str,
    count: Count,
    time: Duration,
    note: String,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Row { name, count, time, note } = self;
        let verdict = if count.failed == 0 { "ok" } else { "FAILED" };
        let seconds = time.as_secs_f32();
        write!(f, "{name:<9} {verdict:<7} {:>6} {:>7} {seconds:>8.1} s  {note}", count.passed, count.failed)
    }
}

/// Runs the steps asked for, or all.
pub fn test(names: &[String]) -> Outcome {
    if let Some(name) = names.iter().find(|name| STEPS.iter().all(|step| step.name != **name)) {
        let known = STEPS.map(|step| step.name).join(", ");
        return Err(format!("there is no step {name:?}; there are {known}"));
    }
    let wanted = STEPS.iter().filter(|step| names.is_empty() || names.iter().any(|name| name == step.name));
    let mut rows: Vec<Row> = Vec::new();
    for step in wanted {
        let row = perform(step, &rows);
        rows.push(row);
    }
    conclude(&rows)
}

fn perform(step: &Step, before: &[Row]) -> Row {
    let start = Instant::now();
    let blocked = before.iter().any(|row| Some(row.name) == step.after && row.count.failed > 0);
    let result = if blocked {
        Err(format!("not run, as {} failed", step.after.unwrap_or_default()))
    } else {
        println!();
        run::step(step.name, step.why);
        (step.run)()
    };
    let (count, note) = match result {
        Ok(count) => (count, String::new()),
        Err(message) => {
            eprintln!("error: {message}");
            (Count::NONE, message.lines().next().unwrap_or_default().to_owned())
        }
    };
    Row { name: step.name, count, time: start.elapsed(), note }
}

fn conclude(rows: &[Row]) -> Outcome {
    println!("\nstep      verdict passed  failed     time");
    rows.iter().for_each(|row| println!("{row}"));
    let Count { passed, failed } = rows.iter().map(|row| row.count).fold(Count::default(), Count::add);
    println!("\n{passed} passed, {failed} failed");
    // The count is the last line, where programs that read the output expect it.
    if failed > 0 { std::process::exit(1) } else { Ok(()) }
}

fn format() -> Outcome<Count> {
    run::run(run::cargo().args(["fmt", "--all", "--check"])).map(|()| Count::ONE)
}

fn lint() -> Outcome<Count> {
    let strict = ["--", "--deny", "warnings"];
    run::run(run::cargo().args(["clippy", "--workspace", "--all-targets"]).args(strict))?;
    // The browser's half of the app is behind the feature `csr`, which no native build turns on.
    let half = ["clippy", "--package", "backstory", "--no-default-features", "--features", "csr"];
    run::run(run::cargo().args(half).args(strict)).map(|()| Count { passed: 2, failed: 0 })
}

fn unit() -> Outcome<Count> {
    let mut cargo = run::cargo();
    cargo.args(["test", "--workspace", "--no-fail-fast"]);
    // These need the built pages.
    cargo.args(["--exclude", BROWSER_SUITE, "--exclude", HOSTING_SUITE]);
    cargo_test(&mut cargo)
}

fn whole_build() -> Outcome<Count> {
    let build = |story: Option<&str>, single_file: Option<PathBuf>| {
        let story = story.map(|folder| paths::root().join(folder).into_os_string());
        let single_file = single_file.map(PathBuf::into_os_string);
        build::build(&BuildOptions { story, single_file, freeze: true, ..BuildOptions::default() })
    };
    build(None, Some(paths::single_file()))?;
    build(Some(paths::FIXTURE), Some(paths::fixture_file()))?;
    build(Some(paths::EXAMPLE), None)?;
    Ok(Count { passed: 3, failed: 0 })
}

fn outputs() -> Outcome<Count> {
    tidy::outputs(&paths::dist()).map(|()| Count::ONE)
}

fn weights() -> Outcome<Count> {
    sizes::sizes().map(|()| Count::ONE)
}

fn hosting() -> Outcome<Count> {
    tools::install(&SERVERS)?;
    let mut cargo = run::cargo();
    cargo.args(["test", "--package", HOSTING_SUITE, "--no-fail-fast"]);
    cargo.env("BACKSTORY_DIST", paths::dist()).env("BACKSTORY_BUNDLE", paths::bundle(Mode::Release));
    cargo_test(&mut cargo)
}

fn browsers() -> Outcome<Count> {
    cargo_test(browser_suite()?.env("BACKSTORY_DIST", paths::fixture_site()))
}

/// The browser suite in three engines, set up for the built folder.
pub fn browser_suite() -> Outcome<Command> {
    suite_with(&BROWSERS)
}

/// The browser suite with these browsers and drivers, for behaviours that need no others.
pub fn suite_with(browsers: &[Tool]) -> Outcome<Command> {
    tools::install(browsers)?;
    tools::from_npm("axe-core/axe.min.js", Npm::Test)?;
    let mut cargo = run::cargo();
    cargo.args(["test", "--package", BROWSER_SUITE, "--no-fail-fast"]);
    cargo.env("PATH", tools::path()).env("BACKSTORY_DIST", paths::dist()).env("BACKSTORY_TOOLS", paths::tools());
    cargo.env("BACKSTORY_SINGLE", paths::fixture_file()).env("BACKSTORY_SHIPPED", paths::dist());
    cargo.env("BACKSTORY_EXAMPLE", paths::example_site());
    for tool in browsers {
        cargo.envs(tool.path().map(|path| (format!("BACKSTORY_{}", tool.variable()), path)));
    }
    Ok(cargo)
}

/// Runs `cargo test` and adds up what it counts.
fn cargo_test(cargo: &mut Command) -> Outcome<Count> {
    let mut count = Count::default();
    let went_well = run::listen(cargo, |line| count = count.add(counted(line)))?;
    match (went_well, count) {
        (true, Count { passed: 0, failed: 0 }) => Err("no test was run".into()),
        // Tests that do not compile count as one failure.
        (false, Count { failed: 0, .. }) => Ok(count.add(Count::NONE)),
        _ => Ok(count),
    }
}

/// Reads `test result: ok. 5 passed; 0 failed; …`.
fn counted(line: &str) -> Count {
    let Some(rest) = line.strip_prefix("test result: ") else {
        return Count::default();
    };
    let before = |word: &str| {
        let words: Vec<_> = rest.split_whitespace().collect();
        let place = words.iter().position(|found| found.trim_end_matches(';') == word);
        place.and_then(|place| words.get(place.checked_sub(1)?)?.parse().ok()).unwrap_or(0)
    };
    Count { passed: before("passed"), failed: before("failed") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_added_up() {
        let line = "test result: FAILED. 5 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(counted(line), Count { passed: 5, failed: 2 });
        assert_eq!(counted("running 3 tests"), Count::default());
    }

    #[test]
    fn every_step_comes_after_the_one_it_needs() {
        for (place, step) in STEPS.iter().enumerate() {
            assert!(step.after.is_none_or(|name| STEPS[..place].iter().any(|before| before.name == name)));
        }
    }
}
