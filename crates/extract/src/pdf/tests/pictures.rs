//! Pages drawn as pictures.

use super::{one, page};
use crate::{ExtractError, Limits, Picture, picture};

fn draw(scale: f32) -> Picture {
    let maker = one(page().raw("0 0 0 rg 0 0 300 800 re f"));
    picture(&maker.bytes(), 1, scale, &Limits::default()).unwrap()
}

#[test]
fn a_picture_has_the_size_of_the_page_times_the_scale() {
    let picture = draw(1.5);
    assert_eq!((picture.width, picture.height), (900, 1200));
    assert!(picture.png.starts_with(b"\x89PNG"));
}

#[test]
fn what_is_drawn_is_in_the_picture() {
    let blank = picture(&one(page()).bytes(), 1, 1.0, &Limits::default()).unwrap();
    assert_ne!(draw(1.0).png, blank.png);
}

#[test]
fn a_picture_is_never_larger_than_its_bound() {
    let picture = draw(1_000.0);
    assert_eq!((picture.width, picture.height), (4_500, 6_000));
    assert!(draw(f32::NAN).width > 0);
    assert!(draw(-1.0).width > 0);
}

#[test]
fn a_page_that_is_not_there_is_a_sentence() {
    for number in [0, 2] {
        let error = picture(&one(page()).bytes(), number, 1.0, &Limits::default()).unwrap_err();
        assert_eq!(error, ExtractError::NoSuchPage { number, pages: 1 });
    }
}

#[test]
fn other_files_have_no_pictures() {
    assert!(picture(b"some words", 1, 1.0, &Limits::default()).is_err());
    assert!(picture(b"", 1, 1.0, &Limits::default()).is_err());
}
