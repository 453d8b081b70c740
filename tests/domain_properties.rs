//! What must hold for the money rules whatever they are given. The worked examples are beside the rules themselves.
//!
//! A failure prints the smallest case that was found and the seed that brings it back, and keeps the seed in a
//! `.regressions` file beside the test, to be tried first from then on. `PROPTEST_CASES` asks for more cases.

/// Nothing is lost, nobody is wronged, order is no influence.
#[path = "domain_properties/divisions.rs"]
mod divisions;
/// Points are exact.
#[path = "domain_properties/fractions.rs"]
mod fractions;
/// One instant, one period.
#[path = "domain_properties/periods.rs"]
mod periods;
/// No refund takes what is not there.
#[path = "domain_properties/refunds.rs"]
mod refunds;

use proptest::test_runner::{Config, FileFailurePersistence};

/// 10,000 cases of each property, or as many as the environment asks for.
fn config() -> Config {
    let default = Config::default();
    Config {
        cases: default.cases.max(10_000),
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..default
    }
}
