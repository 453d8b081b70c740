//! Siren Distributors' engine.
pub mod domain;
