//! Page and worker run this same module; the worker has no window and is started by
//! `worker_main` instead.

fn main() {
    #[cfg(target_arch = "wasm32")]
    if spanscope::browser::events::is_page() {
        spanscope::app::mount();
    }
}
