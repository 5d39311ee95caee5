//! The stylesheet and the icon: embedded in the program, under names that change with their content.

use std::sync::LazyLock;

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::api::Segment;
use crate::problem::Problem;

struct Asset {
    name: String,
    media_type: &'static str,
    content: &'static str,
}

impl Asset {
    fn new(stem: &str, ending: &str, media_type: &'static str, content: &'static str) -> Self {
        let hash = blake3::hash(content.as_bytes()).to_hex();
        let name = format!("{stem}.{}.{ending}", &hash[..10]);
        Self {
            name,
            media_type,
            content,
        }
    }

    fn address(&self) -> String {
        format!("/static/{}", self.name)
    }
}

static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let content = include_str!("../../assets/style.css");
    Asset::new("style", "css", "text/css; charset=utf-8", content)
});

static ICON: LazyLock<Asset> = LazyLock::new(|| {
    let content = include_str!("../../assets/icon.svg");
    Asset::new("icon", "svg", "image/svg+xml", content)
});

/// Addresses that every page needs.
pub(crate) struct Statics {
    pub(crate) style: String,
    pub(crate) icon: String,
}

/// The addresses of the embedded files.
pub(crate) fn statics() -> Statics {
    Statics {
        style: STYLE.address(),
        icon: ICON.address(),
    }
}

/// Serves an embedded file, to be kept for ever: another content has another name.
pub(crate) async fn serve(Segment(name): Segment) -> Result<Response, Problem> {
    let asset = [&STYLE, &ICON].into_iter().find(|asset| asset.name == name);
    let asset = asset.ok_or_else(|| Problem::not_found("there is nothing at this address"))?;
    let headers = [
        (header::CONTENT_TYPE, asset.media_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, asset.content).into_response())
}
