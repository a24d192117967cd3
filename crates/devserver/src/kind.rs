//! Types of files, by the ending of their names.

/// The type that a browser is told.
pub(crate) fn mime(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "jsonld" => "application/ld+json",
        "webmanifest" => "application/manifest+json",
        "csv" => "text/csv; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        "atom" => "application/atom+xml",
        "rss" => "application/rss+xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "ics" => "text/calendar; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Whether the name tells the content, as `islands-0123456789abcdef.js`: then it never changes.
pub(crate) fn is_named_by_content(name: &str) -> bool {
    let parts = name.split(['-', '.', '_']).skip(1);
    parts.into_iter().any(|part| {
        let is_hex = part.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        // A date has digits only, and eight of them at most.
        is_hex && part.len() >= 8 && (part.len() > 8 || part.bytes().any(|byte| byte.is_ascii_lowercase()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_told_by_endings() {
        assert_eq!(mime("islands_bg.wasm"), "application/wasm");
        assert_eq!(mime("index.html"), "text/html; charset=utf-8");
        assert_eq!(mime("_headers"), "application/octet-stream");
    }

    #[test]
    fn names_by_content_are_known() {
        assert!(is_named_by_content("islands-0123456789abcdef.js"));
        assert!(is_named_by_content("text.9f8e7d6c.woff2"));
        assert!(!is_named_by_content("index.html"));
        assert!(!is_named_by_content("islands_bg.wasm"));
        assert!(!is_named_by_content("report-20240311.pdf"));
        assert!(!is_named_by_content("deadbeefdead"));
    }
}
