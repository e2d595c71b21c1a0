//! A request's path → a file below `dist/`, or the reason why not.
//!
//! Invariant: no path, however written, names a file outside the directory. Deliberately absent:
//! index.html for unknown paths; plain static hosting has no such thing, so development has none.

use std::fs::File;
use std::io;
use std::path::{Component, Path, PathBuf};

use tiny_http::{Header, Method, Request, Response};

use super::content_type;

pub fn answer(dist: &Path, request: Request) -> io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request.respond(Response::from_string("only GET and HEAD").with_status_code(405));
    }
    let found = file_for(dist, request.url());
    let Some((path, file)) = found.and_then(|path| File::open(&path).ok().map(|file| (path, file)))
    else {
        let text = "There is no such file. Addresses of the app begin with /#/.";
        return request.respond(Response::from_string(text).with_status_code(404));
    };
    let mut response = Response::from_file(file);
    for (name, value) in [("Content-Type", content_type::of(&path)), ("Cache-Control", "no-cache")]
    {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    request.respond(response)
}

fn file_for(dist: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let relative = Path::new(path.strip_prefix('/')?);
    let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
    let file = if path.ends_with('/') {
        dist.join(relative).join("index.html")
    } else {
        dist.join(relative)
    };
    (plain && file.is_file()).then_some(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn paths_lead_to_files_below_the_directory_only() {
        let base = std::env::temp_dir().join(format!("xtask-files-{}", std::process::id()));
        let dist = base.join("dist");
        fs::create_dir_all(dist.join("static")).unwrap();
        for name in ["dist/index.html", "dist/static/a.js", "secret"] {
            fs::write(base.join(name), "").unwrap();
        }
        let found = |url| file_for(&dist, url);
        assert_eq!(found("/"), Some(dist.join("index.html")));
        assert_eq!(found("/?x#y"), Some(dist.join("index.html")));
        assert_eq!(found("/static/a.js?v=1"), Some(dist.join("static/a.js")));
        for outside in
            ["/../secret", "/static/../../secret", "//etc/passwd", "/%2e%2e/secret", "", "/static"]
        {
            assert_eq!(found(outside), None, "{outside}");
        }
        fs::remove_dir_all(base).unwrap();
    }
}
