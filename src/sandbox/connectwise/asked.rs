//! The `fields` parameter, read once: which parts of a record are asked for. No record is looked at.

/// What is asked of a record or of a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// All of it.
    Whole,
    /// These parts, by name in lower case; unknown names are ignored when it is rendered.
    Parts(Vec<(String, Asked)>),
}

impl Asked {
    /// Reads `id,name,status/name`; everything is asked for when there is no such parameter.
    pub fn read(fields: Option<&str>) -> Self {
        fields.map_or(Self::Whole, |it| Self::of(it.split(',').map(str::trim).filter(|it| !it.is_empty())))
    }

    /// Asks for the fields at these paths.
    pub fn of<'a>(paths: impl IntoIterator<Item = &'a str>) -> Self {
        let mut asked = Self::Parts(Vec::new());
        for path in paths {
            asked.add(&path.to_ascii_lowercase());
        }
        asked
    }

    fn add(&mut self, path: &str) {
        // The whole of it has this part already.
        let Self::Parts(parts) = self else { return };
        let (first, rest) = path.split_once('/').map_or((path, None), |(first, rest)| (first, Some(rest)));
        let at = parts.iter().position(|(it, _)| it == first).unwrap_or_else(|| {
            parts.push((first.to_owned(), Self::Parts(Vec::new())));
            parts.len() - 1
        });
        match rest {
            Some(rest) => parts[at].1.add(rest),
            None => parts[at].1 = Self::Whole,
        }
    }

    /// What is asked of the part with this name; `None` when it is not asked for.
    pub fn part(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Whole => Some(self),
            Self::Parts(parts) => parts.iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, asked)| asked),
        }
    }

    /// Says whether all of it is asked for.
    pub fn is_whole(&self) -> bool {
        *self == Self::Whole
    }
}

#[cfg(test)]
mod tests {
    use super::Asked;

    #[test]
    fn paths_become_a_tree_and_the_whole_of_a_part_wins() {
        let asked = Asked::read(Some("id, Status/ID,types/name,status/name,name/id,name,,"));
        let parts = |them: &[&str]| Asked::Parts(them.iter().map(|it| ((*it).to_owned(), Asked::Whole)).collect());
        assert_eq!(asked.part("status"), Some(&parts(&["id", "name"])));
        assert_eq!(asked.part("Types"), Some(&parts(&["name"])));
        assert_eq!(asked.part("NAME"), Some(&Asked::Whole));
        assert_eq!(asked.part("city"), None);
        assert_eq!(Asked::read(Some("name,name/id")).part("name"), Some(&Asked::Whole));
        assert_eq!((Asked::read(None).part("any"), Asked::read(Some(",")).part("any")), (Some(&Asked::Whole), None));
    }
}
