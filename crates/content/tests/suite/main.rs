//! Tests of whole stories, on fixtures and on whatever comes.

mod fixture;
mod robust;
mod schema;
mod stories;
