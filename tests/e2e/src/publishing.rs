//! Publishing systems at work on this machine, on its own addresses only: WordPress with a database of its own, and the
//! generators Hugo and MkDocs with the theme Material.

use std::{
    fs::{self, File},
    io::Write,
    net::{TcpListener, TcpStream},
    os::unix::{net::UnixStream, process::CommandExt},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;

use crate::{Host, Running, root, tools};

/// Where Debian keeps it.
const WORDPRESS: &str = "/usr/share/wordpress";
/// Files of the site that are the tests' own: where they go, and what they hold.
const OWN: [(&str, &str); 3] = [
    ("wp-config.php", include_str!("wordpress/wp-config.php")),
    ("wp-content/mu-plugins/tests.php", include_str!("wordpress/tests.php")),
    ("posts.php", include_str!("wordpress/posts.php")),
];
/// How long a server may take to answer at all.
const PATIENCE: Duration = Duration::from_secs(60);

/// A post: the role of the user who writes it, and its content.
pub type Post = (&'static str, String);

/// WordPress at work. It stops when it is dropped.
#[derive(Debug)]
pub struct WordPress {
    /// Its address, without a slash at the end.
    pub site: String,
    /// Numbers of the posts, in the order in which they were given.
    pub posts: Vec<u32>,
    children: Vec<Child>,
    folder: TempDir,
}

impl WordPress {
    /// Installs it into a folder that goes with it, with these posts.
    pub fn start(posts: &[Post]) -> Result<WordPress> {
        let folder = tempfile::Builder::new().prefix("backstory-wordpress-").tempdir()?;
        let (top, data, socket) =
            (folder.path().join("site"), folder.path().join("data"), folder.path().join("database"));
        let what = || format!("there is no {WORDPRESS}: cargo xtask matrix installs it");
        fs::metadata(WORDPRESS).with_context(what)?;
        // Its parts are links to elsewhere.
        finish(Command::new("cp").args(["-rL", WORDPRESS]).arg(&top))?;
        for (path, text) in OWN {
            let path = top.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&top))?;
            fs::write(path, text)?;
        }
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut wordpress =
            WordPress { site: format!("http://{address}"), posts: Vec::new(), children: Vec::new(), folder };

        let me = String::from_utf8(Command::new("id").arg("-un").output()?.stdout)?;
        let user = format!("--user={}", me.trim());
        let mut install = Command::new("mariadb-install-db");
        install.args(["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db", &user]);
        let (data, socket_is) = (format!("--datadir={}", data.display()), format!("--socket={}", socket.display()));
        finish(install.arg(&data))?;
        let mut database = Command::new("/usr/sbin/mariadbd");
        wordpress.run(database.args(["--no-defaults", "--skip-networking", &user, &socket_is, &data]))?;
        until("the database answers", || UnixStream::connect(&socket).is_ok())?;

        let php = || {
            let mut php = Command::new("php");
            php.current_dir(&top).env("BACKSTORY_SOCKET", &socket).env("BACKSTORY_SITE", &wordpress.site);
            php
        };
        let written = answer(php().arg("posts.php"), &serde_json::to_string(posts)?)?;
        let numbers = written.lines().next_back().unwrap_or_default();
        let numbers = serde_json::from_str(numbers).with_context(|| format!("WordPress says {written}"))?;
        let mut server = php();
        server.env("PHP_CLI_SERVER_WORKERS", "4").args(["-S", &address.to_string()]);
        wordpress.posts = numbers;
        wordpress.run(&mut server)?;
        until("WordPress answers", || TcpStream::connect(address).is_ok())?;
        Ok(wordpress)
    }

    fn run(&mut self, command: &mut Command) -> Result<()> {
        let says = File::create(self.folder.path().join(format!("log-{}", self.children.len())))?;
        command.stdin(Stdio::null()).stdout(says.try_clone()?).stderr(says);
        // A group of its own: its workers end with it.
        let child = command.process_group(0).spawn().with_context(|| format!("{command:?} does not start"))?;
        self.children.push(child);
        Ok(())
    }

    /// Address of the n-th post.
    pub fn post(&self, n: usize) -> String {
        format!("{}/?p={}", self.site, self.posts[n])
    }
}

impl Drop for WordPress {
    fn drop(&mut self) {
        for child in self.children.iter_mut().rev() {
            let _ = Command::new("kill").args(["-TERM", "--", &format!("-{}", child.id())]).status();
            let _ = child.wait();
        }
    }
}

/// Pages of a generator, by their names, and where they stand.
#[derive(Debug)]
pub struct Generated {
    /// What serves them: `/NAME/`.
    pub host: Running,
    _folder: TempDir,
}

/// Hugo's pages of these texts, in an article and with our shortcode.
pub fn hugo(pages: &[(String, String)], article: &str) -> Result<Generated> {
    let layout = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{{{{ .Title }}}}</title>\
         <style>body {{ margin: 1rem }} main {{ max-width: 40rem; margin: 0 auto }}</style></head><body><main>{article}</main></body></html>"
    );
    let shortcode = fs::read_to_string(root().join("hosting/hugo/backstory.html"))?;
    let folder = folder(
        "hugo",
        &[
            ("config.toml", "baseURL = \"/\"\ntitle = \"A newspaper\"\n"),
            ("layouts/_default/single.html", &layout),
            ("layouts/shortcodes/backstory.html", &shortcode),
        ],
    )?;
    for (name, text) in pages {
        fs::create_dir_all(folder.path().join("content"))?;
        fs::write(folder.path().join(format!("content/{name}.md")), format!("---\ntitle: {name}\n---\n{text}"))?;
    }
    finish(Command::new("hugo").arg("--quiet").current_dir(folder.path()))?;
    Ok(Generated { host: Host::new(folder.path().join("public")).start()?, _folder: folder })
}

/// MkDocs' pages of these texts in the theme Material, which goes from page to page without loading one; `script` is named in
/// the settings, as there it has to be.
pub fn mkdocs(pages: &[(String, String)], script: &str) -> Result<Generated> {
    // It has to know its address.
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let settings = format!(
        "site_name: A newspaper\nsite_url: http://{address}/\nuse_directory_urls: true\ntheme:\n  name: material\n  font: false\n  features: [navigation.instant]\n\
         extra_javascript:\n  - path: {script}\n    async: true\n"
    );
    let folder = folder("mkdocs", &[("mkdocs.yml", &settings), ("docs/index.md", "# A newspaper\n")])?;
    for (name, text) in pages {
        fs::write(folder.path().join(format!("docs/{name}.md")), format!("# {name}\n\n{text}"))?;
    }
    finish(Command::new(tools().join("mkdocs/bin/mkdocs")).args(["build", "--quiet"]).current_dir(folder.path()))?;
    Ok(Generated { host: Host::new(folder.path().join("site")).port(address.port()).start()?, _folder: folder })
}

fn folder(name: &str, files: &[(&str, &str)]) -> Result<TempDir> {
    let folder = tempfile::Builder::new().prefix(&format!("backstory-{name}-")).tempdir()?;
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        fs::write(path, text)?;
    }
    Ok(folder)
}

/// Runs a program to its end.
fn finish(command: &mut Command) -> Result<()> {
    answer(command, "").map(|_| ())
}

/// Tells a program something, and takes what it answers.
fn answer(command: &mut Command, input: &str) -> Result<String> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{command:?} does not start: cargo xtask matrix installs it"))?;
    // It reads all before it answers.
    child.stdin.take().context("its input is there")?.write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    let [says, complains] = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    ensure!(output.status.success(), "{command:?} ended with {}: {complains}{says}", output.status);
    Ok(says)
}

fn until(what: &str, is_so: impl Fn() -> bool) -> Result<()> {
    let start = Instant::now();
    while !is_so() {
        if start.elapsed() > PATIENCE {
            bail!("{what}: never so");
        }
        std::thread::sleep(Duration::from_millis(40));
    }
    Ok(())
}
