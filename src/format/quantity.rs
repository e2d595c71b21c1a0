//! Counts, sizes, shares and rates become text.
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

/// Three significant figures, in the unit in which there is at least one: `12.5/s`, `4.00/min`,
/// `0.25/h`; a dash for what is not a number.
pub fn rate(per_second: f64) -> String {
    if !per_second.is_finite() {
        return "–".to_owned();
    }
    if per_second <= 0.0 {
        return "0".to_owned();
    }
    let (size, name) = rate_unit(per_second);
    let number = per_second * size;
    match number {
        1_000.0.. => format!("{}/{name}", count(number.round() as u64)),
        100.0.. => format!("{number:.0}/{name}"),
        10.0.. => format!("{number:.1}/{name}"),
        _ => format!("{number:.2}/{name}"),
    }
}

/// The label of an axis whose last is `largest`, with the digits that labels `step` apart need.
pub fn rate_label(per_second: f64, step: f64, largest: f64) -> String {
    if per_second <= 0.0 {
        return "0".to_owned();
    }
    let (size, name) = rate_unit(largest);
    let decimals = (-(step * size).log10().floor()).clamp(0.0, 6.0) as usize;
    let number = per_second * size;
    match decimals {
        0 => format!("{}/{name}", count(number.round() as u64)),
        _ => format!("{number:.decimals$}/{name}"),
    }
}

/// How many seconds it has, and its name.
fn rate_unit(per_second: f64) -> (f64, &'static str) {
    let units = [(1.0, "s"), (60.0, "min"), (3_600.0, "h")];
    let fits = |unit: &&(f64, &str)| per_second * unit.0 >= 1.0;
    *units.iter().find(fits).unwrap_or(&units[2])
}
