//! What each PSA is asked, and what its replies mean: requests and findings as whole values.

mod answers_page;
mod autotask;
mod autotask_rights;
mod connectwise;
mod connectwise_rights;
mod cross;
mod explained;
mod faults_page;
mod invariants;
mod own_words;
#[cfg(feature = "postgres")]
mod schema_page;
mod settings_page;
mod situation;
