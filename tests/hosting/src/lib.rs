//! Puts the built folder behind nginx, Caddy and Apache, with the configurations of `hosting/`, and asks them as browsers do.
//!
//! ```text
//! cargo test --package backstory-hosting-tests                 # all
//! cargo test --package backstory-hosting-tests -- caddy::      # one server
//! ```
//!
//! | variable              | what it tells                                        | otherwise                 |
//! | --------------------- | ---------------------------------------------------- | ------------------------- |
//! | `BACKSTORY_DIST`      | the built folder                                     | `dist`                    |
//! | `BACKSTORY_PRERENDER` | the program that writes it                           | beside the test's program |
//! | `BACKSTORY_BUNDLE`    | the folder with what the browser loads               | `target/bundle`           |
//! | `BACKSTORY_NGINX`, `BACKSTORY_CADDY`, `BACKSTORY_APACHE` | the servers        | those on `PATH`           |

mod folder;
mod prerender;
mod server;

pub use backstory_test_client::{Answer, Request};
pub use folder::{File, Folder, dist, root};
pub use prerender::{Prerender, fingerprints};
pub use server::{Kind, Server};

/// What becomes of a test.
pub type Outcome<T = ()> = anyhow::Result<T>;

/// Headers that every file needs to be shown in frames, hosts that isolate themselves included.
pub const HEADERS: [(&str, &str); 5] = [
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "cross-origin"),
    ("access-control-allow-origin", "*"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
];

/// For what has its content's hash in its name.
pub const YEAR: &str = "public, max-age=31536000, immutable";
/// For all else.
pub const MINUTES: &str = "public, max-age=300";
