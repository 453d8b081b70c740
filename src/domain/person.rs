//! The names people are known by: `user:7`, `email:ann@example.org`, `visitor:…`. Names that were told together mean one
//! person.
//! Not here: which were told together (`store::persons`).

use std::borrow::Cow;

/// A name as it is compared: mail programs do not tell upper from lower case, and `user:07` is the user 7.
#[must_use]
pub fn folded(name: &str) -> Cow<'_, str> {
    match name.split_once(':') {
        Some(("email", address)) if address.chars().any(char::is_uppercase) => {
            Cow::Owned(email(address))
        }
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

/// The name that an e-mail address is.
#[must_use]
pub fn email(address: &str) -> String {
    format!("email:{}", address.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_what_does_not_tell_people_apart() {
        for (name, compared) in [
            ("email:Ann@Example.org", "email:ann@example.org"),
            ("email:ÄNN@example.org", "email:änn@example.org"),
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
        }
    }
}
