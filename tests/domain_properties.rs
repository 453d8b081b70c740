//! Properties that the rules of money must have for any input. Worked examples are beside the rules themselves.
//!
//! A failure prints the smallest failing case that was found and its seed, and keeps the seed in a `.regressions` file beside
//! the test, which later runs try first. `PROPTEST_CASES` sets the number of cases.

#[path = "domain_properties/divisions.rs"]
mod divisions;
#[path = "domain_properties/fractions.rs"]
mod fractions;
#[path = "domain_properties/periods.rs"]
mod periods;
#[path = "domain_properties/refunds.rs"]
mod refunds;

use proptest::test_runner::{Config, FileFailurePersistence};

/// 10,000 cases of each property, or more if the environment says so.
fn config() -> Config {
    let default = Config::default();
    Config {
        cases: default.cases.max(10_000),
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..default
    }
}
