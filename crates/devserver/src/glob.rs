//! Patterns of paths, in which `*` stands for any characters.

/// Whether the whole path fits the pattern.
pub(crate) fn fits(pattern: &str, path: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == path;
    };
    let Some(path) = path.strip_prefix(start) else {
        return false;
    };
    let mut ends = path.char_indices().map(|(place, _)| place).chain([path.len()]);
    ends.any(|place| fits(rest, &path[place..]))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_stands_for_anything() {
        assert!(fits("*", "/a/b.js"));
        assert!(fits("*.js", "/a/b.js"));
        assert!(fits("/a/*.js", "/a/b.js"));
        assert!(fits("/*/islands-*.wasm", "/x/y/islands-1234.wasm"));
        assert!(fits("/a", "/a"));
    }

    #[test]
    fn and_the_rest_for_itself() {
        assert!(!fits("*.js", "/a/b.css"));
        assert!(!fits("/a/*.js", "/b/a/b.js"));
        assert!(!fits("", "/"));
        assert!(!fits("/a", "/a/"));
    }
}
