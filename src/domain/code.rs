//! How coupon codes are compared. This is the only place that folds them: searching, storing and counting a code all go
//! through [`super::event::AliasKind::folded`].
//!
//! A code is typed in one form, stored in another and recorded in a third. Shops decode the entities in what was typed,
//! encode `&` again when they store it (`tom&amp;jerry`), and lowercase by PHP's rules, which keep `ς` and `σ` apart.
//! Codes that a shop takes to be equal must be equal here; codes that it tells apart may still be equal here. So
//! entities are decoded, characters normalized (NFKC), letters folded by Unicode's full case folding, and white space
//! collapsed. The dot of the Turkish `İ` is dropped, because some software folds it to `i̇` and some to `i`.

use std::borrow::Cow;

use unicase::UniCase;
use unicode_normalization::UnicodeNormalization;

/// What case folding leaves of the Turkish `İ`, after the `i`.
const DOT_ABOVE: char = '\u{307}';

/// The form in which a coupon code is compared. Idempotent.
#[must_use]
pub fn folded(code: &str) -> Cow<'_, str> {
    if is_folded(code) {
        return Cow::Borrowed(code);
    }
    let mut folded = folded_once(code);
    // An entity may be encoded twice, and decoding it may reveal something to fold. Each round shortens the code or is
    // the last.
    for _ in 0..code.len() {
        let again = folded_once(&folded);
        if again == folded {
            break;
        }
        folded = again;
    }
    Cow::Owned(folded)
}

/// Whether folding would change nothing, which is true of nearly every code.
fn is_folded(code: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_graphic() && !byte.is_ascii_uppercase() && byte != b'&';
    code.bytes().all(plain)
}

fn folded_once(code: &str) -> String {
    let decoded = html_escape::decode_html_entities(code);
    let one_form: String = decoded.nfkc().collect();
    // Rust may know letters of a newer version of Unicode than the `unicase` crate does.
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
    fn stored_and_typed_forms_are_equal() {
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
    fn lowercasing_by_a_shop_does_not_change_the_folded_form() {
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
        fn every_form_of_a_code_folds_to_the_same(code in any::<String>()) {
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
