//! Writes the JSON schemas of the editor's files into docs/schema: `cargo run -p backstory-content --example schema`.

use std::path::Path;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = root.join("docs/schema");
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    for (name, text) in schema_files(&root) {
        std::fs::write(folder.join(name), text).expect("a file can be written");
    }
}

include!("../tests/suite/schema_files.rs");
