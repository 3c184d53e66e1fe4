//! The language of the `conditions` parameter: a recursive-descent parser. Whether a record meets them is in `truth`.
//!
//! ```text
//! any  := all ("or" all)*            test  := field op literal | field ["not"] ("contains" | "like") literal
//! all  := one ("and" one)*                  | field ["not"] "in" "(" literal ("," literal)* ")"
//! one  := "not" one | "(" any ")" | test    op: = != < <= > >=
//! ```

pub mod span;
mod tokens;
pub mod truth;

use jiff::Timestamp;

use self::tokens::{Token, tokens};

/// A parsed condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Each of them.
    All(Vec<Condition>),
    /// One of them at least.
    Any(Vec<Condition>),
    /// The contrary.
    Not(Box<Condition>),
    /// A field compared with values, of which one must hold.
    Test {
        /// Such as `name` or `company/id`.
        field: String,
        /// How it is compared.
        op: Op,
        /// One value; several for `in`.
        values: Vec<Literal>,
    },
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// `=`, and each value of `in`.
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// A part of the text.
    Contains,
    /// A pattern with `%` or `*`.
    Like,
}

/// A value in a condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// In single or double quotes.
    Text(String),
    /// Whole or decimal.
    Number(f64),
    /// `True` or `False`.
    Truth(bool),
    /// Between brackets.
    Moment(Timestamp),
    /// `null`
    Null,
}

/// Why a text is no condition; the vendor's wording where it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

/// Deeper nesting is refused, so that no request can exhaust the stack.
const DEEPEST: usize = 50;

impl Condition {
    /// Reads a condition.
    ///
    /// Errors: text that the grammar does not know.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0 };
        let condition = parser.any()?;
        match parser.next() {
            None => Ok(condition),
            Some(token) => Err(Unreadable(format!("Unexpected {token} in the condition."))),
        }
    }

    /// Every field that is asked for.
    pub fn fields(&self) -> Vec<&str> {
        match self {
            Self::All(them) | Self::Any(them) => them.iter().flat_map(Self::fields).collect(),
            Self::Not(it) => it.fields(),
            Self::Test { field, .. } => vec![field],
        }
    }

    /// The same, to give a field its other name.
    pub fn fields_mut(&mut self) -> Vec<&mut String> {
        match self {
            Self::All(them) | Self::Any(them) => them.iter_mut().flat_map(Self::fields_mut).collect(),
            Self::Not(it) => it.fields_mut(),
            Self::Test { field, .. } => vec![field],
        }
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    /// Takes the next token if it is this word.
    fn word(&mut self, word: &str) -> bool {
        let found = matches!(self.tokens.get(self.at), Some(Token::Word(it)) if it.eq_ignore_ascii_case(word));
        self.at += usize::from(found);
        found
    }

    /// Takes the next token if it is this sign.
    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.tokens.get(self.at), Some(Token::Sign(it)) if *it == sign);
        self.at += usize::from(found);
        found
    }

    fn any(&mut self) -> Result<Condition, Unreadable> {
        let mut them = vec![self.all()?];
        while self.word("or") {
            them.push(self.all()?);
        }
        Ok(if them.len() == 1 { them.remove(0) } else { Condition::Any(them) })
    }

    fn all(&mut self) -> Result<Condition, Unreadable> {
        let mut them = vec![self.one()?];
        while self.word("and") {
            them.push(self.one()?);
        }
        Ok(if them.len() == 1 { them.remove(0) } else { Condition::All(them) })
    }

    fn one(&mut self) -> Result<Condition, Unreadable> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Unreadable("The condition is nested too deeply.".to_owned()));
        }
        let condition = if self.word("not") {
            Condition::Not(Box::new(self.one()?))
        } else if self.sign("(") {
            let inner = self.any()?;
            self.expect(")")?;
            inner
        } else {
            self.test()?
        };
        self.depth -= 1;
        Ok(condition)
    }

    fn test(&mut self) -> Result<Condition, Unreadable> {
        let Some(Token::Word(field)) = self.next() else {
            return Err(Unreadable("A field name is expected in the condition.".to_owned()));
        };
        let contrary = self.word("not");
        let (op, values) = if self.word("in") {
            self.expect("(")?;
            let mut values = vec![self.literal()?];
            while self.sign(",") {
                values.push(self.literal()?);
            }
            self.expect(")")?;
            (Op::Equal, values)
        } else {
            let op = self.op(contrary)?;
            (op, vec![self.literal()?])
        };
        let test = Condition::Test { field, op, values };
        Ok(if contrary { Condition::Not(Box::new(test)) } else { test })
    }

    fn op(&mut self, contrary: bool) -> Result<Op, Unreadable> {
        let signs = [
            ("=", Op::Equal),
            ("!=", Op::Unequal),
            ("<", Op::Less),
            ("<=", Op::AtMost),
            (">", Op::More),
            (">=", Op::AtLeast),
        ];
        for (word, op) in [("contains", Op::Contains), ("like", Op::Like)] {
            if self.word(word) {
                return Ok(op);
            }
        }
        let found = signs.into_iter().find(|(sign, _)| !contrary && self.sign(sign));
        found.map(|(_, op)| op).ok_or_else(|| Unreadable("An operator is expected in the condition.".to_owned()))
    }

    fn literal(&mut self) -> Result<Literal, Unreadable> {
        match self.next() {
            Some(Token::Value(value)) => Ok(value),
            Some(Token::Word(word)) => match word.to_ascii_lowercase().as_str() {
                "true" => Ok(Literal::Truth(true)),
                "false" => Ok(Literal::Truth(false)),
                "null" => Ok(Literal::Null),
                _ => Err(Unreadable(format!("String literal {word} should be surrounded by quotes."))),
            },
            Some(Token::Sign(_)) | None => Err(Unreadable("A value is expected in the condition.".to_owned())),
        }
    }

    fn expect(&mut self, sign: &str) -> Result<(), Unreadable> {
        if self.sign(sign) { Ok(()) } else { Err(Unreadable(format!("{sign} is expected in the condition."))) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Condition, Literal, Op};

    #[test]
    fn and_binds_closer_than_or() {
        let Ok(Condition::Any(them)) = Condition::parse("id=1 or id=2 and name='x'") else { panic!("not an or") };
        assert!(matches!(&them[1], Condition::All(inner) if inner.len() == 2));
    }

    #[test]
    fn every_kind_of_value_is_read() {
        let value = |text: &str| match Condition::parse(&format!("a/b {text}")) {
            Ok(Condition::Test { op, mut values, .. }) => (op, values.remove(0)),
            other => panic!("{other:?}"),
        };
        assert_eq!(value("= \"it's\""), (Op::Equal, Literal::Text("it's".into())));
        assert_eq!(value("!='x'"), (Op::Unequal, Literal::Text("x".into())));
        assert_eq!(value(">=-1.5"), (Op::AtLeast, Literal::Number(-1.5)));
        assert_eq!(value("=TRUE"), (Op::Equal, Literal::Truth(true)));
        assert_eq!(value("= null"), (Op::Equal, Literal::Null));
        let moment = Literal::Moment("2016-08-20T18:04:26Z".parse().unwrap());
        assert_eq!(value("<[2016-08-20T18:04:26Z]"), (Op::Less, moment.clone()));
        assert_eq!(value("<[2016-08-20T18:04:26]"), (Op::Less, moment));
        assert!(matches!(value("<[2016-08-20]"), (Op::Less, Literal::Moment(_))));
    }

    #[test]
    fn what_the_grammar_does_not_know_is_refused() {
        for text in
            ["", "id", "id=", "id=1 name=2", "(id=1", "id in ()", "name = x", "= 1", "id==1", "name='x", "id=[x]"]
        {
            assert!(Condition::parse(text).is_err(), "{text}");
        }
        assert!(Condition::parse(&"(".repeat(100_000)).is_err());
        assert!(Condition::parse(&"not ".repeat(100_000)).is_err());
    }
}
