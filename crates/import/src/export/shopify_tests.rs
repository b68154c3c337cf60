//! Pictures of variants, and texts that an import must read as they were.
use super::*;
use domain::TypedId;
use uuid::Uuid;

fn picture(n: u8) -> PictureId {
    PictureId::from_uuid(Uuid::from_u128(u128::from(n)))
}

/// What an import makes of the arrangement: its own picture, then those that are nobody's.
fn read(pictures: &[PictureId], own: &[Option<PictureId>]) -> Vec<Vec<PictureId>> {
    let shared = |picture: &&PictureId| !own.contains(&Some(**picture));
    own.iter().map(|own| own.iter().chain(pictures.iter().filter(shared)).copied().collect()).collect()
}

fn of(galleries: &[Vec<PictureId>]) -> (Vec<PictureId>, Vec<Option<PictureId>>) {
    arranged(&galleries.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

#[test]
fn pictures_read_back_are_arranged_the_same() {
    // Every two or three galleries of up to two out of three pictures.
    let mut galleries: Vec<Vec<PictureId>> = vec![Vec::new()];
    for a in 1..=3 {
        galleries.push(vec![picture(a)]);
        galleries.extend((1..=3).filter(|b| *b != a).map(|b| vec![picture(a), picture(b)]));
    }
    let check = |all: Vec<Vec<PictureId>>| {
        let first = of(&all);
        assert_eq!(of(&read(&first.0, &first.1)), first, "{all:?}");
    };
    for a in &galleries {
        check(vec![a.clone()]);
        for b in &galleries {
            check(vec![a.clone(), b.clone()]);
            galleries.iter().for_each(|c| check(vec![a.clone(), b.clone(), c.clone()]));
        }
    }
}

#[test]
fn a_variant_keeps_its_own_picture_and_what_all_show() {
    let galleries = vec![vec![picture(1), picture(9)], vec![picture(2), picture(9)]];
    let (pictures, own) = of(&galleries);
    assert_eq!((pictures.len(), &own), (3, &vec![Some(picture(1)), Some(picture(2))]));
    assert_eq!(read(&pictures, &own), galleries);
}

#[test]
fn a_picture_is_named_so_that_no_two_handles_share_a_file() {
    assert_eq!(file_stem("trail-jacket"), "trail-jacket");
    let names = ["A b", "a b", "a-b", "../a", "جاكيت"].map(file_stem);
    assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
    assert!(names.iter().all(|name| !name.contains(['/', '.', ' '])), "{names:?}");
}
