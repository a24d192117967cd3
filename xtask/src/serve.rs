//! `cargo xtask serve`: build, show, and show again after each saved change.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    arguments::ServeOptions,
    bundle::{self, Mode},
    paths,
    prerender::{self, Prerender},
    run::{self, Outcome},
    story::Story,
    watch::Watch,
};

/// Pause between two looks at the files, too short for a person to notice.
const GLANCE: Duration = Duration::from_millis(150);

/// How the names of folders begin that the prerender writes before it exchanges them with the output folder; the same as
/// `UNFINISHED_FOLDER_PREFIX` of `crates/prerender/src/output.rs`.
const UNFINISHED_FOLDER_PREFIX: &str = ".backstory-";

/// Builds, serves and watches until interrupted.
pub fn serve(options: &ServeOptions) -> Outcome {
    let story = Story::open(options.story.as_deref())?;
    let ours = ["strings", "styles", "scripts", "fonts", "src", "crates"].map(|name| paths::root().join(name));
    let shell = paths::root().join("index.html");
    let mut watch = Watch::new([vec![paths::root().join(story.folder()), shell], ours.to_vec()].concat());
    let bundle = compile()?;
    let mut screen = Screen::open(options.port, Prerender::new(&story, &bundle, &story.live()))?;
    screen.show();
    println!("    watching {}, and all that pages are made of; end with Ctrl-C", story.folder().display());
    loop {
        thread::sleep(GLANCE);
        screen.still_there()?;
        let changes = watch.changes();
        if !changes.is_empty() {
            react(&changes, &mut screen);
        }
        screen.rest_is_there();
    }
}

/// Rebuilds what the changed files need. A mistake is shown in the browser; `serve` goes on, since the next change may
/// mend it.
fn react(changes: &[PathBuf], screen: &mut Screen) {
    let start = Instant::now();
    let names: Vec<_> = changes.iter().map(|path| paths::short(path)).collect();
    println!("==> {} changed", names.join(", "));
    let made = if changes.iter().any(|path| is_code(path)) {
        compile().map(|_| ())
    } else if changes.iter().any(|path| path.starts_with(paths::root().join("scripts"))) {
        bundle::scripts(Mode::Development, &paths::bundle(Mode::Development))
    } else {
        Ok(())
    };
    if let Err(message) = made {
        return screen.problem(&format!("{message}\n\nThe terminal shows why."));
    }
    if screen.show() {
        println!("    shown after {:.2} s", start.elapsed().as_secs_f32());
    }
}

/// Whether a change needs the compiler.
fn is_code(path: &Path) -> bool {
    ["src", "crates"].iter().any(|name| path.starts_with(paths::root().join(name)))
}

/// Compiles the browser's program, the prerender and the host. Returns the folder of the bundle.
fn compile() -> Outcome<PathBuf> {
    let bundle = bundle::make(Mode::Development)?;
    prerender::compile()?;
    run::step("compiling the host", "a browser shows modules only from an address");
    run::run(run::cargo().args(["build", "--package", "backstory-devserver", "--bin", "serve"]))?;
    Ok(bundle)
}

/// The running host, through which the browser is told of changes.
struct Screen {
    host: Child,
    events: ChildStdin,
    page: Prerender,
    /// Writes embeds, data and pictures in the background, after the page is shown.
    rest: Option<Child>,
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.stop_rest();
    }
}

impl Screen {
    /// Starts the host, which prints its address.
    fn open(port: Option<u16>, prerender: Prerender) -> Outcome<Screen> {
        let page = Prerender { live: true, page_only: true, ..prerender };
        let mut command = run::program(paths::target().join("debug/serve"));
        command.arg("--live").arg(&page.out);
        if let Some(port) = port {
            command.args(["--port", &port.to_string()]);
        }
        let host = command.stdin(Stdio::piped()).spawn();
        let mut host = host.map_err(|error| format!("cannot start the host: {error}"))?;
        let events = host.stdin.take().ok_or("the host has no input")?;
        Ok(Screen { host, events, page, rest: None })
    }

    /// Prerenders and shows the page, or the problems of the story. Returns whether the page is shown.
    fn show(&mut self) -> bool {
        self.stop_rest();
        let output = match self.page.run_silently() {
            Ok(output) => output,
            Err(message) => {
                self.problem(&message);
                return false;
            }
        };
        let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        if output.status.success() {
            print!("{text}");
            self.tell("reload");
            self.rest = Prerender { page_only: false, ..self.page.clone() }.begin().ok();
        } else {
            self.problem(&text);
        }
        output.status.success()
    }

    /// Ends the background build: if it finished later, its older pages would replace the newer ones.
    fn stop_rest(&mut self) {
        let Some(mut rest) = self.rest.take() else { return };
        let _ = rest.kill().and_then(|()| rest.wait());
        for entry in fs::read_dir(self.page.out.parent().unwrap_or(&self.page.out)).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(UNFINISHED_FOLDER_PREFIX) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }

    /// Once the background build has ended, tells open frames to reload.
    fn rest_is_there(&mut self) {
        if self.rest.as_mut().is_some_and(|rest| matches!(rest.try_wait(), Ok(Some(_)))) {
            self.rest = None;
            self.tell("rest");
        }
    }

    /// Shows a problem in the terminal and over the page.
    fn problem(&mut self, text: &str) {
        eprintln!("{}", text.trim_end());
        let one_line = text.trim_end().replace('\\', "\\\\").replace('\n', "\\n");
        self.tell(&format!("problem {one_line}"));
    }

    fn tell(&mut self, event: &str) {
        // A failed write means that the host has ended, which the loop notices at its next look.
        let _ = writeln!(self.events, "{event}").and_then(|()| self.events.flush());
    }

    fn still_there(&mut self) -> Outcome {
        match self.host.try_wait() {
            Ok(None) => Ok(()),
            _ => Err("the host has ended".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfinished_folders_are_those_of_the_prerender() {
        let output = include_str!("../../crates/prerender/src/output.rs");
        assert!(output.contains(&format!("UNFINISHED_FOLDER_PREFIX: &str = {UNFINISHED_FOLDER_PREFIX:?}")));
    }
}
