//! `rustc -vV` → the linker's package and program of the same LLVM.
//!
//! Invariant: linker and compiler share LLVM's major version; a linker older than the compiler
//! refuses its object files. Deliberately absent: using a linker that is merely there.

pub struct Lld {
    pub package: String,
    pub program: String,
}

pub fn lld_for(verbose_version: &str) -> Option<Lld> {
    let version = verbose_version.lines().find_map(|line| line.strip_prefix("LLVM version: "))?;
    let major: u32 = version.trim().split('.').next()?.parse().ok()?;
    Some(Lld { package: format!("lld-{major}"), program: format!("wasm-ld-{major}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linker_is_of_the_compilers_llvm() {
        let lld = lld_for("rustc 1.96.0\nrelease: 1.96.0\nLLVM version: 22.1.8\n").unwrap();
        assert_eq!((lld.package.as_str(), lld.program.as_str()), ("lld-22", "wasm-ld-22"));
    }

    #[test]
    fn compiler_without_llvm_has_no_linker_here() {
        assert!(lld_for("rustc 1.96.0\n").is_none());
    }
}
