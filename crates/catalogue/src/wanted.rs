//! Corrections as people write them, field by field, in JSON or TOML.

use probity_model::{Gazetteer, Kind, PartialDate, Rating, Unit};
use serde_json::{Map, Value};

use crate::Corrections;

/// The longest title, in characters.
const MAX_TITLE: usize = 500;

/// No rating and no date, in the words that people filter by.
const NOT_RATED: &str = "Not rated";
const UNDATED: &str = "Undated";

const FIELDS: [&str; 6] = ["regions", "pdus", "rating", "published", "title", "kind"];

/// Why what somebody wrote cannot be a correction.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Refused {
    /// The field at fault, as it was written, shortened.
    pub field: String,
    /// What would be right, for a person.
    pub detail: String,
}

type Result<T> = std::result::Result<T, Refused>;

impl Corrections {
    /// These corrections after some changes: an object of fields and their values. `rating` and
    /// `published` may be null, or "Not rated" and "Undated", for none; `reset` lists fields whose
    /// corrections are taken back. A PDU brings its region where no regions are given.
    ///
    /// # Errors
    /// [`Refused`] at the first field that is unknown or has no such value.
    pub fn changed(mut self, changes: &Map<String, Value>, units: &Gazetteer) -> Result<Self> {
        if let Some(reset) = changes.get("reset") {
            for field in strings("reset", reset)? {
                self.take_back(field)?;
            }
        }
        for (field, value) in changes {
            match field.as_str() {
                "regions" => self.regions = Some(regions(value, units)?),
                "pdus" => {
                    let (pdus, regions) = pdus(value, units)?;
                    self.pdus = Some(pdus);
                    if !changes.contains_key("regions") && !regions.is_empty() {
                        self.regions = Some(regions);
                    }
                }
                "rating" => self.rating = Some(rating(value)?),
                "published" => self.published = Some(published(value)?),
                "title" => self.title = Some(title(value)?),
                "kind" => self.kind = Some(kind(value)?),
                "reset" => {}
                unknown => return Err(unknown_field(unknown)),
            }
        }
        Ok(self)
    }

    /// The corrections that a TOML text gives, in the same fields.
    ///
    /// # Errors
    /// [`Refused`]; where the text is no TOML, of the field `""`.
    pub fn from_toml(text: &str, units: &Gazetteer) -> Result<Self> {
        let table: toml::Table = toml::from_str(text).map_err(|error| no_toml(text, &error))?;
        let fields = table.into_iter().map(|(field, value)| {
            let value = json(&field, value)?;
            Ok((field, value))
        });
        let fields: Map<String, Value> = fields.collect::<Result<_>>()?;
        if fields.contains_key("reset") {
            return Err(unknown_field("reset"));
        }
        Self::default().changed(&fields, units)
    }

    /// These corrections, and where they leave a field alone those others.
    #[must_use]
    pub fn over(self, others: Self) -> Self {
        Self {
            regions: self.regions.or(others.regions),
            pdus: self.pdus.or(others.pdus),
            rating: self.rating.or(others.rating),
            published: self.published.or(others.published),
            title: self.title.or(others.title),
            kind: self.kind.or(others.kind),
        }
    }

    fn take_back(&mut self, field: &str) -> Result<()> {
        match field {
            "regions" => self.regions = None,
            "pdus" => self.pdus = None,
            "rating" => self.rating = None,
            "published" => self.published = None,
            "title" => self.title = None,
            "kind" => self.kind = None,
            unknown => return Err(unknown_field(unknown)),
        }
        Ok(())
    }
}

fn no_toml(text: &str, error: &toml::de::Error) -> Refused {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.map(|before| before.matches('\n').count() + 1);
    let place = line.map_or_else(String::new, |line| format!(" (line {line})"));
    Refused {
        field: String::new(),
        detail: format!("it is no TOML{place}: {}", error.message()),
    }
}

/// A date may stand without quotes in TOML.
fn json(field: &str, value: toml::Value) -> Result<Value> {
    Ok(match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Integer(number) => Value::String(number.to_string()),
        toml::Value::Array(values) => Value::Array(
            values
                .into_iter()
                .map(|value| json(field, value))
                .collect::<Result<_>>()?,
        ),
        _ => return Err(refused(field, format!("\"{field}\" has no such value"))),
    })
}

fn refused(field: &str, detail: String) -> Refused {
    Refused {
        field: field.to_owned(),
        detail,
    }
}

fn unknown_field(name: &str) -> Refused {
    let shown: String = name.chars().take(60).collect();
    let fields = FIELDS.join(", ");
    let detail = format!("\"{shown}\" cannot be corrected; these can: {fields}");
    refused(&shown, detail)
}

fn not_among(field: &str, allowed: &[&str]) -> Refused {
    refused(
        field,
        format!("\"{field}\" is one of: {}", allowed.join(", ")),
    )
}

fn strings<'v>(field: &str, value: &'v Value) -> Result<Vec<&'v str>> {
    let texts = value
        .as_array()
        .map(|values| values.iter().map(Value::as_str));
    let texts: Option<Vec<&str>> = texts.and_then(Iterator::collect);
    texts.ok_or_else(|| refused(field, format!("\"{field}\" is a list of names")))
}

fn regions(value: &Value, units: &Gazetteer) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for name in strings("regions", value)? {
        match units.find(name) {
            Some(Unit::Region(region)) => push_new(&mut names, &region.name),
            _ => return Err(no_unit("regions", "region", name)),
        }
    }
    Ok(names)
}

fn pdus(value: &Value, units: &Gazetteer) -> Result<(Vec<String>, Vec<String>)> {
    let (mut names, mut regions) = (Vec::new(), Vec::new());
    for name in strings("pdus", value)? {
        match units.find(name) {
            Some(Unit::Pdu(pdu)) => {
                push_new(&mut names, &pdu.name);
                push_new(&mut regions, &pdu.region);
            }
            _ => return Err(no_unit("pdus", "PDU", name)),
        }
    }
    Ok((names, regions))
}

fn push_new(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}

fn no_unit(field: &str, what: &str, name: &str) -> Refused {
    let shown: String = name.chars().take(100).collect();
    let detail = format!("no {what} is named \"{shown}\"; /api/v1/{field} lists those there are");
    refused(field, detail)
}

fn rating(value: &Value) -> Result<Option<Rating>> {
    let none = |name: &str| name.eq_ignore_ascii_case(NOT_RATED);
    match value {
        Value::Null => Ok(None),
        Value::String(name) if none(name) => Ok(None),
        Value::String(name) => name.parse().map(Some).map_err(|_| no_rating()),
        _ => Err(no_rating()),
    }
}

fn no_rating() -> Refused {
    let names: Vec<&str> = Rating::ALL.iter().map(|rating| rating.name()).collect();
    not_among("rating", &[names, vec![NOT_RATED, "null"]].concat())
}

fn published(value: &Value) -> Result<Option<PartialDate>> {
    let no_date = || {
        let detail = "\"published\" is a date such as 2024, 2024-08 or 2024-08-29, or null";
        refused("published", detail.to_owned())
    };
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.eq_ignore_ascii_case(UNDATED) => Ok(None),
        Value::String(text) => text.parse().map(Some).map_err(|_| no_date()),
        _ => Err(no_date()),
    }
}

fn title(value: &Value) -> Result<String> {
    let title = value.as_str().map(str::trim);
    let fits = |title: &&str| !title.is_empty() && title.chars().count() <= MAX_TITLE;
    let detail = format!("\"title\" is a text of 1 to {MAX_TITLE} characters");
    title
        .filter(fits)
        .map(str::to_owned)
        .ok_or_else(|| refused("title", detail))
}

fn kind(value: &Value) -> Result<Kind> {
    let kind = value.as_str().and_then(Kind::from_name);
    let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    kind.ok_or_else(|| not_among("kind", &names))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(changes: Value, expected: std::result::Result<Corrections, &str>) {
        let Value::Object(changes) = changes else {
            panic!("the test gives no object")
        };
        let result = Corrections::default().changed(&changes, &Gazetteer::built_in());
        let result = result.map_err(|refused| refused.field);
        assert_eq!(result, expected.map_err(str::to_owned), "{changes:?}");
    }

    fn rated(rating: Option<Rating>) -> Corrections {
        Corrections {
            rating: Some(rating),
            ..Corrections::default()
        }
    }

    #[test]
    fn fields_are_set_right() {
        check(json!({"rating": "good"}), Ok(rated(Some(Rating::Good))));
        check(json!({"rating": null}), Ok(rated(None)));
        check(json!({"rating": "Not rated"}), Ok(rated(None)));
        let title = Corrections {
            title: Some("A title".to_owned()),
            ..Corrections::default()
        };
        check(json!({"title": " A title "}), Ok(title));
        let kind = Corrections {
            kind: Some(Kind::PressRelease),
            ..Corrections::default()
        };
        check(json!({"kind": "press_release"}), Ok(kind));
    }

    #[test]
    fn a_pdu_brings_its_region() {
        let pdus = Some(vec!["Essex North".to_owned()]);
        let both = Corrections {
            pdus: pdus.clone(),
            regions: Some(vec!["East of England".to_owned()]),
            ..Corrections::default()
        };
        check(json!({"pdus": ["North Essex"]}), Ok(both));
        let alone = Corrections {
            pdus,
            regions: Some(vec![]),
            ..Corrections::default()
        };
        check(json!({"pdus": ["Essex North"], "regions": []}), Ok(alone));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        check(json!({"rating": "red"}), Err("rating"));
        check(json!({"published": "last week"}), Err("published"));
        check(json!({"published": 2024}), Err("published"));
        check(json!({"title": "  "}), Err("title"));
        check(json!({"kind": "book"}), Err("kind"));
        check(json!({"pdus": ["Atlantis"]}), Err("pdus"));
        check(json!({"pdus": "Suffolk"}), Err("pdus"));
        check(json!({"regions": ["Suffolk"]}), Err("regions"));
        check(json!({"isbn": "1"}), Err("isbn"));
        check(json!({"reset": ["isbn"]}), Err("isbn"));
    }

    #[test]
    fn a_correction_can_be_taken_back() {
        let Value::Object(changes) = json!({"reset": ["rating"], "title": "T"}) else {
            return;
        };
        let after = rated(None).changed(&changes, &Gazetteer::built_in());
        let after = after.unwrap();
        assert_eq!(after.rating, None);
        assert_eq!(after.title.as_deref(), Some("T"));
    }

    #[test]
    fn a_text_beside_the_file_says_the_same() {
        let check = |text: &str, expected: std::result::Result<Corrections, &str>| {
            let read = Corrections::from_toml(text, &Gazetteer::built_in());
            let read = read.map_err(|refused| refused.detail);
            match (read, expected) {
                (Ok(read), Ok(expected)) => assert_eq!(read, expected, "{text}"),
                (Err(detail), Err(part)) => assert!(detail.contains(part), "{text}: {detail}"),
                (read, _) => panic!("{text}: {read:?}"),
            }
        };
        let dated = |date: &str| Corrections {
            published: Some(date.parse().ok()),
            ..Corrections::default()
        };
        check("", Ok(Corrections::default()));
        check("published = 2024-08-29", Ok(dated("2024-08-29")));
        check("published = 2024", Ok(dated("2024")));
        check("rating = \"Not rated\"", Ok(rated(None)));
        check("# a note\nrating = good", Err("line 2"));
        check("rating = \"red\"", Err("one of: Outstanding"));
        check("reset = [\"title\"]", Err("cannot be corrected"));
        check("[rating]\nx = 1", Err("no such value"));
    }

    #[test]
    fn the_nearer_correction_wins() {
        let both = rated(Some(Rating::Good)).over(Corrections {
            title: Some("T".to_owned()),
            ..rated(None)
        });
        assert_eq!(both.rating, Some(Some(Rating::Good)));
        assert_eq!(both.title.as_deref(), Some("T"));
    }
}
