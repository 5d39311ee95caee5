//! Ratings that a sentence names and does not give: missed, feared, hoped for, denied.

use crate::text::patterns;

/// Words that may stand between what denies a rating and the rating.
macro_rules! between {
    () => {
        r#"(?: (?:yet|quite|even|still|soon|also|have|be|been|being|is|are|was|were|get|getting|got|receiv(?:e|ed|ing)|earn(?:ed|ing)?|give|given|achiev(?:e|ed|ing)|reach(?:ed|ing)?|regain(?:ed|ing)?|return(?:ed|ing)?|becom(?:e|ing)|becoming|call(?:ed)?|found|deemed|an?|the|its|their|that|another|full|coveted|dreaded|overall|rat(?:e|ed|ing)|grad(?:e|ed|ing)|judged?|as|to|of|for|it|them|either))* ?['"]?$"#
    };
}

patterns! {
    DENIED = concat!(r"(?i)(?:\b(?:not|never|cannot|almost|nearly|avoid(?:s|ed|ing)?|escap(?:es|ed|ing)|dodg(?:es|ed|ing)|miss(?:es|ed|ing)?(?: out on)?|(?:short|shy) of|far from|(?:needed|required|enough|necessary)|(?:points?|marks?) (?:off|from|below|away from)|denied|without|rather than|instead of|(?:worse|better|lower|higher) than|(?:brink|verge|edge|cusp) of|unless|if)|n't)", between!());
    NOT_RATED = r"(?i)(?:\bnot|\bnever|n't) (?:rate|judge|grade|find|consider|deem|call|give|award)\b[^,;.]{0,60}$";
    WHETHER = r"(?i)\bwhether\b[^,;.]{0,60}$";
    NONE_WAS = r#"(?i)\b(?:neither\b[^,;.]{0,100}|(?:no|none of (?:the|its|them|these|those))(?: [\w']+){0,4}) (?:was|were|is|are|(?:has|have|had)(?: ever| yet)? been|got|received)(?: [\w']+){0,2} ?['"]?$"#;
    HOPED = concat!(r"(?i)\b(?:hop(?:es?|ed|ing|eful)|aim(?:s|ed|ing)?|want(?:s|ed|ing)?|wish(?:es|ed)?|expect(?:s|ed|ing)?|striv(?:es?|ing)|seek(?:s|ing)?|bid|ambition|goal|target|vow(?:s|ed|ing)?|pledg(?:es?|ed|ing)|promis(?:es?|ed|ing)|working|fear(?:s|ed|ing)?)(?: (?:to|for|of|at|towards))?", between!());
    SUPPOSED = concat!(r"(?i)\b(?:could|might|may|would|will|should|must|can)\b(?: not)?", between!());
}

/// The words before a rating say that it is not given.
pub(super) fn is_denied(before: &str) -> bool {
    [&DENIED, &NOT_RATED, &WHETHER, &NONE_WAS, &HOPED, &SUPPOSED]
        .iter()
        .any(|pattern| pattern.is_match(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_that_are_not_given() {
        for before in [
            "Ashmere PDU avoided an '",
            "It fell just short of a '",
            "It missed out on a '",
            "It was one point off '",
            "It is not yet '",
            "It wasn't rated '",
            "Inspectors did not rate Ashmere PDU '",
            "Neither Ashmere PDU nor Hallow PDU was rated '",
            "None of the four units was '",
            "It hopes to be rated '",
            "Ashmere aims for a '",
            "Staff fear an '",
            "Staff fear that it will be rated '",
            "It could be ",
            "Inspectors will decide whether it is '",
        ] {
            assert!(is_denied(before), "{before}");
        }
        for before in [
            "It is not only '",
            "It has not improved and is rated '",
            "It is no longer '",
            "Staff hoped for more: it was rated '",
            "Nobody expected that they were rated '",
            "The will to change is there, but it was rated '",
            "",
        ] {
            assert!(!is_denied(before), "{before}");
        }
    }
}
