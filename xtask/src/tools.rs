//! Tools of other makers: installed only where they are missing, and never without saying so.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    paths,
    run::{self, Outcome},
    stamp::Stamp,
};

/// A tool, why it is needed and where it comes from.
#[derive(Clone, Copy)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// What it is needed for, as a phrase that follows "needed to".
    pub why: &'static str,
    /// Names of the program, or paths where `*` stands for one folder.
    programs: &'static [&'static str],
    /// How it is installed.
    from: From,
}

#[derive(Clone, Copy)]
enum From {
    /// Debian's packages.
    Debian(&'static [&'static str]),
    /// Compiled by cargo into `.tools/`, at this version, with these options.
    Cargo(&'static str, &'static [&'static str]),
    /// A package of Python's index, at this version, in a folder of its own below `.tools/`.
    Python(&'static str, &'static str),
}

const DRIVE_CHROMIUM: &str = "test the page in Chromium";
const DRIVE_FIREFOX: &str = "test the page in Firefox";
const DRIVE_WEBKIT: &str = "test the page in WebKit, the engine of Safari";

const SERVE: &str = "serve the built folder by the configurations of hosting/";
const BROTLI: &str = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

/// Tools of the build: the optimiser, and what installs it.
pub const NODE: [Tool; 2] = [
    debian("node", "make the browser's program and scripts small and run checks of the page", &["node"], &["nodejs"]),
    debian("npm", "install tools for the page, at fixed versions", &["npm"], &["npm"]),
];

/// Chromium and its driver, which every Debian-like machine can install as a package.
pub const CHROMIUM: [Tool; 2] = [
    debian("chromium", DRIVE_CHROMIUM, &["chromium", "chromium-browser", "google-chrome"], &["chromium"]),
    debian("chromedriver", DRIVE_CHROMIUM, &["chromedriver"], &["chromium-driver"]),
];

/// Three engines, how to drive them, and what checks HTML.
pub const BROWSERS: [Tool; 8] = [
    CHROMIUM[0],
    CHROMIUM[1],
    debian("firefox", DRIVE_FIREFOX, &["firefox-esr", "firefox"], &["firefox-esr"]),
    Tool { name: "geckodriver", why: DRIVE_FIREFOX, programs: &["geckodriver"], from: From::Cargo("0.37.1", &[]) },
    debian("WebKitWebDriver", DRIVE_WEBKIT, &["WebKitWebDriver"], &["webkit2gtk-driver"]),
    debian(
        "MiniBrowser",
        DRIVE_WEBKIT,
        &["/usr/lib/*/webkit2gtk-4.1/MiniBrowser", "/usr/libexec/webkit2gtk-4.1/MiniBrowser"],
        &["webkit2gtk-driver"],
    ),
    debian("xvfb-run", "show WebKit a screen on a machine without one", &["xvfb-run"], &["xvfb", "xauth"]),
    debian("java", "check the page's HTML with the validator of the W3C", &["java"], &["default-jre-headless"]),
];

/// Trunk, for the test of the second front door. Not optimised, as that would take twice as long to compile.
pub const TRUNK: Tool = Tool {
    name: "trunk",
    why: "test that it builds the same pages",
    programs: &["trunk"],
    from: From::Cargo("0.21.14", &["--debug"]),
};

/// Web servers that the tests start with the configurations of `hosting/`.
pub const SERVERS: [Tool; 4] = [
    debian("nginx", SERVE, &["nginx", "/usr/sbin/nginx"], &["nginx"]),
    debian("nginx's brotli", SERVE, &[BROTLI], &["libnginx-mod-http-brotli-static"]),
    debian("caddy", SERVE, &["caddy"], &["caddy"]),
    // Only the program, because Debian's package "apache2" would start a server of its own.
    debian("apache2", SERVE, &["apache2", "/usr/sbin/apache2"], &["apache2-bin"]),
];

const PUBLISH: &str = "try the embeds in real publishing systems";

/// Publishing systems of others, at work on this machine only. Of WordPress only the files: it runs in PHP's own server, with
/// a database of its own.
pub const PUBLISHING: [Tool; 6] = [
    debian("php", PUBLISH, &["php"], &["php-cli", "php-mysql", "php-xml"]),
    debian("mariadbd", PUBLISH, &["/usr/sbin/mariadbd"], &["mariadb-server-core"]),
    debian(
        "wordpress",
        PUBLISH,
        &["/usr/share/wordpress/wp-content/themes/twentytwentythree/style.css"],
        &["wordpress", "wordpress-theme-twentytwentyone", "wordpress-theme-twentytwentythree"],
    ),
    debian("hugo", PUBLISH, &["hugo"], &["hugo"]),
    debian("python3", PUBLISH, &["python3"], &["python3-venv"]),
    Tool { name: "mkdocs", why: PUBLISH, programs: &[], from: From::Python("mkdocs-material", "9.8.1") },
];

const fn debian(
    name: &'static str,
    why: &'static str,
    programs: &'static [&'static str],
    packages: &'static [&'static str],
) -> Tool {
    Tool { name, why, programs, from: From::Debian(packages) }
}

impl Tool {
    /// Path of the tool, if it is installed.
    pub fn path(&self) -> Option<PathBuf> {
        let (shared, apart) = (paths::tools().join("bin"), paths::tools().join(self.name).join("bin"));
        let own = || [shared, apart].map(|folder| folder.join(self.name)).into_iter().find(|path| path.is_file());
        self.programs.iter().find_map(|name| locate(name)).or_else(own)
    }

    /// Whether the tool is installed.
    pub fn is_here(&self) -> bool {
        self.path().is_some()
    }

    /// The command that installs the tool.
    pub fn to_type(self) -> String {
        match self.from {
            From::Debian(packages) => {
                format!("sudo apt-get install {} (on Debian and Ubuntu)", packages.join(" "))
            }
            From::Cargo(version, _) => {
                format!("cargo install {} --version {version} --locked", self.name)
            }
            From::Python(package, version) => format!("pip install {package}=={version}"),
        }
    }

    /// The environment variable that tells the browser tests its path.
    pub fn variable(&self) -> String {
        self.name.to_uppercase().replace('-', "_")
    }
}

/// A name on the path, or a path in which `*` stands for any one folder.
fn locate(name: &str) -> Option<PathBuf> {
    if !name.starts_with('/') {
        return run::find(&[name]);
    }
    match name.split_once("/*/") {
        None => Some(PathBuf::from(name)).filter(|path| path.is_file()),
        Some((folder, rest)) => {
            let folders = fs::read_dir(folder).ok()?.flatten();
            folders.map(|entry| entry.path().join(rest)).find(|path| path.is_file())
        }
    }
}

/// Installs those of the tools that are missing.
pub fn install(tools: &[Tool]) -> Outcome {
    let missing: Vec<_> = tools.iter().filter(|tool| !tool.is_here()).collect();
    let mut packages: Vec<_> = missing.iter().flat_map(|tool| tool.packages()).copied().collect();
    packages.dedup();
    if !packages.is_empty() {
        debian_install(&packages, &missing)?;
    }
    for tool in &missing {
        match tool.from {
            From::Debian(_) => {}
            From::Cargo(version, options) => cargo_install(tool, version, options)?,
            From::Python(package, version) => python_install(tool, package, version)?,
        }
    }
    match missing.iter().find(|tool| !tool.is_here()) {
        None => Ok(()),
        Some(tool) => Err(lacks(tool, "it is still not there after the installation")),
    }
}

impl Tool {
    fn packages(&self) -> &[&'static str] {
        match self.from {
            From::Debian(packages) => packages,
            From::Cargo(..) | From::Python(..) => &[],
        }
    }
}

fn lacks(tool: &Tool, why_not: &str) -> String {
    format!("{} is needed to {}, but {why_not}. Type: {}", tool.name, tool.why, tool.to_type())
}

fn debian_install(packages: &[&str], missing: &[&Tool]) -> Outcome {
    let tool = missing.iter().find(|tool| !tool.packages().is_empty()).ok_or("nothing to install")?;
    let apt = apt().map_err(|why_not| lacks(tool, &why_not))?;
    run::step(&format!("installing Debian's {}", packages.join(", ")), &format!("needed to {}", tool.why));
    run::run(&mut apt(&["update", "--quiet"])).map_err(|why_not| lacks(tool, &why_not))?;
    // Packages may exclude each other, and nothing that is installed may be removed for our sake.
    let mut arguments = vec!["install", "--yes", "--quiet", "--no-remove", "--no-install-recommends"];
    arguments.extend(packages);
    run::run(&mut apt(&arguments)).map_err(|why_not| lacks(tool, &why_not))
}

/// `apt-get`, with `sudo` where it is needed.
fn apt() -> Outcome<impl Fn(&[&str]) -> Command> {
    let apt = run::find(&["apt-get"])
        .ok_or("this system has no apt-get, and how to install it elsewhere is yours to know")?;
    let is_root = run::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if !is_root && !run::quietly(Command::new("sudo").args(["-n", "true"])) {
        return Err("installing it needs the rights of root".into());
    }
    Ok(move |arguments: &[&str]| {
        let mut command = if is_root {
            run::program(&apt)
        } else {
            let mut sudo = run::program("sudo");
            sudo.arg("-n").arg(&apt);
            sudo
        };
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        command
    })
}

fn cargo_install(tool: &Tool, version: &str, options: &[&str]) -> Outcome {
    run::step(&format!("compiling {} {version}", tool.name), &format!("needed to {}, takes some minutes", tool.why));
    let mut command = run::cargo();
    command.args(["install", tool.name, "--version", version, "--locked"]).args(options);
    command.arg("--root").arg(paths::tools());
    run::run(command.arg("--target-dir").arg(paths::target().join("tools"))).map_err(|why_not| lacks(tool, &why_not))
}

fn python_install(tool: &Tool, package: &str, version: &str) -> Outcome {
    run::step(&format!("installing {package} {version} into .tools/"), &format!("needed to {}", tool.why));
    let folder = paths::tools().join(tool.name);
    run::run(run::program("python3").args(["-m", "venv"]).arg(&folder)).map_err(|why_not| lacks(tool, &why_not))?;
    let mut pip = run::program(folder.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", &format!("{package}=={version}")]);
    run::run(&mut pip).map_err(|why_not| lacks(tool, &why_not))
}

/// A set of tools from npm.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Npm {
    /// Tools of the build.
    Build,
    /// Tools of the build and of the tests.
    Test,
}

/// A file of a package from npm, after installing the packages at the versions of `xtask/tools/` where necessary.
pub fn from_npm(file: &str, wanted: Npm) -> Outcome<PathBuf> {
    let path = paths::tools().join("node_modules").join(file);
    if is_installed(wanted) && path.is_file() {
        return Ok(path);
    }
    install(&NODE)?;
    npm_install(wanted)?;
    if path.is_file() {
        Ok(path)
    } else {
        Err(format!("npm installed its packages, but {} is missing", path.display()))
    }
}

/// Whether the packages are installed at the versions asked for.
pub fn is_installed(wanted: Npm) -> bool {
    let installed = fs::read_to_string(paths::tools().join("npm.stamp")).unwrap_or_default();
    // The set of the tests includes that of the build.
    [wanted, Npm::Test].iter().any(|set| installed == npm_stamp(*set))
}

fn npm_stamp(wanted: Npm) -> String {
    let set = if wanted == Npm::Build { "build" } else { "test" };
    Stamp::default().file(&paths::root().join("xtask/tools")).words(set).text()
}

fn npm_install(wanted: Npm) -> Outcome {
    run::step(
        "installing packages from npm into .tools/",
        match wanted {
            Npm::Build => "needed to make the browser's program and scripts small",
            Npm::Test => "needed to check accessibility, HTML, security policy and embedding",
        },
    );
    let folder = paths::tools();
    copy(&paths::root().join("xtask/tools"), &folder)?;
    let mut npm = run::program(run::find(&["npm"]).ok_or("there is no npm")?);
    // Install scripts are off, because none of these packages needs one.
    npm.current_dir(&folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    if wanted == Npm::Build {
        npm.arg("--omit=dev");
    }
    run::run(&mut npm).map_err(|why_not| {
        format!("packages from npm are needed for the page, but {why_not}. Type: cd .tools && npm ci --ignore-scripts")
    })?;
    fs::write(folder.join("npm.stamp"), npm_stamp(wanted)).map_err(|error| error.to_string())
}

fn copy(from: &Path, to: &Path) -> Outcome {
    let copy = |name| fs::copy(from.join(name), to.join(name)).map(|_| ());
    fs::create_dir_all(to)
        .and_then(|()| copy("package.json"))
        .and_then(|()| copy("package-lock.json"))
        .map_err(|error| format!("cannot write {}: {error}", to.display()))
}

/// `PATH` with the folders of the project's own tools ahead.
pub fn path() -> std::ffi::OsString {
    path_with(&paths::tools().join("bin"))
}

/// `PATH` with one more folder ahead of those.
pub fn path_with(first: &Path) -> std::ffi::OsString {
    let own = [first.to_path_buf(), paths::tools().join("bin"), paths::tools().join("node_modules/.bin")];
    let given = env::var_os("PATH").unwrap_or_default();
    env::join_paths(own.into_iter().chain(env::split_paths(&given))).unwrap_or(given)
}
