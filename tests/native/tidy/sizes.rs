//! How long files and functions may be.
//!
//! Invariant: shares are of all files of a folder together, limits are of each. Absent:
//! a measure of how hard a function is to read; length is merely what can be counted.

use super::source::{File, code_of, rust_files};
use super::{Offence, assert_none};

const FOLDERS: [&str; 5] = ["src", "xtask/src", "tests", "examples", "benches"];
const MOST_FILE_LINES: usize = 700;
const USUAL_FILE_LINES: usize = 400;
const MOST_FUNCTION_LINES: usize = 120;
const USUAL_FUNCTION_LINES: usize = 30;

struct Function {
    name: String,
    /// Counted from 1.
    first_line: usize,
    lines: usize,
}

/// The functions of a file, nested ones too, found by the word `fn` and matching braces.
fn functions(file: &File) -> Vec<Function> {
    let code = code_of(&file.text);
    let starts = code.match_indices("fn ").map(|(at, _)| at);
    let starts =
        starts.filter(|&at| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
    starts.filter_map(|at| function(&code, at)).collect()
}

/// `None` for a function without a body, and for the type `fn (…)`.
fn function(code: &str, at: usize) -> Option<Function> {
    let rest = &code[at + 3..];
    let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    // `[u8; 4]` in the signature has a semicolon too, so brackets are counted.
    let mut brackets = 0i32;
    let mut braces = 0i32;
    for (offset, c) in rest.char_indices() {
        match c {
            '[' | '(' => brackets += 1,
            ']' | ')' => brackets -= 1,
            ';' if braces == 0 && brackets == 0 => return None,
            '{' => braces += 1,
            '}' => braces -= 1,
            _ => continue,
        }
        if c == '}' && braces == 0 {
            let first_line = code[..at].matches('\n').count() + 1;
            let lines = rest[..offset].matches('\n').count() + 1;
            return (!name.is_empty()).then_some(Function { name, first_line, lines });
        }
    }
    None
}

#[test]
fn no_file_is_too_long_and_few_are_long() {
    let mut too_long = Vec::new();
    for folder in FOLDERS {
        let files = rust_files(folder);
        too_long.extend(files.iter().filter(|file| file.line_count() > MOST_FILE_LINES).map(
            |file| {
                let detail = format!("the file has {} lines", file.line_count());
                Offence { file: file.path.clone(), line: MOST_FILE_LINES, detail }
            },
        ));
        let long = files.iter().filter(|file| file.line_count() >= USUAL_FILE_LINES);
        let long: Vec<&str> = long.map(|file| file.path.as_str()).collect();
        assert!(long.len() * 10 <= files.len(), "over 10 % of {folder} are long files: {long:?}");
    }
    assert_none("No file has more than 700 lines", too_long);
}

#[test]
fn no_function_is_too_long_and_few_are_long() {
    let mut too_long = Vec::new();
    for folder in FOLDERS {
        let functions: Vec<(String, Function)> = rust_files(folder)
            .iter()
            .flat_map(|file| {
                functions(file).into_iter().map(|function| (file.path.clone(), function))
            })
            .collect();
        let long = functions.iter().filter(|(_, function)| function.lines >= USUAL_FUNCTION_LINES);
        let long: Vec<String> = long
            .map(|(file, Function { name, first_line, lines })| {
                format!("{file}:{first_line}: {name} ({lines} lines)")
            })
            .collect();
        let share = long.len() * 100 / functions.len().max(1);
        assert!(
            share < 10,
            "{share} % of the functions in {folder} are long:\n{}",
            long.join("\n")
        );
        for (file, Function { name, first_line, lines }) in functions {
            if lines > MOST_FUNCTION_LINES {
                let detail = format!("{name} has {lines} lines");
                too_long.push(Offence { file, line: first_line, detail });
            }
        }
    }
    assert_none("No function has more than 120 lines", too_long);
}

#[test]
fn functions_are_found_with_their_lengths() {
    let text = "fn a() {}\ntrait B { fn c(&self); }\nfn d(e: [u8; 4]) -> fn(u8) {\n    if true {\n    }\n}\n";
    let file = File { path: String::new(), text: text.to_owned() };
    let found: Vec<String> = functions(&file)
        .into_iter()
        .map(|function| format!("{} {} {}", function.name, function.first_line, function.lines))
        .collect();
    assert_eq!(found, ["a 1 1", "d 3 4"]);
}
