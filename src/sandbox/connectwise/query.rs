//! The query of a request: parameters in the order they came, names in any case.

use percent_encoding::percent_decode_str;

/// One parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Parameter {
    /// `name=value` as it was sent.
    raw: String,
    name: String,
    value: String,
}

/// All parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<Parameter>);

impl Query {
    /// Reads what follows the question mark.
    pub fn read(text: &str) -> Self {
        let decode = |it: &str| percent_decode_str(&it.replace('+', " ")).decode_utf8_lossy().into_owned();
        let parameter = |raw: &str| {
            let (name, value) = raw.split_once('=').unwrap_or((raw, ""));
            Parameter { raw: raw.to_owned(), name: decode(name).to_ascii_lowercase(), value: decode(value) }
        };
        Self(text.split('&').filter(|it| !it.is_empty()).map(parameter).collect())
    }

    /// The value of a parameter, `name` in lower case; an empty one counts as not given.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|it| it.name == name)?;
        Some(found.value.trim()).filter(|it| !it.is_empty())
    }

    /// The query as it was sent.
    pub fn sent(&self) -> String {
        self.0.iter().map(|it| it.raw.as_str()).collect::<Vec<_>>().join("&")
    }

    /// The query without one parameter, `name` in lower case.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        Self(self.0.iter().filter(|it| it.name != name).cloned().collect())
    }

    /// The query as it was sent, without one parameter, and with that one at the end.
    pub fn with_last(&self, name: &str, value: u64) -> String {
        let others = self.0.iter().filter(|it| !it.name.eq_ignore_ascii_case(name)).map(|it| it.raw.as_str());
        others.chain([format!("{name}={value}").as_str()]).collect::<Vec<_>>().join("&")
    }
}

#[cfg(test)]
mod tests {
    use super::Query;

    #[test]
    fn a_parameter_is_found_in_any_case_and_decoded() {
        let query = Query::read("PageSize=5&conditions=name+like+%22a%25%22&page=");
        assert_eq!(query.get("pagesize"), Some("5"));
        assert_eq!(query.get("conditions"), Some("name like \"a%\""));
        assert_eq!(query.get("page"), None);
    }

    #[test]
    fn the_page_comes_last_and_the_others_stay_as_they_were_sent() {
        assert_eq!(
            Query::read("page=1&conditions=a%3D1&pageSize=5").with_last("page", 2),
            "conditions=a%3D1&pageSize=5&page=2"
        );
        assert_eq!(Query::read("").with_last("page", 2), "page=2");
    }
}
