//! Files that a killed process left half made. Their names are ours, and nobody needs them.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

/// How half-made files of ours begin and end, in the index folder.
const IN_INDEX: [(&str, &str); 4] = [
    (".ready-", ""),
    (".probity-", ""),
    // The engine's own, before it gives a list of segments its name.
    (".tmp", ""),
    ("", ".unfinished"),
];

/// How they do in the watch folder: copies and uploads before they have their name.
const IN_WATCH: [(&str, &str); 2] = [(".probity-", ".part"), (".upload-", ".part")];

/// Removes what earlier processes left in the index folder and below the watch folder. Nobody else
/// may be at work there.
pub(crate) fn sweep(index: &Path, watch: &Path) {
    sweep_below(index, 2, &IN_INDEX);
    sweep_below(watch, usize::MAX, &IN_WATCH);
}

fn sweep_below(folder: &Path, depth: usize, names: &[(&str, &str)]) {
    let walk = WalkDir::new(folder).min_depth(1).max_depth(depth);
    for entry in walk.into_iter().flatten() {
        let name = entry.file_name().to_string_lossy();
        let is_ours = |(start, end): &(&str, &str)| name.starts_with(start) && name.ends_with(end);
        if names.iter().any(is_ours) {
            let removed = match entry.file_type().is_dir() {
                true => fs::remove_dir_all(entry.path()),
                false => fs::remove_file(entry.path()),
            };
            tracing::info!(path = %entry.path().display(), ?removed, "left over from before");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_half_made_files_of_ours_go() {
        let folder = tempfile::tempdir().unwrap();
        let (index, watch) = (folder.path().join("index"), folder.path().join("watch"));
        let keep = [
            "index/catalogue.sqlite",
            "index/.lock",
            "watch/a.part",
            "watch/in/.hidden",
        ];
        let go = [
            "index/.ready-x1",
            "index/restore.unfinished/catalogue.sqlite",
            "index/search/.tmpA1b2",
            "index/catalogue.sqlite.unfinished",
            "watch/.upload-x.part",
            "watch/in/.probity-7.part",
        ];
        fs::create_dir_all(index.join("search")).unwrap();
        fs::create_dir_all(index.join("restore.unfinished")).unwrap();
        fs::create_dir_all(watch.join("in")).unwrap();
        for name in keep.iter().chain(&go) {
            fs::write(folder.path().join(name), "").unwrap();
        }
        sweep(&index, &watch);
        let is_there = |name: &&str| folder.path().join(name).exists();
        assert!(keep.iter().all(&is_there) && !go.iter().any(is_there));
    }
}
