//! Words that were replaced by better ones. An old word would be a second name for the same thing, which a reader has to
//! decode.

/// A word or phrase that is no longer used.
pub struct Retired {
    /// The old word, compared case-sensitively between characters that are not letters or digits.
    pub old: &'static str,
    /// What to say instead.
    pub new: &'static str,
    /// The directories and files at the top of the repository in which it may not occur.
    within: &'static [&'static str],
}

/// All that people read or edit.
pub const ALL: &[&str] = &[
    "src",
    "php",
    "tests",
    "docs",
    "README.md",
    "CONTRIBUTING.md",
];
const ENGINE: &[&str] = &["src"];
const PLUGIN: &[&str] = &["php"];
const TESTS: &[&str] = &["tests"];
const OUTSIDE_THE_ENGINE: &[&str] = &["php", "tests", "docs"];

const fn retired(old: &'static str, new: &'static str, within: &'static [&'static str]) -> Retired {
    Retired { old, new, within }
}

/// Every retired word.
pub const RETIRED: &[Retired] = &[
    // Names in the code.
    retired("Stretch", "`Interval`, `id_range` or `bucket`", ALL),
    retired("Tally", "`counters`", ALL),
    retired("intake", "`journal` or `loader`", ALL),
    retired("packer", "`encoder`", ENGINE),
    retired("packing", "encoding a block", ENGINE),
    retired("packs", "blocks", ENGINE),
    retired("gate", "`WriteLock`", ALL),
    retired("gates", "`WriteLock`", ALL),
    retired("believe", "`lease`", ENGINE),
    retired("believes", "`lease`", ENGINE),
    retired("outlast", "`lease_expiry`", ENGINE),
    retired("outlasts", "`lease_expiry`", ENGINE),
    retired("Fate", "`Outcome`", ALL),
    retired("Obliged", "`ObligationDraft`", ALL),
    retired("Makers", "`Approvals`", ALL),
    retired(
        "Place",
        "`slot`, `rank`, `period_at` or `position`",
        &["tests", "docs"],
    ),
    retired("class Inert", "`ExtensionNotice`", PLUGIN),
    retired("class Stages", "`LifecycleTimeline`", PLUGIN),
    retired("class Trail", "`ReferralTrail`", PLUGIN),
    retired("Fact", "`VisitEvent` or `PastRecord`", OUTSIDE_THE_ENGINE),
    retired("Rows::", "`CsvExport`", PLUGIN),
    retired("class Own", "`OwnedContent`", PLUGIN),
    retired("class Owned", "`OwnedContent`", PLUGIN),
    retired("class Machine", "`BotFilter`", PLUGIN),
    retired("class ByHand", "`ManualEntries`", PLUGIN),
    retired("class Who", "`VisitorIdentity`", PLUGIN),
    retired("class Limit", "`RateLimit`", PLUGIN),
    retired("School::", "`Lms`", ALL),
    retired("SCHOOL", "`LMS`", ALL),
    retired("schools", "LMS plugins", &["php", "docs"]),
    // Words of the tests.
    retired("lives", "`lifecycle`, or what the test records", TESTS),
    retired("LifeTest", "`LifecycleTest`", TESTS),
    retired("LifeTestCase", "`LifecycleTestCase`", TESTS),
    // Texts of the screens.
    retired("By the piece", "\"Fixed amount per event\"", ALL),
    retired("Rare cases", "\"Advanced\"", ALL),
    retired("Look above", "\"1 problem\", with a link to it", ALL),
    retired("What was decided last", "\"Recent distributions\"", ALL),
    retired("It pays in", "\"Currency\"", ALL),
    retired("nobody’s", "\"unknown\"", ALL),
    retired(
        "nobody's",
        "\"unknown\", or say who is meant",
        OUTSIDE_THE_ENGINE,
    ),
    retired("smallest coin", "\"rounds to zero\"", ALL),
    retired(
        "has moved meanwhile",
        "\"was changed by someone else in the meantime\"",
        ALL,
    ),
    retired("an array with names", "\"an associative array\"", ALL),
    // Riddles.
    retired(
        "in vain",
        "what was tried and did not happen",
        OUTSIDE_THE_ENGINE,
    ),
    retired(
        "comes to the same",
        "\"gives the same result\"",
        OUTSIDE_THE_ENGINE,
    ),
];

/// The kinds of files that people write. What is generated from others, and data, is left out.
const READ: &[&str] = &[
    "rs", "sql", "php", "inc", "phpt", "js", "css", "sh", "md", "txt",
];

/// Whether a file is read for retired words.
pub fn is_read(path: &str) -> bool {
    let kind = path.rsplit_once('.').map_or("", |(_, kind)| kind);
    // An installed migration is never edited.
    let is_fixed = path.starts_with("src/store/migrations/") || path.contains("node_modules/");
    READ.contains(&kind) && !is_fixed && path != "tests/tidy/words.rs"
}

/// The retired words in a file, each as `path:line: what to say instead`.
pub fn found(path: &str, text: &str) -> Vec<String> {
    let top = path.split('/').next().unwrap_or(path);
    let retired = RETIRED.iter().filter(|word| word.within.contains(&top));
    let mut faults = Vec::new();
    for word in retired {
        for (number, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| says(line, word.old))
        {
            faults.push(format!(
                "{path}:{}: `{}` is retired; use {}: {}",
                number + 1,
                word.old,
                word.new,
                line.trim()
            ));
        }
    }
    faults
}

fn says(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let inside_a_name = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
        let opens = word.starts_with(char::is_alphanumeric);
        let ends = word.ends_with(char::is_alphanumeric);
        !(opens && inside_a_name(before) || ends && inside_a_name(after))
    })
}

mod tests {
    use super::found;

    #[test]
    fn retired_words_are_found_as_whole_words_where_they_are_retired() {
        let check = |path: &str, text: &str, faults: usize| {
            let found = found(path, text);
            assert_eq!(found.len(), faults, "{path}: {text}: {found:?}");
        };
        check("src/engine/a.rs", "struct Stretch;", 1);
        check("src/engine/a.rs", "// it is stretched\nstruct Stretchy;", 0);
        check("tests/engine/a.rs", "fn two_lives() {}", 1);
        check("tests/engine/a.rs", "// it outlives the day", 0);
        check("src/engine/a.rs", "// the class lives as long as PHP", 0);
        check("docs/a.md", "Rare cases, and nobody’s code", 2);
        check("php/a.php", "new Fact( $row ); Lms::class", 1);
        check("php/a.php", "School::class", 1);
    }
}
