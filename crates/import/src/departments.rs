//! The commission class of a new category, by the names of the departments above it.

use domain::commission::CommissionClass as C;

/// Departments as general shops name them.
const DEPARTMENTS: &[(&str, C)] = &[
    ("Books", C::Media),
    ("Movies & Music", C::Media),
    ("Music", C::Media),
    ("Musical Instruments", C::Standard),
    ("Cell Phone Accessories", C::ElectronicsAccessories),
    ("Computer Accessories & Peripherals", C::ElectronicsAccessories),
    ("Camera & Camcorder Accessories", C::ElectronicsAccessories),
    ("TV & Home Theater Accessories", C::ElectronicsAccessories),
    ("Cell Phones", C::Electronics),
    ("Computers & Tablets", C::Electronics),
    ("Cameras & Camcorders", C::Electronics),
    ("TV & Home Theater", C::Electronics),
    ("Audio", C::Electronics),
    ("Car Electronics & GPS", C::Electronics),
    ("Video Games", C::Electronics),
    ("Wearable Technology", C::Electronics),
    ("Connected Home & Housewares", C::Electronics),
    ("Health, Fitness & Beauty", C::Beauty),
    ("Furniture & Decor", C::Furniture),
];

/// The class of the deepest department that has one of its own.
pub(crate) fn class_of(path: &[String]) -> C {
    let of = |name: &String| DEPARTMENTS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    path.iter().rev().find_map(of).map_or(C::Standard, |(_, class)| *class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deepest_known_department_decides() {
        let class = |names: &[&str]| class_of(&names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>());
        assert_eq!(class(&["Cell Phones", "Prepaid Phones"]), C::Electronics);
        assert_eq!(class(&["Cell Phones", "Cell Phone Accessories", "Cases"]), C::ElectronicsAccessories);
        assert_eq!(class(&["Garden"]), C::Standard);
    }
}
