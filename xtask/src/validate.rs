//! Runs validators on the built pages: the Nu HTML checker, and Google's evaluator of policies.

use std::{ffi::OsStr, fs, path::PathBuf, process::Command};

use crate::{
    paths,
    run::{self, Outcome},
    tools::{self, BROWSERS, Npm},
};

/// Messages about styles are left out: the validator's list of properties is years old, and lightningcss has checked
/// the styles.
const NOT_STYLES: &str = ".*CSS.*";

/// Findings of the policy evaluator from this severity number on (larger is milder) concern any policy with `'self'`.
const OPINION: u32 = 50;

/// Checks every page with the HTML validator, and every policy with the policy evaluator.
pub fn validate() -> Outcome {
    let html = pages();
    if html.is_empty() {
        return Err("there is no page to validate; type: cargo xtask build".into());
    }
    let jar = tools::from_npm("vnu-jar/build/dist/vnu.jar", Npm::Test)?;
    let java: Vec<_> = BROWSERS.into_iter().filter(|tool| tool.variable() == "JAVA").collect();
    tools::install(&java)?;
    let java = run::find(&["java"]).ok_or("there is no java, which the HTML validator needs")?;
    let mut command = Command::new(java);
    command.arg("-jar").arg(jar).args(["--errors-only", "--filterpattern", NOT_STYLES]).args(&html);
    // The command names every page, so an error must not repeat it.
    let valid = command.status().map_err(|error| format!("the HTML validator does not start: {error}"))?.success();
    if !valid {
        return Err("the HTML validator found errors, see above".into());
    }
    println!("    {} pages are valid HTML", html.len());
    policy()
}

/// The served pages without their frozen copies, and the single file if the tests have built it.
fn pages() -> Vec<PathBuf> {
    let folder = |path: PathBuf| fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    let all = folder(paths::dist()).chain(folder(paths::dist().join("embed")));
    let served = all.filter(|path| path.extension() == Some(OsStr::new("html")));
    served.chain(Some(paths::single_file()).filter(|file| file.is_file())).collect()
}

fn policy() -> Outcome {
    let evaluator = tools::from_npm("csp_evaluator/dist/evaluator.js", Npm::Test)?;
    let parser = tools::from_npm("csp_evaluator/dist/parser.js", Npm::Test)?;
    let node = run::find(&["node"]).ok_or("there is no node, which the policy's evaluator needs")?;
    let script = format!(
        "const {{ CspEvaluator }} = await import({evaluator:?}); const {{ CspParser }} = await import({parser:?});\
         const {{ readFileSync }} = await import('node:fs');\
         const text = readFileSync(process.argv[1], 'utf8').match(/Content-Security-Policy\" content=\"([^\"]+)/)[1];\
         const found = new CspEvaluator(new CspParser(text).csp).evaluate().filter((it) => it.severity < {OPINION});\
         for (const it of found) console.error(it.directive, it.value, it.description);\
         process.exit(found.length ? 1 : 0);"
    );
    for page in [paths::dist().join("index.html"), paths::single_file()].iter().filter(|page| page.is_file()) {
        run::run(Command::new(&node).args(["--input-type=module", "--eval", &script]).arg(page))?;
    }
    println!("    the policies' evaluator has nothing to say");
    Ok(())
}
