//! From the compiler's output to a module script and a program that a browser can load.

use std::{fmt, fs, path::Path};

use wasm_bindgen_cli_support::{Bindgen, Output};

use crate::names::Names;

/// The version of the binding generator.
#[must_use]
pub fn version() -> String {
    wasm_bindgen_shared::version()
}

/// Why the program could not be turned into something a browser loads.
#[derive(Debug)]
pub struct BindError(String);

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BindError {}

/// Writes `NAME.js` and `NAME_bg.wasm` into the folder `out`.
///
/// The glue is made by the very library that `wasm-bindgen-cli` wraps, at the version the program was compiled against
/// (`Cargo.toml` pins both), so that no tool of another version can be picked up from the machine.
pub fn bind(wasm: &Path, out: &Path, name: &str) -> Result<(), BindError> {
    let say = |error: &dyn fmt::Display| BindError(format!("{}: {error:#}", wasm.display()));
    fs::create_dir_all(out).map_err(|error| BindError(format!("{}: {error}", out.display())))?;
    let mut output = Bindgen::new()
        .input_path(wasm)
        .out_name(name)
        .web(true)
        .and_then(|settings| {
            settings
                .typescript(false)
                // The loader fetches the program itself, with integrity; a default address would be a second way in.
                .omit_default_module_path(true)
                // Names help only a person with a debugger, and cost a third of the file.
                .remove_name_section(true)
                .remove_producers_section(true)
                .generate_output()
        })
        .map_err(|error| say(&error))?;
    if let Some(part) = first_script(&output) {
        return Err(say(&format!("{part} brings a script of its own; that would be one more request")));
    }
    let names = Names::shorten(output.wasm_mut());
    output.emit(out).map_err(|error| say(&error))?;
    let glue = out.join(name).with_extension("js");
    let text = fs::read_to_string(&glue).map_err(|error| say(&error))?;
    fs::write(&glue, names.apply(&text)).map_err(|error| say(&error))
}

/// The first dependency that wants a script of its own beside the glue.
fn first_script(output: &Output) -> Option<&str> {
    let snippets = output.snippets().iter().filter(|(_, scripts)| !scripts.is_empty()).map(|(name, _)| name);
    snippets.chain(output.local_modules().keys()).next().map(String::as_str)
}
