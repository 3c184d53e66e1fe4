//! Bodies of whole pages, packed once with gzip so that they can be sent again; small answers are packed on their way out.

use std::io::Write as _;

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use flate2::{Compression, write::GzEncoder};

/// Bytes of pages that one PSA keeps for one state of its tenant.
pub(super) const MOST_KEPT_BYTES: usize = 128 << 20;

/// How a body is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Packing {
    /// As it is.
    Plain,
    /// With gzip.
    Gzip,
}

impl Packing {
    /// What the sender of a request takes.
    pub(super) fn accepted(headers: &HeaderMap) -> Self {
        let accepts = |part: &str| {
            let (name, weight) = part.split_once(';').unwrap_or((part, ""));
            let refused =
                weight.trim().strip_prefix("q=").and_then(|it| it.parse().ok()).is_some_and(|it: f32| it <= 0.0);
            name.trim().eq_ignore_ascii_case("gzip") && !refused
        };
        let named = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|it| it.to_str().ok());
        if named.flat_map(|it| it.split(',')).any(accepts) { Self::Gzip } else { Self::Plain }
    }

    /// Packs a body.
    pub(super) fn pack(self, body: Vec<u8>) -> Bytes {
        match self {
            Self::Plain => body.into(),
            Self::Gzip => {
                // The fastest: the server should cost as little as it can.
                let mut gzip = GzEncoder::new(Vec::with_capacity(body.len() / 6), Compression::fast());
                let packed = gzip.write_all(&body).and_then(|()| gzip.finish());
                packed.expect("nothing can fail that writes into memory").into()
            }
        }
    }

    /// Makes a packed body that of a response.
    pub(super) fn send(self, body: Bytes, response: &mut Response) {
        *response.body_mut() = Body::from(body);
        if self == Self::Gzip {
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header::ACCEPT_ENCODING};

    use super::Packing;

    #[test]
    fn gzip_is_for_those_who_take_it() {
        let accepted =
            |text| Packing::accepted(&HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(text))]));
        for text in ["gzip", "br, GZIP;q=0.5", "deflate,gzip"] {
            assert_eq!(accepted(text), Packing::Gzip, "{text}");
        }
        for text in ["", "identity", "gzip;q=0", "br, gzip; q=0.0", "*"] {
            assert_eq!(accepted(text), Packing::Plain, "{text}");
        }
        assert_eq!(Packing::accepted(&HeaderMap::new()), Packing::Plain);
    }
}
