//! Reads a path and a method, whatever the case of the path. What the API does not have is refused after the login.

use std::borrow::Cow;

use axum::{
    http::{Method, StatusCode, Uri},
    response::Response,
};
use percent_encoding::percent_decode_str;
use serde_json::json;

use super::Face;
use super::cell::Cell;
use super::entity::Entity;
use super::host::Host;
use super::records::Data;
use super::reply;

/// What is seen of a request before anyone logs in.
pub(super) enum Door<'a> {
    /// Which zone a user belongs to.
    Zone,
    /// Which versions of the API there are.
    Versions,
    /// The parts of a path of the API, which needs a login.
    Api(Vec<&'a str>),
}

/// What is asked of the API.
#[derive(Clone, Copy)]
pub(super) enum Call<'a> {
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
    /// One row by its id, among all or among those below a parent.
    One(&'a Entity, i64, Option<Parent>),
}

/// The record that others are read below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parent {
    /// Their field that names it.
    pub(super) field: &'static str,
    /// Its id.
    pub(super) id: i64,
}

impl Parent {
    /// The query for the records below it, as text.
    pub(super) fn search(self) -> String {
        json!({"filter": [{"op": "eq", "field": self.field, "value": self.id}]}).to_string()
    }

    /// Says whether a row is below it.
    pub(super) fn has(self, entity: &Entity, data: Data<'_>, row: usize) -> bool {
        entity.field(self.field).is_some_and(|it| (entity.fields[it].get)(data, row) == Cell::Int(self.id))
    }
}

/// Where the query is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// In `search`, by GET.
    Search,
    /// In the body, by POST.
    Body,
    /// In the path, by GET: all that is below a parent.
    Below(Parent),
}

impl Call<'_> {
    /// Where its threads are counted: each entity for itself, and each of the other calls.
    pub(super) fn bucket(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
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
            | Self::One(entity, ..) => entity.path,
        })
    }
}

/// The path of a request as it is looked at.
pub(super) fn path(uri: &Uri) -> String {
    uri.path().strip_suffix('/').unwrap_or(uri.path()).to_ascii_lowercase()
}

/// Finds out whether a login is needed.
///
/// Errors: the 404 of what lies beside the API, the 405 of what needs no login.
#[expect(clippy::result_large_err, reason = "the error is the reply that is sent")]
pub(super) fn door<'a>(method: &Method, uri: &Uri, host: &Host<'_>, path: &'a str) -> Result<Door<'a>, Response> {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    match segments.as_slice() {
        ["atservicesrest", "versioninformation"] => got(method, Door::Versions),
        ["atservicesrest", "v1.0", "zoneinformation"] => got(method, Door::Zone),
        ["atservicesrest", "v1.0", rest @ ..] => Ok(Door::Api(rest.to_vec())),
        ["atservicesrest", ..] => Err(missing(host, uri)),
        _ => Err(reply::html_not_found()),
    }
}

/// Finds out what is asked of the API.
///
/// Errors: the 404 or 405 that says there is no such thing.
#[expect(clippy::result_large_err, reason = "the error is the reply that is sent")]
pub(super) fn route<'a>(
    face: &'a Face,
    method: &Method,
    uri: &Uri,
    host: &Host<'_>,
    path: &[&str],
) -> Result<Call<'a>, Response> {
    let get = |call| got(method, call);
    let asked = || match *method {
        Method::GET => Ok(Asked::Search),
        Method::POST => Ok(Asked::Body),
        _ => Err(reply::method_refused(method.as_str())),
    };
    let missing = || missing(host, uri);
    match path {
        ["version"] => return get(Call::Version),
        ["thresholdinformation"] => return get(Call::Threshold),
        ["modules"] => return get(Call::Modules),
        ["entityinformation"] if face.shared.scenario.autotask.entity_information_all => {
            return get(Call::AllEntities);
        }
        _ => {}
    }
    if let [parent, id, child, rest @ ..] = path
        && let Ok(id) = id.parse()
    {
        let (entity, field) = face.entities.child(parent, child).ok_or_else(missing)?;
        let parent = Parent { field, id };
        return match rest {
            ["entityinformation"] => get(Call::Info(entity)),
            ["entityinformation", "fields"] => get(Call::Fields(entity)),
            ["entityinformation", "userdefinedfields"] => get(Call::UserFields(entity)),
            [] if entity.can_query() => get(Call::Query(entity, Asked::Below(parent))),
            [] => Err(reply::method_refused(method.as_str())),
            [id] if entity.can_query() => match id.parse() {
                Ok(id) => get(Call::One(entity, id, Some(parent))),
                Err(_) => Err(missing()),
            },
            _ => Err(missing()),
        };
    }
    let Some((name, rest)) = path.split_first() else { return Err(missing()) };
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
            let made = if argument(uri, "search").is_some() { Asked::Search } else { Asked::Body };
            if asked == made { Ok(Call::Next(entity, asked)) } else { Err(reply::method_refused(method.as_str())) }
        }
        [id] => match id.parse() {
            Ok(id) => get(Call::One(entity, id, None)),
            Err(_) => Err(missing()),
        },
        _ => Err(missing()),
    }
}

#[expect(clippy::result_large_err, reason = "the error is the reply that is sent")]
fn got<T>(method: &Method, asked: T) -> Result<T, Response> {
    if method == Method::GET { Ok(asked) } else { Err(reply::method_refused(method.as_str())) }
}

fn missing(host: &Host<'_>, uri: &Uri) -> Response {
    let asked = uri.path_and_query().map_or(uri.path(), |it| it.as_str());
    let text = format!("No HTTP resource was found that matches the request URI '{}{asked}'.", host.origin());
    reply::message(StatusCode::NOT_FOUND, &text)
}

/// One argument of the query string, decoded.
pub(super) fn argument(uri: &Uri, name: &str) -> Option<String> {
    uri.query()?.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = value.replace('+', " ");
        key.eq_ignore_ascii_case(name).then(|| percent_decode_str(&value).decode_utf8_lossy().into_owned())
    })
}
