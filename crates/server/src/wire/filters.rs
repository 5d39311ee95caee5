//! The filters that search, similar, lists, exports and feeds share.

use probity_model::{DocumentId, Gazetteer, PartialDate, Rating, Unit};
use probity_search::{Facet, Filters};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::{RefOr, Required};

use crate::params::{FromQuery, Query, not_among};
use crate::problem::Problem;
use crate::wire::words::{self, NOT_RATED, UNDATED};

/// What hits are narrowed to, as a client said it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct FilterParams(pub(crate) Filters);

impl FilterParams {
    /// The filters with units under the names the index knows them by, and a sentence for each
    /// unit that is in no list.
    pub(crate) fn resolved(&self, gazetteer: &Gazetteer) -> (Filters, Vec<String>) {
        let mut filters = self.0.clone();
        let mut warnings = Vec::new();
        for (facet, values) in &mut filters.facets {
            for value in values {
                match (facet, gazetteer.find(value)) {
                    (Facet::Region, Some(Unit::Region(region))) => value.clone_from(&region.name),
                    (Facet::Pdu, Some(Unit::Pdu(pdu))) => value.clone_from(&pdu.name),
                    (Facet::Region, _) => warnings.push(format!("no region is named \"{value}\"")),
                    (Facet::Pdu, _) => warnings.push(format!("no PDU is named \"{value}\"")),
                    _ => {}
                }
            }
        }
        (filters, warnings)
    }

    /// The filters as names and values of a query string.
    pub(crate) fn pairs(&self) -> Vec<(&'static str, String)> {
        let filters = &self.0;
        let facets = filters.facets.iter();
        let facets = facets
            .flat_map(|(facet, values)| values.iter().map(|value| (facet.name(), value.clone())));
        let documents = filters.documents.iter();
        let documents = documents.map(|id| ("document", id.to_string()));
        let dates = self.dates().into_iter();
        let dates = dates.filter_map(|(name, date)| Some((name, date?.to_string())));
        facets.chain(documents).chain(dates).collect()
    }

    const fn dates(&self) -> [(&'static str, Option<PartialDate>); 4] {
        [
            ("from", self.0.from),
            ("to", self.0.to),
            ("fieldwork_from", self.0.fieldwork_from),
            ("fieldwork_to", self.0.fieldwork_to),
        ]
    }
}

impl FromQuery for FilterParams {
    fn read(query: &mut Query) -> Result<Self, Problem> {
        let mut filters = Filters::default();
        for facet in Facet::ALL {
            let values = query.many(facet.name());
            let values = values.iter().map(|value| checked(facet, value));
            let mut values: Vec<String> = values.collect::<Result<_, _>>()?;
            values.dedup();
            if !values.is_empty() {
                filters.facets.insert(facet, values);
            }
        }
        for id in query.many("document") {
            let id: Result<DocumentId, _> = id.parse();
            let id = id.map_err(|error| Problem::parameter("document", error.to_string()))?;
            filters.documents.push(id);
        }
        filters.from = query.date("from")?;
        filters.to = query.date("to")?;
        filters.fieldwork_from = query.date("fieldwork_from")?;
        filters.fieldwork_to = query.date("fieldwork_to")?;
        Ok(Self(filters))
    }
}

/// The value as the index knows it, where it can be one of the facet.
fn checked(facet: Facet, value: &str) -> Result<String, Problem> {
    match facet {
        Facet::Rating | Facet::StandardRating => {
            if let Ok(rating) = value.parse::<Rating>() {
                return Ok(rating.name().to_owned());
            }
            if value.eq_ignore_ascii_case(NOT_RATED) {
                return Ok(NOT_RATED.to_owned());
            }
        }
        Facet::Year => return checked_year(value),
        _ => {}
    }
    match words::values_of(facet) {
        Some(allowed) if !allowed.contains(&value) => Err(not_among(facet.name(), &allowed)),
        _ => Ok(value.to_owned()),
    }
}

fn checked_year(value: &str) -> Result<String, Problem> {
    if value.eq_ignore_ascii_case(UNDATED) {
        return Ok(UNDATED.to_owned());
    }
    match value.parse() {
        Ok(year @ PartialDate::Year(_)) => Ok(year.to_string()),
        _ => {
            let detail = format!("\"year\" is a year such as 2024, or {UNDATED}");
            Err(Problem::parameter("year", detail))
        }
    }
}

impl IntoParams for FilterParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let facets = Facet::ALL.into_iter().map(|facet| {
            let value = words::values_of(facet).map_or_else(text, |values| words::one_of(&values));
            parameter(facet.name(), describe(facet), repeated(value))
        });
        let id = "Only within this document; repeat for several.";
        let documents = [parameter("document", id, repeated(text()))];
        let dates = [
            ("from", "Published on or after the first day of this."),
            ("to", "Published on or before the last day of this."),
            (
                "fieldwork_from",
                "Fieldwork begun on or after the first day of this.",
            ),
            (
                "fieldwork_to",
                "Fieldwork begun on or before the last day of this.",
            ),
        ];
        let dates = dates.map(|(name, about)| parameter(name, about, date()));
        facets.chain(documents).chain(dates).collect()
    }
}

const fn describe(facet: Facet) -> &'static str {
    match facet {
        Facet::Region => "Name of a region; repeat for OR.",
        Facet::Pdu => "Name of a PDU; repeat for OR.",
        Facet::Rating => "Overall rating; repeat for OR.",
        Facet::Year => "Year of publication, or `Undated`; repeat for OR.",
        Facet::Kind => "Kind of document; repeat for OR.",
        Facet::Publisher => "Publisher; repeat for OR.",
        Facet::Level => "What the inspection looked at; repeat for OR.",
        Facet::Standard => "Name of the standard of a finding; repeat for OR.",
        Facet::StandardRating => "Rating of that standard; repeat for OR.",
        Facet::Polarity => "What a finding says by its heading; repeat for OR.",
        Facet::Addressee => "Kind of addressee of a recommendation; repeat for OR.",
        Facet::Progress => "What became of a past recommendation; repeat for OR.",
    }
}

/// An optional parameter of a query string.
pub(crate) fn parameter(name: &str, about: &str, schema: impl Into<RefOr<Schema>>) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(about))
        .schema(Some(schema))
        .build()
}

/// Any text.
pub(crate) fn text() -> Schema {
    ObjectBuilder::new().schema_type(Type::String).into()
}

/// A year, a month or a day.
fn date() -> Schema {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(r"^\d{4}(-\d{2}(-\d{2})?)?$"))
        .examples(["2024-08"])
        .into()
}

/// Several of these: the parameter is repeated.
fn repeated(value: Schema) -> Schema {
    ArrayBuilder::new().items(RefOr::T(value)).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::read;

    fn facet_values(raw: &str, facet: Facet) -> Vec<String> {
        read::<FilterParams>(raw).unwrap().0.facets[&facet].clone()
    }

    #[test]
    fn values_of_closed_lists_are_checked_and_normalised() {
        let raw = "rating=requires+improvement&rating=not+rated&year=undated&year=2024";
        let rating = facet_values(raw, Facet::Rating);
        assert_eq!(rating, ["Requires improvement", "Not rated"]);
        assert_eq!(facet_values(raw, Facet::Year), ["Undated", "2024"]);
        for raw in [
            "rating=red",
            "year=24",
            "kind=report",
            "polarity=bad",
            "document=7",
        ] {
            let problem = read::<FilterParams>(raw).unwrap_err();
            let (field, _) = raw.split_once('=').unwrap();
            assert_eq!(problem.field.as_deref(), Some(field));
        }
    }

    #[test]
    fn units_are_found_under_any_name() {
        let gazetteer = Gazetteer::built_in();
        let filters = read::<FilterParams>("pdu=North+Essex&region=east-of-england&region=Mars");
        let (filters, warnings) = filters.unwrap().resolved(&gazetteer);
        assert_eq!(filters.facets[&Facet::Pdu], ["Essex North"]);
        assert_eq!(filters.facets[&Facet::Region], ["East of England", "Mars"]);
        assert_eq!(warnings, ["no region is named \"Mars\""]);
    }

    #[test]
    fn pairs_give_the_same_filters_again() {
        let raw = "region=London&year=2023&document=aaaaaaaaaaaaaaaaaaaaaaaa&from=2024-08";
        let filters: FilterParams = read(raw).unwrap();
        let pairs: Vec<String> = filters
            .pairs()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(read::<FilterParams>(&pairs.join("&")).unwrap(), filters);
    }
}
