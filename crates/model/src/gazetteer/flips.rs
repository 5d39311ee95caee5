//! Names of several places in other orders: people say "Calderdale and Bradford" for "Bradford and
//! Calderdale".

/// More places than this have more orders than anybody uses.
const MOST: usize = 5;

/// Words that are no place by themselves: "Hampshire North and East" has two parts and one place.
const NO_PLACES: [&str; 8] = [
    "North", "South", "East", "West", "Central", "City", "Courts", "Vale",
];

/// The places that a name lists, where it lists several and each stands for itself.
pub(super) fn parts(name: &str) -> Option<Vec<String>> {
    let name = name.replace(" & ", " and ");
    let places = name.split(", ").flat_map(|part| part.split(" and "));
    let places: Vec<&str> = places.map(str::trim).collect();
    let stands_for_itself = |place: &&str| {
        let article = place.starts_with("the ");
        !article && !place.is_empty() && !place.split(' ').all(|word| NO_PLACES.contains(&word))
    };
    let is_list = (2..=MOST).contains(&places.len()) && places.iter().all(stands_for_itself);
    is_list.then(|| places.into_iter().map(str::to_owned).collect())
}

/// The places in every order, as a list with "and" before the last.
pub(super) fn flips<'n>(places: &'n [String]) -> Vec<String> {
    let mut orders: Vec<Vec<&'n str>> = vec![Vec::new()];
    for place in places {
        let with_place = |order: Vec<&'n str>| {
            (0..=order.len()).map(move |at| {
                let mut longer = order.clone();
                longer.insert(at, place.as_str());
                longer
            })
        };
        orders = orders.into_iter().flat_map(with_place).collect();
    }
    let list = |order: Vec<&'n str>| match order.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, front)) => format!("{} and {last}", front.join(", ")),
        None => String::new(),
    };
    orders.into_iter().map(list).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_from_quarters_of_one() {
        let check = |name: &str, expected: Option<&[&str]>| {
            let expected = expected.map(|places| places.iter().map(|p| (*p).to_owned()).collect());
            assert_eq!(parts(name), expected, "{name}");
        };
        check("Ashmere & Hallow", Some(&["Ashmere", "Hallow"]));
        check(
            "North Ashmere, Hallow and East Merrow",
            Some(&["North Ashmere", "Hallow", "East Merrow"]),
        );
        check("Ashmere", None);
        check("Ashmere North and East", None);
        check("Ashmere and the Vale", None);
        check("A, B, C, D, E and F", None);
    }

    #[test]
    fn every_order_is_a_list() {
        let places = ["A", "B", "C"].map(str::to_owned);
        let mut orders = flips(&places);
        orders.sort();
        let expected = [
            "A, B and C",
            "A, C and B",
            "B, A and C",
            "B, C and A",
            "C, A and B",
            "C, B and A",
        ];
        assert_eq!(orders, expected);
    }
}
