//! Reads the story, checks it, and writes the output folder; `cargo xtask` calls this.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;

use backstory::{HEIGHTS_FILE, Heights, View, Words};
use backstory_content::model::Coherence;
use backstory_content::{Checked, Problem, Problems, Rule};
use backstory_prerender::assets::{self, Assets, Folders};
use backstory_prerender::output::Keeps;
use backstory_prerender::{output, pictures, single_file, site, social};
use lexopt::prelude::*;

/// What is asked for, and of which story.
#[derive(Debug)]
struct Args {
    story: PathBuf,
    /// Where styles, fonts, words and the template are.
    root: PathBuf,
    task: Task,
}

#[derive(Debug)]
enum Task {
    /// Writes the output folder.
    Build(BuildOptions),
    /// Only tells what is wrong: as lines of JSON where another program asks for it.
    Check { json: bool },
    /// Prints the bytes of the first screen of a page that is written already.
    Weigh(PathBuf),
}

#[derive(Debug)]
struct BuildOptions {
    /// Folder of the programs, if pages shall have them.
    bundle: Option<PathBuf>,
    out: PathBuf,
    /// Public address of the folder, ending in `/`.
    base: Option<String>,
    /// Path of the single file, if it is to be written too.
    single: Option<PathBuf>,
    freeze: bool,
    live: bool,
    /// Leaves out embeds, data and pictures, so that `serve` shows an edit sooner.
    page_only: bool,
    /// Leaves out the compressed copies, for builds that are measured or tested and not published.
    uncompressed: bool,
}

fn main() -> ExitCode {
    match args().map_err(|e| e.to_string()).and_then(|args| args.run()) {
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
    let (mut story, mut root) = (PathBuf::from("content"), PathBuf::from("."));
    let (mut check, mut json, mut weigh) = (false, false, None);
    let mut build = BuildOptions {
        bundle: None,
        out: "dist".into(),
        base: None,
        single: None,
        freeze: false,
        live: false,
        page_only: false,
        uncompressed: false,
    };
    let mut parser = lexopt::Parser::from_env();
    let path = |value: Result<OsString, lexopt::Error>| value.map(PathBuf::from);
    while let Some(arg) = parser.next()? {
        match arg {
            Long("story") => story = path(parser.value())?,
            Long("root") => root = path(parser.value())?,
            Long("bundle") => build.bundle = Some(path(parser.value())?),
            Long("out") => build.out = path(parser.value())?,
            Long("base-url") => build.base = Some(base(&parser.value()?.string()?)),
            Long("single-file") => build.single = Some(path(parser.value())?),
            Long("freeze") => build.freeze = true,
            Long("live") => build.live = true,
            Long("page-only") => build.page_only = true,
            Long("uncompressed") => build.uncompressed = true,
            Long("check") => check = true,
            Long("json") => json = true,
            Long("weigh-first-screen") => weigh = Some(path(parser.value())?),
            other => return Err(other.unexpected()),
        }
    }
    let task = match weigh {
        Some(page) => Task::Weigh(page),
        None if check => Task::Check { json },
        None => Task::Build(build),
    };
    Ok(Args { story, root, task })
}

/// Adds the slash at the end that the address of a folder needs.
fn base(text: &str) -> String {
    if text.ends_with('/') { text.to_owned() } else { format!("{text}/") }
}

impl Args {
    fn run(&self) -> Result<(), String> {
        match &self.task {
            Task::Build(options) => self.build(options),
            Task::Check { json } => self.check(*json),
            Task::Weigh(page) => weigh(page),
        }
    }

    /// A folder that all stories share.
    fn shared(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Where faces are that only this story has.
    fn own_fonts(&self) -> PathBuf {
        self.story.join("fonts")
    }

    fn has_own_faces(&self) -> bool {
        self.own_fonts().join("fonts.css").is_file()
    }

    fn words(&self, lang: &str) -> Result<Words, Problems> {
        Words::of_story(&self.shared("strings"), lang, Some(&self.story))
    }

    /// Reads the story; else every problem of it, and of its words.
    fn read(&self) -> Result<Checked, Vec<Problem>> {
        backstory_content::read(&self.story).map_err(|problems| {
            let has_lang = problems.iter().all(|it| it.rule != Rule::LangUnknown);
            let more = if has_lang { self.wrong_words() } else { Vec::new() };
            Vec::from(problems).into_iter().chain(more).collect()
        })
    }

    /// What is wrong with the words of a story that has other problems too: all is told at once.
    fn wrong_words(&self) -> Vec<Problem> {
        let config = std::fs::read_to_string(self.story.join("story.toml")).unwrap_or_default();
        let config: toml::Table = config.parse().unwrap_or_default();
        let words = config.get("lang").and_then(toml::Value::as_str).map(|lang| self.words(lang));
        words.and_then(Result::err).map(Vec::from).unwrap_or_default()
    }

    fn check(&self, json: bool) -> Result<(), String> {
        let checked = self.read().map_err(|problems| told(problems, json))?;
        let warnings = checked.warnings.len();
        warn(checked.warnings, json);
        let story = checked.story;
        let mut problems = pictures::check(&story, &self.story);
        problems.extend(self.wrong_heights());
        problems.extend(self.wrong_faces());
        match self.words(&story.meta.lang) {
            Ok(words) => {
                let fonts = [self.own_fonts(), self.shared("fonts")];
                let card = social::card(&View::new(story.clone(), words), &fonts.each_ref().map(PathBuf::as_path));
                let file = self.story.join("story.toml").display().to_string();
                problems.extend(card.err().map(|why| Problem::of_file(Rule::FileMissing, file, why, "")));
            }
            Err(wrong) => problems.extend(Vec::from(wrong)),
        }
        if !problems.is_empty() {
            return Err(told(problems, json));
        }
        if !json {
            let Coherence { linked, main_linked } = story.coherence();
            let warnings = match warnings {
                0 => String::new(),
                1 => ", and one warning, with which it can be published".to_owned(),
                many => format!(", and {many} warnings, with which it can be published"),
            };
            println!("the story has no errors{warnings}");
            if linked.1 > 1 {
                let main = match main_linked {
                    (_, 0) => String::new(),
                    (some, all) => format!(", {some} of {all} main ones"),
                };
                println!("{} of {} events are linked with another{main}", linked.0, linked.1);
            }
        }
        Ok(())
    }

    fn wrong_heights(&self) -> Option<Problem> {
        let why = Heights::read(&self.story).err()?;
        let file = self.story.join(HEIGHTS_FILE).display().to_string();
        let why = why.trim_start_matches(&format!("{file}: ")).split(". Type: ").next().unwrap_or_default();
        Some(Problem::of_file(Rule::TomlSyntax, file, why.to_owned(), "measure anew: cargo xtask heights"))
    }

    fn wrong_faces(&self) -> Vec<Problem> {
        let wrong = if self.has_own_faces() { assets::wrong_faces(&self.own_fonts()) } else { Vec::new() };
        let problem = |text: &String| {
            let (file, why) = text.split_once(": ").unwrap_or(("fonts/fonts.css", text));
            Problem::of_file(Rule::FileMissing, file.to_owned(), why.to_owned(), "")
        };
        wrong.iter().map(problem).collect()
    }

    fn build(&self, options: &BuildOptions) -> Result<(), String> {
        let checked = self.read().map_err(|problems| told(problems, false))?;
        if !options.live {
            warn(checked.warnings, false);
        }
        let story = checked.story;
        let words = self.words(&story.meta.lang).map_err(|problems| problems.to_string())?;
        let icon = pictures::icon(&story, &self.story)?;
        output::check_replaceable(&options.out)?;
        output::check_frozen(&options.out, &story.meta.slug)?;
        let mut picture_files = site::Files::new();
        let pictures = pictures::pictures(&story, &self.story, &mut picture_files)?;
        let heights = Heights::read(&self.story)?;
        let view = Rc::new(View::new(story, words).with_heights(heights).with_pictures(pictures));
        let template = self.shared("index.html");
        let template = std::fs::read_to_string(&template).map_err(|e| format!("{}: {e}", template.display()))?;
        let assets = self.assets(&view, options.bundle.as_deref())?;
        let (own_fonts, fonts) = (self.own_fonts(), self.shared("fonts"));
        let site_options = site::Options {
            template: &template,
            base: options.base.as_deref(),
            live: options.live,
            freeze: options.freeze,
            page_only: options.page_only,
            fonts: &[&own_fonts, &fonts],
            icon: icon.as_deref(),
        };
        let mut files = site::site(&view, &assets, site_options)?;
        if let Some(path) = &options.single {
            let file = single_file(&view, &assets, &picture_files, site_options)?;
            std::fs::write(path, &file).map_err(|e| format!("{}: {e}", path.display()))?;
            println!("{} has {} bytes", path.display(), file.len());
        }
        files.extend(picture_files);
        if options.freeze {
            freeze(options, &view, &mut files);
        }
        let keeps = if options.page_only { Keeps::All } else { Keeps::PublishedEmbeds };
        output::write(&options.out, &files, !options.live && !options.uncompressed, keeps)
    }

    fn assets(&self, view: &View, bundle: Option<&Path>) -> Result<Assets, String> {
        let scripts = bundle.map_or_else(|| self.shared("scripts"), Path::to_path_buf);
        // A story with faces of its own brings the style sheet that names them.
        let fonts = if self.has_own_faces() { self.own_fonts() } else { self.shared("fonts") };
        let styles = self.shared("styles");
        let folders = Folders { styles: &styles, scripts: &scripts, fonts: &fonts, program: bundle };
        Assets::gather(folders, &site::story_style(view))
    }
}

fn weigh(page: &Path) -> Result<(), String> {
    let html = std::fs::read_to_string(page).map_err(|e| format!("{}: {e}", page.display()))?;
    let (first_screen, _) = html.split_once(site::FIRST_SCREEN).ok_or("the page has no first screen")?;
    println!("{}", output::brotli(first_screen.as_bytes()).len());
    Ok(())
}

/// Prints what could be better in a story that can be built.
fn warn(warnings: Vec<Problem>, json: bool) {
    if !warnings.is_empty() {
        let warnings = Problems::from(warnings);
        println!("{}", if json { warnings.json_lines().trim_end().to_owned() } else { warnings.to_string() });
    }
}

/// The message with which a program ends that found problems; none is left to print after lines of JSON.
fn told(problems: Vec<Problem>, json: bool) -> String {
    let problems = Problems::from(problems);
    if json {
        print!("{}", problems.json_lines());
        return String::new();
    }
    problems.to_string()
}

fn freeze(options: &BuildOptions, view: &View, files: &mut site::Files) {
    let out = &options.out;
    let folder = site::freeze(view, files, options.base.as_deref(), |copies| output::is_free(out, copies));
    if out.join("v").exists() && !out.join(&folder).exists() {
        println!(
            "frozen as {0}/{folder}; older versions stay. Delete those of {0}/v/ that were never published",
            out.display()
        );
    }
}
