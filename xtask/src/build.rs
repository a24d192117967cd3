//! `cargo xtask build`: everything a static host needs, in `dist/`.

use std::time::Instant;

use crate::{
    arguments::BuildOptions,
    packed::{self, Optimise},
    page::{self, Page},
    place,
    program::Program,
    run::Outcome,
};

/// Compiles, packs and prerenders.
pub fn build(options: &BuildOptions) -> Outcome {
    let start = Instant::now();
    let route = packed::packed(Program::Islands, options.route, Optimise::Always)?;
    if options.single_file.is_some() {
        packed::packed(Program::Unpack, Some(route), Optimise::Always)?;
    }
    page::compile()?;
    let page = Page {
        out: place::dist(),
        base_url: options.base_url.clone(),
        single_file: options.single_file.clone(),
        live: false,
        page_only: false,
    };
    page.prerender()?;
    println!("{} is ready after {:.1} s", place::short(&place::dist()), start.elapsed().as_secs_f32());
    Ok(())
}
