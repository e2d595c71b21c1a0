//! Trunk's output → the same page with one style sheet, and scripts without comments.
//!
//! Invariant: no token of a style or a script changes; only comments, indentation and empty
//! lines go. Deliberately absent: a minifier. Trunk's own fails on the glue, and would rewrite
//! the lines of index.html that a Jaeger looks for.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use crate::failure::Failure;

const LINK: &str = r#"<link rel="stylesheet" href="./static/"#;

/// One file compresses to little more than half of what sixteen do.
pub fn shrink(output: &Path) -> Result<(), Failure> {
    join_styles(output)?;
    for entry in fs::read_dir(output).map_err(Failure::file("list", output))?.flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|kind| kind == "js") {
            write(&path, &without_comment_lines(&read(&path)?))?;
        }
    }
    Ok(())
}

fn join_styles(output: &Path) -> Result<(), Failure> {
    let page = output.join("index.html");
    let html = read(&page)?;
    let sheets = linked_sheets(&html);
    let mut joined = String::new();
    for sheet in &sheets {
        joined += &without_comments(&read(&output.join(sheet))?);
    }
    let mut hasher = DefaultHasher::new();
    joined.hash(&mut hasher);
    let name = format!("spanscope-{:016x}.css", hasher.finish());
    write(&output.join(&name), &joined)?;
    write(&page, &with_one_link(&html, &name))?;
    for sheet in sheets {
        let path = output.join(sheet);
        fs::remove_file(&path).map_err(Failure::file("remove", &path))?;
    }
    Ok(())
}

/// The names of the style sheets, in their order.
fn linked_sheets(html: &str) -> Vec<String> {
    let rests = html.lines().filter_map(|line| line.trim().strip_prefix(LINK));
    rests.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

/// The first link leads to `name`, and the others are gone.
fn with_one_link(html: &str, name: &str) -> String {
    let mut link = Some(format!("    {LINK}{name}\"/>\n"));
    let lines = html.split_inclusive('\n');
    lines.fold(String::new(), |page, line| {
        let is_link = line.trim().starts_with(LINK);
        page + &if is_link { link.take().unwrap_or_default() } else { line.to_owned() }
    })
}

/// Of a style sheet; what it has in quotes begins no comment.
fn without_comments(css: &str) -> String {
    let mut pieces = css.split("/*");
    let first = pieces.next().unwrap_or_default().to_owned();
    let rest = pieces.filter_map(|piece| piece.split_once("*/"));
    trimmed(&rest.fold(first, |kept, (_, after)| kept + " " + after))
}

/// Of a script. One with texts over several lines stays as it is: their lines may look like
/// comments.
fn without_comment_lines(script: &str) -> String {
    if script.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return script.to_owned();
    }
    let mut is_inside = false;
    let is_kept = |line: &&str| {
        let line = line.trim();
        let is_comment = is_inside || line.starts_with("/*") || line.starts_with("//");
        is_inside = (is_inside || line.starts_with("/*")) && !line.ends_with("*/");
        !is_comment
    };
    let kept: Vec<&str> = script.lines().filter(is_kept).collect();
    trimmed(&kept.join("\n"))
}

fn trimmed(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::new(), |text, line| text + line + "\n")
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(Failure::file("read", path))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(Failure::file("write", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_link_stands_where_the_first_was_and_the_sheets_keep_their_order() {
        let html = "<title>S</title>\n    <link rel=\"stylesheet\" href=\"./static/b-1.css\"/>\n    \
            <link rel=\"stylesheet\" href=\"./static/a-2.css\"/>\n<link rel=\"icon\">\n";
        assert_eq!(linked_sheets(html), ["b-1.css", "a-2.css"]);
        let page = "<title>S</title>\n    <link rel=\"stylesheet\" href=\"./static/all.css\"/>\n\
            <link rel=\"icon\">\n";
        assert_eq!(with_one_link(html, "all.css"), page);
    }

    #[test]
    fn of_a_style_sheet_only_comments_and_indentation_go() {
        let css = "/* What\n   it is. */\na {\n  margin: calc(1px + 2px) 0; /* why */\n\n}\n/**/\n";
        assert_eq!(without_comments(css), "a {\nmargin: calc(1px + 2px) 0;\n}\n");
    }

    #[test]
    fn of_a_script_only_whole_lines_of_comments_and_indentation_go() {
        let script = "/* one */\n/**\n * two\n */\nf();\n  // three\n\n  g(\"/*\"); // four\n  h(`a ${b}`);\n";
        assert_eq!(without_comment_lines(script), "f();\ng(\"/*\"); // four\nh(`a ${b}`);\n");
    }

    #[test]
    fn a_script_with_a_text_of_several_lines_stays_as_it_is() {
        let script = "f(`a\n  // no comment\n`);\n";
        assert_eq!(without_comment_lines(script), script);
    }

    #[test]
    fn the_page_and_its_files_fit_together() {
        let output = std::env::temp_dir().join(format!("xtask-shrink-{}", std::process::id()));
        let _ = fs::remove_dir_all(&output);
        fs::create_dir_all(&output).unwrap();
        let link = |name: &str| format!("    {LINK}{name}\"/>\n");
        fs::write(output.join("index.html"), link("b-1.css") + &link("a-2.css")).unwrap();
        fs::write(output.join("b-1.css"), "/* b */ b {}").unwrap();
        fs::write(output.join("a-2.css"), "  a {}").unwrap();
        fs::write(output.join("app.js"), "// glue\nstart();").unwrap();
        shrink(&output).unwrap();
        let sheets = linked_sheets(&read(&output.join("index.html")).unwrap());
        assert_eq!(sheets.len(), 1);
        assert_eq!(read(&output.join(&sheets[0])).unwrap(), "b {}\na {}\n");
        assert_eq!(read(&output.join("app.js")).unwrap(), "start();\n");
        assert_eq!(fs::read_dir(&output).unwrap().count(), 3);
        fs::remove_dir_all(output).unwrap();
    }
}
