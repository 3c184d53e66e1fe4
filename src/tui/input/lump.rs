//! Text that comes in pieces and may hold a secret: it is wiped wherever it lay, and it has an end.

use zeroize::Zeroizing;

/// The most that is taken at once. Unit: bytes.
pub const LONGEST: usize = 1 << 20;

/// What came so far.
#[derive(Default)]
pub struct Lump {
    bytes: Zeroizing<Vec<u8>>,
    size: Size,
}

/// What a lump came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Whole {
    /// This text. What was no UTF-8 is replaced.
    Text(Zeroizing<String>),
    /// More than [`LONGEST`]: half of it would be worth less than nothing.
    TooLong,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Size {
    #[default]
    Fits,
    TooLong,
}

impl Lump {
    /// Adds a piece.
    pub fn push(&mut self, piece: &[u8]) {
        let len = self.bytes.len() + piece.len();
        if self.size == Size::TooLong || len > LONGEST {
            *self = Self { bytes: Zeroizing::default(), size: Size::TooLong };
            return;
        }
        if len > self.bytes.capacity() {
            // Growing by itself, a vector leaves its old text behind.
            let mut larger = Zeroizing::new(Vec::with_capacity(len.max(2 * self.bytes.capacity()).max(1024)));
            larger.extend_from_slice(&self.bytes);
            self.bytes = larger;
        }
        self.bytes.extend_from_slice(piece);
    }

    /// Adds a character.
    pub fn push_char(&mut self, c: char) {
        let mut piece = Zeroizing::new([0; 4]);
        self.push(c.encode_utf8(&mut piece[..]).as_bytes());
    }

    /// Says whether nothing came.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty() && self.size == Size::Fits
    }

    /// All of it; afterwards there is nothing.
    pub fn take(&mut self) -> Whole {
        let Self { mut bytes, size } = std::mem::take(self);
        if size == Size::TooLong {
            return Whole::TooLong;
        }
        Whole::Text(match String::from_utf8(std::mem::take(&mut *bytes)) {
            Ok(text) => Zeroizing::new(text),
            Err(error) => {
                let bytes = Zeroizing::new(error.into_bytes());
                Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned())
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Lump, Whole};

    #[test]
    fn pieces_become_one_text() {
        let mut lump = Lump::default();
        for piece in ["a", "", "é", &"b".repeat(5000)] {
            lump.push(piece.as_bytes());
        }
        lump.push_char('ß');
        assert_eq!(lump.take(), Whole::Text(format!("aé{}ß", "b".repeat(5000)).into()));
        assert!(lump.is_empty());
        lump.push(b"\xff!");
        assert_eq!(lump.take(), Whole::Text("\u{fffd}!".to_owned().into()));
    }

    #[test]
    fn what_is_too_long_is_not_kept_in_part() {
        let mut lump = Lump::default();
        lump.push(&vec![b'a'; LONGEST]);
        lump.push(b"b");
        lump.push(b"c");
        assert!(lump.bytes.is_empty() && !lump.is_empty());
        assert_eq!(lump.take(), Whole::TooLong);
        assert!(lump.is_empty());
    }
}
