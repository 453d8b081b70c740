//! The rules. Each checks one file and returns every fault as `path:line: what is wrong, and why it matters`.

use super::source::{Kind, Piece, Source};

/// A rule.
pub type Rule = fn(&Source) -> Vec<String>;

/// The rings that each ring may use. A module that is no ring, such as `lib`, may use all of them.
const RINGS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("journal", &["domain"]),
    ("store", &["domain"]),
    ("engine", &["domain", "journal", "store"]),
    ("binding", &["domain", "engine"]),
    ("bin", &["domain", "engine"]),
];

/// Exceptions: where a ring uses one that it may not, what it uses, and why no call is in between.
const REACHES: &[(&str, &[&str], &str)] = &[
    (
        "src/binding/site.rs",
        &["crate", "::", "journal", "::", "file", "::", "forked"],
        "a fork concerns the process, not a site, and what runs after one may do no more than count",
    ),
    (
        "src/binding/mod.rs",
        &["crate", "::", "store", "::", "sqlite_version"],
        "phpinfo() shows what was compiled in, before any site is open",
    ),
];

/// Where floats occur, and why.
const FLOATS: &[(&str, &[&str], &str)] = &[
    (
        "src/binding/write.rs",
        &[
            "fn",
            "serialize_f32",
            "(",
            "self",
            ",",
            "_",
            ":",
            "f32",
            ")",
        ],
        "this is the place that refuses to show one",
    ),
    (
        "src/binding/write.rs",
        &[
            "fn",
            "serialize_f64",
            "(",
            "self",
            ",",
            "_",
            ":",
            "f64",
            ")",
        ],
        "this is the place that refuses to show one",
    ),
];

/// A file longer than this needs a reason.
const LONG: usize = 450;

/// The longer files, each with the reason not to split it.
pub const LONG_FILES: &[(&str, &str)] = &[
    (
        "src/domain/event.rs",
        "half of it is one table of what is refused, which is read beside the reader",
    ),
    (
        "src/store/transactions.rs",
        "the statements of two tables that are written together in one transaction",
    ),
];

/// Every rule.
pub const RULES: &[Rule] = &[
    rings,
    php_only_in_binding,
    sql_only_in_store,
    no_floats,
    clock_only_in_binding,
    domain_is_pure,
    promises_have_reasons,
    long_files_have_reasons,
    nothing_is_left_for_later,
    descriptions_say_something,
    no_record_becomes_empty,
];

/// The ring of a file: its directory, or its name at the top level.
fn ring(source: &Source) -> &str {
    let inside = source.path.strip_prefix("src/").unwrap_or(&source.path);
    let first = inside.split('/').next().unwrap_or(inside);
    first.strip_suffix(".rs").unwrap_or(first)
}

fn fault(source: &Source, line: usize, what: impl std::fmt::Display) -> String {
    format!("{}:{line}: {what}", source.path)
}

/// Dependencies point inwards only: what is inside can be read, tested and replaced without what is outside.
pub fn rings(source: &Source) -> Vec<String> {
    let own = ring(source);
    let Some((_, allowed)) = RINGS.iter().find(|(name, _)| *name == own) else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    for (place, named) in named_from_the_top(source) {
        let is_ring = RINGS.iter().any(|(name, _)| *name == named.text);
        let reached = REACHES
            .iter()
            .any(|(path, sequence, _)| *path == source.path && source.is_at(place, sequence));
        if is_ring && named.text != own && !allowed.contains(&named.text.as_str()) && !reached {
            let allowed = match allowed {
                [] => "names no other ring".to_owned(),
                some => format!("may name only {}", some.join(", ")),
            };
            let what = format!("`{own}` names `{}`, but it {allowed}", named.text);
            faults.push(fault(source, named.line, what));
        }
    }
    // A path that climbs to the top with `super` would hide which ring it enters.
    let depth = depth(source);
    for place in source.places(&["super", "::"]) {
        let climbs = (0..source.code.len())
            .take_while(|step| source.is_at(place + 2 * step, &["super", "::"]))
            .count();
        let piece = &source.code[place];
        if climbs >= depth + usize::from(piece.in_test) {
            let what = "`super` climbs out of the ring; begin the path with `crate`";
            faults.push(fault(source, piece.line, what));
        }
    }
    faults
}

/// The depth of a file's module.
fn depth(source: &Source) -> usize {
    let parts = source.path.split('/').count() - 1;
    parts - usize::from(source.path.ends_with("/mod.rs"))
}

/// The names directly below the crate root, with the position at which their path starts.
fn named_from_the_top(source: &Source) -> Vec<(usize, &Piece)> {
    let mut named = Vec::new();
    let tops = source
        .places(&["crate", "::"])
        .chain(source.places(&["siren", "::"]));
    for top in tops {
        let first = top + 2;
        if !source.is_at(first, &["{"]) {
            named.extend(source.code.get(first).map(|piece| (top, piece)));
            continue;
        }
        let mut depth = 0_u32;
        for (place, piece) in source.code.iter().enumerate().skip(first) {
            match piece.text.as_str() {
                "{" => depth += 1,
                "}" => depth -= 1,
                _ => {
                    let before = &source.code[place - 1].text;
                    if depth == 1 && matches!(before.as_str(), "{" | ",") {
                        named.push((top, piece));
                    }
                }
            }
            if depth == 0 {
                break;
            }
        }
    }
    named
}

/// Only one ring uses PHP, so that everything else is tested without it.
pub fn php_only_in_binding(source: &Source) -> Vec<String> {
    if ring(source) == "binding" {
        return Vec::new();
    }
    words(source, |word| word.starts_with("ext_php_rs"))
        .map(|word| fault(source, word.line, "`ext_php_rs` belongs in `binding`"))
        .collect()
}

/// Only one ring contains SQL, so that the database could be replaced.
pub fn sql_only_in_store(source: &Source) -> Vec<String> {
    if ring(source) == "store" {
        return Vec::new();
    }
    let crates = words(source, |word| word == "rusqlite").map(|word| {
        fault(
            source,
            word.line,
            format!("`{}` belongs in `store`", word.text),
        )
    });
    let statements = texts(source)
        .filter(|text| says_sql(&text.text))
        .map(|text| fault(source, text.line, "SQL belongs in `store`"));
    crates.chain(statements).collect()
}

fn says_sql(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|sign: char| !sign.is_alphanumeric() && sign != '_')
        .filter(|word| !word.is_empty())
        .collect();
    let pair = |first, second| words.windows(2).any(|pair| pair == [first, second]);
    let has = |word: &str| words.contains(&word);
    pair("INSERT", "INTO")
        || pair("DELETE", "FROM")
        || pair("CREATE", "TABLE")
        || pair("ORDER", "BY")
        || pair("BEGIN", "IMMEDIATE")
        || (has("UPDATE") && has("SET"))
        || ["SELECT", "WHERE", "PRAGMA", "SAVEPOINT", "ROLLBACK"]
            .into_iter()
            .any(has)
}

/// A float rounds implicitly; money is rounded once, where a rule says so. That applies to the database too.
pub fn no_floats(source: &Source) -> Vec<String> {
    let refusals: Vec<usize> = FLOATS
        .iter()
        .filter(|(path, ..)| *path == source.path)
        .flat_map(|(_, sequence, _)| {
            source
                .places(sequence)
                .flat_map(|place| place..place + sequence.len())
        })
        .collect();
    let named = source
        .code
        .iter()
        .enumerate()
        .filter(|(place, piece)| piece.kind == Kind::Word && !refusals.contains(place))
        .filter(|(_, piece)| is_float(&piece.text))
        .map(|(_, piece)| fault(source, piece.line, format!("`{}` is a float", piece.text)));
    let stored = texts(source)
        .filter(|_| ring(source) == "store")
        .filter_map(|text| sql_float(&text.text).map(|word| (text.line, word)))
        .map(|(line, word)| fault(source, line, format!("`{word}` makes a float in SQL")));
    named.chain(stored).collect()
}

fn is_float(word: &str) -> bool {
    let number = word.starts_with(|sign: char| sign.is_ascii_digit());
    word.ends_with("f32") || word.ends_with("f64") || (number && word.contains('.'))
}

/// The word in a statement or a schema that stores or creates a float.
pub fn sql_float(text: &str) -> Option<&'static str> {
    let words = text.split(|sign: char| !sign.is_alphanumeric() && sign != '_');
    let floats = ["REAL", "FLOAT", "DOUBLE", "AVG", "TOTAL", "ROUND"];
    words
        .into_iter()
        .find_map(|word| floats.into_iter().find(|float| *float == word))
}

/// The time is an argument, so that a test can set it and a call sees only one time.
pub fn clock_only_in_binding(source: &Source) -> Vec<String> {
    if ring(source) == "binding" {
        return Vec::new();
    }
    let now = [["Utc", "::", "now"], ["Local", "::", "now"]];
    let asked = now.into_iter().flat_map(|sequence| {
        source
            .places(&sequence)
            .map(|place| source.code[place].line)
            .collect::<Vec<usize>>()
    });
    let system = words(source, |word| word == "SystemTime");
    let in_sql = texts(source).filter(|text| asks_clock(&text.text));
    asked
        .chain(system.map(|word| word.line))
        .chain(in_sql.map(|text| text.line))
        .map(|line| {
            fault(
                source,
                line,
                "only `binding` asks the clock; take `now` as an argument",
            )
        })
        .collect()
}

/// Whether a statement or a schema asks the database for the time.
pub fn asks_clock(text: &str) -> bool {
    [
        "CURRENT_TIMESTAMP",
        "CURRENT_DATE",
        "CURRENT_TIME",
        "'now'",
        "unixepoch(",
    ]
    .into_iter()
    .any(|clock| text.contains(clock))
}

/// The money rules depend only on their arguments.
pub fn domain_is_pure(source: &Source) -> Vec<String> {
    if ring(source) != "domain" {
        return Vec::new();
    }
    ["fs", "env", "net", "process", "thread", "time"]
        .into_iter()
        .flat_map(|world| {
            let what = format!("`domain` is pure; it has no use for `std::{world}`");
            source
                .places(&["std", "::", world])
                .map(|place| fault(source, source.code[place].line, &what))
                .collect::<Vec<String>>()
        })
        .collect()
}

/// Code that may panic says why it never does: in its message, or in a comment beside it.
pub fn promises_have_reasons(source: &Source) -> Vec<String> {
    let promises: [(&[&str], usize); 6] = [
        (&[".", "unwrap", "(", ")"], 1),
        (&[".", "expect", "("], 1),
        (&[".", "expect_err", "("], 1),
        (&[".", "unwrap_err", "(", ")"], 1),
        (&["panic", "!", "("], 0),
        (&["unreachable", "!", "("], 0),
    ];
    let mut faults = Vec::new();
    for (sequence, name) in promises {
        for place in source.places(sequence) {
            let piece = &source.code[place + name];
            // A method of the same name that takes more than a message is another one.
            if piece.text.starts_with("expect") && takes_several(source, place + sequence.len()) {
                continue;
            }
            let said = source.code.get(place + sequence.len());
            let says_why = said.is_some_and(|text| {
                text.kind == Kind::Text && text.text.split_whitespace().count() >= 3
            });
            if !piece.in_test && !says_why && !source.is_explained(piece.line) {
                let what = format!("`{}` without the reason why it cannot happen", piece.text);
                faults.push(fault(source, piece.line, what));
            }
        }
    }
    faults
}

/// Whether the call whose arguments start at a position has more than one of them.
fn takes_several(source: &Source, arguments: usize) -> bool {
    let mut depth = 0_u32;
    for (place, piece) in source.code.iter().enumerate().skip(arguments) {
        if piece.kind == Kind::Text {
            continue;
        }
        match piece.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" if depth == 0 => return false,
            ")" | "]" | "}" => depth -= 1,
            "," if depth == 0 => return !source.is_at(place + 1, &[")"]),
            _ => {}
        }
    }
    false
}

/// Small files do one thing; a long one needs a reason not to be split.
pub fn long_files_have_reasons(source: &Source) -> Vec<String> {
    let listed = LONG_FILES.iter().any(|(path, _)| *path == source.path);
    let what = match (source.lines > LONG, listed) {
        (true, false) => "is longer than 450 lines; split it, or list it here with the reason",
        (false, true) => "is listed as longer than 450 lines and is not any more",
        (true, true) | (false, false) => return Vec::new(),
    };
    vec![fault(source, source.lines, what)]
}

/// A record that has no JSON is an error. Kept as an empty text instead, it would be a line of the ledger that says nothing,
/// under a hash that proves it.
pub fn no_record_becomes_empty(source: &Source) -> Vec<String> {
    if !matches!(ring(source), "engine" | "store" | "journal") {
        return Vec::new();
    }
    let writers: [&[&str]; 4] = [
        &["serde_json", "::", "to_string"],
        &["serde_json", "::", "to_vec"],
        &["serde_json", "::", "to_value"],
        &[".", "to_json", "(", ")"],
    ];
    let defaults = ["unwrap_or", "unwrap_or_default", "unwrap_or_else"];
    let mut faults = Vec::new();
    for place in writers.iter().flat_map(|writer| source.places(writer)) {
        let statement = source.code[place..].iter();
        let mut statement = statement.take_while(|piece| piece.text != ";");
        if statement.any(|piece| defaults.contains(&piece.text.as_str())) {
            let what =
                "a record that has no JSON must be an error (store::json), not an empty text";
            faults.push(fault(source, source.code[place].line, what));
        }
    }
    faults
}

/// Unfinished work is not committed.
pub fn nothing_is_left_for_later(source: &Source) -> Vec<String> {
    let notes = source.comments.iter().filter(|comment| {
        comment
            .text
            .split(|sign: char| !sign.is_alphanumeric())
            .any(|word| matches!(word, "TODO" | "FIXME" | "XXX" | "HACK"))
    });
    let macros = ["dbg", "todo", "unimplemented"]
        .into_iter()
        .flat_map(|name| {
            source
                .places(&[name, "!"])
                .map(|place| &source.code[place])
                .collect::<Vec<&Piece>>()
        });
    notes
        .chain(macros)
        .map(|piece| {
            fault(
                source,
                piece.line,
                format!("`{}` leaves something for later", piece.text),
            )
        })
        .collect()
}

/// Descriptions are published with the answers they describe, so they must say something.
pub fn descriptions_say_something(source: &Source) -> Vec<String> {
    const ASKING: [&str; 12] = [
        "Which.",
        "Whose.",
        "When.",
        "Who.",
        "What.",
        "Where.",
        "Why.",
        "How much.",
        "How many.",
        "By whom.",
        "For whom.",
        "In which units.",
    ];
    let comments = source.comments.iter();
    let asking = comments.filter(|comment| {
        let text = comment.text.trim_start_matches(['/', '!']).trim();
        ASKING.contains(&text)
    });
    asking
        .map(|piece| {
            fault(
                source,
                piece.line,
                format!("`{}` does not say what it is; name the thing", piece.text),
            )
        })
        .collect()
}

/// The exceptions that no file needs any more, which would allow new violations.
pub fn unused_exceptions(sources: &[Source]) -> Vec<String> {
    let used = |path: &str, sequence: &[&str]| {
        sources
            .iter()
            .any(|source| source.path == path && source.places(sequence).next().is_some())
    };
    let unused = REACHES
        .iter()
        .chain(FLOATS)
        .filter(|(path, sequence, _)| !used(path, sequence))
        .map(|(path, sequence, _)| format!("{path} no longer says `{}`", sequence.concat()));
    let gone = LONG_FILES
        .iter()
        .filter(|(path, _)| !sources.iter().any(|source| source.path == *path))
        .map(|(path, _)| format!("{path} is listed as long and is not there"));
    unused.chain(gone).collect()
}

fn words<'s>(
    source: &'s Source,
    wanted: impl Fn(&str) -> bool + 's,
) -> impl Iterator<Item = &'s Piece> {
    source
        .code
        .iter()
        .filter(move |piece| piece.kind == Kind::Word && wanted(&piece.text))
}

fn texts(source: &Source) -> impl Iterator<Item = &Piece> {
    source.code.iter().filter(|piece| piece.kind == Kind::Text)
}
