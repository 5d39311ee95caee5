//! Numbers as lists print them: `3`, `c`, `iii`.

/// The number of an item in the style of its list.
pub(crate) fn numeral(number: i64, style: char) -> String {
    match style {
        'a' => letters(number, b'a'),
        'A' => letters(number, b'A'),
        'i' => roman(number),
        'I' => roman(number).to_uppercase(),
        _ => number.to_string(),
    }
}

fn letters(number: i64, first: u8) -> String {
    let Ok(mut rest) = u32::try_from(number) else {
        return number.to_string();
    };
    let mut out = Vec::new();
    while rest > 0 {
        out.push(char::from(
            first + u8::try_from((rest - 1) % 26).unwrap_or(0),
        ));
        rest = (rest - 1) / 26;
    }
    out.iter().rev().collect()
}

fn roman(number: i64) -> String {
    const SIGNS: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let (mut rest, mut out) = (number, String::new());
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::numeral;

    #[test]
    fn numbers_in_the_style_of_a_list() {
        let check = |number, style, expected| assert_eq!(numeral(number, style), expected);
        check(3, '1', "3");
        check(27, 'a', "aa");
        check(2, 'A', "B");
        check(1994, 'i', "mcmxciv");
        check(4, 'I', "IV");
        check(-1, 'i', "-1");
    }
}
