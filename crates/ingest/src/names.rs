//! What a file's name promises, held against what its content is.

use probity_extract::MediaType;

/// A warning for a file whose name ends like that of another format: the content decides how it is
/// read, and the person who gave it the name may not know.
pub(crate) fn misnamed(path: &str, content: MediaType) -> Option<String> {
    let ending = path.rsplit('/').next()?.rsplit_once('.')?.1.to_lowercase();
    let promised = match ending.as_str() {
        "pdf" => MediaType::Pdf,
        "html" | "htm" | "xhtml" => MediaType::Html,
        "docx" => MediaType::Docx,
        "odt" => MediaType::Odt,
        "rtf" => MediaType::Rtf,
        "eml" | "mht" | "mhtml" => MediaType::Mail,
        "txt" | "md" => MediaType::Text,
        _ => return None,
    };
    let read_as = plain_name(content);
    (promised != content).then(|| {
        format!("The file is named “.{ending}” but holds {read_as}; it was read as {read_as}.")
    })
}

fn plain_name(media_type: MediaType) -> &'static str {
    match media_type {
        MediaType::Pdf => "a PDF",
        MediaType::Html => "a web page (HTML)",
        MediaType::Docx => "a Word document",
        MediaType::Odt => "an OpenDocument text",
        MediaType::Rtf => "Rich Text",
        MediaType::Mail => "a mail",
        MediaType::Text => "plain text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_that_promises_something_else_is_warned_of() {
        let warned = |path: &str, content| misnamed(path, content).is_some();
        assert!(warned("reports/2024.v2.PDF", MediaType::Html));
        assert!(warned("page.txt", MediaType::Html));
        assert!(!warned("page.HTM", MediaType::Html));
        assert!(!warned("report", MediaType::Pdf));
        assert!(!warned("folder.pdf/report", MediaType::Text));
        assert!(!warned("scan.v2", MediaType::Text));
    }
}
