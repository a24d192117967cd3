//! nginx, Caddy and Apache at work with the configurations of `hosting/`, until they are dropped.

use std::{
    env, fs,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use backstory_test_client::{Answer, Request};
use tempfile::TempDir;

use crate::folder::{dist, open_site, root, site};

/// How long a server may take to answer at all.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where the configurations say that the folder is.
const FOLDER: &str = "/srv/explainer";

/// A server and how it is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// As Debian ships it.
    Nginx,
    /// With the module for brotli.
    NginxBrotli,
    /// As Debian ships it.
    Caddy,
    /// As Debian ships it, with `.htaccess` in the folder.
    Apache,
}

/// A server at work. It stops when it is dropped.
#[derive(Debug)]
pub struct Server {
    /// What it is.
    pub kind: Kind,
    /// The port at which it answers.
    pub port: u16,
    child: Child,
    own: TempDir,
    _site: TempDir,
}

impl Server {
    /// Starts it on the built folder, at the root of its site and below `/history/`.
    pub fn start(kind: Kind) -> Result<Server> {
        let site = if kind == Kind::Apache { open_site(&dist()?)? } else { site(&dist()?)? };
        let own = tempfile::Builder::new().prefix("backstory-devserverr-").tempdir()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = match kind {
            Kind::Caddy => caddy(own.path(), site.path(), port)?,
            Kind::Nginx | Kind::NginxBrotli => nginx(kind, own.path(), site.path(), port)?,
            Kind::Apache => apache(own.path(), site.path(), port)?,
        };
        let log = fs::File::create(own.path().join("log"))?;
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let child = command.spawn().with_context(|| format!("{command:?} does not start"))?;
        let mut server = Server { kind, port, child, own, _site: site };
        server.answers()?;
        Ok(server)
    }

    fn answers(&mut self) -> Result<()> {
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let says = fs::read_to_string(self.own.path().join("log")).unwrap_or_default();
            if let Some(status) = self.child.try_wait()? {
                bail!("{:?} ended with {status}: {says}", self.kind);
            }
            ensure!(start.elapsed() < PATIENCE, "{:?} does not answer: {says}", self.kind);
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Asks it.
    pub fn ask(&self, request: &Request) -> Result<Answer> {
        let answer = request.send(self.port)?;
        ensure!(answer.is_whole(), "{} bytes came, which is not what was promised", answer.body.len());
        Ok(answer)
    }

    /// Asks it for a file, uncompressed.
    pub fn get(&self, path: &str) -> Result<Answer> {
        self.ask(&Request::get(path))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Its own way of ending: nginx takes its workers with it.
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let _ = self.child.wait();
    }
}

fn caddy(own: &Path, site: &Path, port: u16) -> Result<Command> {
    let program = program("CADDY", "caddy", "caddy")?;
    let text = configuration("Caddyfile")?;
    let text = changed(&text, "\nexplainer.example.org {", &format!("\nhttp://127.0.0.1:{port} {{"))?;
    let text = changed(&text, FOLDER, &site.display().to_string())?;
    let file = own.join("Caddyfile");
    fs::write(&file, format!("{{\n\tadmin off\n}}\n{text}"))?;
    let mut command = Command::new(program);
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(file);
    command.env("HOME", own).env("XDG_DATA_HOME", own).env("XDG_CONFIG_HOME", own);
    Ok(command)
}

fn nginx(kind: Kind, own: &Path, site: &Path, port: u16) -> Result<Command> {
    let program = program("NGINX", "nginx", "nginx")?;
    let text = configuration("nginx.conf")?;
    let text = changed(&text, "listen 80;", &format!("listen 127.0.0.1:{port};"))?;
    let text = changed(&text, FOLDER, &site.display().to_string())?;
    let (text, module) = match kind {
        Kind::NginxBrotli => (changed(&text, "# brotli_static on;", "brotli_static on;")?, load_brotli()?),
        _ => (text, String::new()),
    };
    fs::write(own.join("explainer.conf"), text)?;
    let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let paths: String = paths.iter().map(|name| format!("    {name}_temp_path {}/{name};\n", own.display())).collect();
    let main = format!(
        "{module}{user}daemon off;\nworker_processes 1;\npid {own}/pid;\nerror_log stderr;\nevents {{}}\n\
         http {{\n    access_log off;\n{paths}    include {own}/explainer.conf;\n}}\n",
        user = user()?,
        own = own.display()
    );
    fs::write(own.join("nginx.conf"), main)?;
    let mut command = Command::new(program);
    command.arg("-c").arg(own.join("nginx.conf")).args(["-e", "stderr"]);
    Ok(command)
}

/// What a host that allows `.htaccess` has loaded: Debian's usual modules, and the two that the file names.
const APACHE_MODULES: [&str; 9] =
    ["mpm_event", "authz_core", "dir", "mime", "negotiation", "autoindex", "headers", "rewrite", "deflate"];

fn apache(own: &Path, site: &Path, port: u16) -> Result<Command> {
    let program = program("APACHE", "apache2", "apache2-bin")?;
    fs::write(site.join(".htaccess"), configuration(".htaccess")?)?;
    let load = |name| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n");
    let modules: String = APACHE_MODULES.into_iter().map(load).collect();
    // It serves nothing as root.
    let user = if name_of("-un")? == "root" { "User nobody\nGroup nogroup\n" } else { "" };
    let main = format!(
        "{modules}ServerRoot {own}\nPidFile {own}/pid\nErrorLog /dev/stderr\nDefaultRuntimeDir {own}\nTypesConfig /dev/null\nListen 127.0.0.1:{port}\n\
         ServerName 127.0.0.1\n{user}DocumentRoot {site}\n\
         <Directory {site}>\n    AllowOverride All\n    Options Indexes FollowSymLinks\n    Require all granted\n</Directory>\n",
        own = own.display(),
        site = site.display(),
    );
    let file = own.join("apache2.conf");
    fs::write(&file, main)?;
    let mut command = Command::new(program);
    command.args(["-D", "FOREGROUND", "-f"]).arg(file);
    Ok(command)
}

fn name_of(what: &str) -> Result<String> {
    Ok(String::from_utf8(Command::new("id").arg(what).output()?.stdout)?.trim().to_owned())
}

/// Started by root, its workers stay root: the folders of a test are nobody else's.
fn user() -> Result<String> {
    Ok(if name_of("-un")? == "root" { "user root;\n".into() } else { String::new() })
}

fn load_brotli() -> Result<String> {
    let name = "ngx_http_brotli_static_module.so";
    let folders = ["/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/usr/share/nginx/modules"];
    let module = folders.iter().map(|folder| Path::new(folder).join(name)).find(|path| path.is_file());
    let module = module
        .context("nginx lacks its module for brotli. Type: sudo apt-get install libnginx-mod-http-brotli-static")?;
    Ok(format!("load_module {};\n", module.display()))
}

fn configuration(name: &str) -> Result<String> {
    let path = root().join("hosting").join(name);
    fs::read_to_string(&path).with_context(|| path.display().to_string())
}

/// Replaces what must stand there exactly once.
fn changed(text: &str, from: &str, to: &str) -> Result<String> {
    let found = text.matches(from).count();
    ensure!(found == 1, "{from:?} stands {found} times in the configuration, not once");
    Ok(text.replacen(from, to, 1))
}

/// A server by the variable that names it, or by its name on the path.
fn program(variable: &str, name: &str, package: &str) -> Result<PathBuf> {
    if let Some(path) = env::var_os(format!("BACKSTORY_{variable}")) {
        return Ok(path.into());
    }
    let path = env::var_os("PATH").unwrap_or_default();
    // Debian keeps servers where only root looks.
    let mut folders = env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    let found = folders.find_map(|folder| Some(folder.join(name)).filter(|path| path.is_file()));
    found.with_context(|| format!("there is no {name}. Type: sudo apt-get install {package}"))
}
