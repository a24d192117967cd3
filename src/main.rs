//! The page's program: what answers the reader in the prerendered page, all but the timeline.

/// An allocator with a fifth of the usual one's weight, and as quick however much is in use.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {
    backstory::mount::mount_page();
}
