//! A mail: what it says of itself, its text, and its attachments.

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::names::{distinct, safe};

/// A mail taken apart.
#[derive(Default)]
pub(crate) struct Mail {
    pub(crate) subject: Option<String>,
    /// Names of those it is from.
    pub(crate) from: Option<String>,
    /// RFC 3339.
    pub(crate) sent: Option<String>,
    /// Where a browser saved the page from that this is.
    pub(crate) saved_from: Option<String>,
    /// Its text, part after part.
    pub(crate) body: Vec<Written>,
    pub(crate) attachments: Attachments,
}

/// A part of a mail's text.
pub(crate) enum Written {
    /// As a web page.
    Page(String),
    /// As plain text.
    Plain(String),
}

/// The attachments of a mail.
#[derive(Default)]
pub(crate) struct Attachments {
    pub(super) names: Vec<String>,
    pub(super) contents: Vec<Vec<u8>>,
}

/// Bytes that open with the head of a mail: lines that programs write, and a sender, subject or date.
/// Pages that programs save in this form have the former alone, and say that they are of several parts.
pub(crate) fn looks_like_mail(bytes: &[u8]) -> bool {
    const HEAD: usize = 16 << 10;
    let head = &bytes[..bytes.len().min(HEAD)];
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let (mut by_programs, mut by_people) = (false, false);
    let (mut has_version, mut has_parts) = (false, false);
    for (at, line) in head.split(|&byte| byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            if at == 0 {
                return false;
            }
            continue;
        }
        let Some(colon) = line.iter().position(|&byte| byte == b':') else {
            return false;
        };
        let name = line[..colon].to_ascii_lowercase();
        if name.is_empty() || !name.iter().all(u8::is_ascii_graphic) {
            return false;
        }
        has_version |= name == b"mime-version";
        has_parts |= name == b"content-type" && {
            let kind = line[colon + 1..].trim_ascii_start();
            kind.len() > 10 && kind[..10].eq_ignore_ascii_case(b"multipart/")
        };
        match name.as_slice() {
            b"mime-version" | b"message-id" | b"received" | b"return-path" | b"content-type" => {
                by_programs = true;
            }
            b"from" | b"subject" | b"date" => by_people = true,
            _ => {}
        }
    }
    by_programs && by_people || has_version && has_parts
}

/// Takes a mail apart; what is damaged is left out.
pub(crate) fn open(bytes: &[u8]) -> Mail {
    let Some(message) = MessageParser::default().parse(bytes) else {
        return Mail::default();
    };
    let saved_from = message
        .header("Snapshot-Content-Location")
        .and_then(|header| header.as_text())
        .map(str::to_owned);
    let is_page = saved_from.is_some();
    Mail {
        subject: message.subject().map(str::to_owned),
        from: message.from().and_then(|from| {
            let names: Vec<&str> = from
                .iter()
                .filter_map(|sender| sender.name().or(sender.address()))
                .collect();
            (!names.is_empty()).then(|| names.join(", "))
        }),
        sent: message.date().map(mail_parser::DateTime::to_rfc3339),
        saved_from,
        body: body(&message),
        attachments: if is_page {
            Attachments::default()
        } else {
            attachments(&message)
        },
    }
}

/// The parts of the text in order. What is written in two forms is taken as a page, which keeps what
/// plain text loses: headings, lists, tables.
fn body(message: &Message) -> Vec<Written> {
    let parts = message.html_body.iter().filter_map(|&id| message.part(id));
    let written = |part: &MessagePart| match &part.body {
        PartType::Html(text) => Some(Written::Page(text.to_string())),
        PartType::Text(text) => Some(Written::Plain(text.to_string())),
        _ => None,
    };
    parts.filter_map(written).collect()
}

fn attachments(message: &Message) -> Attachments {
    let parts: Vec<&MessagePart> = message.attachments().filter(|part| is_file(part)).collect();
    let names = parts
        .iter()
        .enumerate()
        .map(|(at, part)| name(part, at + 1));
    Attachments {
        names: distinct(names),
        contents: parts.iter().map(|part| content(part)).collect(),
    }
}

/// Pictures in the text, and signatures of programs, are no attachments that anyone sent.
fn is_file(part: &MessagePart) -> bool {
    let kind = part.content_type();
    let is_picture = kind.is_some_and(|kind| kind.c_type.eq_ignore_ascii_case("image"));
    let is_inline = matches!(part.body, PartType::InlineBinary(_)) || part.content_id().is_some();
    let is_signature = kind
        .and_then(|kind| kind.c_subtype.as_deref())
        .is_some_and(|kind| {
            matches!(
                kind.to_ascii_lowercase().as_str(),
                "pkcs7-signature" | "x-pkcs7-signature" | "pgp-signature"
            )
        });
    !(is_signature || is_picture && is_inline)
}

fn name(part: &MessagePart, number: usize) -> String {
    // A name is one name: slashes in it are not folders.
    let given = |name: &str| safe(&name.replace(['/', '\\'], "-"));
    if let Some(name) = part.attachment_name() {
        return given(name);
    }
    match &part.body {
        PartType::Message(inner) => {
            let subject = inner.subject().filter(|subject| !subject.trim().is_empty());
            format!("{}.eml", given(subject.unwrap_or("message")))
        }
        PartType::Html(_) => format!("attachment {number}.html"),
        PartType::Text(_) => format!("attachment {number}.txt"),
        _ => format!("attachment {number}"),
    }
}

fn content(part: &MessagePart) -> Vec<u8> {
    match &part.body {
        PartType::Text(text) | PartType::Html(text) => text.as_bytes().to_vec(),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes.to_vec(),
        PartType::Message(inner) => inner.raw_message.to_vec(),
        PartType::Multipart(_) => Vec::new(),
    }
}
