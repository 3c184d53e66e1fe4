//! The mirror: one suite, run on both databases, and what only one of them can do.

#[path = "../support/authority.rs"]
#[expect(dead_code, reason = "shared with targets that use more of it")]
mod authority;
mod bench;
mod doubts;
mod files;
#[path = "../support/postgres.rs"]
mod postgres_server;
mod pulls;
mod reading;
mod server;
mod writing;

/// Runs each of these on SQLite and on PostgreSQL.
#[macro_export]
macro_rules! on_both {
    ($($fact:ident),* $(,)?) => {$(
        mod $fact {
            use $crate::bench::Bench;

            #[test]
            fn on_sqlite() {
                super::$fact(&Bench::sqlite());
            }

            #[test]
            fn on_postgres() {
                if let Some(bench) = Bench::postgres() {
                    super::$fact(&bench);
                }
            }
        }
    )*};
}
