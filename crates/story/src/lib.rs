//! The files an editor writes, checked into a story that cannot be wrong.
