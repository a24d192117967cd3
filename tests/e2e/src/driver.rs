//! A running driver, which ends when it is dropped.

use std::{
    fs::{self, File},
    net::TcpListener,
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::Engine;

/// How long a driver may take to answer at all.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub(crate) struct Driver {
    child: Child,
    pub(crate) address: String,
    /// Temporary folder for its settings and log.
    pub(crate) folder: PathBuf,
}

impl Driver {
    pub(crate) fn start(engine: Engine) -> Result<Driver> {
        let folder = std::env::temp_dir().join(format!("backstory-{}-{}", engine.name(), std::process::id()));
        fs::create_dir_all(&folder)?;
        let port = free_port()?;
        let says = File::create(folder.join("driver.log"))?;
        let mut command = engine.driver(port, &folder)?;
        command.stdin(Stdio::null()).stdout(says.try_clone()?).stderr(says);
        // A process group of its own, so that the driver's browsers and virtual screen can be ended with it.
        let child = command.process_group(0).spawn().with_context(|| format!("{command:?} does not start"))?;
        let mut driver = Driver { child, address: format!("http://127.0.0.1:{port}"), folder };
        driver.answers(port)?;
        Ok(driver)
    }

    fn answers(&mut self, port: u16) -> Result<()> {
        let start = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            if let Some(status) = self.child.try_wait()? {
                bail!("the driver ended with {status}: {}", self.says());
            }
            if start.elapsed() > PATIENCE {
                bail!("the driver does not answer: {}", self.says());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// The end of the driver's log.
    pub(crate) fn says(&self) -> String {
        let all = fs::read_to_string(self.folder.join("driver.log")).unwrap_or_default();
        let lines: Vec<_> = all.lines().collect();
        lines[lines.len().saturating_sub(8)..].join("\n")
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-TERM", "--", &format!("-{}", self.child.id())]).status();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A free port whose next port is free too, as geckodriver needs two.
fn free_port() -> Result<u16> {
    for _ in 0..50 {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        if port < u16::MAX && TcpListener::bind(("127.0.0.1", port + 1)).is_ok() {
            return Ok(port);
        }
    }
    bail!("no port is free")
}
