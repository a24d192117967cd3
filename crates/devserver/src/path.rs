//! From the path of a request to a file of the folder, and never out of it.

use std::path::PathBuf;

/// A mount as it is compared: with a slash at both ends.
pub(crate) fn mount(path: &str) -> String {
    let inner = path.trim_matches('/');
    if inner.is_empty() { "/".into() } else { format!("/{inner}/") }
}

/// The parts of a path below the mount, decoded; `None` where the path leads elsewhere or out of the folder.
pub(crate) fn below(mount: &str, path: &str) -> Option<PathBuf> {
    let rest = path.strip_prefix(mount)?;
    let text = decode(rest)?;
    let mut file = PathBuf::new();
    for part in text.split('/') {
        match part {
            "" | "." => {}
            ".." => return None,
            part if part.contains(['\\', '\0', ':']) => return None,
            part => file.push(part),
        }
    }
    Some(file)
}

/// Takes the percent signs out of a path.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let digits = std::str::from_utf8(&digits).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn mounts_have_two_slashes() {
        assert_eq!(mount(""), "/");
        assert_eq!(mount("a/b"), "/a/b/");
        assert_eq!(mount("/a/b/"), "/a/b/");
    }

    #[test]
    fn paths_below_the_mount_lead_to_files() {
        assert_eq!(below("/", "/index.html").as_deref(), Some(Path::new("index.html")));
        assert_eq!(below("/a/b/", "/a/b/c/d%20e.js").as_deref(), Some(Path::new("c/d e.js")));
        assert_eq!(below("/a/", "/a/").as_deref(), Some(Path::new("")));
    }

    #[test]
    fn no_path_leads_out() {
        for path in ["/a/../secret", "/a/%2e%2e/secret", "/a/..%2fsecret", "/a/b/%2e%2e/%2e%2e/c", "/a/c:%5cd"] {
            assert_eq!(below("/a/", path), None, "{path}");
        }
        assert_eq!(below("/a/", "/b/c"), None);
        assert_eq!(below("/a/", "/a/%ff"), None);
        assert_eq!(below("/a/", "/a/%4"), None);
    }
}
