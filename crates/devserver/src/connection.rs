//! One connection: answers go out as they are meant, or as a fault has them.

use std::{
    future, io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use http_body_util::{BodyExt, Channel, Full, channel::Sender, combinators::BoxBody};
use hyper::{
    Method, Response,
    body::{Bytes, Incoming},
    http::request::Parts,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::sleep,
};

use crate::{
    Fault, Request,
    answer::{Answer, answer},
    live,
    shared::Shared,
};

type Body = BoxBody<Bytes, io::Error>;

/// How often a slow line brings some bytes.
const TICK: Duration = Duration::from_millis(50);
/// How often a line that follows events says that it is still there.
const PULSE: Duration = Duration::from_secs(10);

/// Answers one request, or fails where a fault wants the connection to end.
pub(crate) async fn respond(
    shared: Arc<Shared>,
    reset: Arc<AtomicBool>,
    request: hyper::Request<Incoming>,
) -> io::Result<Response<Body>> {
    let (request, _) = request.into_parts();
    let path = request.uri.path();
    let faults = shared.host.faults_at(path);
    if shared.host.live && path == format!("{}_live", shared.host.mount) && faults.is_empty() {
        shared.note(asked(&request, 200));
        return events(&shared);
    }
    let mut answer = answer(&shared.host, &shared.live.follow().borrow(), &request);
    faults.iter().for_each(|fault| answer.spoil(fault));
    let is_answered = !faults.iter().any(|fault| matches!(fault, Fault::Reset | Fault::Stall));
    shared.note(asked(&request, if is_answered { answer.status.as_u16() } else { 0 }));
    for fault in &faults {
        match fault {
            Fault::Reset => {
                reset.store(true, Ordering::SeqCst);
                return Err(io::ErrorKind::ConnectionReset.into());
            }
            Fault::Stall => future::pending().await,
            Fault::Slow { wait, .. } => sleep(*wait).await,
            _ => {}
        }
    }
    deliver(answer, &faults, request.method == Method::HEAD)
}

fn asked(request: &Parts, status: u16) -> Request {
    let text = |value: &hyper::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    Request {
        method: request.method.to_string(),
        path: request.uri.path().into(),
        query: request.uri.query().map(Into::into),
        headers: request.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
        status,
    }
}

fn deliver(answer: Answer, faults: &[Fault], only_head: bool) -> io::Result<Response<Body>> {
    let mut response = Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        response = response.header(name, value);
    }
    if answer.status != hyper::StatusCode::NOT_MODIFIED {
        response = response.header("content-length", answer.body.len());
    }
    let bytes = Bytes::from(if only_head { Vec::new() } else { answer.body });
    let body = faults.iter().find_map(|fault| slowed(fault, &bytes)).unwrap_or_else(|| whole(bytes));
    response.body(body).map_err(io::Error::other)
}

fn whole(bytes: Bytes) -> Body {
    Full::new(bytes).map_err(|never| match never {}).boxed()
}

/// A body that does not come at once, or not to its end.
fn slowed(fault: &Fault, bytes: &Bytes) -> Option<Body> {
    let bytes = bytes.clone();
    match *fault {
        Fault::Cut { after } => Some(streamed(async move |mut to| {
            let part = bytes.slice(..after.min(bytes.len()));
            let _ = to.send_data(part).await;
            // What was sent has to leave before the line is cut.
            sleep(TICK).await;
            to.abort(io::ErrorKind::UnexpectedEof.into());
        })),
        Fault::Slow { bytes_per_second, .. } => Some(streamed(async move |mut to| {
            let ticks_per_second = 1000 / TICK.as_millis() as usize;
            for part in bytes.chunks((bytes_per_second / ticks_per_second).max(1)) {
                if to.send_data(Bytes::copy_from_slice(part)).await.is_err() {
                    return;
                }
                sleep(TICK).await;
            }
        })),
        _ => None,
    }
}

fn streamed<F>(send: impl FnOnce(Sender<Bytes, io::Error>) -> F) -> Body
where
    F: Future<Output = ()> + Send + 'static,
{
    let (sender, body) = Channel::new(1);
    tokio::spawn(send(sender));
    body.boxed()
}

/// The stream of events that a page follows while it is written.
fn events(shared: &Shared) -> io::Result<Response<Body>> {
    let mut states = shared.live.follow();
    let body = streamed(async move |mut to: Sender<Bytes, io::Error>| {
        loop {
            let text = match tokio::time::timeout(PULSE, states.changed()).await {
                Ok(Ok(())) => live::event(&states.borrow_and_update()),
                Ok(Err(_)) => return,
                Err(_) => ": still here\n\n".into(),
            };
            if to.send_data(text.into()).await.is_err() {
                return;
            }
        }
    });
    let response = Response::builder().header("content-type", "text/event-stream").header("cache-control", "no-store");
    response.body(body).map_err(io::Error::other)
}

/// A line that can be torn: then the other side is told of a reset instead of an end.
pub(crate) struct Line {
    stream: TcpStream,
    reset: Arc<AtomicBool>,
}

impl Line {
    pub(crate) fn new(stream: TcpStream, reset: Arc<AtomicBool>) -> Line {
        Line { stream, reset }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.reset.load(Ordering::SeqCst) {
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.reset.load(Ordering::SeqCst) {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
