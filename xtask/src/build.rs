//! `cargo xtask build`: everything a static host needs, in `dist/`.

use std::time::Instant;

use crate::{
    arguments::BuildOptions,
    bundle::{self, Mode},
    paths,
    prerender::{self, Prerender},
    run::Outcome,
    story::Story,
};

/// Compiles, bundles and prerenders.
pub fn build(options: &BuildOptions) -> Outcome {
    let start = Instant::now();
    let story = Story::open(options.story.as_deref())?;
    let bundle = bundle::make(Mode::Release)?;
    prerender::compile()?;
    let out = options.out.as_deref().map_or_else(|| story.out(), paths::typed);
    let prerender = Prerender {
        base_url: options.base_url.clone(),
        single_file: options.single_file.as_deref().map(paths::typed),
        freeze: options.freeze,
        ..Prerender::new(&story, &bundle, &out)
    };
    prerender.run()?;
    println!("{} is ready after {:.1} s", paths::short(&out), start.elapsed().as_secs_f32());
    Ok(())
}
