//! Short names between the program and its glue.
//!
//! The binding generator tells functions apart by a hash of sixteen letters, once in the program and once in the glue.
//! Nobody reads them, and hashes do not compress.

use walrus::Module;

/// The program's imports and exports by their long names, with the short ones that stand for them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Names(Vec<(String, String)>);

impl Names {
    /// Renames what carries a hash in the program.
    pub fn shorten(module: &mut Module) -> Self {
        let mut names = Names::default();
        for import in module.imports.iter_mut().filter(|import| has_hash(&import.name)) {
            import.name = names.short(&import.name);
        }
        for export in module.exports.iter_mut().filter(|export| has_hash(&export.name)) {
            export.name = names.short(&export.name);
        }
        names
    }

    fn short(&mut self, long: &str) -> String {
        let short = format!("w{}", self.0.len());
        self.0.push((long.to_owned(), short.clone()));
        short
    }

    /// The glue with the short names. Longer names go first: one may be the beginning of another.
    pub fn apply(&self, glue: &str) -> String {
        let mut names: Vec<_> = self.0.iter().collect();
        names.sort_by_key(|(long, _)| std::cmp::Reverse(long.len()));
        names.iter().fold(glue.to_owned(), |glue, (long, short)| glue.replace(long.as_str(), short))
    }
}

/// Whether a name ends in an underscore and sixteen hexadecimal letters.
fn has_hash(name: &str) -> bool {
    name.rsplit_once('_').is_some_and(|(_, hash)| hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_shortened() {
        assert!(has_hash("__wbg_getAttribute_b1f2c3d4e5f60718"));
        assert!(!has_hash("__wbindgen_malloc"));
        assert!(!has_hash("memory"));
    }

    #[test]
    fn a_name_that_begins_another_is_left_alone() {
        let long = |name: &str, n: usize| (name.to_owned(), format!("w{n}"));
        let names = Names(vec![long("a_0123456789abcdef", 0), long("xa_0123456789abcdef", 1)]);
        assert_eq!(names.apply("a_0123456789abcdef xa_0123456789abcdef"), "w0 w1");
    }
}
