//! Files cut short: a new directory behind the objects that are still there.

use std::sync::LazyLock;

use regex::bytes::Regex;

/// The file up to its last whole object, with a catalogue of the page objects found in it. `None`
/// when there is no object at all.
pub(super) fn with_directory(bytes: &[u8]) -> Option<Vec<u8>> {
    const END: &[u8] = b"endobj";
    let end = bytes.windows(END.len()).rposition(|window| window == END)? + END.len();
    let bytes = &bytes[..end];
    let objects = objects(bytes);
    let next = objects
        .iter()
        .map(|object| object.number)
        .max()?
        .checked_add(1)?;
    let pages: Vec<String> = page_numbers(&objects)
        .into_iter()
        .map(|page| format!("{page} 0 R"))
        .collect();
    // Pages inside compressed objects are found by the reader itself when the tree is empty.
    let tree = if pages.is_empty() {
        String::new()
    } else {
        format!("/Pages {} 0 R", next + 1)
    };
    let directory = format!(
        "\n{next} 0 obj\n<</Type/Catalog{tree}>>\nendobj\n{} 0 obj\n<</Type/Pages/Count {}/Kids[{}]>>\nendobj\n\
         trailer\n<</Size {}/Root {next} 0 R>>\n%%EOF\n",
        next + 1,
        pages.len(),
        pages.join(" "),
        next + 2,
    );
    Some([bytes, directory.as_bytes()].concat())
}

struct Object<'a> {
    number: u32,
    /// From its head to the next object's.
    body: &'a [u8],
}

/// Objects that stand in the file uncompressed.
fn objects(bytes: &[u8]) -> Vec<Object<'_>> {
    static HEAD: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?-u)\b(\d{1,9})\s+\d{1,5}\s+obj\b").ok());
    let Some(head) = HEAD.as_ref() else {
        return Vec::new();
    };
    let heads: Vec<(u32, usize, usize)> = head
        .captures_iter(bytes)
        .filter_map(|found| {
            let whole = found.get(0)?;
            Some((
                std::str::from_utf8(&found[1]).ok()?.parse().ok()?,
                whole.start(),
                whole.end(),
            ))
        })
        .collect();
    let ends = heads.iter().skip(1).map(|head| head.1).chain([bytes.len()]);
    heads
        .iter()
        .zip(ends)
        .map(|(&(number, _, start), end)| Object {
            number,
            body: &bytes[start..end],
        })
        .collect()
}

/// The numbers of the page objects in the file's order; of an object written twice, the last place.
fn page_numbers(objects: &[Object]) -> Vec<u32> {
    static PAGE: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?-u)/Type\s*/Page[\s/>\]\[(<]").ok());
    let Some(page) = PAGE.as_ref() else {
        return Vec::new();
    };
    let is_page = |object: &&Object| page.is_match(&object.body[..object.body.len().min(4096)]);
    let mut numbers: Vec<u32> = Vec::new();
    for object in objects.iter().filter(is_page) {
        numbers.retain(|&number| number != object.number);
        numbers.push(object.number);
    }
    numbers
}
