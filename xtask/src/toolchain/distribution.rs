//! Debian's newer Rust → a toolchain that makes wasm, with a standard library of our own making.
//!
//! Invariant: nothing of the system's is written but by its package manager: the compiler is
//! linked into the cache and the library stands beside it, named by `--sysroot`.
//! Deliberately absent: other distributions; where rustup works none of this is needed.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Toolchain, llvm, rustc_version, sysroot};
use crate::failure::Failure;
use crate::places::{Places, ensure_dir};
use crate::running::captured;
use crate::tools::{apt, install};

const PACKAGES: [&str; 5] =
    ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "rustfmt-web"];
const PROGRAMS: [&str; 7] =
    ["rustc", "cargo", "rustdoc", "cargo-clippy", "clippy-driver", "cargo-fmt", "rustfmt"];
const LINKER_VARIABLE: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER";
/// Cargo adds these to the flags of .cargo/config.toml.
const FLAGS_VARIABLE: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";
/// A rustup that calls us names its own toolchain; the distribution's cargo is none of its.
const REMOVED: &[&str] = &["RUSTUP_TOOLCHAIN"];

pub fn ready(places: &Places) -> Result<Option<Toolchain>, Failure> {
    if !apt::are_installed(&PACKAGES) {
        return Ok(None);
    }
    let compiler = Compiler::find()?;
    if !apt::are_installed(&[&compiler.lld.package]) {
        return Ok(None);
    }
    let library = install::home(places, &compiler.library_name());
    library.is_dir().then(|| compiler.toolchain(places, &library)).transpose()
}

pub fn prepare(places: &Places) -> Result<Toolchain, Failure> {
    apt::ensure(places, "the distribution's Rust", &PACKAGES)?;
    let compiler = Compiler::find()?;
    apt::ensure(places, "the linker for wasm", &[&compiler.lld.package])?;
    let bare = compiler.toolchain(places, Path::new(""))?;
    let library = sysroot::ensure(places, &compiler.library_name(), &bare)?;
    compiler.toolchain(places, &library)
}

struct Compiler {
    bin_dir: PathBuf,
    version: String,
    lld: llvm::Lld,
}

impl Compiler {
    fn find() -> Result<Compiler, Failure> {
        let files = captured(Command::new("dpkg").args(["-L", PACKAGES[0]]))?;
        let rustc = files.lines().find(|line| line.ends_with("/bin/rustc")).map(PathBuf::from);
        let rustc = rustc.ok_or_else(|| not_usable("it has no bin/rustc"))?;
        let verbose = captured(Command::new(&rustc).arg("-vV"))?;
        Ok(Compiler {
            bin_dir: rustc.parent().unwrap_or(Path::new("/usr/bin")).to_path_buf(),
            version: rustc_version(&mut Command::new(&rustc))?,
            lld: llvm::lld_for(&verbose).ok_or_else(|| not_usable("it names no LLVM version"))?,
        })
    }

    fn library_name(&self) -> String {
        format!("wasm-std-{}", self.version)
    }

    /// An empty `library` leaves the sysroot alone, as is needed while the library is built.
    fn toolchain(&self, places: &Places, library: &Path) -> Result<Toolchain, Failure> {
        let mut vars = vec![(LINKER_VARIABLE, self.lld.program.clone())];
        if !library.as_os_str().is_empty() {
            vars.push((FLAGS_VARIABLE, format!("--sysroot={}", library.display())));
        }
        Ok(Toolchain {
            label: format!("{} (the distribution's)", self.version),
            path: vec![self.linked_programs(places)?],
            vars,
            removed: REMOVED,
        })
    }

    /// A directory with nothing but Rust's programs, so that being first on PATH it changes
    /// nothing else.
    fn linked_programs(&self, places: &Places) -> Result<PathBuf, Failure> {
        let dir = install::home(places, &format!("rust-distribution-{}", self.version)).join("bin");
        ensure_dir(&dir)?;
        for program in PROGRAMS {
            link(&self.bin_dir.join(program), &dir.join(program))?;
        }
        Ok(dir)
    }
}

#[cfg(unix)]
fn link(target: &Path, link: &Path) -> Result<(), Failure> {
    use std::io::ErrorKind;
    match std::os::unix::fs::symlink(target, link) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(Failure::file("make the link", link)(error))
        }
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
fn link(_target: &Path, _link: &Path) -> Result<(), Failure> {
    Err(not_usable("it exists on Debian only"))
}

fn not_usable(problem: &str) -> Failure {
    Failure::Missing {
        what: format!("a usable Rust from the distribution ({problem})"),
        remedy: "Install Rust with rustup and run `rustup target add wasm32-unknown-unknown`."
            .into(),
    }
}
