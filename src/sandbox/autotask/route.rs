//! Reads a path and a method, whatever the case of the path. What does not exist is refused before anyone logs in.

use std::borrow::Cow;

use axum::{
    http::{Method, StatusCode, Uri},
    response::Response,
};
use percent_encoding::percent_decode_str;

use super::Face;
use super::entity::Entity;
use super::reply;

/// What is asked.
#[derive(Clone, Copy)]
pub(super) enum Call<'a> {
    /// Which zone a user belongs to.
    Zone,
    /// Which versions of the API there are.
    Versions,
    /// Which version the product has.
    Version,
    /// How much of the hour's threshold is used.
    Threshold,
    /// Which modules are on.
    Modules,
    /// What may be done with every entity.
    AllEntities,
    /// What may be done with one entity.
    Info(&'a Entity),
    /// The fields of one entity.
    Fields(&'a Entity),
    /// The user-defined fields of one entity.
    UserFields(&'a Entity),
    /// Rows; with the query as text in the address or in the body.
    Query(&'a Entity, Asked),
    /// The number of rows.
    Count(&'a Entity, Asked),
    /// More rows.
    Next(&'a Entity, Asked),
    /// One row by its id.
    One(&'a Entity, i64),
}

/// Where the query is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// In `search`, by GET.
    InAddress,
    /// In the body, by POST.
    InBody,
}

impl Call<'_> {
    /// Where its threads are counted: each entity for itself, and each of the other calls.
    pub(super) fn bucket(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Zone | Self::Versions => "zoneInformation",
            Self::Version => "Version",
            Self::Threshold => "ThresholdInformation",
            Self::Modules => "Modules",
            Self::AllEntities => "EntityInformation",
            Self::Info(entity)
            | Self::Fields(entity)
            | Self::UserFields(entity)
            | Self::Query(entity, _)
            | Self::Count(entity, _)
            | Self::Next(entity, _)
            | Self::One(entity, _) => entity.path,
        })
    }
}

/// Finds out what is asked.
///
/// Errors: the 404 or 405 that says there is no such thing.
#[expect(clippy::result_large_err, reason = "the error is the reply that is sent")]
pub(super) fn route<'a>(face: &'a Face, method: &Method, uri: &Uri) -> Result<Call<'a>, Response> {
    let path = uri.path().strip_suffix('/').unwrap_or(uri.path()).to_ascii_lowercase();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let get = |call| if method == Method::GET { Ok(call) } else { Err(reply::method_refused(method.as_str())) };
    let asked = || match *method {
        Method::GET => Ok(Asked::InAddress),
        Method::POST => Ok(Asked::InBody),
        _ => Err(reply::method_refused(method.as_str())),
    };
    let missing = || {
        let text = format!("No HTTP resource was found that matches the request URI '{}{}'.", face.shared.here(), uri);
        reply::message(StatusCode::NOT_FOUND, &text)
    };
    let rest = match segments.as_slice() {
        ["atservicesrest", "versioninformation"] => return get(Call::Versions),
        ["atservicesrest", "v1.0", rest @ ..] => rest,
        ["atservicesrest", ..] => return Err(missing()),
        _ => return Err(reply::html_not_found()),
    };
    match rest {
        ["zoneinformation"] => return get(Call::Zone),
        ["version"] => return get(Call::Version),
        ["thresholdinformation"] => return get(Call::Threshold),
        ["modules"] => return get(Call::Modules),
        ["entityinformation"] if face.shared.scenario.autotask.entity_information_all => {
            return get(Call::AllEntities);
        }
        _ => {}
    }
    if let [parent, id, child, rest @ ..] = rest
        && id.parse::<i64>().is_ok()
    {
        let entity = face.entities.child(parent, child).ok_or_else(missing)?;
        return match rest {
            ["entityinformation"] => get(Call::Info(entity)),
            ["entityinformation", "fields"] => get(Call::Fields(entity)),
            ["entityinformation", "userdefinedfields"] => get(Call::UserFields(entity)),
            [] | [_] if method != Method::GET => Err(reply::method_refused(method.as_str())),
            _ => Err(missing()),
        };
    }
    let Some((name, rest)) = rest.split_first() else { return Err(missing()) };
    let entity = face.entities.named(name).ok_or_else(missing)?;
    match rest {
        // The root of an entity takes writes only, and nothing can be written here.
        [] => Err(reply::method_refused(method.as_str())),
        ["entityinformation"] => get(Call::Info(entity)),
        ["entityinformation", "fields"] => get(Call::Fields(entity)),
        ["entityinformation", "userdefinedfields"] => get(Call::UserFields(entity)),
        _ if !entity.can_query() => Err(missing()),
        ["query"] => Ok(Call::Query(entity, asked()?)),
        ["query", "count"] => Ok(Call::Count(entity, asked()?)),
        ["query", "next"] => {
            // A cursor is used the way it was made: one that carries no search came from a POST.
            let asked = asked()?;
            let made = if argument(uri, "search").is_some() { Asked::InAddress } else { Asked::InBody };
            if asked == made { Ok(Call::Next(entity, asked)) } else { Err(reply::method_refused(method.as_str())) }
        }
        [id] => match id.parse() {
            Ok(id) => get(Call::One(entity, id)),
            Err(_) => Err(missing()),
        },
        _ => Err(missing()),
    }
}

/// One argument of the query string, decoded.
pub(super) fn argument(uri: &Uri, name: &str) -> Option<String> {
    uri.query()?.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = value.replace('+', " ");
        key.eq_ignore_ascii_case(name).then(|| percent_decode_str(&value).decode_utf8_lossy().into_owned())
    })
}
