//! The built app, a real browser and a real Jaeger → tests that use them as a person would.
//!
//! Invariant: the tests are told where everything is, by environment variables, and look for
//! nothing themselves. Deliberately absent: starting the parts; each test starts what it needs.

use std::path::PathBuf;

use super::sub_run;
use super::tally::{Expect, Tally};
use crate::app_build::{self, Profile};
use crate::dist::{self, Purpose};
use crate::failure::Failure;
use crate::places::{Places, ensure_dir};
use crate::tools::unpacked::{NGINX, PROMETHEUS};
use crate::tools::{axe, browser, jaeger, opensearch, python};
use crate::workbench::Workbench;

pub fn run(places: &Places) -> Result<Tally, Failure> {
    let older_jaeger = jaeger::V1.ensure(places)?;
    let nginx = NGINX.ensure(places)?;
    let prometheus = PROMETHEUS.ensure(places)?;
    let opensearch = opensearch::ensure(places)?;
    let otlp_packages = python::OTLP.ensure(places)?;
    let thrift_packages = python::THRIFT.ensure(places)?;
    let (bench, variables) = environment(places)?;
    let archive = dist::archive(places, &bench, Purpose::Tests)?;
    let mut cargo = bench.command("cargo", &places.root);
    cargo
        .args(["test", "-p", "e2e"])
        .envs(variables)
        .env("SPANSCOPE_ARCHIVE", archive)
        .env("SPANSCOPE_JAEGER_V1", older_jaeger.program)
        .env("SPANSCOPE_NGINX", nginx.program)
        .env("SPANSCOPE_PROMETHEUS", prometheus.program)
        .env("SPANSCOPE_JAVA", opensearch::java()?)
        .env("SPANSCOPE_OPENSEARCH", opensearch)
        .env("SPANSCOPE_PYTHON", python::program()?)
        .env("SPANSCOPE_PYTHON_OTLP", otlp_packages)
        .env("SPANSCOPE_PYTHON_THRIFT", thrift_packages);
    sub_run::run(&mut cargo, Expect::Tests)
}

type Variables = [(&'static str, PathBuf); 6];

/// Builds and installs what they name, which is what measuring needs, too.
pub fn environment(places: &Places) -> Result<(Workbench, Variables), Failure> {
    let bench = app_build::workbench(places)?;
    let browser = browser::ensure(places)?;
    let jaeger = jaeger::V2.ensure(places)?;
    let axe = axe::ensure(places)?;
    let dist = app_build::build(places, &bench, Profile::Release)?;
    ensure_dir(&places.artifacts())?;
    let variables = [
        ("SPANSCOPE_DIST", dist),
        ("SPANSCOPE_CHROMIUM", browser.chromium),
        ("SPANSCOPE_CHROMEDRIVER", browser.driver),
        ("SPANSCOPE_JAEGER", jaeger.program),
        ("SPANSCOPE_AXE", axe.program),
        ("SPANSCOPE_ARTIFACTS", places.artifacts()),
    ];
    Ok((bench, variables))
}
