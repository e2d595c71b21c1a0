//! Text as written in a test becomes text that can be compared.
//!
//! Invariant: only what says nothing is dropped: the margin that all lines share, blank
//! first and last lines, spaces at the ends of lines, and how wide the gaps between the
//! columns of a drawing are. Absent: any other leniency; where a bar begins relative to
//! the others is what a drawing says.

/// `text` without its margin.
pub fn block(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let margin = lines.iter().filter(|line| !line.is_empty()).map(|line| spaces_before(line));
    let margin = margin.min().unwrap_or(0);
    let lines: Vec<&str> = lines.iter().map(|line| line.get(margin..).unwrap_or("")).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// Compares two drawings, margins and gaps aside, and shows both where they differ.
#[track_caller]
pub fn assert_drawn(actual: impl AsRef<str>, expected: &str) {
    let (actual, expected) = (evened(&block(actual.as_ref())), evened(&block(expected)));
    assert!(actual == expected, "\n--- expected\n{expected}\n--- actual\n{actual}\n---\n");
}

/// One line of a drawing, cut where its columns are.
struct Cells<'a> {
    service: &'a str,
    /// Column in which the name begins.
    indent: usize,
    name: &'a str,
    /// Column in which the bar begins.
    start: usize,
    bar: &'a str,
    remark: &'a str,
}

/// A drawing with gaps as narrow as can be; any other text as it is.
fn evened(text: &str) -> String {
    let Some(lines) = text.lines().map(cells).collect::<Option<Vec<Cells>>>() else {
        return text.to_owned();
    };
    let least = |of: fn(&Cells) -> usize| lines.iter().map(of).min().unwrap_or(0);
    let most = |of: &dyn Fn(&Cells) -> usize| lines.iter().map(of).max().unwrap_or(0);
    let (indent, start) = (least(|line| line.indent), least(|line| line.start));
    let service_width = most(&|line| width(line.service));
    let name_width = most(&|line| line.indent - indent + width(line.name));
    let bar_width = most(&|line| line.start - start + width(line.bar));
    let line_text = |line: &Cells| {
        let name = format!("{}{}", " ".repeat(line.indent - indent), line.name);
        let bar = format!("{}{}", " ".repeat(line.start - start), line.bar);
        let text = format!(
            "{:service_width$}  {name:name_width$}  {bar:bar_width$}  {}",
            line.service, line.remark
        );
        text.trim_end().to_owned()
    };
    lines.iter().map(line_text).collect::<Vec<_>>().join("\n")
}

/// `None` where the line has no name or no bar.
fn cells(line: &str) -> Option<Cells<'_>> {
    let (first, last) = (line.find('|')?, line.rfind('|')?);
    let head = line[..first].trim_end();
    let (service, rest) = head.split_once(' ')?;
    let name = rest.trim_start();
    Some(Cells {
        service,
        indent: width(head) - width(name),
        name,
        start: width(&line[..first]),
        bar: &line[first..=last],
        remark: line[last + 1..].trim(),
    })
}

fn spaces_before(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn width(text: &str) -> usize {
    text.chars().count()
}
