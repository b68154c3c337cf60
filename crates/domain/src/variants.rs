//! Choosing among the variants of a model: what each value of each option leads to.
//!
//! An option keeps the choices of those before it and, as far as there is such a variant, of those behind it. So every
//! variant can be reached from every other in as many steps as there are options, whatever combinations are missing.

/// A variant: one value for each option, and whether it can be bought now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Combination {
    pub values: Vec<String>,
    pub buyable: bool,
}

/// What choosing a value does. Numbers are places in the list of variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leads {
    /// It is chosen.
    Here,
    /// To the variant that differs in nothing else.
    To(usize),
    /// The same, but nobody can sell it now.
    SoldOut(usize),
    /// There is no such variant with all other choices; to the nearest that has the choices before this one.
    Nearest(usize),
    /// There is none with the choices before this one.
    Nowhere,
}

/// One value of an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub leads: Leads,
}

/// For each option its values in the order of the variants, as seen from the variant at `here`. Nothing when there is
/// no such variant, or when the variants have not the same number of values.
pub fn choices(variants: &[Combination], here: usize) -> Vec<Vec<Choice>> {
    let Some(current) = variants.get(here) else { return Vec::new() };
    if variants.iter().any(|v| v.values.len() != current.values.len()) {
        return Vec::new();
    }
    (0..current.values.len()).map(|option| choices_of(variants, current, option)).collect()
}

fn choices_of(variants: &[Combination], current: &Combination, option: usize) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    for variant in variants {
        let value = &variant.values[option];
        if choices.iter().all(|known| known.value != *value) {
            choices.push(Choice { value: value.clone(), leads: leads(variants, current, option, value) });
        }
    }
    choices
}

fn leads(variants: &[Combination], current: &Combination, option: usize, value: &str) -> Leads {
    if current.values[option] == value {
        return Leads::Here;
    }
    let behind = option + 1;
    let fits = |v: &Combination| v.values[option] == value && v.values[..option] == current.values[..option];
    let kept = |v: &Combination| {
        v.values[behind..].iter().zip(&current.values[behind..]).filter(|(a, b)| a == b).count()
    };
    let nearest = variants
        .iter()
        .enumerate()
        .filter(|(_, v)| fits(v))
        .max_by_key(|(at, v)| (kept(v), v.buyable, std::cmp::Reverse(*at)));
    match nearest {
        None => Leads::Nowhere,
        Some((at, v)) if kept(v) < current.values.len() - behind => Leads::Nearest(at),
        Some((at, v)) if v.buyable => Leads::To(at),
        Some((at, _)) => Leads::SoldOut(at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn variant(values: &[&str], buyable: bool) -> Combination {
        Combination { values: values.iter().map(|v| (*v).to_owned()).collect(), buyable }
    }

    fn leads_of(choices: &[Choice]) -> Vec<(&str, Leads)> {
        choices.iter().map(|choice| (choice.value.as_str(), choice.leads)).collect()
    }

    #[test]
    fn each_value_leads_to_the_variant_that_is_otherwise_the_same() {
        let jackets = [
            variant(&["Blue", "S"], true),
            variant(&["Blue", "M"], true),
            variant(&["Blue", "L"], false),
            variant(&["Red", "M"], true),
            variant(&["Green", "S"], true),
        ];
        let from_blue_m = choices(&jackets, 1);
        assert_eq!(
            leads_of(&from_blue_m[0]),
            [("Blue", Leads::Here), ("Red", Leads::To(3)), ("Green", Leads::Nearest(4))]
        );
        assert_eq!(
            leads_of(&from_blue_m[1]),
            [("S", Leads::To(0)), ("M", Leads::Here), ("L", Leads::SoldOut(2))]
        );
        // No green one in M or L: colour was chosen first, so it is the size that cannot be had.
        assert_eq!(
            leads_of(&choices(&jackets, 4)[1]),
            [("S", Leads::Here), ("M", Leads::Nowhere), ("L", Leads::Nowhere)]
        );
    }

    #[test]
    fn what_is_no_list_of_variants_offers_no_choice() {
        assert_eq!(choices(&[], 0), Vec::<Vec<Choice>>::new());
        assert_eq!(choices(&[variant(&["a"], true)], 1), Vec::<Vec<Choice>>::new());
        assert_eq!(choices(&[variant(&["a"], true), variant(&[], true)], 0), Vec::<Vec<Choice>>::new());
    }

    /// Any of the combinations of three options, each once.
    fn variants() -> impl Strategy<Value = Vec<Combination>> {
        let all: Vec<[u8; 3]> =
            (0..3).flat_map(|a| (0..3).flat_map(move |b| (0..2).map(move |c| [a, b, c]))).collect();
        let some = proptest::sample::subsequence(all, 1..=18).prop_shuffle();
        (some, proptest::collection::vec(any::<bool>(), 18)).prop_map(|(some, buyable)| {
            let of = |(values, buyable): (&[u8; 3], bool)| Combination {
                values: values.iter().map(u8::to_string).collect(),
                buyable,
            };
            some.iter().zip(buyable).map(of).collect()
        })
    }

    proptest! {
        #[test]
        fn every_link_keeps_what_was_chosen_before_and_says_the_truth(variants in variants()) {
            for (here, current) in variants.iter().enumerate() {
                let choices = choices(&variants, here);
                for (option, row) in choices.iter().enumerate() {
                    let values: BTreeSet<&str> = row.iter().map(|choice| choice.value.as_str()).collect();
                    let all: BTreeSet<&str> = variants.iter().map(|v| v.values[option].as_str()).collect();
                    prop_assert_eq!(&values, &all);
                    prop_assert_eq!(row.len(), all.len());
                    for choice in row {
                        let mut wanted = current.values.clone();
                        wanted[option].clone_from(&choice.value);
                        let exact = variants.iter().position(|v| v.values == wanted);
                        match choice.leads {
                            Leads::Here => prop_assert_eq!(&current.values[option], &choice.value),
                            Leads::To(at) => prop_assert!(exact == Some(at) && variants[at].buyable),
                            Leads::SoldOut(at) => prop_assert!(exact == Some(at) && !variants[at].buyable),
                            Leads::Nearest(at) => {
                                prop_assert_eq!(exact, None);
                                prop_assert_eq!(&variants[at].values[..=option], &wanted[..=option]);
                            }
                            Leads::Nowhere => prop_assert!(
                                variants.iter().all(|v| v.values[..=option] != wanted[..=option])
                            ),
                        }
                    }
                }
            }
        }

        #[test]
        fn every_variant_is_reached_from_every_other_in_one_step_an_option(variants in variants()) {
            for from in 0..variants.len() {
                for wanted in &variants {
                    let mut here = from;
                    for option in 0..wanted.values.len() {
                        let row = &choices(&variants, here)[option];
                        let choice = row.iter().find(|choice| choice.value == wanted.values[option]);
                        here = match choice.map(|choice| choice.leads) {
                            Some(Leads::To(at) | Leads::SoldOut(at) | Leads::Nearest(at)) => at,
                            Some(Leads::Here) => here,
                            other => return Err(TestCaseError::fail(format!("{other:?}"))),
                        };
                    }
                    prop_assert_eq!(&variants[here].values, &wanted.values);
                }
            }
        }
    }
}
