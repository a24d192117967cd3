//! Scripts as small as they get: no comments, short names, nothing that is never called.

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions};
use oxc_minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// A module that does the same in fewer bytes.
///
/// # Errors
/// What is wrong with the script, by the name of its file.
pub fn smaller(name: &str, module: &str) -> Result<String, String> {
    let allocator = Allocator::default();
    let mut parsed = Parser::new(&allocator, module, SourceType::mjs()).parse();
    if let Some(problem) = parsed.diagnostics.first() {
        return Err(format!("scripts/{name}: {problem}"));
    }
    let options = MinifierOptions {
        // Nothing imports a module of ours, so that its top level is its own.
        mangle: Some(MangleOptions { top_level: Some(true), ..MangleOptions::default() }),
        compress: Some(CompressOptions::default()),
        mangle_properties: None,
    };
    let minified = Minifier::new(options).minify(&allocator, &mut parsed.program);
    let printed = Codegen::new()
        .with_options(CodegenOptions {
            minify: true,
            comments: CommentOptions::disabled(),
            ..CodegenOptions::default()
        })
        .with_scoping(minified.scoping)
        .with_private_member_mappings(minified.class_private_mappings);
    Ok(printed.build(&parsed.program).code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_long_names_go_and_what_is_said_stays() {
        let script =
            "// a\nconst address = 'https://e.org'; /* b */\nfetch(address); fetch(address);\nfunction never() {}";
        let small = smaller("a.js", script).unwrap();
        assert!(small.len() < 50, "{small}");
        assert!(small.contains("https://e.org"), "{small}");
    }

    #[test]
    fn a_mistake_is_told_by_its_file() {
        assert!(smaller("a.js", "const = 1").unwrap_err().starts_with("scripts/a.js: "));
    }
}
