//! A stack trace becomes lines, those of libraries told from the application's own.
//!
//! Invariant: every line is there, as written. Absent: certainty; a line is taken for a
//! library's by the folders and packages that libraries of several languages lie in.

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackLine {
    pub text: String,
    pub is_library: bool,
}

const LIBRARIES: [&str; 15] = [
    "site-packages/",
    "dist-packages/",
    "lib/python",
    "node_modules/",
    "node:internal",
    "at java.",
    "at javax.",
    "at jdk.",
    "at sun.",
    "at org.springframework.",
    "at io.netty.",
    "at System.",
    "at Microsoft.",
    "/go/pkg/mod/",
    "/rustc/",
];

/// `None` unless the key is a stack's and there are several lines. O(bytes).
pub fn stack(key: &str, text: &str) -> Option<Vec<StackLine>> {
    let is_stack_key = key.ends_with("stacktrace") || key == "stack" || key.ends_with(".stack");
    (is_stack_key && text.contains('\n')).then(|| {
        let mut is_library = false;
        let lines = text.trim_end().lines().map(|line| {
            // The line of code below Python's line with the file belongs to it.
            let continues = line.starts_with("    ") && !line.trim_start().starts_with("at ");
            let names_library = LIBRARIES.iter().any(|library| line.contains(library));
            is_library = names_library || (continues && is_library);
            StackLine { text: line.to_owned(), is_library }
        });
        lines.collect()
    })
}
