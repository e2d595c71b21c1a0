//! The table of spans, and what a program that opens it must not take for a formula.

use spanscope::export::ExportFormat;

use super::file;
use crate::support::{Drawing, drawn};

fn lines(text: &str) -> Vec<String> {
    let trace = drawn(text);
    let csv = String::from_utf8(file(&trace, ExportFormat::Csv)).expect("CSV is text");
    csv.split_terminator("\r\n").map(str::to_owned).collect()
}

#[test]
fn a_span_is_a_line_of_typed_cells() {
    let trace = Drawing::new(
        "
        shop  buy !  |===|   kind=server, message=no money, attr a=1, event e
        bank    pay   |=|    kind=client
        ",
    )
    .origin_nanos(1_700_000_000_000_000_123)
    .trace();
    let csv = String::from_utf8(file(&trace, ExportFormat::Csv)).expect("CSV is text");
    let lines: Vec<&str> = csv.split_terminator("\r\n").collect();
    let columns = lines[0].split(',').count();
    assert_eq!((lines.len(), columns), (3, 15));
    let head = "\"0000000000000abc\",\"0000000000000001\",\"\",1,\"shop\",\"buy\",server,error,";
    let tail = "\"no money\",2023-11-14T22:13:20.000000123Z,1700000000000000123,4000000,1,1,0";
    assert_eq!(lines[1], format!("{head}{tail}"));
    assert!(lines[2].contains("\"0000000000000001\",2,\"bank\",\"pay\",client,unset,\"\""));
}

#[test]
fn no_text_begins_a_formula_or_a_cell_of_its_own() {
    let lines = lines(
        "
        shop  =HYPERLINK(0)  |=====|
        shop    +1            |=|
        shop    -1              |=|
        shop    @SUM             |=|
        shop    ＝1               |=|
        shop    a;=b;c             |=|
        shop    say \"hi\"          |=|
        ",
    );
    let name = |line: &String| line.split("\"shop\",").nth(1).expect("a name").to_owned();
    let names: Vec<String> = lines[1..].iter().map(name).collect();
    let begins = ["'=HYPERLINK", "'+1", "'-1", "'@SUM", "'＝1", "a;=b;c", "say \"\"hi\"\""];
    for begin in begins {
        let begin = format!("\"{begin}");
        assert!(names.iter().any(|name| name.starts_with(&begin)), "{begin} in {names:?}");
    }
    assert_eq!(names.len(), begins.len());
}

#[test]
fn line_ends_and_tabs_inside_a_text_stay_inside_its_quotes() {
    let (mut builder, id) = (spanscope::trace::Builder::default(), spanscope::trace::TraceId(1));
    let trace = builder.trace(id);
    let name = builder.intern("\t=1\r\n,x");
    builder.add(spanscope::trace::SpanRecord { trace, name, ..Default::default() });
    let trace = builder.build().traces.remove(0);
    let csv = String::from_utf8(file(&trace, ExportFormat::Csv)).expect("CSV is text");
    assert!(csv.contains(",\"'\t=1\r\n,x\","), "{csv}");
}
