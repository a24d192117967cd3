//! Turns the compiled program into what a browser loads.
fn main() {}
