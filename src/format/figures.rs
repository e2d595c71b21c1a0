//! A whole number of a small unit becomes three significant figures of a larger one.

/// `value` in the first of `units` (their sizes ascending, each with its name) in which it
/// needs no more than three figures; `None` where it has outgrown the last one.
///
/// The unit is chosen after rounding: 999,960 in thousands is `1.00` of the millions.
pub(super) fn three_figures(value: u64, units: &[(u64, &str)]) -> Option<String> {
    units.iter().find_map(|&(size, name)| {
        [2, 1, 0].into_iter().find_map(|decimals| {
            let figures = divide_rounding(value, size / 10u64.pow(decimals));
            (figures < 1000).then(|| format!("{} {name}", with_decimals(figures, decimals)))
        })
    })
}

/// Half up.
pub(super) fn divide_rounding(value: u64, by: u64) -> u64 {
    value / by + u64::from(value % by >= by.div_ceil(2))
}

/// `figures` with a point before the last `decimals` of them.
pub(super) fn with_decimals(figures: u64, decimals: u32) -> String {
    if decimals == 0 {
        return figures.to_string();
    }
    let one = 10u64.pow(decimals);
    format!("{}.{:0width$}", figures / one, figures % one, width = decimals as usize)
}
