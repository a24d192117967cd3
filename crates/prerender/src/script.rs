//! Scripts as small as they get: no comments, short names, nothing that is never called.

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions};
use oxc_minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// How a page loads a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing imports a module of ours, so that its top level is its own.
    Module,
    /// Its top level is that of somebody's page.
    Script,
}

/// A script that does the same in fewer bytes.
///
/// # Errors
/// What is wrong with the script, by the name of its file.
pub fn smaller(name: &str, text: &str, kind: Kind) -> Result<String, String> {
    let allocator = Allocator::default();
    let source = match kind {
        Kind::Module => SourceType::mjs(),
        Kind::Script => SourceType::script(),
    };
    let mut parsed = Parser::new(&allocator, text, source).parse();
    if let Some(problem) = parsed.diagnostics.first() {
        return Err(format!("scripts/{name}: {problem}"));
    }
    let options = MinifierOptions {
        mangle: Some(MangleOptions { top_level: Some(kind == Kind::Module), ..MangleOptions::default() }),
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
        let small = smaller("a.js", script, Kind::Module).unwrap();
        assert!(small.len() < 50, "{small}");
        assert!(small.contains("https://e.org"), "{small}");
    }

    #[test]
    fn a_script_keeps_the_names_that_a_page_may_know() {
        assert!(smaller("a.js", "var known = 1;", Kind::Script).unwrap().contains("known"));
    }

    #[test]
    fn the_hosts_script_gives_no_name_to_its_page() {
        let script = std::fs::read_to_string("../../scripts/embed.js").unwrap();
        let small = smaller("embed.js", &script, Kind::Script).unwrap();
        assert!(small.starts_with('(') && small.trim_end().ends_with(");"), "{small}");
        assert!(!small.contains("};var ") && !small.contains(");var "), "{small}");
    }

    #[test]
    fn a_mistake_is_told_by_its_file() {
        assert!(smaller("a.js", "const = 1", Kind::Module).unwrap_err().starts_with("scripts/a.js: "));
    }
}
