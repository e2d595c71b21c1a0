//! Several measurements → the numbers that are told.
//!
//! Invariant: the order of the measurements does not matter. Absent: means, which one hiccup
//! moves.

/// The middle one; of an even number, the lower of the two. 0 of none.
pub fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// The value that this share of the values lies at or below.
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(place.saturating_sub(1)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_a_measured_value() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.0);
        assert_eq!(median(&[]), 0.0);
    }

    #[test]
    fn the_largest_is_the_last_quantile() {
        assert_eq!(quantile(&[1.0, 5.0, 2.0], 1.0), 5.0);
        assert_eq!(quantile(&[1.0, 5.0, 2.0], 0.0), 1.0);
    }
}
