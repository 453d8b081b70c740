//! The names that identify a person: `user:7`, `email:ann@example.org`, `visitor:…`. Names that were recorded together mean
//! the same person; `store::persons` knows which.

use std::borrow::Cow;

/// The form in which a name is compared: all addresses of one mailbox are equal, and `user:07` is `user:7`. Records keep the
/// original.
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

#[must_use]
pub fn user(id: i64) -> String {
    format!("user:{id}")
}

/// Domains that ignore dots in the names of mailboxes. They are all the same provider, and the first stands for it.
const DOTLESS: [&str; 2] = ["gmail.com", "googlemail.com"];

/// The folded name of an e-mail address. Case is ignored, and so is what follows a `+`, because the owner of the mailbox
/// chooses it at will.
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

/// Whether [`email`] can change the address. Cheaper than calling it; false positives are harmless.
fn has_other_spelling(address: &str) -> bool {
    address.chars().any(|c| c == '+' || c.is_uppercase())
        || DOTLESS.iter().any(|domain| address.ends_with(domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_insignificant_differences() {
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
