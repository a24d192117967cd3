//! Writes the folder.
fn main() {}
