//! A small static host: for reading a story while it is edited, and for testing it under bad conditions.
