//! Reads the story, checks it, and writes the output folder; `cargo xtask` calls this.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;

use backstory::{Heights, View, Words};
use backstory_prerender::assets::{Assets, Folders};
use backstory_prerender::output::Keeps;
use backstory_prerender::{SINGLE_FILE_LIMIT, Single, output, single_file, site};
use lexopt::prelude::*;

#[derive(Debug)]
struct Args {
    content: PathBuf,
    root: PathBuf,
    packed: Option<PathBuf>,
    out: PathBuf,
    base: Option<String>,
    single: Option<PathBuf>,
    live: bool,
    /// Without what stands beside the page, for who waits to see it.
    page_only: bool,
    /// Without compressed copies, for who measures and does not publish.
    unpacked: bool,
    check: bool,
    json: bool,
}

fn main() -> ExitCode {
    match args().map_err(|e| e.to_string()).and_then(|args| run(&args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn args() -> Result<Args, lexopt::Error> {
    let mut args = Args {
        content: "content".into(),
        root: ".".into(),
        packed: None,
        out: "dist".into(),
        base: None,
        single: None,
        live: false,
        page_only: false,
        unpacked: false,
        check: false,
        json: false,
    };
    let mut parser = lexopt::Parser::from_env();
    let path = |value: Result<OsString, lexopt::Error>| value.map(PathBuf::from);
    while let Some(arg) = parser.next()? {
        match arg {
            Long("content") => args.content = path(parser.value())?,
            Long("root") => args.root = path(parser.value())?,
            Long("packed") => args.packed = Some(path(parser.value())?),
            Long("out") => args.out = path(parser.value())?,
            Long("base-url") => args.base = Some(base(&parser.value()?.string()?)),
            Long("single-file") => args.single = Some(path(parser.value())?),
            Long("live") => args.live = true,
            Long("page-only") => args.page_only = true,
            Long("unpacked") => args.unpacked = true,
            Long("check") => args.check = true,
            Long("json") => args.json = true,
            other => return Err(other.unexpected()),
        }
    }
    Ok(args)
}

/// An address of a folder ends in a slash.
fn base(text: &str) -> String {
    if text.ends_with('/') { text.to_owned() } else { format!("{text}/") }
}

fn run(args: &Args) -> Result<(), String> {
    let checked = match backstory_content::read(&args.content) {
        Ok(checked) => checked,
        Err(problems) => return Err(if args.json { problems.json_lines() } else { problems.to_string() }),
    };
    let warnings = backstory_content::Problems::from(checked.warnings);
    if warnings.iter().next().is_some() && (args.check || !args.live) {
        println!("{}", if args.json { warnings.json_lines() } else { warnings.to_string() });
    }
    let folder = |name: &str| args.root.join(name);
    let (styles, scripts, fonts) = (folder("styles"), folder("scripts"), folder("fonts"));
    let words = Words::read(&folder("strings"), &checked.story.meta.lang)?;
    if args.check {
        if !args.json {
            let (events, main) = (checked.story.coherence().linked, checked.story.coherence().main_linked);
            println!("{} of {} events are linked with another, {} of {} main ones", events.0, events.1, main.0, main.1);
        }
        return Ok(());
    }
    let view = Rc::new(View::new(checked.story, words).with_heights(Heights::read(&args.content)?));
    let template = folder("index.html");
    let template = std::fs::read_to_string(&template).map_err(|e| format!("{}: {e}", template.display()))?;
    let folders = Folders { styles: &styles, scripts: &scripts, fonts: &fonts, packed: args.packed.as_deref() };
    let assets = Assets::gather(folders, &site::story_style(&view))?;
    let options = site::Options {
        template: &template,
        base: args.base.as_deref(),
        live: args.live,
        page_only: args.page_only,
        fonts: &fonts,
    };
    let mut files = site::site(&view, &assets, options)?;
    if !args.live {
        freeze(&args.out, &view, &mut files);
    }
    if let Some(path) = &args.single {
        let page = String::from_utf8_lossy(&files["index.html"]);
        let single = Single::gather(folders, &site::accent_style(&view))?;
        let file = single_file(&view, args.base.as_deref(), &page, &assets, &single)?;
        std::fs::write(path, &file).map_err(|e| format!("{}: {e}", path.display()))?;
        let bytes = file.len();
        println!("{} has {bytes} bytes", path.display());
        if bytes > SINGLE_FILE_LIMIT {
            eprintln!("warning: that is more than {SINGLE_FILE_LIMIT}, although it tells as little as it can in short");
        }
    }
    let keeps = if args.page_only { Keeps::All } else { Keeps::Promised };
    output::write(&args.out, &files, !args.live && !args.unpacked, keeps)
}

fn freeze(out: &Path, view: &View, files: &mut site::Files) {
    let folder = site::freeze(view, files, |copies| output::is_free(out, copies));
    if out.join("v").exists() && !out.join(&folder).exists() {
        println!(
            "frozen as {0}/{folder}; older versions stay. Delete those of {0}/v/ that were never published",
            out.display()
        );
    }
}
