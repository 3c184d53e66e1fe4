//! How long anything may take and how much of it there may be.

use std::time::Duration;

/// How long anything may take and how much of it there may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// To connect, TLS included. Shorter than `read`, so that the two can be told apart.
    pub connect: Duration,
    /// Between two bytes of a reply.
    pub read: Duration,
    /// For one request, from first to last byte.
    pub total: Duration,
    /// Bytes of one reply, decompressed. A test keeps some thirty replies at once, the largest a thousand short rows.
    pub body: u64,
    /// Header lines of one reply (HTTP/1).
    pub headers: usize,
    /// Bytes of all header lines of one reply (HTTP/2). HTTP/1 has the client's own bound, 400 KB.
    pub header_bytes: u32,
    /// Before the one retry of a request.
    pub pause: Duration,
    /// The longest wait that a server asks for and gets. ConnectWise asks for 30 s.
    pub patience: Duration,
    /// Requests on their way at once.
    pub in_flight: usize,
    /// Requests of one bucket on their way at once. Autotask refuses the fourth and frees a place late.
    pub per_bucket: usize,
}

impl Limits {
    /// The usual limits, stretched or shrunk so that a reply may be silent for `read`.
    pub fn within(read: Duration) -> Self {
        let usual = Self::default();
        Self {
            connect: usual.connect.min(read / 3),
            read,
            total: read * 2,
            pause: usual.pause.min(read / 30),
            patience: usual.patience.min(read * 7 / 6),
            ..usual
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(30),
            total: Duration::from_mins(1),
            body: 4_000_000,
            headers: 100,
            header_bytes: 64_000,
            pause: Duration::from_secs(1),
            patience: Duration::from_secs(35),
            in_flight: 8,
            per_bucket: 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Limits;

    #[test]
    fn half_a_minute_is_the_usual_and_less_makes_all_of_it_shorter() {
        assert_eq!(Limits::within(Duration::from_secs(30)), Limits::default());
        let short = Limits::within(Duration::from_secs(3));
        let seconds = [short.connect, short.read, short.total, short.patience].map(|it| it.as_secs());
        assert_eq!((seconds, short.pause), ([1, 3, 6, 3], Duration::from_millis(100)));
    }

    #[test]
    fn more_patience_with_replies_is_no_more_patience_with_connections() {
        let long = Limits::within(Duration::from_mins(5));
        assert_eq!((long.connect, long.total), (Duration::from_secs(10), Duration::from_mins(10)));
    }
}
