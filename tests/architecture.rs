//! The invariants of ARCHITECTURE.md that are about which crate may import which.

use std::collections::BTreeSet;

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

/// Every crate of ours and those of ours it may import: one direction of flow, no way back.
const ARROWS: [(&str, &[&str]); 8] = [
    ("probity-model", &[]),
    ("probity-extract", &[]),
    ("probity-report", &["probity-extract", "probity-model"]),
    ("probity-search", &["probity-model"]),
    ("probity-catalogue", &["probity-model"]),
    (
        "probity-ingest",
        &[
            "probity-catalogue",
            "probity-extract",
            "probity-model",
            "probity-report",
            "probity-search",
        ],
    ),
    (
        "probity-server",
        &["probity-catalogue", "probity-model", "probity-search"],
    ),
    (
        "probity",
        &[
            "probity-catalogue",
            "probity-extract",
            "probity-ingest",
            "probity-model",
            "probity-report",
            "probity-search",
            "probity-server",
        ],
    ),
];

fn packages() -> Vec<Package> {
    MetadataCommand::new()
        .no_deps()
        .exec()
        .expect("cargo tells of the workspace")
        .packages
}

/// Names of what a package imports outside its tests.
fn imports(package: &Package) -> BTreeSet<&str> {
    let normal = package
        .dependencies
        .iter()
        .filter(|d| d.kind == DependencyKind::Normal);
    normal.map(|dependency| dependency.name.as_str()).collect()
}

#[test]
fn imports_follow_the_arrows() {
    let packages = packages();
    assert_eq!(
        packages.len(),
        ARROWS.len(),
        "a crate is missing in the list of arrows"
    );
    for package in &packages {
        let (_, allowed) = ARROWS
            .iter()
            .find(|(name, _)| *name == package.name.as_str())
            .unwrap_or_else(|| panic!("{} has no arrows", package.name));
        let ours = imports(package)
            .into_iter()
            .filter(|name| name.starts_with("probity"));
        for import in ours {
            assert!(
                allowed.contains(&import),
                "{} must not import {import}",
                package.name
            );
        }
    }
}

#[test]
fn each_engine_room_is_known_to_one_crate_only() {
    let only = |library: &str, owners: &[&str]| {
        for package in packages() {
            if imports(&package).contains(library) {
                assert!(
                    owners.contains(&package.name.as_str()),
                    "{} must not know {library}",
                    package.name
                );
            }
        }
    };
    only("tantivy", &["probity-search"]);
    only("rusqlite", &["probity-catalogue"]);
    only("axum", &["probity-server"]);
    only("notify", &["probity-ingest"]);
    only("lopdf", &["probity-extract"]);
    only("hayro-interpret", &["probity-extract"]);
    only("clap", &["probity"]);
}

#[test]
fn crates_say_in_one_line_what_they_are() {
    for package in packages() {
        let description = package.description.as_deref().unwrap_or_default();
        assert!(
            !description.is_empty(),
            "{} has no description",
            package.name
        );
        assert!(
            package.rust_version.is_some(),
            "{} has no rust-version",
            package.name
        );
        assert_eq!(
            package.license.as_deref(),
            Some("MIT OR Apache-2.0"),
            "{}",
            package.name
        );
    }
}
