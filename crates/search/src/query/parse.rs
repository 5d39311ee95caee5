//! From the pieces of a query to its tree.

use super::lexer::{Piece, PieceKind, is_name, pieces};
use super::{Node, QueryField, Word};
use crate::SearchError;
use crate::analysis::tokens;

/// Longest query taken, in characters.
const MAX_LENGTH: usize = 2_000;
/// Deepest nesting of brackets taken.
const MAX_DEPTH: usize = 20;
/// Most words, phrases and fields taken.
const MAX_CLAUSES: usize = 200;
/// Most words taken, those of phrases included.
const MAX_WORDS: usize = 400;
/// Most beginnings and misspellings taken: each is looked up among all words of the index.
const MAX_EXPANDED: usize = 20;

/// A query as it was understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Parsed {
    /// `None` where nothing is sought: everything matches.
    pub(crate) root: Option<Node>,
    /// What was ignored or changed, as sentences for a person.
    pub(crate) warnings: Vec<String>,
}

/// Reads a query.
///
/// # Errors
/// [`SearchError::Query`] with the place, where it is malformed or too large.
pub(crate) fn parse(query: &str) -> Result<Parsed, SearchError> {
    if query.chars().count() > MAX_LENGTH {
        let message = format!("a query has at most {MAX_LENGTH} characters; this one is longer");
        return Err(error(&message, MAX_LENGTH));
    }
    let pieces = pieces(query)?;
    if let Some(piece) = pieces.get(MAX_CLAUSES) {
        let message = format!("a query has at most {MAX_CLAUSES} words, phrases and operators");
        return Err(error(&message, piece.at));
    }
    let mut parser = Parser {
        pieces: &pieces,
        at: 0,
        end: query.chars().count(),
        expanded: 0,
        warnings: Vec::new(),
    };
    check_words(&pieces)?;
    let root = parser.any(0)?;
    if let Some(piece) = parser.peek() {
        return Err(error("this bracket was never opened", piece.at));
    }
    Ok(Parsed {
        root,
        warnings: parser.warnings,
    })
}

fn check_words(pieces: &[Piece]) -> Result<(), SearchError> {
    let mut words = 0;
    for piece in pieces {
        words += match &piece.kind {
            PieceKind::Word(text)
            | PieceKind::Phrase(text, _)
            | PieceKind::FieldPhrase(_, text) => tokens(text).len(),
            PieceKind::Open
            | PieceKind::Close
            | PieceKind::And
            | PieceKind::Or
            | PieceKind::Not => 0,
        };
        if words > MAX_WORDS {
            let message = format!("a query has at most {MAX_WORDS} words");
            return Err(error(&message, piece.at));
        }
    }
    Ok(())
}

pub(crate) fn error(message: &str, position: usize) -> SearchError {
    SearchError::Query {
        message: message.to_owned(),
        position,
    }
}

struct Parser<'p> {
    pieces: &'p [Piece],
    at: usize,
    end: usize,
    /// Beginnings and misspellings so far.
    expanded: usize,
    warnings: Vec<String>,
}

impl<'p> Parser<'p> {
    fn peek(&self) -> Option<&'p Piece> {
        self.pieces.get(self.at)
    }

    fn peek_kind(&self) -> Option<&'p PieceKind> {
        self.peek().map(|piece| &piece.kind)
    }

    /// Alternatives joined by OR. `None` where they hold no word at all (only punctuation).
    fn any(&mut self, depth: usize) -> Result<Option<Node>, SearchError> {
        let mut nodes = vec![self.all(depth)?];
        while self.peek_kind() == Some(&PieceKind::Or) {
            self.expect_operand("OR", self.at == 0 || self.is_operator(self.at - 1))?;
            self.at += 1;
            self.expect_operand("OR", self.ends_here())?;
            nodes.push(self.all(depth)?);
        }
        let nodes: Vec<Node> = nodes.into_iter().flatten().collect();
        Ok(one_or(nodes, Node::Any))
    }

    /// Parts side by side or joined by AND.
    fn all(&mut self, depth: usize) -> Result<Option<Node>, SearchError> {
        let mut nodes = Vec::new();
        let mut explicit = false;
        loop {
            match self.peek_kind() {
                None | Some(PieceKind::Or | PieceKind::Close) => break,
                Some(PieceKind::And) => {
                    let before = self.at == 0 || self.is_operator(self.at - 1);
                    self.expect_operand("AND", before)?;
                    self.at += 1;
                    self.expect_operand("AND", self.ends_here())?;
                    explicit = true;
                }
                Some(_) => self.part(depth, &mut nodes)?,
            }
        }
        Ok(one_or(nodes, |nodes| Node::All { nodes, explicit }))
    }

    fn part(&mut self, depth: usize, nodes: &mut Vec<Node>) -> Result<(), SearchError> {
        let mut negated = false;
        while self.peek_kind() == Some(&PieceKind::Not) {
            self.at += 1;
            negated = !negated;
            self.expect_operand(
                "NOT",
                self.ends_here() || self.peek_kind() == Some(&PieceKind::And),
            )?;
        }
        let Some(piece) = self.peek() else {
            return Ok(());
        };
        self.at += 1;
        let node = match &piece.kind {
            PieceKind::Open => self.bracket(piece.at, depth)?,
            PieceKind::Phrase(text, slop) => phrase(text, *slop, piece.at),
            PieceKind::FieldPhrase(name, value) => self.field_phrase(name, value, piece.at)?,
            PieceKind::Word(text) => self.word(text, piece.at)?,
            PieceKind::And | PieceKind::Or | PieceKind::Not | PieceKind::Close => None,
        };
        nodes.extend(node.map(|node| match negated {
            true => Node::Not(Box::new(node)),
            false => node,
        }));
        Ok(())
    }

    fn bracket(&mut self, opening: usize, depth: usize) -> Result<Option<Node>, SearchError> {
        if depth >= MAX_DEPTH {
            let message = format!("brackets are nested more than {MAX_DEPTH} deep");
            return Err(error(&message, opening));
        }
        if self.peek_kind() == Some(&PieceKind::Close) {
            return Err(error("there is nothing between these brackets", opening));
        }
        let inside = self.any(depth + 1)?;
        if self.peek_kind() != Some(&PieceKind::Close) {
            return Err(error("this bracket is never closed", opening));
        }
        self.at += 1;
        Ok(inside)
    }

    fn word(&mut self, text: &str, at: usize) -> Result<Option<Node>, SearchError> {
        if let Some((name, value)) = text.split_once(':')
            && !name.is_empty()
            && name.chars().all(is_name)
        {
            match QueryField::from_name(name) {
                Some(field) if !value.is_empty() => {
                    let value_at = at + name.chars().count() + 1;
                    let value = field.value(value, false, value_at)?;
                    return Ok(Some(Node::Field { field, value, at }));
                }
                Some(_) => self.warnings.push(format!(
                    "\"{name}:\" has no value right after it and was searched for as a word"
                )),
                None if !value.is_empty() => self.unknown_field(name),
                None => {}
            }
        }
        self.warn_of_signs(text);
        let node = plain_word(text, at)?;
        if matches!(node, Some(Node::Prefix(_) | Node::Fuzzy(..))) {
            self.expanded += 1;
            if self.expanded > MAX_EXPANDED {
                let message = format!("a query has at most {MAX_EXPANDED} words with * or ~");
                return Err(error(&message, at));
            }
        }
        Ok(node)
    }

    /// Signs that mean something elsewhere and nothing here.
    fn warn_of_signs(&mut self, text: &str) {
        let meant = match text {
            "||" => "OR",
            "&&" => "AND",
            _ if text.starts_with('!') && text[1..].starts_with(char::is_alphanumeric) => "NOT",
            _ => return,
        };
        let sign = text.trim_end_matches(|c: char| c.is_alphanumeric());
        self.warnings.push(format!(
            "\"{sign}\" means nothing here and was left out; write {meant} if you mean it"
        ));
    }

    fn field_phrase(
        &mut self,
        name: &str,
        value: &str,
        at: usize,
    ) -> Result<Option<Node>, SearchError> {
        let value_at = at + name.chars().count() + 1;
        if let Some(field) = QueryField::from_name(name) {
            let value = field.value(value, true, value_at)?;
            return Ok(Some(Node::Field { field, value, at }));
        }
        self.unknown_field(name);
        let nodes = [plain_word(name, at)?, phrase(value, 0, value_at)];
        let nodes: Vec<Node> = nodes.into_iter().flatten().collect();
        Ok(one_or(nodes, |nodes| Node::All {
            nodes,
            explicit: false,
        }))
    }

    fn unknown_field(&mut self, name: &str) {
        self.warnings.push(format!(
            "\"{name}\" is not a field, so \"{name}:\" was searched for as text; fields are {}",
            QueryField::names().join(", ")
        ));
    }

    fn is_operator(&self, at: usize) -> bool {
        use PieceKind::{And, Not, Open, Or};
        matches!(self.pieces[at].kind, And | Or | Not | Open)
    }

    /// No operand can begin here.
    fn ends_here(&self) -> bool {
        use PieceKind::{Close, Or};
        matches!(self.peek_kind(), None | Some(Close | Or))
    }

    fn expect_operand(&self, operator: &str, is_missing: bool) -> Result<(), SearchError> {
        if !is_missing {
            return Ok(());
        }
        let position = self.peek().map_or(self.end, |piece| piece.at);
        let message = match operator {
            "NOT" => "NOT and - need something to exclude right after them".to_owned(),
            _ => format!(
                "{operator} needs something on both sides; write it in small letters to search for the word"
            ),
        };
        Err(error(&message, position))
    }
}

fn one_or(mut nodes: Vec<Node>, many: impl FnOnce(Vec<Node>) -> Node) -> Option<Node> {
    match nodes.len() {
        0 => None,
        1 => nodes.pop(),
        _ => Some(many(nodes)),
    }
}

fn phrase(text: &str, slop: u32, at: usize) -> Option<Node> {
    let has_word = text.contains(char::is_alphanumeric);
    has_word.then(|| Node::Phrase {
        text: text.to_owned(),
        slop,
        at,
    })
}

/// A word with what may stand at its end: `*` or `~1`. Punctuation without a word is nothing.
fn plain_word(text: &str, at: usize) -> Result<Option<Node>, SearchError> {
    if !text.contains(char::is_alphanumeric) {
        return Ok(None);
    }
    let word = |text: &str| Word {
        text: text.to_owned(),
        at,
    };
    let star = text.find('*').map(|byte| text[..byte].chars().count());
    if let Some(stem) = text.strip_suffix('*').filter(|stem| !stem.contains('*')) {
        if stem.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            let message = "at least two letters must stand before *";
            return Err(error(message, at + star.unwrap_or_default()));
        }
        return Ok(Some(Node::Prefix(word(stem))));
    }
    if let Some(star) = star {
        return Err(error(
            "* can stand only at the end of a word: safeguard*",
            at + star,
        ));
    }
    let Some((base, edits)) = text.rsplit_once('~') else {
        return Ok(Some(Node::Word(word(text))));
    };
    let is_edits = edits.chars().all(|c| c.is_ascii_digit());
    if !base.contains(char::is_alphanumeric) || !is_edits {
        return Ok(Some(Node::Word(word(text))));
    }
    match edits {
        "" | "1" => Ok(Some(Node::Fuzzy(word(base), 1))),
        "2" => Ok(Some(Node::Fuzzy(word(base), 2))),
        _ => Err(error(
            "after a word, ~ allows 1 or 2 letters to differ: probaton~1",
            at + base.chars().count(),
        )),
    }
}
