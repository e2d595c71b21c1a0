//! Counts, sizes and shares become text.
//!
//! Invariant: a part is never shown as all or as nothing: 99.98 % is not "100 %".
//! Absent: durations (see `duration`).

use super::figures::three_figures;

/// `1,204`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `512 B`, `1.20 kB`, `83.1 MB`: thousands, as in file managers and networks.
pub fn bytes(number: u64) -> String {
    const UNITS: [(u64, &str); 5] = [
        (1_000, "kB"),
        (1_000_000, "MB"),
        (1_000_000_000, "GB"),
        (1_000_000_000_000, "TB"),
        (1_000_000_000_000_000, "PB"),
    ];
    match number {
        0..1_000 => format!("{number} B"),
        _ => three_figures(number, &UNITS).unwrap_or_else(|| format!("{} B", count(number))),
    }
}

/// `52 %`, `0.4 %`, `<0.1 %`; a dash for what is not a number.
pub fn percent(ratio: f64) -> String {
    let percent = ratio * 100.0;
    if !percent.is_finite() {
        return "–".to_owned();
    }
    let size = percent.abs();
    if size == 0.0 {
        "0 %".to_owned()
    } else if size < 0.1 {
        "<0.1 %".to_owned()
    } else if size < 0.95 {
        format!("{percent:.1} %")
    } else if size > 99.9 && size < 100.0 {
        ">99.9 %".to_owned()
    } else if (99.5..100.0).contains(&size) {
        format!("{percent:.1} %")
    } else {
        format!("{percent:.0} %")
    }
}
