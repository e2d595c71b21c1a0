//! Counts, sizes and shares become text.

/// `1,204`.
pub fn count(number: u64) -> String {
    todo!("{number}")
}

/// `512 B`, `1.20 kB`, `83.1 MB`.
pub fn bytes(number: u64) -> String {
    todo!("{number}")
}

/// `52 %`, `0.4 %`, `<0.1 %`.
pub fn percent(ratio: f64) -> String {
    todo!("{ratio}")
}
