//! Reads the story, checks it, and writes the output folder; `cargo xtask` calls this.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;

use backstory::{Heights, View, Words};
use backstory_content::{Problem, Problems, Rule};
use backstory_prerender::assets::{self, Assets, Folders};
use backstory_prerender::output::Keeps;
use backstory_prerender::{output, pictures, single_file, site, social};
use lexopt::prelude::*;

#[derive(Debug)]
struct Args {
    story: PathBuf,
    root: PathBuf,
    bundle: Option<PathBuf>,
    out: PathBuf,
    base: Option<String>,
    single: Option<PathBuf>,
    freeze: bool,
    live: bool,
    /// Leaves out embeds, data and pictures, so that `serve` shows an edit sooner.
    page_only: bool,
    /// Leaves out the compressed copies, for builds that are measured or tested and not published.
    uncompressed: bool,
    check: bool,
    json: bool,
    /// Builds nothing; prints the bytes of the first screen of this page.
    weigh: Option<PathBuf>,
}

fn main() -> ExitCode {
    match args().map_err(|e| e.to_string()).and_then(|args| run(&args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            if !message.is_empty() {
                eprintln!("{message}");
            }
            ExitCode::FAILURE
        }
    }
}

fn args() -> Result<Args, lexopt::Error> {
    let mut args = Args {
        story: "content".into(),
        root: ".".into(),
        bundle: None,
        out: "dist".into(),
        base: None,
        single: None,
        freeze: false,
        live: false,
        page_only: false,
        uncompressed: false,
        check: false,
        json: false,
        weigh: None,
    };
    let mut parser = lexopt::Parser::from_env();
    let path = |value: Result<OsString, lexopt::Error>| value.map(PathBuf::from);
    while let Some(arg) = parser.next()? {
        match arg {
            Long("story") => args.story = path(parser.value())?,
            Long("root") => args.root = path(parser.value())?,
            Long("bundle") => args.bundle = Some(path(parser.value())?),
            Long("out") => args.out = path(parser.value())?,
            Long("base-url") => args.base = Some(base(&parser.value()?.string()?)),
            Long("single-file") => args.single = Some(path(parser.value())?),
            Long("freeze") => args.freeze = true,
            Long("live") => args.live = true,
            Long("page-only") => args.page_only = true,
            Long("uncompressed") => args.uncompressed = true,
            Long("check") => args.check = true,
            Long("json") => args.json = true,
            Long("weigh-first-screen") => args.weigh = Some(path(parser.value())?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(args)
}

/// Adds the slash at the end that the address of a folder needs.
fn base(text: &str) -> String {
    if text.ends_with('/') { text.to_owned() } else { format!("{text}/") }
}

fn run(args: &Args) -> Result<(), String> {
    if let Some(page) = &args.weigh {
        let html = std::fs::read_to_string(page).map_err(|e| format!("{}: {e}", page.display()))?;
        let (first_screen, _) = html.split_once(site::FIRST_SCREEN).ok_or("the page has no first screen")?;
        println!("{}", output::brotli(first_screen.as_bytes()).len());
        return Ok(());
    }
    let checked = match backstory_content::read(&args.story) {
        Ok(checked) => checked,
        Err(problems) => {
            let more =
                if problems.iter().any(|it| it.rule == Rule::LangUnknown) { Vec::new() } else { wrong_words(args) };
            return told(args, Vec::from(problems).into_iter().chain(more).collect::<Vec<_>>());
        }
    };
    let warnings = Problems::from(checked.warnings);
    if warnings.iter().next().is_some() && (args.check || !args.live) {
        println!("{}", if args.json { warnings.json_lines().trim_end().to_owned() } else { warnings.to_string() });
    }
    let folder = |name: &str| args.root.join(name);
    let (styles, fonts) = (folder("styles"), folder("fonts"));
    let own_fonts = args.story.join("fonts");
    let scripts = args.bundle.clone().unwrap_or_else(|| folder("scripts"));
    let words = Words::of_story(&folder("strings"), &checked.story.meta.lang, Some(&args.story));
    if args.check {
        let mut problems = pictures::check(&checked.story, &args.story);
        let heights = args.story.join("heights.toml").display().to_string();
        problems.extend(Heights::read(&args.story).err().map(|why| {
            let why = why.trim_start_matches(&format!("{heights}: ")).split(". Type: ").next().unwrap_or_default();
            let help = "measure anew: cargo xtask heights";
            Problem::of_file(Rule::TomlSyntax, heights.clone(), why.to_owned(), help)
        }));
        if own_fonts.join("fonts.css").is_file() {
            let wrong = assets::wrong_faces(&own_fonts).into_iter();
            problems.extend(wrong.map(|it| {
                let (file, why) = it.split_once(": ").unwrap_or(("fonts/fonts.css", &it));
                Problem::of_file(Rule::FileMissing, file.to_owned(), why.to_owned(), "")
            }));
        }
        match words {
            Ok(words) => {
                let card = social::card(&View::new(checked.story.clone(), words), &[&own_fonts, &fonts]);
                let story = args.story.join("story.toml").display().to_string();
                problems.extend(card.err().map(|why| Problem::of_file(Rule::FileMissing, story, why, "")));
            }
            Err(wrong) => problems.extend(Vec::from(wrong)),
        }
        told(args, problems)?;
        if !args.json {
            let (events, main) = (checked.story.coherence().linked, checked.story.coherence().main_linked);
            println!("{} of {} events are linked with another, {} of {} main ones", events.0, events.1, main.0, main.1);
        }
        return Ok(());
    }
    let words = words.map_err(|problems| problems.to_string())?;
    let icon = pictures::icon(&checked.story, &args.story)?;
    output::check_frozen(&args.out, &checked.story.meta.slug)?;
    let mut picture_files = site::Files::new();
    let pictures = pictures::pictures(&checked.story, &args.story, &mut picture_files)?;
    let heights = Heights::read(&args.story)?;
    let view = Rc::new(View::new(checked.story, words).with_heights(heights).with_pictures(pictures));
    let template = folder("index.html");
    let template = std::fs::read_to_string(&template).map_err(|e| format!("{}: {e}", template.display()))?;
    // A story with faces of its own brings the style sheet that names them.
    let faces = if own_fonts.join("fonts.css").is_file() { &own_fonts } else { &fonts };
    let folders = Folders { styles: &styles, scripts: &scripts, fonts: faces, program: args.bundle.as_deref() };
    let assets = Assets::gather(folders, &site::story_style(&view))?;
    let options = site::Options {
        template: &template,
        base: args.base.as_deref(),
        live: args.live,
        freeze: args.freeze,
        page_only: args.page_only,
        fonts: &[&own_fonts, &fonts],
        icon: icon.as_deref(),
    };
    let mut files = site::site(&view, &assets, options)?;
    if let Some(path) = &args.single {
        let file = single_file(&view, &assets, &picture_files, options)?;
        std::fs::write(path, &file).map_err(|e| format!("{}: {e}", path.display()))?;
        println!("{} has {} bytes", path.display(), file.len());
    }
    files.extend(picture_files);
    if args.freeze {
        freeze(args, &view, &mut files);
    }
    let keeps = if args.page_only { Keeps::All } else { Keeps::PublishedEmbeds };
    output::write(&args.out, &files, !args.live && !args.uncompressed, keeps)
}

/// Tells problems, if there are any: as lines of JSON where another program asked for them.
fn told(args: &Args, problems: Vec<Problem>) -> Result<(), String> {
    let problems = Problems::from(problems);
    match problems.iter().next() {
        None => Ok(()),
        Some(_) if args.json => {
            print!("{}", problems.json_lines());
            Err(String::new())
        }
        Some(_) => Err(problems.to_string()),
    }
}

/// What is wrong with the words of a story that has other problems too: all is told at once.
fn wrong_words(args: &Args) -> Vec<Problem> {
    let config = std::fs::read_to_string(args.story.join("story.toml")).unwrap_or_default();
    let config: toml::Table = config.parse().unwrap_or_default();
    let lang = config.get("lang").and_then(toml::Value::as_str);
    let words = lang.map(|it| Words::of_story(&args.root.join("strings"), it, Some(&args.story)));
    words.and_then(Result::err).map(Vec::from).unwrap_or_default()
}

fn freeze(args: &Args, view: &View, files: &mut site::Files) {
    let out = &args.out;
    let folder = site::freeze(view, files, args.base.as_deref(), |copies| output::is_free(out, copies));
    if out.join("v").exists() && !out.join(&folder).exists() {
        println!(
            "frozen as {0}/{folder}; older versions stay. Delete those of {0}/v/ that were never published",
            out.display()
        );
    }
}
