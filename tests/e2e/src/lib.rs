//! A suite of behaviours: what a reader does with the built page, done in Chromium, Firefox and WebKitGTK.
//!
//! A behaviour is a function that gets a [`Page`], a tab of one engine, and says what went wrong. Each is listed once
//! and runs in every engine ([`each!`]); an engine that is missing fails its behaviours with a word on what to install.
//! Nothing waits for a fixed time: [`Page::until`] looks again until something is so, or says what was not.
//!
//! ```text
//! cargo test --package backstory-browser-tests                          # all
//! cargo test --package backstory-browser-tests -- firefox::timeline     # some
//! ```
//!
//! | variable             | what it tells                                             | otherwise        |
//! | -------------------- | --------------------------------------------------------- | ---------------- |
//! | `BACKSTORY_DIST`     | the built folder                                          | `dist`           |
//! | `BACKSTORY_SHIPPED`  | the shipped story, built                                  | `dist`           |
//! | `BACKSTORY_EXAMPLE`  | the example story, built                                  | `target/stories/metre` |
//! | `BACKSTORY_TOOLS`    | the folder in which npm installed `axe-core`              | `.tools`         |
//! | `BACKSTORY_CHROMIUM` | a browser or driver, as all of `engine.rs`                | those on `PATH`  |
//! | `BACKSTORY_SHOTS`    | where pictures of failed behaviours go                    | a temporary one  |
//! | `BACKSTORY_MATRIX`   | a file that gets a line for each embed in each host       | none is written  |
//! | `BACKSTORY_HOSTS`    | the address for which the folder was built, for hosts at work | they are left out |
//! | `BACKSTORY_PICTURES` | a folder for pictures of posts, which are then all that is done | none are taken |

mod browser;
mod driver;
mod engine;
mod keys;
mod matrix;
mod page;
mod publishing;
mod site;
mod suite;

pub use backstory_devserver::{Fault, Host, Running};
pub use browser::Setting;
pub use engine::{ALL, CHROMIUM, Engine};
pub use matrix::{Matrix, Verdict};
pub use page::Page;
pub use publishing::{Generated, Post, WordPress, hugo, mkdocs};
pub use site::{Story, dist, example, probed, root, shared, shipped, single_file, site, story, tools};
pub use suite::{Behaviour, run};

/// Result of a behaviour.
pub type Outcome<T = ()> = anyhow::Result<T>;

/// Makes a behaviour for every engine from a function; its name is that of the file and the function.
#[macro_export]
macro_rules! each {
    ($function:ident) => {
        $crate::Behaviour::new(module_path!(), stringify!($function), |page| Box::pin($function(page)))
    };
}
