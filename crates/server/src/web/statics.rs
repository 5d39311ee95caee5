//! Stylesheet, script and icon: embedded in the program, under names that change with their content.

use std::sync::LazyLock;

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::api::Segment;
use crate::problem::Problem;

/// One stylesheet, in the order in which later rules win.
pub(crate) const STYLE_TEXT: &str = concat!(
    include_str!("../../assets/style/tokens.css"),
    include_str!("../../assets/style/base.css"),
    include_str!("../../assets/style/shell.css"),
    include_str!("../../assets/style/parts.css"),
    include_str!("../../assets/style/search.css"),
    include_str!("../../assets/style/document.css"),
    include_str!("../../assets/style/reader.css"),
    include_str!("../../assets/style/reference.css"),
);

/// One script, a module: its parts share what `core.js` has.
pub(crate) const SCRIPT_TEXT: &str = concat!(
    include_str!("../../assets/script/core.js"),
    include_str!("../../assets/script/keys.js"),
    include_str!("../../assets/script/results.js"),
    include_str!("../../assets/script/suggest.js"),
    include_str!("../../assets/script/quote.js"),
    include_str!("../../assets/script/reader.js"),
);

/// The stylesheet of units, similar recommendations, ingestion and corrections, which a page of results
/// need not carry.
const PAGES_STYLE_TEXT: &str = concat!(
    include_str!("../../assets/style/units.css"),
    include_str!("../../assets/style/forms.css"),
);

const INGESTION_SCRIPT_TEXT: &str = include_str!("../../assets/script/ingestion.js");

const ICON_TEXT: &str = include_str!("../../assets/icon.svg");

static STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("style", "css", "text/css; charset=utf-8", STYLE_TEXT));

static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "script",
        "js",
        "text/javascript; charset=utf-8",
        SCRIPT_TEXT,
    )
});

static PAGES_STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let media_type = "text/css; charset=utf-8";
    Asset::new("pages", "css", media_type, PAGES_STYLE_TEXT)
});

static INGESTION_SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let media_type = "text/javascript; charset=utf-8";
    Asset::new("ingestion", "js", media_type, INGESTION_SCRIPT_TEXT)
});

static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("icon", "svg", "image/svg+xml", ICON_TEXT));

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

/// Addresses that every page needs.
pub(crate) struct Statics {
    pub(crate) style: String,
    pub(crate) script: String,
    pub(crate) icon: String,
    /// Of pages that link to it themselves.
    pub(crate) pages_style: String,
    /// Of the page of ingestion.
    pub(crate) ingestion_script: String,
}

/// The addresses of the embedded files.
pub(crate) fn statics() -> Statics {
    Statics {
        style: STYLE.address(),
        script: SCRIPT.address(),
        icon: ICON.address(),
        pages_style: PAGES_STYLE.address(),
        ingestion_script: INGESTION_SCRIPT.address(),
    }
}

/// Serves an embedded file, to be kept for ever: another content has another name.
pub(crate) async fn serve(Segment(name): Segment) -> Result<Response, Problem> {
    let assets = [&STYLE, &SCRIPT, &ICON, &PAGES_STYLE, &INGESTION_SCRIPT];
    let asset = assets.into_iter().find(|asset| asset.name == name);
    let asset = asset.ok_or_else(|| Problem::not_found("there is nothing at this address"))?;
    let headers = [
        (header::CONTENT_TYPE, asset.media_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, asset.content).into_response())
}
