//! Autotask PSA: requests and judgements.
