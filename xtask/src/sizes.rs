//! `cargo xtask sizes`: what a reader loads, held against the budgets.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    bundle::{self, Mode},
    paths, prerender,
    program::PROGRAMS,
    run::{self, Outcome},
    stamp,
};

/// Ten segments of 1 460 bytes, the first flight of a new connection, less the headers: complete after one round trip.
const FIRST_SCREEN_BYTES: usize = 14_000;
/// The article, whose cards answer in place. Missed: the styles of its first screen, the timeline's data and the tour stand in
/// it. The ceiling holds what is reached.
const HTML: Budget = Budget { goal: 40_000, ceiling: 48_000 };
/// What answers the reader on the page, without Yew. Missed: previews, search, tour and the embed dialog are all in it. One
/// program for all was 121 600.
const PAGE_PROGRAM: Budget = Budget { goal: 35_000, ceiling: 47_500 };
/// The timeline, which is loaded when it comes near. Missed: Yew is a third of it; rows by a path took 900 more,
/// elements around the buttons, of which a browser finds the style in a third of the time, 190.
const TIMELINE_PROGRAM: Budget = Budget { goal: 63_000, ceiling: 99_100 };
/// Two thirds is the generated glue of the two programs.
const SCRIPTS: Budget = Budget { goal: 8_000, ceiling: 8_100 };
/// What a host page loads to size the frame, to open links into it, and to show a link where the frame fails; pym needs 2 400 for the
/// size alone. The goal of 2 000 is missed since links into the frame work.
const EMBED: Budget = Budget { goal: 2_000, ceiling: 2_330 };
/// Two faces, cut to the letters of the story. Not compressed again: a font is already.
const FONT_BYTES: usize = 40_000;

/// The size we want, and the size above which the check fails until we get there.
#[derive(Clone, Copy)]
struct Budget {
    goal: usize,
    ceiling: usize,
}

impl Budget {
    /// A goal that is reached: passing it is an error.
    const fn kept(bytes: usize) -> Self {
        Budget { goal: bytes, ceiling: bytes }
    }
}

/// A figure and its budget.
struct Figure {
    what: &'static str,
    bytes: usize,
    budget: Budget,
}

/// Weighs `dist/`; an error where something is too heavy.
pub fn sizes() -> Outcome {
    let dist = paths::dist();
    if !dist.join("index.html").is_file() {
        return Err("there is nothing to weigh yet; type: cargo xtask build".into());
    }
    println!("Bytes on the wire (brotli):");
    let figures = figures(&dist)?;
    figures.iter().for_each(print);
    let heavy: Vec<_> =
        figures.iter().filter(|figure| figure.bytes > figure.budget.ceiling).map(|figure| figure.what).collect();
    if heavy.is_empty() { Ok(()) } else { Err(format!("too heavy: {}", heavy.join(", "))) }
}

fn print(figure: &Figure) {
    let Figure { what, bytes, budget: Budget { goal, ceiling } } = figure;
    let verdict = if bytes > ceiling {
        format!("{} over the ceiling of {ceiling}", bytes - ceiling)
    } else if bytes > goal {
        format!("{} over the goal, under the ceiling of {ceiling}", bytes - goal)
    } else {
        format!("{} left", goal - bytes)
    };
    println!("  {what:<39} {bytes:>7} of {goal:>6}   {verdict}");
}

fn figures(dist: &Path) -> Outcome<Vec<Figure>> {
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page).map_err(|error| format!("dist/index.html: {error}"))?;
    // Earlier versions of the page are kept beside it; a reader loads one.
    let files: Vec<_> = stamp::files(dist).into_iter().filter(|path| !path.starts_with(dist.join("v"))).collect();
    let of = |ends: &str| -> Vec<PathBuf> {
        let fits = |path: &&PathBuf| path.to_string_lossy().ends_with(ends);
        files.iter().filter(fits).cloned().collect()
    };
    let programs = of(".wasm");
    same_programs(&programs)?;
    let program = |begins: &str| -> Vec<PathBuf> {
        programs.iter().filter(|path| name(path).starts_with(begins)).cloned().collect()
    };
    let (embeds, scripts): (Vec<_>, Vec<_>) = of(".js").into_iter().partition(|path| is_embed(path));
    // Scripts of earlier builds stay for the pages that name them; only the one that this page names counts.
    let embed: Vec<_> = embeds.into_iter().filter(|path| html.contains(&format!("/{}\"", name(path)))).collect();
    let loaded: Vec<_> = scripts.into_iter().filter(|path| is_loaded(path, &html)).collect();
    Ok(vec![
        figure("page, until the first screen is whole", first_screen(&page), Budget::kept(FIRST_SCREEN_BYTES))?,
        figure("page", some("page", &[page]), HTML)?,
        figure("the page's program", some("program of the page", &program("page-")), PAGE_PROGRAM)?,
        figure("the timeline's program", some("program of the timeline", &program("timeline-")), TIMELINE_PROGRAM)?,
        figure("scripts of the page: loader and glue", some("script of the page", &loaded), SCRIPTS)?,
        figure("embed.js, on other people's pages", some("embed.js", &embed), EMBED)?,
        figure("fonts", of(".woff2").iter().map(|font| length(font)).sum(), Budget::kept(FONT_BYTES))?,
    ])
}

/// Fails if `dist/` holds other programs than those compiled last, whose weight would say nothing.
fn same_programs(programs: &[PathBuf]) -> Outcome {
    let bundle = paths::bundle(Mode::Release);
    let compiled = PROGRAMS.map(|program| fs::read(bundle.join(bundle::wasm(program))).ok());
    let is_same = programs.iter().all(|path| compiled.contains(&fs::read(path).ok()));
    let old = "dist/ does not hold the programs compiled last; type: cargo xtask build";
    if is_same { Ok(()) } else { Err(old.into()) }
}

fn figure(what: &'static str, bytes: Outcome<usize>, budget: Budget) -> Outcome<Figure> {
    bytes.map(|bytes| Figure { what, bytes, budget })
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Whether the page asks for a script by itself.
fn is_loaded(script: &Path, html: &str) -> bool {
    let name = name(script);
    let mut sources = html.split("<script").skip(1).filter_map(|tag| tag.split('>').next());
    sources.any(|tag| tag.contains(&format!("/{name}\"")))
}

/// The weight of files that have to exist: without any, the figure would be a wrong zero.
fn some(what: &str, files: &[PathBuf]) -> Outcome<usize> {
    if files.is_empty() {
        return Err(format!("dist/ holds no {what}; has it been moved?"));
    }
    files.iter().map(|path| length(&compressed(path))).sum()
}

/// What the build wrote beside a file for hosts to send.
fn compressed(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".br");
    name.into()
}

fn length(path: &Path) -> Outcome<usize> {
    let about = fs::metadata(path).map_err(|error| format!("{}: {error}", paths::short(path)))?;
    Ok(about.len() as usize)
}

/// Size of the first screen as a host sends it; the prerender compresses it to find out.
fn first_screen(page: &Path) -> Outcome<usize> {
    let text = run::output(prerender::program().arg("--weigh-first-screen").arg(page))?;
    text.trim().parse().map_err(|_| format!("the prerender says {text:?} instead of a number of bytes"))
}

/// The script for host pages: `embed.js`, or with a version or hash in its name.
fn is_embed(path: &Path) -> bool {
    name(path).starts_with("embed")
}
