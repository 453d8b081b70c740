//! Coupon codes as they are compared. The only place where one is folded: whoever looks for a code, stores one or
//! counts one asks here, by [`super::event::AliasKind::folded`].
//!
//! A code is typed in one form, stored in another and told in a third. Shops decode the entities of what was typed,
//! encode `&` again where they store it (`tom&amp;jerry`), and lower-case by PHP's rules, which leave `ς` and `σ`
//! apart. So what a shop takes for one code must be one here, and never the other way round: entities are decoded,
//! forms of one character made one (NFKC), letters folded by Unicode's full case folding, and spaces counted once. With
//! the Turkish `İ` the dot goes too: what it folds to is written `i̇` here and `i` there.

use std::borrow::Cow;

use unicase::UniCase;
use unicode_normalization::UnicodeNormalization;

/// The dot that is left of the Turkish capital I when it is folded.
const DOT_ABOVE: char = '\u{307}';

/// A coupon code as it is compared. Folded again it stays as it is.
#[must_use]
pub fn folded(code: &str) -> Cow<'_, str> {
    if is_folded(code) {
        return Cow::Borrowed(code);
    }
    let mut folded = folded_once(code);
    // What was encoded twice is decoded twice, and what that brings to light is folded again. Each time it gets shorter
    // or is done.
    for _ in 0..code.len() {
        let again = folded_once(&folded);
        if again == folded {
            break;
        }
        folded = again;
    }
    Cow::Owned(folded)
}

/// Whether nothing of a code can change: nearly every one that a shop tells.
fn is_folded(code: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_graphic() && !byte.is_ascii_uppercase() && byte != b'&';
    code.bytes().all(plain)
}

fn folded_once(code: &str) -> String {
    let decoded = html_escape::decode_html_entities(code);
    let one_form: String = decoded.nfkc().collect();
    // Rust may know letters of a newer Unicode than the folding does.
    let lower = one_form.to_lowercase();
    let cased = UniCase::unicode(lower).to_folded_case();
    let mut last = None;
    let without_dots = cased.nfd().filter(|c| {
        let is_left_over = *c == DOT_ABOVE && last == Some('i');
        last = Some(*c);
        !is_left_over
    });
    let composed: String = without_dots.nfkc().collect();
    let words: Vec<&str> = composed.split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn stored_and_typed_forms_meet() {
        for (folded_to, forms) in [
            (
                "save10",
                &[
                    "SAVE10",
                    "save10",
                    " Save10 ",
                    "ＳＡＶＥ１０",
                    "SAVE10\u{a0}",
                ][..],
            ),
            ("εκπτωσεισ", &["ΕΚΠΤΩΣΕΙΣ", "εκπτωσεις", "εκπτωσεισ"]),
            (
                "tom&jerry",
                &[
                    "Tom&Jerry",
                    "tom&amp;jerry",
                    "TOM&AMP;JERRY",
                    "tom&amp;amp;jerry",
                    "tom&#38;jerry",
                    "tom&#x26;jerry",
                ],
            ),
            (
                "it's \"5\" <b>",
                &["it&#039;s &quot;5&quot; &lt;b&gt;", "IT'S \"5\"  <B>"],
            ),
            ("džep", &["Džep", "ǅep", "ǆep", "ǄEP", "DŽEP"]),
            ("été", &["ÉTÉ", "E\u{301}te\u{301}", "e\u{301}TE\u{301}"]),
            (
                "indirim",
                &["İNDİRİM", "i\u{307}ndi\u{307}ri\u{307}m", "INDIRIM"],
            ),
            ("strasse", &["STRASSE", "Straße", "STRAẞE", "straſse"]),
            (
                "two words",
                &[
                    "Two Words",
                    "two\u{3000}words",
                    "two \t words",
                    "two&nbsp;words",
                ],
            ),
            ("50%", &["50%", "50％"]),
        ] {
            for form in forms {
                assert_eq!(folded(form), folded_to, "{form}");
            }
            assert_eq!(folded(folded_to), folded_to);
        }
    }

    #[test]
    fn different_codes_stay_different() {
        for (one, other) in [
            ("save10", "save1o"),
            ("kis", "kıs"),
            ("ete", "été"),
            ("twowords", "two words"),
            ("a_b", "a-b"),
            ("amp", "&amp"),
        ] {
            assert_ne!(folded(one), folded(other));
        }
    }

    #[test]
    fn no_letter_is_another_when_a_shop_lower_cases_it() {
        let letters: Vec<char> = ('\0'..=char::MAX)
            .filter(|letter| letter.to_lowercase().ne([*letter]))
            .collect();
        assert!(letters.len() > 1_400, "{}", letters.len());
        for letter in letters {
            let code = format!("x{letter}y");
            assert_eq!(folded(&code.to_lowercase()), folded(&code), "{letter:?}");
        }
    }

    proptest! {
        #[test]
        fn whichever_form_it_has_it_is_one(code in any::<String>()) {
            let one = folded(&code);
            for form in [
                one.clone().into_owned(),
                code.nfd().collect(),
                code.nfc().collect(),
                html_escape::encode_safe(&code).into_owned(),
                code.to_lowercase(),
            ] {
                prop_assert_eq!(folded(&form), one.as_ref(), "{:?}", form);
            }
        }
    }
}
