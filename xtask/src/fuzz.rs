//! `cargo xtask fuzz`: the properties that the tests promise, tried with far more inputs than a test run has time for.

use std::time::{Duration, Instant};

use crate::run::{self, Outcome};

/// Packages with property tests.
const PACKAGES: [&str; 4] = ["backstory-timeline", "backstory-content", "backstory-import", "backstory"];
/// Inputs a property in the first round.
const FIRST: u32 = 1_000;
/// Inputs that a property may reject before it gives up, for each that it takes.
const REJECTS: u32 = 64;

/// Runs rounds with more and more inputs until the time is up, or until a property fails.
pub fn fuzz(seconds: u64) -> Outcome {
    let time = Duration::from_secs(seconds);
    // Compiles first, so that the time is spent on inputs.
    run::step("compiling the properties", "with optimisation, so that more inputs are tried");
    run::run(properties().arg("--no-run"))?;
    let start = Instant::now();
    let (mut cases, mut tried) = (FIRST, 0);
    loop {
        run::step(&format!("{cases} inputs for each property"), "they hold for any input, or are no promises");
        let round = Instant::now();
        let mut command = properties();
        command.env("PROPTEST_CASES", cases.to_string());
        command.env("PROPTEST_MAX_GLOBAL_REJECTS", cases.saturating_mul(REJECTS).to_string());
        run::run(&mut command).map_err(|_| "a property failed; the input is printed above")?;
        tried += u64::from(cases);
        let left = time.saturating_sub(start.elapsed());
        println!("    {tried} inputs a property so far, {} s left", left.as_secs());
        if left.is_zero() {
            return Ok(());
        }
        cases = next(cases, round.elapsed(), left);
    }
}

/// As many inputs as fill the time that is left, but at most four times as many as before.
fn next(cases: u32, took: Duration, left: Duration) -> u32 {
    let share = (left.as_secs_f64() / took.as_secs_f64().max(0.1)).clamp(0.1, 4.0);
    ((f64::from(cases) * share) as u32).max(1)
}

fn properties() -> std::process::Command {
    let mut cargo = run::cargo();
    cargo.args(["test", "--quiet", "--release", "--tests"]);
    cargo.args(PACKAGES.iter().flat_map(|package| ["--package", package]));
    cargo
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_grow_and_fit_the_time() {
        let seconds = Duration::from_secs;
        assert_eq!(next(1_000, seconds(1), seconds(100)), 4_000);
        assert_eq!(next(1_000, seconds(10), seconds(5)), 500);
    }
}
