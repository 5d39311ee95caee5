//! Times, formats and states as people tell them.

use jiff::Timestamp;
use probity_catalogue::FileState;

/// The format as people call it.
pub(super) fn format_name(media_type: &str) -> String {
    let name = match media_type {
        "application/pdf" => "PDF",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "Word",
        "text/html" | "application/xhtml+xml" => "HTML",
        "text/plain" => "Text",
        other => other,
    };
    name.to_owned()
}

/// The state in words.
pub(super) const fn state_word(state: FileState) -> &'static str {
    match state {
        FileState::Pending => "Waiting",
        FileState::Extracting => "Being read",
        FileState::Indexed => "Searchable",
        FileState::Duplicate => "Same as another",
        FileState::Ignored => "Passed over",
        FileState::Failed => "Failed",
    }
}

/// How long ago, roughly, as people say it.
pub(super) fn ago(time: Timestamp) -> String {
    let seconds = Timestamp::now()
        .as_second()
        .saturating_sub(time.as_second());
    let many = |count: i64, unit: &str| match count {
        1 => format!("1 {unit} ago"),
        count => format!("{count} {unit}s ago"),
    };
    match seconds {
        ..10 => "just now".to_owned(),
        10..90 => many(seconds, "second"),
        90..5_400 => many((seconds + 30) / 60, "minute"),
        5_400..172_800 => many((seconds + 1_800) / 3_600, "hour"),
        _ => many(seconds / 86_400, "day"),
    }
}

/// The time of day in UTC.
pub(super) fn clock(time: Timestamp) -> String {
    let time = time.to_string();
    let clock = time.split_once('T').and_then(|(_, clock)| clock.get(..5));
    format!("{} UTC", clock.unwrap_or(&time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_as_people_tell_them() {
        let now = Timestamp::now();
        let told = |seconds: i64| ago(now - jiff::SignedDuration::from_secs(seconds));
        for (seconds, expected) in [
            (1, "just now"),
            (45, "45 seconds ago"),
            (600, "10 minutes ago"),
            (3 * 3_600, "3 hours ago"),
            (3 * 86_400, "3 days ago"),
        ] {
            assert_eq!(told(seconds), expected);
        }
        assert_eq!(
            clock("2026-02-03T04:05:06.7Z".parse().unwrap()),
            "04:05 UTC"
        );
    }
}
