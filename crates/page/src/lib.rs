//! The checked story, prerendered into a folder that any static host can serve.
