//! Which language the person wants to read. Letters and signs are another question, which the full screen asks for itself.

/// The locale of messages, as the environment names it; empty when it does not.
pub fn locale() -> String {
    first_of(|name| std::env::var(name).ok())
}

/// The first that is set and not empty decides, in the order of POSIX.
fn first_of(variable: impl Fn(&str) -> Option<String>) -> String {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
    names.into_iter().filter_map(variable).find(|it| !it.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::first_of;

    #[test]
    fn the_locale_of_messages_counts_before_that_of_all_else_and_an_empty_one_does_not() {
        let set = |all: &'static [(&'static str, &'static str)]| {
            first_of(move |name| all.iter().find(|it| it.0 == name).map(|it| it.1.to_owned()))
        };
        assert_eq!(set(&[("LC_ALL", "de_DE.UTF-8"), ("LANG", "en_GB.UTF-8")]), "de_DE.UTF-8");
        assert_eq!(set(&[("LC_ALL", ""), ("LC_MESSAGES", "fr_FR"), ("LANG", "en_GB.UTF-8")]), "fr_FR");
        assert_eq!(set(&[("LANG", "en_GB.UTF-8"), ("LC_CTYPE", "de_DE")]), "en_GB.UTF-8");
        assert_eq!(set(&[]), "");
    }
}
