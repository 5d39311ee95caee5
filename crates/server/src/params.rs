//! Query strings, read strictly: an unknown name, a repeated single value or a value of the wrong
//! form is a problem that says what would be right, never silently something else.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;
use probity_model::PartialDate;
use utoipa::IntoParams;
use utoipa::openapi::path::ParameterIn;

use crate::problem::Problem;

/// Parameters of an endpoint. What [`IntoParams`] documents is what is allowed.
pub(crate) trait FromQuery: IntoParams + Sized {
    /// Takes the parameters out of a query string whose names are all known.
    fn read(query: &mut Query) -> Result<Self, Problem>;
}

/// Extracts an endpoint's parameters.
pub(crate) struct Params<T>(pub(crate) T);

impl<S: Sync, T: FromQuery> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        read(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

/// Reads a query string as the parameters of one endpoint.
pub(crate) fn read<T: FromQuery>(raw: &str) -> Result<T, Problem> {
    let mut query = Query::parse(raw)?;
    query.allow(&T::into_params(|| Some(ParameterIn::Query)))?;
    T::read(&mut query)
}

/// An endpoint that takes no parameters.
#[derive(IntoParams)]
pub(crate) struct NoParams {}

impl FromQuery for NoParams {
    fn read(_: &mut Query) -> Result<Self, Problem> {
        Ok(Self {})
    }
}

/// A query string, decoded: each name with its values in order.
#[derive(Debug, Default)]
pub(crate) struct Query {
    values: BTreeMap<String, Vec<String>>,
}

impl Query {
    pub(crate) fn parse(raw: &str) -> Result<Self, Problem> {
        let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for pair in raw.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decode(name).ok_or_else(|| Problem::request(NOT_UTF8))?;
            let value = decode(value).ok_or_else(|| Problem::parameter(&name, NOT_UTF8))?;
            values.entry(name).or_default().push(value);
        }
        Ok(Self { values })
    }

    fn allow(&self, allowed: &[utoipa::openapi::path::Parameter]) -> Result<(), Problem> {
        let is_known = |name: &str| allowed.iter().any(|parameter| parameter.name == name);
        let Some(unknown) = self.values.keys().find(|name| !is_known(name)) else {
            return Ok(());
        };
        let names: Vec<&str> = allowed.iter().map(|known| known.name.as_str()).collect();
        let allowed = match names.as_slice() {
            [] => "this address takes none".to_owned(),
            names => format!("those allowed here are {}", names.join(", ")),
        };
        let shown: String = unknown.chars().take(60).collect();
        let detail = format!("there is no parameter \"{shown}\"; {allowed}");
        Err(Problem::parameter(&shown, detail))
    }

    /// A parameter that may be given once.
    pub(crate) fn one(&mut self, name: &str) -> Result<Option<String>, Problem> {
        let mut values = self.values.remove(name).unwrap_or_default();
        if values.len() > 1 {
            let detail = format!("\"{name}\" may be given once only");
            return Err(Problem::parameter(name, detail));
        }
        Ok(values.pop())
    }

    /// A parameter that may be given once; empty is the same as not given.
    pub(crate) fn filled(&mut self, name: &str) -> Result<Option<String>, Problem> {
        Ok(self.one(name)?.filter(|value| !value.trim().is_empty()))
    }

    /// A parameter that may be repeated. Empty values are left out: a form sends them.
    pub(crate) fn many(&mut self, name: &str) -> Vec<String> {
        let values = self.values.remove(name).unwrap_or_default();
        values
            .into_iter()
            .filter(|value| !value.trim().is_empty())
            .collect()
    }

    /// A whole number within a range.
    pub(crate) fn number(
        &mut self,
        name: &str,
        range: RangeInclusive<usize>,
    ) -> Result<Option<usize>, Problem> {
        let Some(text) = self.filled(name)? else {
            return Ok(None);
        };
        let number = text.parse().ok().filter(|number| range.contains(number));
        number.map(Some).ok_or_else(|| {
            let (low, high) = (range.start(), range.end());
            let detail = match *high {
                usize::MAX => format!("\"{name}\" is a whole number from {low}"),
                _ => format!("\"{name}\" is a whole number from {low} to {high}"),
            };
            Problem::parameter(name, detail)
        })
    }

    /// A date: a year, a month or a day.
    pub(crate) fn date(&mut self, name: &str) -> Result<Option<PartialDate>, Problem> {
        let Some(text) = self.filled(name)? else {
            return Ok(None);
        };
        let date = text.parse();
        let detail = || format!("\"{name}\" is a date such as 2024, 2024-08 or 2024-08-29");
        date.map(Some)
            .map_err(|_| Problem::parameter(name, detail()))
    }

    /// One of a closed list of values.
    pub(crate) fn choice<T: Copy>(
        &mut self,
        name: &str,
        choices: &[(&str, T)],
    ) -> Result<Option<T>, Problem> {
        let Some(text) = self.filled(name)? else {
            return Ok(None);
        };
        let found = choices.iter().find(|(word, _)| *word == text);
        found.map(|(_, value)| Some(*value)).ok_or_else(|| {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            not_among(name, &words)
        })
    }

    /// `true` or `false`.
    pub(crate) fn flag(&mut self, name: &str) -> Result<bool, Problem> {
        let value = self.choice(name, &[("true", true), ("false", false)])?;
        Ok(value.unwrap_or(false))
    }
}

/// The problem of a value that is not in a closed list.
pub(crate) fn not_among(name: &str, allowed: &[&str]) -> Problem {
    let detail = format!("\"{name}\" is one of: {}", allowed.join(", "));
    Problem::parameter(name, detail)
}

const NOT_UTF8: &str = "the address has text that is not percent-encoded UTF-8";

fn decode(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    let well_formed = spaced.split('%').skip(1).all(|rest| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit))
    });
    let decoded = percent_decode_str(&spaced).decode_utf8().ok()?;
    (well_formed && !decoded.contains('\0')).then(|| decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wire::params::{SearchParams, SimilarParams};

    fn values(raw: &str, name: &str) -> Vec<String> {
        Query::parse(raw).unwrap().many(name)
    }

    #[test]
    fn values_repeat_and_are_decoded() {
        let raw = "region=East+of%20England&region=London&&region=&q";
        assert_eq!(values(raw, "region"), ["East of England", "London"]);
        assert_eq!(values("q=caf%C3%A9", "q"), ["café"]);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for raw in ["q=%ff", "q=%2", "q=%zz", "%ff=1", "q=%00"] {
            assert!(Query::parse(raw).is_err(), "{raw}");
        }
    }

    #[test]
    fn a_single_value_may_not_repeat() {
        let problem = Query::parse("q=a&q=b").unwrap().one("q").unwrap_err();
        assert_eq!(problem.field.as_deref(), Some("q"));
        assert_eq!(problem.detail, "\"q\" may be given once only");
    }

    #[test]
    fn numbers_and_dates_say_what_is_right() {
        let detail = |raw: &str| {
            let mut query = Query::parse(raw).unwrap();
            let limit = query.number("limit", 1..=100).err();
            limit.or(query.date("from").err()).unwrap().detail
        };
        let range = "\"limit\" is a whole number from 1 to 100";
        for raw in ["limit=0", "limit=101", "limit=-1", "limit=ten", "limit=1.5"] {
            assert_eq!(detail(raw), range, "{raw}");
        }
        let date = "\"from\" is a date such as 2024, 2024-08 or 2024-08-29";
        for raw in ["from=08/2024", "from=2024-13", "from=last"] {
            assert_eq!(detail(raw), date, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn any_query_string_is_read_or_refused(raw in "((q|in|year|limit|from|facets|text|id|%)=?\\PC{0,6}&?){0,6}") {
            let problems = [read::<SearchParams>(&raw).err(), read::<SimilarParams>(&raw).err()];
            for problem in problems.into_iter().flatten() {
                prop_assert_eq!(problem.status, 400);
            }
        }
    }
}
