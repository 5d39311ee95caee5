//! Addresses of the API, made of what was typed on the command line.

use form_urlencoded::Serializer;

use crate::cli::{Narrow, ScopeName};

/// The address of an endpoint with these parameters, empty ones left out.
pub(crate) fn address(endpoint: &str, parameters: &[(&str, &str)], narrow: &Narrow) -> String {
    let mut query = Serializer::new(String::new());
    for (name, value) in parameters.iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    if let Some(scope) = narrow.scope {
        query.append_pair("in", name_of(scope));
    }
    let facets = [
        ("region", &narrow.region),
        ("pdu", &narrow.pdu),
        ("rating", &narrow.rating),
        ("year", &narrow.year),
    ];
    for (name, values) in facets {
        for value in values {
            query.append_pair(name, value);
        }
    }
    for (name, value) in [("from", &narrow.from), ("to", &narrow.to)] {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    format!("/api/v1/{endpoint}?{}", query.finish())
}

fn name_of(scope: ScopeName) -> &'static str {
    match scope {
        ScopeName::Documents => "documents",
        ScopeName::Findings => "findings",
        ScopeName::Recommendations => "recommendations",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_escaped() {
        let narrow = Narrow {
            scope: Some(ScopeName::Findings),
            pdu: vec!["A & B".to_owned(), "C".to_owned()],
            from: Some("2024".to_owned()),
            ..Narrow::default()
        };
        assert_eq!(
            address("search", &[("q", "\"x y\""), ("cursor", "")], &narrow),
            "/api/v1/search?q=%22x+y%22&in=findings&pdu=A+%26+B&pdu=C&from=2024"
        );
    }
}
