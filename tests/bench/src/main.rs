//! Measures the timeline in Chromium, with made-up stories of any size, and how quickly the page opens; `cargo xtask bench`
//! calls this.
//!
//! A story is written (`story`), prerendered by the real prerender, served, opened (`chromium`), and used by real input
//! events (`reader`), at full speed and with a processor four times slower; `figures` prints what came of it. A benchmark
//! is no test: a missed target is said, and the program ends well.

mod chromium;
mod figures;
mod page;
mod reader;
mod story;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use backstory_devserver::Host;
use lexopt::prelude::*;
use serde_json::json;

use chromium::Chromium;
use figures::{Done, Load, Measured};
use reader::{CHOOSE, PHASES, Phase};

/// Visits of each page; the median counts.
const VISITS: usize = 3;
/// Factors by which the processor is slowed down.
const SPEEDS: [u32; 2] = [1, 4];

/// Options of the command.
struct Options {
    prerender: PathBuf,
    bundle: PathBuf,
    root: PathBuf,
    folder: PathBuf,
    chromium: PathBuf,
    /// Where profiles of the processor are written.
    profile: Option<PathBuf>,
    sizes: Vec<usize>,
    /// The built folder and that of TimelineJS, where the page is to be compared instead.
    compare: Option<(PathBuf, PathBuf)>,
}

fn main() -> ExitCode {
    match options().and_then(|options| bench(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn options() -> Result<Options> {
    let mut options = Options {
        prerender: "target/debug/prerender".into(),
        bundle: "target/bundle".into(),
        root: ".".into(),
        folder: std::env::temp_dir().join("backstory-bench"),
        chromium: "chromium".into(),
        profile: None,
        sizes: Vec::new(),
        compare: None,
    };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("prerender") => options.prerender = parser.value()?.into(),
            Long("bundle") => options.bundle = parser.value()?.into(),
            Long("root") => options.root = parser.value()?.into(),
            Long("folder") => options.folder = parser.value()?.into(),
            Long("chromium") => options.chromium = parser.value()?.into(),
            Long("compare") => options.compare = Some((parser.value()?.into(), parser.value()?.into())),
            Long("profile") => options.profile = Some(parser.value()?.into()),
            Value(size) => options.sizes.push(size.parse()?),
            other => return Err(other.unexpected().into()),
        }
    }
    if options.sizes.is_empty() {
        options.sizes = vec![10, 63, 1_000, 10_000];
    }
    Ok(options)
}

fn bench(options: &Options) -> Result<()> {
    fs::create_dir_all(&options.folder)?;
    let mut browser = Chromium::start(&options.chromium, &options.folder)?;
    println!("==> measuring in {}, {}", browser.version()?, machine());
    if let Some((dist, timelinejs)) = &options.compare {
        return page::compare(&mut browser, &page::Pages { dist, timelinejs, folder: &options.folder });
    }
    let mut all = Vec::new();
    for size in &options.sizes {
        let dist = publish(options, *size)?;
        let host = Host::new(&dist).start().context("cannot serve")?;
        for slower in SPEEDS {
            let start = Instant::now();
            let measured = measure(&mut browser, &host.url("/"), *size, slower, options.profile.as_deref())?;
            println!("    {size} events at {slower}x: {:.0} s", start.elapsed().as_secs_f32());
            all.push(measured);
        }
    }
    println!("\n{}\n\n{}", figures::idle(&all), figures::table(&all));
    println!("{}", figures::targets(&all));
    println!("The layout alone, up to 100 000 events: cargo bench --package backstory-timeline");
    Ok(())
}

/// Number of cores, and how busy the machine is with other things, which slows down all that is measured.
fn machine() -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?").to_owned();
    format!("{cores} cores, load {load} before")
}

/// Writes and prerenders a story; returns its folder.
fn publish(options: &Options, size: usize) -> Result<PathBuf> {
    let content = options.folder.join(format!("content-{size}"));
    let dist = options.folder.join(format!("dist-{size}"));
    for folder in [&content, &dist] {
        let _ = fs::remove_dir_all(folder);
    }
    story::write(&content, size)?;
    let start = Instant::now();
    let mut command = Command::new(&options.prerender);
    command.current_dir(&options.root).arg("--story").arg(&content).arg("--bundle").arg(&options.bundle);
    let output =
        command.arg("--out").arg(&dist).arg("--uncompressed").output().context("the prerender does not start")?;
    if !output.status.success() {
        let says = String::from_utf8_lossy(&output.stderr);
        bail!("the made-up story was not prerendered: {}", says.lines().take(12).collect::<Vec<_>>().join("\n"));
    }
    let bytes = |name: &str| fs::metadata(dist.join(name)).map_or(0, |about| about.len() / 1000);
    println!(
        "    {size} events prerendered in {:.1} s: page {} kB, embed {} kB before compression",
        start.elapsed().as_secs_f32(),
        bytes("index.html"),
        bytes("embed/timeline.html")
    );
    Ok(dist)
}

fn measure(
    browser: &mut Chromium,
    address: &str,
    events: usize,
    slower: u32,
    profile: Option<&Path>,
) -> Result<Measured> {
    browser.slow_down(slower)?;
    let page = load(browser, &format!("{address}index.html#timeline"))?;
    let timeline = format!("{address}embed/timeline.html");
    let embed = load(browser, &timeline)?;
    let work = (0..3).map(|_| browser.number("bench.work()")).collect::<Result<Vec<_>>>()?;
    // By now the page has done what it puts off until it is idle.
    thread::sleep(Duration::from_millis(500));
    let mut done = Vec::new();
    let label = |phase: &Phase| format!("{events}-{slower}x-{}", phase.name.replace([' ', ',', '+'], ""));
    for phase in &PHASES {
        done.push(perform(browser, phase, profile.map(|folder| folder.join(label(phase))))?);
    }
    let heap = browser.heap()?;
    let memory = browser.number("bench.memory?.buffer.byteLength ?? 0")?;
    let elements = browser.number("bench.most")?;
    browser.visit(&timeline)?;
    thread::sleep(Duration::from_millis(500));
    done.push(perform(browser, &CHOOSE, profile.map(|folder| folder.join(label(&CHOOSE))))?);
    let elements = elements.max(browser.number("bench.most")?);
    let work = middle(work);
    Ok(Measured { events, slower, embed, page, done, elements, heap, memory, work })
}

fn load(browser: &mut Chromium, address: &str) -> Result<Load> {
    let mut loads = Vec::new();
    for _ in 0..VISITS {
        browser.visit(address)?;
        thread::sleep(Duration::from_millis(200));
        loads.push(Load {
            ready: browser.number("bench.ready")?,
            drawn: browser.number("bench.drawn")?,
            blocked: browser.number("bench.blocked")?,
        });
    }
    let by = |key: fn(&Load) -> f64| middle(loads.iter().map(key).collect());
    Ok(Load { ready: by(|l| l.ready), drawn: by(|l| l.drawn), blocked: by(|l| l.blocked) })
}

/// The middle one of some values, 0 of none.
fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

fn perform(browser: &mut Chromium, phase: &Phase, profile: Option<PathBuf>) -> Result<Done> {
    if profile.is_some() {
        browser.call("Profiler.enable", json!({}))?;
        browser.call("Profiler.setSamplingInterval", json!({"interval": 200}))?;
        browser.call("Profiler.start", json!({}))?;
    }
    browser.eval("bench.start()")?;
    (phase.run)(browser).with_context(|| phase.name)?;
    let noted = browser.eval("bench.stop()")?;
    if let Some(path) = profile {
        let taken = browser.call("Profiler.stop", json!({}))?;
        fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        fs::write(path.with_extension("cpuprofile"), taken["profile"].to_string())?;
    }
    Ok(Done::read(phase.name, &noted))
}
