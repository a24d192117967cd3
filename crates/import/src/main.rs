//! `import FILE --story DIR`: what `cargo xtask import` runs.

use std::path::PathBuf;
use std::process::ExitCode;

use backstory_import::{Origin, import, name_of, unreadable};
use lexopt::prelude::{Long, Value, ValueExt};

struct Options {
    file: PathBuf,
    story: PathBuf,
    origin: Origin,
}

fn main() -> ExitCode {
    match options().map_err(|error| vec![error.to_string()]).and_then(|it| run(&it)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(mistakes) => {
            mistakes.iter().for_each(|it| eprintln!("error: {it}"));
            ExitCode::FAILURE
        }
    }
}

fn options() -> Result<Options, lexopt::Error> {
    let (mut file, mut story, mut url, mut name) = (None, None, None, None);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("story") => story = Some(PathBuf::from(parser.value()?)),
            Long("url") => url = Some(parser.value()?.string()?),
            Long("name") => name = Some(parser.value()?.into()),
            Value(it) if file.is_none() => file = Some(PathBuf::from(it)),
            other => return Err(other.unexpected()),
        }
    }
    let file = file.ok_or("name the file: a CSV table, or the JSON of TimelineJS")?;
    let story = story.ok_or("name the story that the events go into: --story DIR")?;
    let name = name_of(&name.unwrap_or_else(|| file.clone()));
    if let Some(url) = url.as_deref().filter(|it| backstory_import::markdown::address_of(it).is_none()) {
        return Err(format!("`{url}` is no address of a page; write it whole, with https://").into());
    }
    Ok(Options { file, story, origin: Origin { name, url } })
}

fn run(options: &Options) -> Result<(), Vec<String>> {
    let shown = options.file.display();
    let bytes = std::fs::read(&options.file).map_err(|error| vec![unreadable(&options.file, &error)])?;
    let imported = import(&bytes, &options.origin, &options.story)
        .map_err(|mistakes| mistakes.into_iter().map(|it| format!("{shown}: {it}")).collect::<Vec<_>>())?;
    let events = if imported.events == 1 { "event" } else { "events" };
    println!("{} {events} of {shown}, into {}", imported.events, options.story.display());
    imported.notes.iter().for_each(|it| println!("    {it}"));
    if imported.written.is_empty() {
        println!("    nothing has changed since the last import");
    }
    imported.written.iter().for_each(|it| println!("    written: {}", it.display()));
    let example = options.story.join("timeline/events.toml");
    if std::fs::read_to_string(&example).is_ok_and(|it| it.contains("\"2026-first-event\"")) {
        // The import may have written into the same file.
        let what = if options.origin.name == "events" {
            "the event 2026-first-event; take it out of the file"
        } else {
            "the example; delete it"
        };
        println!("    still there: {}, {what}, and the link to it in sections/", example.display());
    }
    Ok(())
}
