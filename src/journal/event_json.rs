//! Serialises events by hand, because a visitor's page waits for it: texts are scanned many bytes at a time.
//! The result equals that of their `Serialize`, which a test compares.

use crate::domain::bytes;
use crate::domain::event::{Event, Owner, Who};
use crate::domain::quantity::Quantity;
use crate::domain::words::Word;

pub fn event(event: &Event<'_>, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"key\":");
    text(&event.key, out);
    out.extend_from_slice(b",\"type\":");
    text(&event.kind, out);
    out.extend_from_slice(b",\"at\":");
    number(event.at, out);
    out.extend_from_slice(b",\"owners\":");
    list(&event.owners, out, owner);
    optional(b",\"subject\":", event.subject.as_deref(), out);
    if !event.also.is_empty() {
        out.extend_from_slice(b",\"also\":");
        list(&event.also, out, |name, out| text(name, out));
    }
    optional(b",\"object\":", event.object.as_deref(), out);
    if event.quantity != Quantity::ONE {
        out.extend_from_slice(b",\"quantity\":");
        quantity(event.quantity, out);
    }
    optional(b",\"value\":", event.value.as_deref(), out);
    optional(b",\"currency\":", event.currency.as_deref(), out);
    optional(b",\"ignored\":", event.ignored.as_deref(), out);
    optional(b",\"data\":", event.data.as_deref(), out);
    if let Some(network) = &event.network {
        out.extend_from_slice(b",\"network\":{\"name\":");
        text(&network.name, out);
        out.extend_from_slice(b",\"most\":");
        number(network.most, out);
        out.push(b'}');
    }
    if event.history {
        out.extend_from_slice(b",\"history\":true");
    }
    out.push(b'}');
}

pub fn events(events: &[Event<'_>], out: &mut Vec<u8>) {
    list(events, out, event);
}

fn quantity(quantity: Quantity, out: &mut Vec<u8>) {
    match quantity.fraction() {
        (units, 1) => number(units, out),
        _ => text(&quantity.to_string(), out),
    }
}

pub fn number(number: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

fn owner(owner: &Owner<'_>, out: &mut Vec<u8>) {
    match &owner.who {
        Who::Id(id) => {
            out.extend_from_slice(b"{\"id\":");
            number(*id, out);
        }
        Who::Alias(kind, code) => {
            out.extend_from_slice(b"{\"alias\":[");
            text(kind.name(), out);
            out.push(b',');
            text(code, out);
            out.push(b']');
        }
    }
    if owner.weight != 1 {
        out.extend_from_slice(b",\"weight\":");
        number(owner.weight, out);
    }
    out.push(b'}');
}

fn list<T>(items: &[T], out: &mut Vec<u8>, mut item: impl FnMut(&T, &mut Vec<u8>)) {
    out.push(b'[');
    for (index, one) in items.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        item(one, out);
    }
    out.push(b']');
}

fn optional(name: &[u8], value: Option<&str>, out: &mut Vec<u8>) {
    if let Some(value) = value {
        out.extend_from_slice(name);
        text(value, out);
    }
}

fn text(text: &str, out: &mut Vec<u8>) {
    let plain = |byte: u8| byte >= 0x20 && byte != b'"' && byte != b'\\';
    if bytes::all(text.as_bytes(), plain) {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    } else {
        // Cannot fail: a buffer takes every write, and every text has a JSON form.
        let _ = serde_json::to_writer(out, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::AliasKind;
    use crate::domain::network::Network;
    use proptest::collection::vec;
    use proptest::option::of;
    use proptest::prelude::*;

    fn owners() -> impl Strategy<Value = Owner<'static>> {
        let who = prop_oneof![
            any::<i64>().prop_map(Who::Id),
            (any::<bool>(), ".*").prop_map(|(coupon, code)| {
                let kind = if coupon {
                    AliasKind::Coupon
                } else {
                    AliasKind::WpUser
                };
                Who::Alias(kind, code.into())
            }),
        ];
        (who, prop_oneof![Just(1), any::<i64>()]).prop_map(|(who, weight)| Owner { who, weight })
    }

    prop_compose! {
        fn any_event()(
            key in any::<String>(), kind in ".*", at in any::<i64>(), owners in vec(owners(), 0..3),
            subject in of(any::<String>()), also in vec(any::<String>(), 0..3), object in of(".*"),
            quantity in prop_oneof![Just(Quantity::ONE), any::<i64>().prop_map(Quantity::of_millionths)],
            rest in vec(of(any::<String>()), 4), network in of((any::<String>(), any::<i64>())), history in any::<bool>(),
        ) -> Event<'static> {
            let [value, currency, ignored, data] =
                [0, 1, 2, 3].map(|place: usize| rest[place].clone().map(Into::into));
            Event {
                key: key.into(), kind: kind.into(), at, owners, subject: subject.map(Into::into),
                also: also.into_iter().map(Into::into).collect(), object: object.map(Into::into),
                quantity, value, currency, ignored, data, history,
                network: network.map(|(name, most)| Box::new(Network { name: name.into(), most })),
            }
        }
    }

    proptest! {
        #[test]
        fn it_equals_the_derived_serialization(events in vec(any_event(), 0..3)) {
            let mut out = Vec::new();
            super::events(&events, &mut out);
            prop_assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(&events).unwrap());
        }
    }
}
