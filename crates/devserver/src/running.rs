//! A host at work, until it is dropped.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, atomic::AtomicBool},
    thread::{self, JoinHandle},
    time::Duration,
};

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
    time::timeout,
};

use crate::{
    Host, Request,
    connection::{Line, respond},
    shared::Shared,
};

/// How long answers under way may take once the host is to stop.
const GRACE: Duration = Duration::from_millis(300);

/// A host at work. It stops when it is dropped.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    pub(crate) fn start(host: Host, listener: std::net::TcpListener) -> io::Result<Running> {
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::new(host));
        let (stop, stopped) = watch::channel(false);
        // A thread of its own, so that tests may block or not as they like.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let listener = {
            let _inside = runtime.enter();
            TcpListener::from_std(listener)?
        };
        let work = accept(listener, Arc::clone(&shared), stopped);
        let thread = thread::Builder::new().name("host".into()).spawn(move || runtime.block_on(work))?;
        Ok(Running { address, shared, stop, thread: Some(thread) })
    }

    /// The port at which it answers.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The address of a path from the top, as `/host.html`.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }

    /// The address of a path below the mount, as `index.html`; of the mount itself where empty.
    pub fn mounted(&self, path: &str) -> String {
        format!("{}{}{path}", self.origin(), self.shared.host.mount)
    }

    /// The origin, as `http://127.0.0.1:8000`.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The same host under another name, which is another origin to a browser.
    pub fn other_origin(&self) -> String {
        format!("http://localhost:{}", self.port())
    }

    /// What was asked until now.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests()
    }

    /// What was asked until now; forgotten after that.
    pub fn take_requests(&self) -> Vec<Request> {
        self.shared.take_requests()
    }

    /// Tells every open page that it was written anew.
    pub fn reload(&self) {
        self.shared.live.reload();
    }

    /// Reloads the pages for frames.
    pub fn reload_rest(&self) {
        self.shared.live.reload_rest();
    }

    /// Shows every open page what is wrong with the story.
    pub fn problem(&self, text: &str) {
        self.shared.live.problem(text);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Takes connections until the host is to stop, then lets answers under way end.
async fn accept(listener: TcpListener, shared: Arc<Shared>, mut stopped: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            _ = stopped.changed() => break,
            accepted = listener.accept() => if let Ok((stream, _)) = accepted {
                connections.spawn(serve(stream, Arc::clone(&shared), stopped.clone()));
            },
            Some(_) = connections.join_next() => {}
        }
    }
    drop(listener);
    let _ = timeout(GRACE, async { while connections.join_next().await.is_some() {} }).await;
}

/// Serves one connection.
async fn serve(stream: TcpStream, shared: Arc<Shared>, mut stopped: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true);
    let reset = Arc::new(AtomicBool::new(false));
    let line = TokioIo::new(Line::new(stream, Arc::clone(&reset)));
    let answering = service_fn(move |request| respond(Arc::clone(&shared), Arc::clone(&reset), request));
    let mut connection = std::pin::pin!(http1::Builder::new().serve_connection(line, answering));
    // Its end is of no interest: a browser may leave at any time, and faults end it on purpose.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = stopped.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}
