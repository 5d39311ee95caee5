//! Parameters of search and its relatives.

use probity_search::{
    BreakdownsWanted, Facet, Filters, Scope, SearchRequest, SimilarRequest, SimilarTo, Sort,
};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use crate::params::{FromQuery, Query};
use crate::problem::Problem;
use crate::wire::breakdowns;
use crate::wire::filters::{FilterParams, parameter, text};
use crate::wire::words::{SCOPES, SIMILAR_SCOPES, SORTS, one_of, reference};

/// Hits on a page, where a client does not say.
pub(crate) const DEFAULT_LIMIT: usize = 20;
/// The most hits on a page.
pub(crate) const MAX_LIMIT: usize = 100;
/// Values of a facet, where a client does not say.
const DEFAULT_FACET_LIMIT: usize = 50;
/// The most values of a facet.
const MAX_FACET_LIMIT: usize = 1000;
/// The longest text that `similar` compares, in characters.
const MAX_TEXT: usize = 20_000;

/// Parameters of a search.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct SearchParams {
    pub(crate) q: String,
    /// `None`: documents.
    pub(crate) scope: Option<Scope>,
    pub(crate) filters: FilterParams,
    pub(crate) sort: Option<Sort>,
    pub(crate) limit: Option<usize>,
    pub(crate) cursor: Option<String>,
    /// `None`: those that fit the scope.
    pub(crate) facets: Option<Vec<Facet>>,
    pub(crate) facet_limit: Option<usize>,
    pub(crate) breakdowns: BreakdownsWanted,
    /// What the query names in plain words becomes filters.
    pub(crate) apply_named: bool,
    pub(crate) explain: bool,
}

impl SearchParams {
    /// What the engine is asked: the query, and the filters with their units' own names.
    pub(crate) fn request(&self, query: String, filters: Filters, relax: bool) -> SearchRequest {
        SearchRequest {
            query,
            scope: self.scope.unwrap_or_default(),
            filters,
            sort: self.sort,
            limit: self.limit.unwrap_or(DEFAULT_LIMIT),
            cursor: self.cursor.clone(),
            facets: self.facets.clone(),
            facet_limit: self.facet_limit.unwrap_or(DEFAULT_FACET_LIMIT),
            breakdowns: self.breakdowns.clone(),
            relax,
            explain: self.explain,
        }
    }

    fn read_limited(query: &mut Query, max_limit: usize) -> Result<Self, Problem> {
        Ok(Self {
            q: query.one("q")?.unwrap_or_default(),
            scope: query.choice("in", &SCOPES)?,
            filters: FilterParams::read(query)?,
            sort: query.choice("sort", &SORTS)?,
            limit: query.number("limit", 1..=max_limit)?,
            cursor: query.filled("cursor")?,
            facets: query.one("facets")?.map(|list| facets(&list)).transpose()?,
            facet_limit: query.number("facet_limit", 1..=MAX_FACET_LIMIT)?,
            breakdowns: breakdowns::read(query)?,
            apply_named: query.choice("interpret", &INTERPRET)?.unwrap_or(false),
            explain: query.flag("explain")?,
        })
    }

    fn document(limit: Parameter) -> Vec<Parameter> {
        let mut parameters = vec![
            parameter("q", "Query text; empty for everything.", text()),
            parameter(
                "in",
                "What a hit is; documents by default.",
                reference("Scope"),
            ),
        ];
        parameters.extend(FilterParams::into_params(|| None));
        parameters.extend([
            sort_parameter(),
            limit,
            cursor_parameter(),
            parameter("facets", FACETS, text()),
            parameter("facet_limit", "Values of each facet.", {
                integer(MAX_FACET_LIMIT, Some(DEFAULT_FACET_LIMIT))
            }),
            parameter("interpret", INTERPRET_ABOUT, {
                one_of(&INTERPRET.map(|(word, _)| word))
            }),
            parameter("explain", EXPLAIN_ABOUT, flag()),
        ]);
        parameters.extend(breakdowns::documented());
        parameters
    }
}

/// What becomes of units, years and ratings that a query names in plain words.
const INTERPRET: [(&str, bool); 2] = [("offer", false), ("apply", true)];

const INTERPRET_ABOUT: &str = "What becomes of units, years and ratings that `q` names in plain words: offered as filters \
     (the default), or applied as filters in place of the words.";

const EXPLAIN_ABOUT: &str = "Say of each hit by relevance why it stands where it does.";

/// `true` or `false`.
fn flag() -> Schema {
    ObjectBuilder::new().schema_type(Type::Boolean).into()
}

const FACETS: &str =
    "Comma list of facets to count; those that fit `in` by default, empty for none.";

fn sort_parameter() -> Parameter {
    let about = "Order of hits; relevance by default with a query, newest without.";
    parameter("sort", about, reference("Sort"))
}

fn cursor_parameter() -> Parameter {
    parameter("cursor", "The `next` of the page before.", text())
}

fn limit_parameter() -> Parameter {
    let schema = integer(MAX_LIMIT, Some(DEFAULT_LIMIT));
    parameter("limit", "Hits on a page.", schema)
}

/// A whole number from 1.
pub(crate) fn integer(maximum: usize, default: Option<usize>) -> Schema {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(1))
        .maximum((maximum < usize::MAX).then_some(maximum))
        .default(default.map(Into::into))
        .into()
}

fn facets(list: &str) -> Result<Vec<Facet>, Problem> {
    let names = list.split(',').map(str::trim);
    let names = names.filter(|name| !name.is_empty());
    let facets = names.map(|name| {
        Facet::from_name(name).ok_or_else(|| {
            let known = Facet::ALL.map(Facet::name).join(", ");
            let detail = format!("\"facets\" is a comma list of: {known}");
            Problem::parameter("facets", detail)
        })
    });
    let mut facets: Vec<Facet> = facets.collect::<Result<_, _>>()?;
    let mut seen = std::collections::BTreeSet::new();
    facets.retain(|facet| seen.insert(*facet));
    Ok(facets)
}

impl FromQuery for SearchParams {
    fn read(query: &mut Query) -> Result<Self, Problem> {
        Self::read_limited(query, MAX_LIMIT)
    }
}

impl IntoParams for SearchParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        Self::document(limit_parameter())
    }
}

/// Parameters of an export: those of a search, so that an address of one becomes one of the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct ExportParams(pub(crate) SearchParams);

impl FromQuery for ExportParams {
    fn read(query: &mut Query) -> Result<Self, Problem> {
        SearchParams::read_limited(query, usize::MAX).map(Self)
    }
}

impl IntoParams for ExportParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let about = "At most so many hits; all by default.";
        SearchParams::document(parameter("limit", about, integer(usize::MAX, None)))
    }
}

/// Parameters of a list of documents.
#[derive(Clone, Debug, Default)]
pub(crate) struct DocumentListParams(pub(crate) SearchParams);

impl FromQuery for DocumentListParams {
    fn read(query: &mut Query) -> Result<Self, Problem> {
        let params = SearchParams::read(query)?;
        let facets = Some(Vec::new());
        Ok(Self(SearchParams { facets, ..params }))
    }
}

impl IntoParams for DocumentListParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = FilterParams::into_params(|| None);
        parameters.extend([sort_parameter(), limit_parameter(), cursor_parameter()]);
        parameters
    }
}

/// Parameters of a search for what is nearly the same.
#[derive(Clone, Debug)]
pub(crate) struct SimilarParams {
    pub(crate) text: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) scope: Scope,
    pub(crate) filters: FilterParams,
    pub(crate) limit: usize,
    pub(crate) exclude_document: bool,
}

impl SimilarParams {
    /// What the engine is asked.
    pub(crate) fn request(&self, filters: Filters) -> Result<SimilarRequest, Problem> {
        let to = match (&self.text, &self.id) {
            (Some(text), None) => SimilarTo::Text(text.clone()),
            (None, Some(id)) => SimilarTo::Entry(id.clone()),
            _ => {
                let detail =
                    "give either \"text\" (a draft or pasted sentence) or \"id\" (of a hit)";
                return Err(Problem::parameter("text", detail));
            }
        };
        Ok(SimilarRequest {
            to,
            scope: self.scope,
            filters,
            limit: self.limit,
            exclude_document: self.exclude_document,
        })
    }
}

impl FromQuery for SimilarParams {
    fn read(query: &mut Query) -> Result<Self, Problem> {
        let text = query.filled("text")?;
        if text
            .as_ref()
            .is_some_and(|text| text.chars().count() > MAX_TEXT)
        {
            let detail = format!("\"text\" has at most {MAX_TEXT} characters");
            return Err(Problem::parameter("text", detail));
        }
        Ok(Self {
            text,
            id: query.filled("id")?,
            scope: query
                .choice("in", &SIMILAR_SCOPES)?
                .unwrap_or(Scope::Recommendations),
            filters: FilterParams::read(query)?,
            limit: query
                .number("limit", 1..=MAX_LIMIT)?
                .unwrap_or(DEFAULT_LIMIT),
            exclude_document: query.flag("exclude_document")?,
        })
    }
}

impl IntoParams for SimilarParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let scopes = one_of(&SIMILAR_SCOPES.map(|(name, _)| name));
        let exclude = "Leave out everything of the given item's document, not the item alone.";
        let mut parameters = vec![
            parameter("text", "A draft or pasted sentence.", text()),
            parameter(
                "id",
                "A hit in recommendations or findings, instead.",
                text(),
            ),
            parameter("in", "What a hit is; recommendations by default.", scopes),
            parameter("exclude_document", exclude, flag()),
        ];
        parameters.extend(FilterParams::into_params(|| None));
        parameters.push(limit_parameter());
        parameters
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::read;

    #[test]
    fn a_search_is_read_whole() {
        let raw = "q=domestic+abuse&in=findings&region=London&sort=oldest&limit=5&cursor=x&facets=year,region,year&facet_limit=3";
        let params: SearchParams = read(raw).unwrap();
        let request = params.request(params.q.clone(), params.filters.0.clone(), true);
        assert_eq!(request.query, "domestic abuse");
        assert_eq!(request.scope, Scope::Findings);
        assert_eq!(request.sort, Some(Sort::Oldest));
        assert_eq!((request.limit, request.facet_limit), (5, 3));
        assert_eq!(request.facets, Some(vec![Facet::Year, Facet::Region]));
        assert_eq!(request.cursor.as_deref(), Some("x"));
    }

    #[test]
    fn no_facets_is_not_the_same_as_facets_not_said() {
        assert_eq!(read::<SearchParams>("").unwrap().facets, None);
        assert_eq!(
            read::<SearchParams>("facets=").unwrap().facets,
            Some(vec![])
        );
    }

    fn refused<T: FromQuery>(raw: &str) -> Problem {
        match read::<T>(raw) {
            Err(problem) => problem,
            Ok(_) => panic!("{raw} was taken"),
        }
    }

    #[test]
    fn what_is_not_allowed_is_named() {
        let check = |raw: &str, field: &str| {
            assert_eq!(
                refused::<SearchParams>(raw).field.as_deref(),
                Some(field),
                "{raw}"
            );
        };
        check("pdus=Suffolk", "pdus");
        check("in=everything", "in");
        check("sort=best", "sort");
        check("limit=101", "limit");
        check("facet_limit=1001", "facet_limit");
        check("facets=region,colour", "facets");
        check("sort=newest&sort=oldest", "sort");
    }

    #[test]
    fn an_unknown_name_is_told_the_known_ones() {
        let detail = refused::<DocumentListParams>("qq=1").detail;
        assert!(
            detail.contains("\"qq\"") && detail.contains("fieldwork_to"),
            "{detail}"
        );
        assert!(
            !detail.contains(" q,"),
            "a list of documents takes no query: {detail}"
        );
    }

    #[test]
    fn similar_takes_a_text_or_an_id() {
        let request = |raw: &str| read::<SimilarParams>(raw)?.request(Filters::default());
        assert!(matches!(request("text=a").unwrap().to, SimilarTo::Text(text) if text == "a"));
        assert!(matches!(
            request("id=a-r0").unwrap().to,
            SimilarTo::Entry(_)
        ));
        assert!(request("").is_err());
        assert!(request("text=a&id=b").is_err());
        assert!(request("text=a&in=documents").is_err());
    }

    #[test]
    fn an_export_has_no_upper_limit() {
        assert_eq!(
            read::<ExportParams>("limit=5000").unwrap().0.limit,
            Some(5000)
        );
        assert_eq!(read::<ExportParams>("").unwrap().0.limit, None);
    }
}
