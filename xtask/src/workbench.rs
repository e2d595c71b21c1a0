//! A toolchain and tools → commands that find exactly them.
//!
//! Invariant: what `cargo run` told xtask about itself (its manifest, its library path, its
//! cargo) does not reach the commands xtask starts. Deliberately absent: choosing; by now
//! everything has been chosen.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::toolchain::Toolchain;

#[derive(Debug, Clone)]
pub struct Workbench {
    path: Vec<PathBuf>,
    vars: Vec<(String, String)>,
    removed: Vec<String>,
}

impl Workbench {
    pub fn bare(toolchain: &Toolchain) -> Workbench {
        Workbench {
            path: toolchain.path.clone(),
            vars: toolchain
                .vars
                .iter()
                .map(|(key, value)| (key.to_string(), value.clone()))
                .collect(),
            removed: toolchain.removed.iter().map(ToString::to_string).collect(),
        }
    }

    /// Later directories are searched later, all of them before the user's PATH.
    pub fn add_path(&mut self, dir: &Path) {
        if !self.path.iter().any(|known| known == dir) {
            self.path.push(dir.to_path_buf());
        }
    }

    pub fn command(&self, program: &str, dir: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(dir).env("PATH", self.search_path());
        for (key, _) in env::vars_os().filter(|(key, _)| is_cargos_own(&key.to_string_lossy())) {
            command.env_remove(key);
        }
        match library_path() {
            Some(path) => command.env("LD_LIBRARY_PATH", path),
            None => command.env_remove("LD_LIBRARY_PATH"),
        };
        for key in &self.removed {
            command.env_remove(key);
        }
        command.envs(self.vars.iter().map(|(key, value)| (key, value)));
        command
    }

    /// Lines for a shell to read: `eval "$(cargo xtask env)"`.
    pub fn exports(&self) -> String {
        let removed = self.removed.iter().map(|key| format!("unset {key}\n"));
        let path = self.path.iter().map(|dir| format!("{}:", dir.display())).collect::<String>();
        let path = std::iter::once(format!("export PATH=\"{path}$PATH\"\n"));
        let vars = self.vars.iter().map(|(key, value)| format!("export {key}=\"{value}\"\n"));
        removed.chain(path).chain(vars).collect()
    }

    fn search_path(&self) -> OsString {
        let users = env::var_os("PATH").unwrap_or_default();
        let all = self.path.iter().cloned().chain(env::split_paths(&users));
        env::join_paths(all).unwrap_or(users)
    }
}

/// Set by `cargo run` for the program it runs; a cargo below must not take it for its own.
fn is_cargos_own(key: &str) -> bool {
    const EXACT: [&str; 5] =
        ["CARGO", "OUT_DIR", "CARGO_PRIMARY_PACKAGE", "CARGO_BIN_NAME", "CARGO_CRATE_NAME"];
    EXACT.contains(&key)
        || key == "RUST_RECURSION_COUNT"
        || key.starts_with("CARGO_PKG_")
        || key.starts_with("CARGO_MANIFEST_")
}

/// The user's own entries of LD_LIBRARY_PATH: not those of the toolchain that ran xtask.
fn library_path() -> Option<OsString> {
    let all = env::var_os("LD_LIBRARY_PATH")?;
    let users = env::split_paths(&all).filter(|dir| is_users_library_dir(dir));
    env::join_paths(users).ok().filter(|path| !path.is_empty())
}

fn is_users_library_dir(dir: &Path) -> bool {
    let text = dir.to_string_lossy();
    let cargos = ["/target/debug", "/target/release", "/toolchains/", "/rustlib/"];
    !cargos.iter().any(|part| text.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toolchain() -> Toolchain {
        Toolchain {
            label: "1".into(),
            path: vec!["/rust/bin".into()],
            vars: vec![("LINKER", "wasm-ld".into())],
            removed: &["RUSTUP_TOOLCHAIN"],
        }
    }

    #[test]
    fn exports_put_toolchain_and_tools_before_the_users_path() {
        let mut bench = Workbench::bare(&toolchain());
        bench.add_path(Path::new("/tools/trunk/bin"));
        bench.add_path(Path::new("/tools/trunk/bin"));
        assert_eq!(
            bench.exports(),
            "unset RUSTUP_TOOLCHAIN\nexport PATH=\"/rust/bin:/tools/trunk/bin:$PATH\"\nexport LINKER=\"wasm-ld\"\n"
        );
    }

    #[test]
    fn what_cargo_said_about_xtask_is_kept_from_its_children() {
        assert!(is_cargos_own("CARGO_PKG_NAME") && is_cargos_own("CARGO"));
        assert!(!is_cargos_own("CARGO_HOME") && !is_cargos_own("CARGO_TARGET_DIR"));
    }

    #[test]
    fn library_directories_of_the_running_toolchain_are_left_out() {
        assert!(!is_users_library_dir(Path::new("/home/me/.rustup/toolchains/stable/lib")));
        assert!(is_users_library_dir(Path::new("/opt/lib")));
    }
}
