//! Real servers, real requests: what `hosting/` promises.

use std::io::Read;

use anyhow::{Context, Result, ensure};
use backstory_hosting_tests::{Answer, File, Folder, HEADERS, Kind, MINUTES, Outcome, Request, Server, YEAR, dist};

/// A test of every server, under the server's name.
macro_rules! on_every_server {
    ($($test:ident,)*) => {
        on_every_server!(nginx Nginx $($test)*);
        on_every_server!(nginx_with_brotli NginxBrotli $($test)*);
        on_every_server!(caddy Caddy $($test)*);
        on_every_server!(apache Apache $($test)*);
    };
    ($server:ident $kind:ident $($test:ident)*) => {
        mod $server {
            $(
                #[test]
                fn $test() -> backstory_hosting_tests::Outcome {
                    super::$test(&backstory_hosting_tests::Server::start(super::Kind::$kind)?)
                }
            )*
        }
    };
}

on_every_server! {
    every_file_comes_whole_with_its_type_and_its_headers,
    hashed_files_are_kept_for_a_year_and_others_for_minutes,
    compressed_copies_go_to_those_who_take_them,
    what_is_not_taken_is_not_sent,
    what_is_unchanged_is_not_sent_again,
    parts_of_the_program_can_be_asked_for,
    lost_readers_get_our_page,
    a_folder_without_a_slash_leads_to_the_folder,
    all_that_pages_ask_for_is_there,
    the_same_below_a_sub_path,
    the_frozen_copy_needs_nothing_from_outside_itself,
    questions_about_files_are_answered_like_questions_for_them,
}

/// The type that a browser must be told.
fn kind_of(file: &File) -> Result<&'static str> {
    Ok(match file.ending() {
        "html" => "text/html",
        "css" => "text/css",
        "js" => "text/javascript",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "csv" => "text/csv",
        "ics" => "text/calendar",
        "txt" => "text/plain",
        "xml" => "text/xml or application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        other => anyhow::bail!("{}: no test knows what type {other:?} is", file.path),
    })
}

/// Holds the headers that make embedding possible, each sent once.
fn has_headers(what: &str, answer: &Answer) -> Outcome {
    for (name, value) in HEADERS {
        ensure!(answer.header(name) == Some(value), "{what}: {name} is {:?}, not {value:?}", answer.header(name));
    }
    ensure!(answer.header("x-frame-options").is_none(), "{what}: framing is forbidden");
    Ok(())
}

fn every_file_comes_whole_with_its_type_and_its_headers(server: &Server) -> Outcome {
    for file in Folder::read(&dist()?)?.files {
        let path = format!("/{}", file.path);
        let answer = server.get(&path)?;
        ensure!(answer.status == 200, "{path}: {}", answer.status);
        ensure!(answer.body == file.bytes, "{path}: other bytes than on disk");
        has_headers(&path, &answer)?;
        let (kind, wanted) = (answer.value("content-type"), kind_of(&file)?);
        let (essence, charset) = kind.split_once(';').unwrap_or((kind, ""));
        ensure!(wanted.split(" or ").any(|one| one == essence), "{path} is {kind:?}, not {wanted:?}");
        if essence.starts_with("text/") {
            ensure!(charset.trim().eq_ignore_ascii_case("charset=utf-8"), "{path} is {kind:?}, without utf-8");
        }
    }
    Ok(())
}

fn hashed_files_are_kept_for_a_year_and_others_for_minutes(server: &Server) -> Outcome {
    for file in Folder::read(&dist()?)?.files {
        for before in ["/", "/history/"] {
            let path = format!("{before}{}", file.path);
            let answer = server.ask(&Request::head(&path).with("Accept-Encoding", "gzip, br"))?;
            let wanted = if file.is_hashed() { YEAR } else { MINUTES };
            ensure!(answer.value("cache-control") == wanted, "{path}: {:?}", answer.value("cache-control"));
        }
    }
    Ok(())
}

/// The encoding that a server shall choose for a file.
fn chosen(kind: Kind, file: &File, accepted: &str) -> Option<&'static str> {
    let [br, gz] = file.has;
    match accepted {
        "gzip, deflate, br, zstd" | "br" if br && kind != Kind::Nginx => Some("br"),
        "gzip, deflate, br, zstd" | "gzip" if gz => Some("gzip"),
        _ => None,
    }
}

fn unpacked(answer: &Answer) -> Result<Vec<u8>> {
    let mut plain = Vec::new();
    match answer.header("content-encoding") {
        None => plain.clone_from(&answer.body),
        Some("br") => {
            brotli::Decompressor::new(&answer.body[..], 4096).read_to_end(&mut plain)?;
        }
        Some("gzip") => {
            flate2::read::GzDecoder::new(&answer.body[..]).read_to_end(&mut plain)?;
        }
        Some(other) => anyhow::bail!("nobody asked for {other}"),
    }
    Ok(plain)
}

fn compressed_copies_go_to_those_who_take_them(server: &Server) -> Outcome {
    let folder = Folder::read(&dist()?)?;
    for file in folder.largest_of_each_kind() {
        let path = format!("/{}", file.path);
        for accepted in ["gzip, deflate, br, zstd", "br", "gzip", "identity"] {
            let answer = server.ask(&Request::get(&path).with("Accept-Encoding", accepted))?;
            let (found, wanted) = (answer.header("content-encoding"), chosen(server.kind, file, accepted));
            ensure!(found == wanted, "{path} to one who takes {accepted:?}: {found:?}, not {wanted:?}");
            ensure!(unpacked(&answer)? == file.bytes, "{path} in {found:?}: other bytes than on disk");
            has_headers(&path, &answer)?;
            if file.has.contains(&true) {
                let vary = answer.value("vary").to_ascii_lowercase();
                ensure!(vary == "accept-encoding", "{path} to one who takes {accepted:?}: Vary is {vary:?}");
            }
        }
    }
    let heavy = ["html", "css", "js", "wasm", "json", "csv", "ics"];
    let bare = folder
        .largest_of_each_kind()
        .into_iter()
        .find(|file| heavy.contains(&file.ending()) && file.has != [true, true]);
    ensure!(bare.is_none(), "{} has no compressed copies", bare.map_or("", |file| &file.path));
    Ok(())
}

fn what_is_not_taken_is_not_sent(server: &Server) -> Outcome {
    for (accepted, never) in
        [("br;q=0, gzip", "br"), ("gzip;q=0, br;q=0", "gzip"), ("gzip;q=0, br;q=0", "br"), ("brotli", "br")]
    {
        let answer = server.ask(&Request::get("/index.html").with("Accept-Encoding", accepted))?;
        ensure!(answer.header("content-encoding") != Some(never), "{never} came to one who takes {accepted:?}");
    }
    Ok(())
}

fn what_is_unchanged_is_not_sent_again(server: &Server) -> Outcome {
    let folder = Folder::read(&dist()?)?;
    for file in folder.largest_of_each_kind() {
        let path = format!("/{}", file.path);
        for accepted in ["br", "gzip", "identity"] {
            let ask = |tag: &str| {
                server.ask(&Request::get(&path).with("Accept-Encoding", accepted).with("If-None-Match", tag))
            };
            let first = server.ask(&Request::get(&path).with("Accept-Encoding", accepted))?;
            let tag = first.header("etag").with_context(|| format!("{path} has no ETag"))?;
            let again = ask(tag)?;
            ensure!(again.status == 304, "{path} in {accepted} with its own ETag {tag}: {}", again.status);
            ensure!(
                again.header("cache-control") == first.header("cache-control"),
                "{path}: 304 says something else on keeping"
            );
            ensure!(ask("\"another\"")?.status == 200, "{path} with another ETag is not sent");
        }
    }
    Ok(())
}

fn parts_of_the_program_can_be_asked_for(server: &Server) -> Outcome {
    let folder = Folder::read(&dist()?)?;
    let wasm = folder.find(|path| path.starts_with("assets/") && path.ends_with(".wasm"))?;
    let (path, length) = (format!("/{}", wasm.path), wasm.bytes.len());
    let ask = |range: &str| server.ask(&Request::get(&path).with("Accept-Encoding", "identity").with("Range", range));
    for (range, part) in [("bytes=0-3", 0..4), ("bytes=100-", 100..length), ("bytes=-16", length - 16..length)] {
        let answer = ask(range)?;
        ensure!(answer.status == 206, "{range}: {}", answer.status);
        let place = format!("bytes {}-{}/{length}", part.start, part.end - 1);
        ensure!(answer.value("content-range") == place, "{range}: {:?}", answer.value("content-range"));
        ensure!(answer.body == wasm.bytes[part], "{range}: other bytes than on disk");
        ensure!(answer.value("content-type") == "application/wasm", "{range}: {:?}", answer.value("content-type"));
        has_headers(range, &answer)?;
    }
    ensure!(ask(&format!("bytes={length}-"))?.status == 416, "a part beyond the end is sent");
    Ok(())
}

fn lost_readers_get_our_page(server: &Server) -> Outcome {
    let page = std::fs::read(dist()?.join("404.html"))?;
    for path in [
        "/nowhere",
        "/embed/nowhere.html",
        "/assets/app-000000000000.js",
        "/history/nowhere",
        "/history/assets/nowhere.css",
    ] {
        for accepted in ["identity", "gzip", "br"] {
            let answer = server.ask(&Request::get(path).with("Accept-Encoding", accepted))?;
            ensure!(answer.status == 404, "{path}: {}", answer.status);
            ensure!(unpacked(&answer)? == page, "{path} in {accepted}: not our page");
            ensure!(
                answer.value("content-type").starts_with("text/html"),
                "{path}: {:?}",
                answer.value("content-type")
            );
            has_headers(path, &answer)?;
            // It may be there in a minute: a year would be wrong even below assets/.
            let keep = answer.value("cache-control");
            ensure!(!keep.contains("immutable") && !keep.contains("31536000"), "{path}: 404 is kept: {keep:?}");
        }
    }
    Ok(())
}

fn a_folder_without_a_slash_leads_to_the_folder(server: &Server) -> Outcome {
    let answer = server.get("/history")?;
    ensure!([301, 302, 307, 308].contains(&answer.status), "/history: {}", answer.status);
    let to = answer.value("location");
    let origin = format!("http://127.0.0.1:{}", server.port);
    ensure!(to.strip_prefix(&origin).unwrap_or(to) == "/history/", "/history leads to {to:?}");
    Ok(())
}

/// What a page loads or links to within the site, as paths from its own folder.
fn asked_for(html: &str) -> Vec<String> {
    let mut all = Vec::new();
    for start in ["href=\"", "src=\"", "url("] {
        for rest in html.split(start).skip(1) {
            let end = if start == "url(" { ')' } else { '"' };
            let address = rest.split(end).next().unwrap_or_default().split(['#', '?']).next().unwrap_or_default();
            if !address.is_empty() && !address.contains(':') && !address.starts_with("//") {
                all.push(address.to_owned());
            }
        }
    }
    all.sort();
    all.dedup();
    all
}

/// An address seen from a folder; `None` where it climbs above the site.
fn resolve(folder: &str, address: &str) -> Option<String> {
    if address.starts_with('/') {
        return Some(address.into());
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in address.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    let slash = if address.ends_with('/') || address.ends_with("..") || address == "." { "/" } else { "" };
    Some(format!("/{}{}", parts.join("/"), if parts.is_empty() { "" } else { slash }))
}

const PAGES: [&str; 5] = ["index.html", "404.html", "embed/timeline.html", "embed/compact.html", "embed/sources.html"];

/// Asks for all that pages below `folder` ask for; each must be there, and below `folder` too.
fn complete(server: &Server, folder: &str, pages: &[&str]) -> Outcome {
    for page in pages {
        let path = format!("{folder}{page}");
        let html = String::from_utf8(server.get(&path)?.body)?;
        let own = path.rsplit_once('/').map_or("/", |(folder, _)| folder);
        let addresses = asked_for(&html);
        ensure!(!addresses.is_empty(), "{path} asks for nothing");
        for address in addresses {
            let to = resolve(own, &address).with_context(|| format!("{path}: {address} leads above the site"))?;
            ensure!(to.starts_with(folder), "{path}: {address} leads out of {folder}");
            let status = server.ask(&Request::head(&to))?.status;
            ensure!(status == 200, "{path} asks for {address}: {status}");
        }
    }
    Ok(())
}

fn all_that_pages_ask_for_is_there(server: &Server) -> Outcome {
    complete(server, "/", &PAGES)
}

fn the_same_below_a_sub_path(server: &Server) -> Outcome {
    ensure!(server.get("/history/")?.body == std::fs::read(dist()?.join("index.html"))?, "/history/ is not the page");
    complete(server, "/history/", &PAGES)
}

fn the_frozen_copy_needs_nothing_from_outside_itself(server: &Server) -> Outcome {
    let folder = Folder::read(&dist()?)?;
    let index = folder.find(|path| path.starts_with("v/") && path.ends_with("/index.html"))?;
    let copy = format!("/{}", index.path.trim_end_matches("index.html"));
    ensure!(server.get(&copy)?.body == index.bytes, "{copy} is not the frozen page");
    // A copy has no page for the lost: the site has.
    let pages: Vec<&str> = PAGES.into_iter().filter(|page| *page != "404.html").collect();
    complete(server, &copy, &pages)?;
    complete(server, &format!("/history{copy}"), &pages)
}

fn questions_about_files_are_answered_like_questions_for_them(server: &Server) -> Outcome {
    for file in Folder::read(&dist()?)?.largest_of_each_kind() {
        let path = format!("/{}", file.path);
        let (head, get) = (server.ask(&Request::head(&path))?, server.get(&path)?);
        ensure!(head.status == get.status, "{path}: {} and {}", head.status, get.status);
        for name in ["content-type", "content-length", "etag", "cache-control", "vary"] {
            ensure!(
                head.header(name) == get.header(name),
                "{path}: {name}: {:?} and {:?}",
                head.header(name),
                get.header(name)
            );
        }
        has_headers(&path, &head)?;
    }
    Ok(())
}
