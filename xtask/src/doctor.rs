//! The machine → a table: what is there, what is missing, how it would be obtained.
//!
//! Invariant: looks only; installs nothing and asks no network. Deliberately absent: advice about
//! anything that xtask can do by itself.

use std::path::Path;

use crate::elapsed;
use crate::failure::Failure;
use crate::places::Places;
use crate::tools::unpacked::{NGINX, PROMETHEUS};
use crate::tools::{
    self, Origin, Tool, axe, binaryen, browser, jaeger, on_path, opensearch, python,
};
use crate::{app_build, toolchain};

struct Row {
    name: &'static str,
    state: String,
    needed_for: &'static str,
}

pub fn run(places: &Places) -> Result<(), Failure> {
    let rows = rows(places)?;
    print!("{}", table(&rows));
    println!("\ntools are kept in {}", places.tools().display());
    if let Some(bytes) = dist_bytes(&places.dist()) {
        println!("dist/ holds a build of {}", elapsed::kilobytes(bytes));
    }
    Ok(())
}

fn rows(places: &Places) -> Result<Vec<Row>, Failure> {
    let bindgen = tools::wasm_bindgen(places)?;
    let trunk = tools::trunk();
    let [chromium, driver] = browser::find_tools();
    let rust = toolchain::ready(places)?.map(|ready| format!("present  {}", ready.label));
    let with_browser = "test browser, e2e; bench";
    Ok(vec![
        Row {
            name: "Rust for wasm",
            state: rust.unwrap_or_else(|| missing(toolchain::how_obtained())),
            needed_for: "serve, build, test",
        },
        row("trunk", trunk.find(places), &trunk.how_obtained(), "serve, build"),
        row(
            "wasm-bindgen",
            bindgen.find(places),
            &bindgen.how_obtained(),
            "serve, build, test browser",
        ),
        row(
            "wasm-opt",
            binaryen::find(places),
            &binaryen::package().how_obtained(),
            "serve, build",
        ),
        row("npm", from_path("npm"), "install Node.js", "getting wasm-opt, axe-core"),
        row("chromium", chromium, &browser::how_obtained(), with_browser),
        row("chromedriver", driver, &browser::how_obtained(), with_browser),
        row("axe-core", axe::find(places), &axe::package().how_obtained(), "test e2e"),
        row("go", from_path("go"), "install Go 1.25 or newer", "building jaeger"),
        row(
            "jaeger",
            jaeger::V2.find(places),
            &jaeger::V2.how_obtained(),
            "serve --with-jaeger, test e2e",
        ),
        row("jaeger v1", jaeger::V1.find(places), &jaeger::V1.how_obtained(), "test e2e"),
        row("nginx", NGINX.find(places), NGINX.how_obtained(), "test e2e"),
        row("prometheus", PROMETHEUS.find(places), PROMETHEUS.how_obtained(), "test e2e"),
        row("java", opensearch::find_java(), "install Java 21 or newer", "test e2e"),
        row("maven", from_path("mvn"), "install Maven", "getting opensearch"),
        row("opensearch", opensearch::find(places), opensearch::how_obtained(), "test e2e"),
        row("python3", python::find_program(), "install Python 3.11 or newer with pip", "test e2e"),
        row("python otlp", python::OTLP.find(places), python::OTLP.how_obtained(), "test e2e"),
        row(
            "python jaeger",
            python::THRIFT.find(places),
            python::THRIFT.how_obtained(),
            "test e2e",
        ),
    ])
}

fn row(name: &'static str, tool: Option<Tool>, how: &str, needed_for: &'static str) -> Row {
    let state = tool.map_or_else(|| missing(how), |tool| present(&tool));
    Row { name, state, needed_for }
}

fn missing(how: &str) -> String {
    format!("MISSING  {how}")
}

fn present(tool: &Tool) -> String {
    let origin = if tool.origin == Origin::Cache { "" } else { " (on PATH)" };
    format!("present  {} {}{origin}", tool.version, tool.program.display()).replace("  any ", "  ")
}

/// Programs whose version does not matter here.
fn from_path(program: &str) -> Option<Tool> {
    on_path(program).map(|program| Tool { program, version: "any".into(), origin: Origin::Path })
}

fn table(rows: &[Row]) -> String {
    let line = |row: &Row| format!("{:<14} {:<30} {}\n", row.name, row.needed_for, row.state);
    let header = format!("{:<14} {:<30} {}\n", "tool", "needed for", "state");
    header + &rows.iter().map(line).collect::<String>()
}

fn dist_bytes(dist: &Path) -> Option<u64> {
    let sizes = app_build::sizes::measure(&dist.join("static")).ok()?;
    (!sizes.is_empty()).then(|| sizes.iter().map(|size| size.raw).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_tool_says_how_it_would_be_obtained() {
        let row = row("trunk", None, "built from source", "build");
        let table = table(&[row]);
        let line = table.lines().nth(1).unwrap();
        assert!(
            line.starts_with("trunk ") && line.contains("MISSING  built from source"),
            "{line}"
        );
    }

    #[test]
    fn present_tool_says_its_version_and_place() {
        let tool = Tool { program: "/x/trunk".into(), version: "1.2".into(), origin: Origin::Path };
        assert_eq!(present(&tool), "present  1.2 /x/trunk (on PATH)");
    }
}
