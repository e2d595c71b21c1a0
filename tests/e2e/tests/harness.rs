//! The harness itself, apart from the app.

use e2e::browser::Browser;
use e2e::fixtures;
use e2e::jaeger::Jaeger;
use e2e::pointer::Point;
use e2e::scratch::Scratch;
use e2e::site::Site;

const PAGE: &[u8] = b"<!doctype html><title>t</title><body style='height:100vh'><script>
addEventListener('dragover', event => event.preventDefault());
addEventListener('drop', async event => {
  event.preventDefault();
  const texts = await Promise.all([...event.dataTransfer.files].map(file => file.text()));
  document.title = event.isTrusted + ' ' + texts.join('+');
});
</script>";

#[test]
fn dropped_files_reach_a_page_as_from_the_desktop() {
    let scratch = Scratch::new("drop");
    scratch.write("index.html", PAGE);
    let paths = [scratch.write("a.txt", b"one"), scratch.write("b.txt", b"two")];
    let site = Site::start_in(scratch.path(), "/");
    let browser = Browser::start();
    browser.go(&site.page(""));
    browser.drop_files(Point { x: 200.0, y: 200.0 }, &paths);
    browser.wait_for_script("the drop", "return document.title === 'true one+two'");
}

#[test]
fn errors_on_the_console_are_seen() {
    let scratch = Scratch::new("console");
    scratch.write("index.html", b"<!doctype html><script>throw new Error('on purpose')</script>");
    let site = Site::start_in(scratch.path(), "/");
    let browser = Browser::start();
    browser.expect_error("favicon");
    browser.go(&site.page(""));
    let errors = browser.unexpected_errors();
    assert!(matches!(errors.as_slice(), [one] if one.contains("on purpose")), "{errors:?}");
}

#[test]
fn jaeger_gives_back_what_was_sent() {
    let jaeger = Jaeger::with_fixtures();
    let expected = fixtures::expected("order-failing");
    jaeger.wait_until_held(&expected.trace_id, expected.spans);
}
