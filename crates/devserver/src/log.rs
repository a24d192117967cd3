//! What was asked of the host: the proof that nothing else was.

/// A request, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET` or `HEAD`, if all is well.
    pub method: String,
    /// The path from the top, without the query.
    pub path: String,
    /// What came after a question mark.
    pub query: Option<String>,
    /// The headers, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The status of the answer; 0 where there was none.
    pub status: u16,
}

impl Request {
    /// The value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}
