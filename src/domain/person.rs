//! The names people are known by: `user:7`, `email:ann@example.org`, `visitor:…`. Names that were told together mean one
//! person.
//! Not here: which were told together (`store::persons`).

use std::borrow::Cow;

/// A name as it is compared: addresses of one mailbox are one, and `user:07` is the user 7. What was told stays as it was
/// told.
#[must_use]
pub fn folded(name: &str) -> Cow<'_, str> {
    match name.split_once(':') {
        Some(("email", address)) if has_other_spelling(address) => Cow::Owned(email(address)),
        Some(("user", number)) if number.starts_with(['0', '+', '-']) => match number.parse() {
            Ok(id) => Cow::Owned(user(id)),
            Err(_) => Cow::Borrowed(name),
        },
        Some(_) | None => Cow::Borrowed(name),
    }
}

/// The name of a WordPress user.
#[must_use]
pub fn user(id: i64) -> String {
    format!("user:{id}")
}

/// Domains whose mailboxes are named with or without dots, all of them under the first.
const DOTLESS: [&str; 2] = ["gmail.com", "googlemail.com"];

/// The name that an e-mail address is: of its mailbox. Case does not tell mailboxes apart, what follows a `+` is a label
/// that its owner chooses at will, and one provider ignores dots.
#[must_use]
pub fn email(address: &str) -> String {
    let address = address.to_lowercase();
    let Some((local, domain)) = address.rsplit_once('@') else {
        return format!("email:{address}");
    };
    let mailbox = match local.split_once('+') {
        Some((mailbox, _)) if !mailbox.is_empty() => mailbox,
        Some(_) | None => local,
    };
    if !DOTLESS.contains(&domain) {
        return format!("email:{mailbox}@{domain}");
    }
    let dotless = mailbox.replace('.', "");
    let mailbox = if dotless.is_empty() {
        mailbox
    } else {
        &dotless
    };
    format!("email:{mailbox}@{}", DOTLESS[0])
}

/// Whether [`email`] may make another address of it.
fn has_other_spelling(address: &str) -> bool {
    address.chars().any(|c| c == '+' || c.is_uppercase())
        || DOTLESS.iter().any(|domain| address.ends_with(domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_what_does_not_tell_people_apart() {
        for (name, compared) in [
            ("email:Ann@Example.org", "email:ann@example.org"),
            ("email:ÄNN@example.org", "email:änn@example.org"),
            ("email:ann+shop@example.org", "email:ann@example.org"),
            ("email:Ann+a+b@Example.org", "email:ann@example.org"),
            ("email:a.nn@example.org", "email:a.nn@example.org"),
            ("email:A.n.n+x@GMail.com", "email:ann@gmail.com"),
            ("email:ann@googlemail.com", "email:ann@gmail.com"),
            ("email:a.nn@notgmail.com", "email:a.nn@notgmail.com"),
            (
                "email:a.nn@gmail.com.example",
                "email:a.nn@gmail.com.example",
            ),
            ("email:+ann@example.org", "email:+ann@example.org"),
            ("email:.+x@gmail.com", "email:.@gmail.com"),
            ("email:\"a@b\"@gmail.com", "email:\"a@b\"@gmail.com"),
            ("email:a+b", "email:a+b"),
            ("email:gmail.com", "email:gmail.com"),
            ("email:@gmail.com", "email:@gmail.com"),
            ("user:7", "user:7"),
            ("user:07", "user:7"),
            ("user:0x", "user:0x"),
            ("user:0", "user:0"),
            ("visitor:Ab", "visitor:Ab"),
            ("Email:A", "Email:A"),
            ("7", "7"),
            ("", ""),
        ] {
            assert_eq!(folded(name), compared, "{name}");
            assert_eq!(folded(compared), compared, "{name}, again");
        }
    }
}
