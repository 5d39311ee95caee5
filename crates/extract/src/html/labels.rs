//! Words of the site among those of the article: labels, appeals to the reader, headings of link
//! lists.

use std::sync::LazyLock;

use regex::Regex;

use super::walk::Piece;
use crate::extracted::{Block, BlockKind};
use crate::prose::pattern;

/// Takes out headings of link lists with what stands under them, lone labels and appeals.
pub(super) fn clean(pieces: Vec<Piece>) -> Vec<Block> {
    let mut kept = Vec::with_capacity(pieces.len());
    let mut dropping = false;
    for piece in pieces {
        if matches!(piece.block.kind, BlockKind::Heading { .. }) {
            dropping = is_site_heading(&piece.block.text);
        } else if dropping && is_running_text(&piece) {
            dropping = false;
        }
        if !dropping && !is_site_text(&piece) {
            kept.push(piece.block);
        }
    }
    kept
}

/// A heading that opens a list of other articles or an appeal to the reader.
fn is_site_heading(text: &str) -> bool {
    static HEADING: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)^(?:
              related(?:\ (?:topics|content|articles|stories|links|news|posts|internet\ links|documents|reading))?
            | more\ on\ this(?:\ story)? | more\ (?:stories|news|like\ this|to\ explore)
            | more\ (?:stories|news)?\ ?from\ .{1,40} | elsewhere\ on\ .{1,40} | (?:from\ )?around\ the\ web
            | most\ (?:read|popular|viewed|commented)
            | (?:read|see|you\ may|you\ might)\ (?:also|more|next|like)\b.{0,12}
            | you\ (?:may|might)\ also\ (?:like|be\ interested\ in) | recommended(?:\ for\ you|\ reading|\ stories)?
            | (?:latest|recent|top)\ (?:news|stories|posts|comments|articles|videos) | trending(?:\ now)? | don[’']t\ miss
            | share(?:\ (?:this|on|via|with|the)\b.{0,30}|:)? | follow\ us.{0,20}
            | (?:sign\ up|subscribe)(?:\ .{0,40})? | newsletters? | join\ the\ (?:conversation|discussion)
            | get\ (?:emails|email\ (?:alerts|updates))\b.{0,30}
            | tags:? | topics:? | categories | archives | comments(?:\ \(\d+\))? | \d+\ comments? | leave\ a\ (?:reply|comment)
            | about\ the\ author | post\ navigation | advertisement | sponsored(?:\ content)? | promoted\ (?:stories|content)
            | on\ this\ page | in\ this\ (?:article|story) | cookies\ on\ .{0,60} | (?:we\ value\ )?your\ privacy | skip\ to\ .{0,20}
            | is\ this\ page\ useful\?? | help\ us\ improve\ .{1,20} | explore\ the\ topic | services\ and\ information
            )$",
        )
    });
    HEADING.is_match(text.trim())
}

fn is_running_text(piece: &Piece) -> bool {
    let text = piece.block.text.as_str();
    match piece.block.kind {
        _ if piece.is_linked() => false,
        BlockKind::Paragraph => {
            text.ends_with(['.', '?', '!', ':', '”', '"', '’']) || text.len() > 120
        }
        BlockKind::ListItem { .. } => text.len() > 160,
        _ => true,
    }
}

fn is_site_text(piece: &Piece) -> bool {
    let text = piece.block.text.as_str();
    let is_prose = matches!(
        piece.block.kind,
        BlockKind::Paragraph | BlockKind::ListItem { .. }
    );
    is_prose && (is_label(text) || is_appeal(piece) || (piece.is_linked() && is_reference(text)))
}

fn is_label(text: &str) -> bool {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)^(?:
              share(?:\ (?:this\ (?:article|story|page|post)|on\ \w+|via\ \w+))? | save | print(?:\ this\ page)?
            | (?:copy\ )?link(?:\ copied)? | copy\ this\ link | advert(?:isement)? | sponsored | promoted
            | (?:this\ )?(?:article|story|content)\ continues\b.{0,30} | continue\ reading.{0,20} | loading\W*
            | skip\ to\ (?:main\ )?content | \(?back\ to\ (?:top|contents)\)?\W* | \(?return\ to\ top\)?\W* | listen
            | image\ source,\ .{1,60} | (?:\d+|no|view|leave\ a|post\ a)\ comments?
            | facebook | twitter | whatsapp | linkedin | e-?mail | messenger | pinterest | reddit | instagram | tiktok
            )$",
        )
    });
    LABEL.is_match(text)
}

/// A line that only leads to another article: `READ MORE: …`.
fn is_reference(text: &str) -> bool {
    static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:[↓→»›>•▪*]+\s*)?(?:read (?:more|next|also|this)|also read|see also|more(?: on this| news| stories| from .{1,30})?|related(?: stor(?:y|ies)| articles?)?|recommended|watch|must read|most read|next|previous|don[’']t miss|click here|full story|latest)(?:\s*[:\-–—|»>]|\s*$|\s+\p{Lu})",
        )
    });
    REFERENCE.is_match(text)
}

/// A line that asks readers to subscribe, to follow or to write in.
fn is_appeal(piece: &Piece) -> bool {
    static OPENING: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^\W*(?:sign up|subscribe|follow\b|join (?:our|us|the|over|thousands|more)|get (?:the|our|all|your|more|breaking|daily)|download|click here|tap here|stay (?:up to date|informed)|keep up|never miss|don[’']t miss|to (?:get|receive|sign up|read) |want |for more (?:stories|news)|you can (?:also )?(?:sign up|follow|get|read more)|do you have a story|(?:have you )?got a (?:story|tip)|like us|find us|read more )",
        )
    });
    static PLACE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:newsletters?|inbox|whatsapp|facebook|twitter|instagram|tiktok|our app|app store|push notifications|e-?mail (?:updates|alerts|bulletins?)|breaking news|daily (?:briefing|e-?mail)|mailing list|bbc sounds|story (?:suggestion|for us))\b",
        )
    });
    let text = piece.block.text.as_str();
    text.len() <= 300 && OPENING.is_match(text) && PLACE.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_the_site_are_told_from_those_of_a_report() {
        for heading in [
            "Related topics",
            "More from Skerry Gazette",
            "Share this page",
            "Most read",
            "Comments (12)",
            "Is this page useful?",
        ] {
            assert!(is_site_heading(heading), "{heading}");
        }
        for heading in [
            "Share of cases with a plan",
            "Related offences",
            "Read across to other inspections of the same kind",
            "Topics of the inspection",
            "Recommendations",
            "Contents",
        ] {
            assert!(!is_site_heading(heading), "{heading}");
        }
    }

    #[test]
    fn appeals_are_told_from_recommendations() {
        let appeal = |text: &str| {
            is_appeal(&Piece::plain(Block::unplaced(
                BlockKind::Paragraph,
                text.into(),
            )))
        };
        assert!(appeal("Sign up to our daily newsletter here."));
        assert!(appeal("Follow Skerry news on Facebook, Instagram and X."));
        assert!(appeal("Get the latest headlines straight to your inbox."));
        assert!(!appeal(
            "Join up with the police so that notifications reach every officer."
        ));
        assert!(!appeal("Follow the guidance on domestic abuse enquiries."));
        assert!(!appeal(
            "The unit should get better at sharing information by email."
        ));
    }
}
