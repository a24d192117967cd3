//! The command line of `cargo xtask`.

use std::{ffi::OsString, str::FromStr};

use lexopt::{
    Parser,
    prelude::{Long, Short, Value, ValueExt},
};

/// Default duration of `fuzz`, short enough to wait for.
const FUZZ_SECONDS: u64 = 60;

/// A public address, as it is to be typed.
const EXAMPLE: &str = "https://news.example/story/";

/// A command with its options.
#[derive(Debug, PartialEq)]
pub enum Command {
    /// Print the list of commands.
    Help,
    /// Write a small story to start from.
    New {
        /// The new folder.
        folder: OsString,
    },
    /// Write the folder that a static host serves.
    Build(BuildOptions),
    /// Build, show, and show again after each change.
    Serve(ServeOptions),
    /// Check the story only.
    Check {
        /// The story's folder; the project's own story if `None`.
        story: Option<OsString>,
        /// One problem a line, for other programs.
        json: bool,
    },
    /// Import events from a timeline of another tool.
    Import {
        /// Arguments for the importer, which reads them itself.
        arguments: Vec<OsString>,
    },
    /// Everything that continuous integration runs.
    Test {
        /// Only these steps; all where empty.
        steps: Vec<String>,
    },
    /// Every embed in every kind of host and every engine.
    Matrix {
        /// Takes pictures of the embeds in posts of WordPress into this folder, and does nothing else.
        pictures: Option<OsString>,
    },
    /// What a reader loads, held against the budgets.
    Sizes,
    /// Measure the room that embeds need.
    Heights {
        /// The story's folder; the project's own story if `None`.
        story: Option<OsString>,
    },
    /// How quick the timeline is, held against the targets.
    Bench(BenchOptions),
    /// More inputs for the properties than a test run has time for.
    Fuzz {
        /// Duration.
        seconds: u64,
    },
    /// The hook that Trunk calls; people do not type it.
    TrunkHook,
    /// What the machine has and lacks.
    Doctor {
        /// Install what is lacking.
        install: bool,
    },
}

/// Options of `build`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BuildOptions {
    /// The story's folder; the project's own story if `None`.
    pub story: Option<OsString>,
    /// The output folder; the story's usual one if `None`.
    pub out: Option<OsString>,
    /// The public address of the folder.
    pub base_url: Option<String>,
    /// Path of the single file, if it is to be written too.
    pub single_file: Option<OsString>,
    /// Also freeze a version under `v/`.
    pub freeze: bool,
}

/// Options of `serve`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServeOptions {
    /// The story's folder; the project's own story if `None`.
    pub story: Option<OsString>,
    /// The port; 8000 or the next free one if `None`.
    pub port: Option<u16>,
}

/// Options of `bench`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BenchOptions {
    /// Events of each made-up story; the usual sizes where empty.
    pub sizes: Vec<u32>,
    /// Where profiles of the processor are written, if they are wanted.
    pub profile: Option<OsString>,
    /// The page beside others instead of the timeline.
    pub page: bool,
}

/// Parses the command line.
pub fn parse() -> Result<Command, String> {
    read(Parser::from_env()).map_err(|error| format!("{error}\n\n{}", crate::HELP))
}

fn read(mut parser: Parser) -> Result<Command, lexopt::Error> {
    let name = match parser.next()? {
        None | Some(Short('h') | Long("help")) => return Ok(Command::Help),
        Some(Value(name)) => name.string()?,
        Some(other) => return Err(other.unexpected()),
    };
    match name.as_str() {
        "help" => Ok(Command::Help),
        "new" => new(parser),
        "build" => build(parser),
        "serve" => serve(parser),
        "check" => check(parser),
        "import" => Ok(Command::Import { arguments: parser.raw_args()?.collect() }),
        "test" => test(parser),
        "matrix" => matrix(parser),
        "sizes" => end(parser, Command::Sizes),
        "heights" => heights(parser),
        "bench" => bench(parser),
        "fuzz" => fuzz(parser),
        "trunk-hook" => end(parser, Command::TrunkHook),
        "doctor" => doctor(parser),
        other => Err(format!("there is no command {other:?}").into()),
    }
}

fn new(mut parser: Parser) -> Result<Command, lexopt::Error> {
    match parser.next()? {
        Some(Value(folder)) => end(parser, Command::New { folder }),
        Some(other) => Err(other.unexpected()),
        None => Err("new needs the folder of the story, as in: cargo xtask new stories/bridges".into()),
    }
}

fn build(mut parser: Parser) -> Result<Command, lexopt::Error> {
    let mut options = BuildOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("story") => options.story = Some(parser.value()?),
            Long("out") => options.out = Some(parser.value()?),
            Long("base-url") => options.base_url = Some(public(&parser.value()?.string()?)?),
            Long("single-file") => options.single_file = Some(parser.value()?),
            Long("freeze") => options.freeze = true,
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Build(options))
}

/// Checks a public address, before anything is compiled.
fn public(url: &str) -> Result<String, String> {
    let refuse = |why: &str| Err(format!("--base-url {url:?} {why}. Type it as in: --base-url {EXAMPLE}"));
    let Some((scheme, rest)) = url.split_once("://") else {
        return refuse("has no http:// or https:// in front");
    };
    if !["http", "https"].contains(&scheme) {
        return refuse("is neither http:// nor https://");
    }
    if url.contains(['?', '#']) {
        return refuse("goes on after the folder, with ? or #");
    }
    let host = rest.split('/').next().unwrap_or_default();
    let is_of_host = |letter: char| letter.is_alphanumeric() || "-._:[]".contains(letter);
    if !host.starts_with(|first: char| first.is_alphanumeric() || first == '[') || !host.chars().all(is_of_host) {
        return refuse("names no host");
    }
    // These characters would end the policy or attribute in which the address is written.
    if rest.contains(|letter: char| letter.is_whitespace() || letter.is_control() || "\"'<>;,\\".contains(letter)) {
        return refuse("has letters that an address cannot have");
    }
    Ok(if url.ends_with('/') { url.to_owned() } else { format!("{url}/") })
}

fn serve(mut parser: Parser) -> Result<Command, lexopt::Error> {
    let mut options = ServeOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("story") => options.story = Some(parser.value()?),
            Long("port") => options.port = Some(value(&mut parser)?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Serve(options))
}

fn check(mut parser: Parser) -> Result<Command, lexopt::Error> {
    let (mut story, mut json) = (None, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("story") => story = Some(parser.value()?),
            Long("json") => json = true,
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Check { story, json })
}

fn test(mut parser: Parser) -> Result<Command, lexopt::Error> {
    let mut steps = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(step) => steps.push(step.string()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Test { steps })
}

fn heights(mut parser: Parser) -> Result<Command, lexopt::Error> {
    let mut story = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("story") => story = Some(parser.value()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Heights { story })
}

fn matrix(mut parser: Parser) -> Result<Command, lexopt::Error> {
    let mut pictures = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("pictures") => pictures = Some(parser.value()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Matrix { pictures })
}

fn doctor(mut parser: Parser) -> Result<Command, lexopt::Error> {
    let mut install = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("install") => install = true,
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Doctor { install })
}

fn bench(mut parser: Parser) -> Result<Command, lexopt::Error> {
    let mut options = BenchOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("profile") => options.profile = Some(parser.value()?),
            Value(word) if word == "page" => options.page = true,
            Value(size) => options.sizes.push(size.parse()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Bench(options))
}

fn fuzz(mut parser: Parser) -> Result<Command, lexopt::Error> {
    let seconds = match parser.next()? {
        None => FUZZ_SECONDS,
        Some(Value(seconds)) => seconds.parse()?,
        Some(other) => return Err(other.unexpected()),
    };
    end(parser, Command::Fuzz { seconds })
}

fn end(mut parser: Parser, command: Command) -> Result<Command, lexopt::Error> {
    match parser.next()? {
        None => Ok(command),
        Some(other) => Err(other.unexpected()),
    }
}

fn value<T: FromStr<Err: Into<Box<dyn std::error::Error + Send + Sync>>>>(
    parser: &mut Parser,
) -> Result<T, lexopt::Error> {
    parser.value()?.parse()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> Result<Command, String> {
        read(Parser::from_args(line.split_whitespace())).map_err(|error| error.to_string())
    }

    #[test]
    fn nothing_asks_for_help() {
        assert_eq!(typed(""), Ok(Command::Help));
    }

    #[test]
    fn options_are_read() {
        let options = ServeOptions { story: Some("two-bridges".into()), port: Some(9000) };
        assert_eq!(typed("serve --port 9000 --story=two-bridges"), Ok(Command::Serve(options)));
        let options = BuildOptions { freeze: true, out: Some("out".into()), ..BuildOptions::default() };
        assert_eq!(typed("build --freeze --out out"), Ok(Command::Build(options)));
        assert_eq!(typed("new a/b"), Ok(Command::New { folder: "a/b".into() }));
    }

    #[test]
    fn sizes_and_times_are_read() {
        let options = BenchOptions { sizes: vec![10, 63], ..BenchOptions::default() };
        assert_eq!(typed("bench 10 63"), Ok(Command::Bench(options)));
        assert_eq!(typed("fuzz 5"), Ok(Command::Fuzz { seconds: 5 }));
        assert_eq!(typed("fuzz"), Ok(Command::Fuzz { seconds: FUZZ_SECONDS }));
        assert!(typed("fuzz 5 6").is_err());
        assert_eq!(typed("matrix"), Ok(Command::Matrix { pictures: None }));
        assert_eq!(typed("matrix --pictures a"), Ok(Command::Matrix { pictures: Some("a".into()) }));
        assert!(typed("matrix plain").is_err());
    }

    #[test]
    fn addresses_are_read() {
        for (typed_as, url) in [
            ("https://news.example/story/", "https://news.example/story/"),
            ("https://news.example/story", "https://news.example/story/"),
            ("http://localhost:8000", "http://localhost:8000/"),
            ("http://[::1]:8000/a/", "http://[::1]:8000/a/"),
        ] {
            let options = BuildOptions { base_url: Some(url.into()), ..BuildOptions::default() };
            assert_eq!(typed(&format!("build --base-url {typed_as}")), Ok(Command::Build(options)));
        }
    }

    #[test]
    fn what_is_no_public_address_is_refused_with_one_that_is() {
        for (wrong, why) in [
            ("news.example/story/", "no http"),
            ("", "no http"),
            ("//news.example/", "no http"),
            ("ftp://news.example/", "neither"),
            ("file:///srv/story/", "neither"),
            ("https://", "no host"),
            ("https:///story/", "no host"),
            ("https://me@news.example/", "no host"),
            ("https://news.example;/", "no host"),
            ("https://news.example/?a", "?"),
            ("https://news.example/#a", "#"),
            ("https://news.example/a\"b/", "letters"),
        ] {
            let message = typed(&format!("build --base-url={wrong}")).unwrap_err();
            assert!(message.contains(why) && message.contains(EXAMPLE), "{wrong}: {message}");
        }
    }

    #[test]
    fn workflows_call_commands_that_are_there() {
        let mut called = 0;
        for file in crate::stamp::files(&crate::paths::root().join("hosting")) {
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            for line in text.lines().filter(|_| file.extension().is_some_and(|it| it == "yml")) {
                let Some((_, rest)) = line.split_once("cargo xtask ") else { continue };
                let command = rest.split("||").next().unwrap_or_default().replace('"', "");
                let command = command
                    .replace("$BASE_URL", "https://news.example")
                    .replace("$CI_PAGES_URL", "https://news.example");
                assert!(typed(&command).is_ok(), "{}: {command}", file.display());
                called += 1;
            }
        }
        assert!(called >= 4);
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(typed("bulid"), Err("there is no command \"bulid\"".into()));
        assert!(typed("serve --prot 1").unwrap_err().contains("--prot"));
        assert!(typed("serve --port many").unwrap_err().contains("many"));
        assert!(typed("new").unwrap_err().contains("cargo xtask new"));
    }
}
