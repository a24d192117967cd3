//! The timeline's program, which a page loads once its timeline comes near.

/// An allocator with a fifth of the usual one's weight, and as quick however much is in use.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {
    backstory::mount::mount_timeline();
}
