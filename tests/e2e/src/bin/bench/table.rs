//! Rows of cells → a table in Markdown.
//!
//! Invariant: goals stand in the first row, or beside the figure with *met* or *missed*. Absent:
//! what is in the cells.

use crate::goals::Goal;

/// A figure with the word whether its goal was met.
pub fn cell(figure: String, goal: Option<Goal>, spans: usize, measured: f64) -> String {
    figure + goal.map_or("", |goal| goal.word(spans, measured))
}

/// A column's name, and its goal.
pub type Head = (&'static str, Option<Goal>);

/// Columns as wide as their widest cell, so that it reads well unrendered, too; figures to the
/// right. Goals are the first row, if there are any.
pub fn table(head: &[Head], rows: impl Iterator<Item = Vec<String>>) -> String {
    let names: Vec<String> = head.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut rows: Vec<Vec<String>> = rows.collect();
    if head.iter().any(|(_, goal)| goal.is_some()) {
        let limits = head[1..].iter().map(|(_, goal)| goal.map(|goal| goal.text()));
        let limits = limits.map(Option::unwrap_or_default);
        rows.insert(0, ["*goal*".to_owned()].into_iter().chain(limits).collect());
    }
    let widths: Vec<usize> = (0..head.len())
        .map(|column| {
            let cells = rows.iter().chain([&names]).map(|row| row[column].chars().count());
            cells.max().unwrap_or(0)
        })
        .collect();
    let body: String = rows.iter().map(|row| line(row, &widths)).collect();
    line(&names, &widths) + &rule(&widths) + &body
}

fn line(cells: &[String], widths: &[usize]) -> String {
    let padded = cells.iter().zip(widths).enumerate().map(|(column, (cell, width))| {
        if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
    });
    format!("| {} |\n", padded.collect::<Vec<_>>().join(" | "))
}

/// Between the head and the rest; it also says on which side the columns align.
fn rule(widths: &[usize]) -> String {
    let dashes = widths.iter().enumerate().map(|(column, width)| match column {
        0 => format!("-{}-", "-".repeat(*width)),
        _ => format!("-{}:", "-".repeat(*width)),
    });
    format!("|{}|\n", dashes.collect::<Vec<_>>().join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::goals;

    #[test]
    fn a_table_reads_well_as_text_and_as_markdown() {
        let rows = || vec![vec!["10k".to_owned(), "3.00×".to_owned()]].into_iter();
        let plain = "| Trace |     × |\n|-------|------:|\n| 10k   | 3.00× |\n";
        assert_eq!(table(&[("Trace", None), ("×", None)], rows()), plain);
        let judged =
            "| Trace  |     × |\n|--------|------:|\n| *goal* |  ≥ 3× |\n| 10k    | 3.00× |\n";
        assert_eq!(table(&[("Trace", None), ("×", Some(goals::INGEST))], rows()), judged);
    }
}
