//! Jaeger's parameters for pages inside other pages.

use proptest::prelude::*;
use spanscope::jaeger::Embed;

#[test]
fn what_is_left_out_is_said_before_the_fragment_or_in_it() {
    let all = "?uiEmbed=v0&uiSearchHideGraph=1&uiTimelineHideMinimap=1&uiTimelineHideSummary=1\
               &uiTimelineCollapseTitle=1&uiTheme=dark";
    let whole = Embed {
        is_embedded: true,
        hides_graph: true,
        hides_minimap: true,
        hides_summary: true,
        collapses_title: true,
        is_dark: Some(true),
    };
    assert_eq!(Embed::of_address(all, ""), whole);
    assert_eq!(Embed::of_address("", &format!("#/search{all}")), whole);
    let some = Embed::of_address("?uiEmbed=v0", "#/search?service=a&uiTheme=light");
    assert_eq!(some, Embed { is_embedded: true, is_dark: Some(false), ..Embed::default() });
}

#[test]
fn without_the_word_the_page_is_whole() {
    for search in ["", "?", "?uiSearchHideGraph=1", "?uiEmbed=v1&uiTheme=dark", "?uiembed=v0"] {
        assert_eq!(Embed::of_address(search, "#/search?service=uiEmbed"), Embed::default());
    }
}

proptest! {
    #[test]
    fn any_address_is_read(search in "\\PC*", hash in "\\PC*") {
        Embed::of_address(&search, &hash);
    }
}
