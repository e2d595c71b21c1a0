//! Names of Debian packages → packages that are installed, or unpacked.
//!
//! Invariant: installs only as root, and otherwise prints the exact command for the user to run.
//! Deliberately absent: sudo; a build tool does not ask for passwords.

use std::path::Path;
use std::process::Command;

use super::on_path;
use crate::announce::Step;
use crate::failure::Failure;
use crate::places::Places;
use crate::running::captured;

pub fn are_installed(packages: &[&str]) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["-W", "-f", "${db:Status-Status}\n"]).args(packages);
    captured(&mut query).is_ok_and(|states| states.lines().all(|state| state == "installed"))
}

/// `what` names them for people: "Chromium and its driver".
pub fn ensure(places: &Places, what: &str, packages: &[&str]) -> Result<(), Failure> {
    if are_installed(packages) {
        return Ok(());
    }
    let command = install_command(packages);
    if on_path("apt-get").is_none() || !is_root() {
        return Err(Failure::Missing {
            what: what.to_owned(),
            remedy: format!("On Debian, run as root: {command}"),
        });
    }
    let mut shell = Command::new("sh");
    shell.args(["-c", &command]).env("DEBIAN_FRONTEND", "noninteractive");
    let title = format!("installing {what} ({})", packages.join(" "));
    Step { title, expect: "about 1 min", log_name: format!("apt-{}", packages[0]) }
        .run(places, &mut shell)
}

/// Puts the files of a package below a directory, and nothing anywhere else: no root is needed, and
/// no server that the package brings is started.
pub fn unpack(places: &Places, package: &str, staging: &Path, build: &Path) -> Result<(), Failure> {
    if on_path("apt-get").is_none() || on_path("dpkg-deb").is_none() {
        return Err(Failure::Missing {
            what: package.to_owned(),
            remedy: format!("Install {package} and put it on PATH."),
        });
    }
    let mut shell = Command::new("sh");
    shell.args(["-c", &unpack_command(package)]).current_dir(build).env("STAGING", staging);
    let title = format!("taking {package} out of its Debian package");
    Step { title, expect: "", log_name: format!("apt-{package}") }.run(places, &mut shell)
}

/// The lists of packages may be missing or old; then whoever may fetch them does.
fn unpack_command(package: &str) -> String {
    let download = format!("apt-get download {package}");
    format!(
        "({download} || (apt-get update && {download})) && dpkg-deb -x {package}_*.deb \"$STAGING\""
    )
}

fn install_command(packages: &[&str]) -> String {
    let packages = packages.join(" ");
    format!("apt-get update && apt-get install -y --no-install-recommends {packages}")
}

#[cfg(unix)]
fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_installs_exactly_what_is_named() {
        assert_eq!(
            install_command(&["lld-22"]),
            "apt-get update && apt-get install -y --no-install-recommends lld-22"
        );
    }

    #[test]
    fn lists_of_packages_are_only_fetched_when_the_package_is_not_found_in_them() {
        assert_eq!(
            unpack_command("nginx"),
            "(apt-get download nginx || (apt-get update && apt-get download nginx)) \
             && dpkg-deb -x nginx_*.deb \"$STAGING\""
        );
    }
}
