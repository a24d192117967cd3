//! What the build writes: the same bytes each time, one file that needs no other, and the same headers for every host.

use std::{fs, sync::Mutex};

use anyhow::{Context, ensure};
use backstory_hosting_tests::{HEADERS, MINUTES, Outcome, Prerender, YEAR, dist, fingerprints, root};

#[test]
fn the_folder_is_the_same_each_time_it_is_written() -> Outcome {
    let place = tempfile::tempdir()?;
    let (one, two) = (place.path().join("one"), place.path().join("a/longer/way/to/two"));
    fs::create_dir_all(place.path().join("a/longer/way/to"))?;
    let (one_file, other_file) = (place.path().join("one.html"), place.path().join("other.html"));
    let here = Prerender::new()?.out(&one).single_file(&one_file).env("TZ", "America/Los_Angeles").env("LANG", "C");
    let elsewhere = Prerender::new()?.out(&two).single_file(&other_file).env("TZ", "Asia/Kathmandu");
    let elsewhere = elsewhere.env("LANG", "ne_NP.UTF-8").env("HOME", "/nowhere");
    std::thread::scope(|scope| -> Outcome {
        let first = scope.spawn(|| here.run());
        elsewhere.run()?;
        first.join().expect("the prerender runs")
    })?;
    let (first, second) = (fingerprints(&one)?, fingerprints(&two)?);
    ensure!(first.len() > 100, "only {} files were written", first.len());
    let differ: Vec<_> = first.iter().filter(|file| !second.contains(file)).map(|(path, _)| path).collect();
    ensure!(differ.is_empty() && first.len() == second.len(), "written otherwise the second time: {differ:?}");
    ensure!(fs::read(one_file)? == fs::read(other_file)?, "the single file is written otherwise the second time");
    Ok(())
}

/// The single file, written once for all that look at it.
fn single() -> Outcome<&'static str> {
    static FILE: Mutex<Option<&'static str>> = Mutex::new(None);
    let mut kept = FILE.lock().expect("nobody panics while writing it");
    if let Some(html) = *kept {
        return Ok(html);
    }
    let place = tempfile::tempdir()?;
    let file = place.path().join("explainer.html");
    Prerender::new()?.out(&place.path().join("dist")).single_file(&file).run()?;
    Ok(kept.insert(fs::read_to_string(file)?.leak()))
}

/// Addresses that a browser would fetch by itself on opening the file, or that would lead to a file beside it.
fn references(html: &str) -> Vec<String> {
    let mut all = Vec::new();
    for start in ["src=\"", "url(", "srcset=\"", "data-wasm=\"", "<link ", "@import", " action=\"", " poster=\""] {
        for rest in html.split(start).skip(1) {
            let reference: String = rest.chars().take(80).collect();
            let is_inside = rest.starts_with("data:") || rest.starts_with("\"data:") || rest.starts_with('#');
            let is_link =
                start == "<link " && ["rel=\"canonical\"", "rel=\"alternate\""].iter().any(|rel| rest.starts_with(rel));
            if !is_inside && !is_link {
                all.push(format!("{start}{reference}"));
            }
        }
    }
    all
}

/// Links to files that lie beside the page only on a host.
fn relative_links(html: &str) -> Vec<String> {
    let links = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|link| !link.starts_with('#') && !link.contains(':')).map(str::to_owned).collect()
}

#[test]
fn the_single_file_asks_for_no_other() -> Outcome {
    let html = single()?;
    // What stands in scripts is not what a browser fetches on opening, but the policy names no host for it either.
    let markup: String = html
        .split("<script")
        .enumerate()
        .map(|(n, part)| if n == 0 { part } else { part.split("</script>").nth(1).unwrap_or("") })
        .collect();
    let found = references(&markup);
    ensure!(found.is_empty(), "asked for from outside: {found:#?}");
    let policy = html.split("Content-Security-Policy\" content=\"").nth(1).and_then(|rest| rest.split('"').next());
    let policy = policy.context("the single file has no policy")?;
    ensure!(!policy.contains("http:") && !policy.contains("https:"), "the policy names a host: {policy}");
    for word in ["default-src 'none'", "base-uri 'none'", "require-trusted-types-for 'script'"] {
        ensure!(policy.contains(word), "the policy lacks {word}: {policy}");
    }
    ensure!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "the policy is weak: {policy}");
    Ok(())
}

#[test]
fn the_single_file_leads_to_no_file_beside_it() -> Outcome {
    let html = single()?;
    for left_out in ["share-dialog\"", "class=\"downloads\""] {
        ensure!(!html.contains(left_out), "it offers what only a host has: {left_out}");
    }
    let links = relative_links(html);
    ensure!(links.is_empty(), "these lead nowhere when the file is opened from disk: {links:?}");
    Ok(())
}

#[test]
fn the_single_file_is_the_page_that_a_host_serves_with_all_its_words() -> Outcome {
    let (html, page) = (single()?, fs::read_to_string(dist()?.join("index.html"))?);
    let ids = |html: &str| -> Vec<String> {
        let ids = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
        ids.map(str::to_owned).collect()
    };
    // Codes for other pages need a host; the tour is a part of the file, and no dialog over it.
    let is_elsewhere = |id: &String| ["embed-title", "tour", "tour-title"].contains(&id.as_str());
    ensure!(html.contains("id=\"shelf-tour\"") && html.contains("id=\"step-1\""), "the file lacks the tour");
    let missing: Vec<_> = ids(&page).into_iter().filter(|id| !is_elsewhere(id) && !ids(html).contains(id)).collect();
    ensure!(missing.is_empty(), "the file lacks what the page has: {missing:?}");
    for inside in ["url(data:font/woff2", "data-wasm=\"data:application/wasm", "<script type=\"module\">"] {
        ensure!(html.contains(inside), "{inside} is not in the file");
    }
    println!("the single file: {} bytes", html.len());
    Ok(())
}

#[test]
fn every_configuration_sends_the_same_headers() -> Outcome {
    let own = fs::read_to_string(dist()?.join("_headers"))?;
    let read = |name: &str| fs::read_to_string(root().join("hosting").join(name));
    let files = [
        ("_headers", own),
        ("nginx.conf", read("nginx.conf")?),
        ("Caddyfile", read("Caddyfile")?),
        (".htaccess", read(".htaccess")?),
    ];
    for (file, text) in &files {
        let text = text.to_ascii_lowercase().replace([':', '"'], "");
        for (name, value) in HEADERS {
            ensure!(text.contains(&format!("{name} {value}")), "{file} lacks {name}: {value}");
        }
        for keep in [YEAR, MINUTES] {
            ensure!(text.contains(keep), "{file} lacks {keep:?}");
        }
    }
    let s3 = read("s3-cloudfront.md")?;
    for word in [
        "require-corp",
        "cross-origin",
        "strict-origin-when-cross-origin",
        "\"ContentTypeOptions\": { \"Override\": true }",
        // Without the dot `/http:1` would lead to another host.
        "value: \"./\" + name + \"/\"",
        YEAR,
        MINUTES,
    ] {
        ensure!(s3.contains(word), "s3-cloudfront.md lacks {word:?}");
    }
    Ok(())
}

#[test]
fn netlify_and_cloudflare_are_told_within_their_limits() -> Outcome {
    let text = fs::read_to_string(dist()?.join("_headers"))?;
    ensure!(text.lines().all(|line| line.len() < 2000), "a line is longer than 2000 characters");
    ensure!(text.lines().filter(|line| line.starts_with('/')).count() <= 100, "more than 100 rules");
    // One star at most in a pattern, and it stands for everything.
    ensure!(
        text.lines().filter(|line| line.starts_with('/')).all(|line| line.matches('*').count() <= 1),
        "two stars in a pattern"
    );
    Ok(())
}

/// Whether a pattern of `_headers` fits: `*` stands for everything, `:name` for one folder.
fn fits(pattern: &str, path: &str) -> bool {
    let Some(at) = pattern.find([':', '*']) else { return pattern == path };
    let Some(path) = path.strip_prefix(&pattern[..at]) else { return false };
    if let Some(end) = pattern[at..].strip_prefix('*') {
        return path.ends_with(end);
    }
    let ends = |text: &str| text.find('/').unwrap_or(text.len());
    fits(&pattern[at + ends(&pattern[at..])..], &path[ends(path)..])
}

/// What `_headers` says on how long a path is kept; where two rules fit, hosts join what they say.
fn kept(text: &str, path: &str) -> Vec<String> {
    let mut rule = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.starts_with('/') {
            rule = fits(line, path);
        } else if let Some(value) = line.trim().strip_prefix("Cache-Control: ").filter(|_| rule) {
            found.push(value.to_owned());
        }
    }
    found
}

#[test]
fn netlify_and_cloudflare_keep_every_frozen_copy_as_long_as_the_page() -> Outcome {
    let text = fs::read_to_string(dist()?.join("_headers"))?;
    for folder in ["/", "/v/2024-03-25/", "/v/2024-03-25-2/"] {
        for (file, keep) in [("assets/app-1a2b.js", YEAR), ("index.html", MINUTES), ("embed/timeline.html", MINUTES)] {
            let path = format!("{folder}{file}");
            ensure!(kept(&text, &path) == [keep], "_headers says {:?} on {path}", kept(&text, &path));
        }
    }
    Ok(())
}
