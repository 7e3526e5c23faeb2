//! Shapes that several operations send or are sent.

use std::fmt::Display;
use std::str::FromStr;

use gumshoe_activity::{Entity, EntityRecord};
use gumshoe_api::{ApiError, Context, Invalid, PageToken, field};
use serde::Serialize;

use crate::profile::form::Cell;

/// Most values of a filter.
const MOST_VALUES: usize = 100;

/// Reads the members `EntityType` and `EntityId`.
pub(crate) fn entity(kind: Option<String>, id: Option<String>) -> Result<Entity, Invalid> {
    let kind = field::parsed("EntityType", &field::required("EntityType", kind)?)?;
    let id = field::text(
        "EntityId",
        field::required("EntityId", id)?,
        1,
        Entity::MAX_ID_BYTES,
    )?;
    Ok(Entity { kind, id })
}

/// Reads the member `SortOrder`, `DESC` unless it is sent.
pub(crate) fn is_descending(sent: Option<&str>) -> Result<bool, Invalid> {
    match sent {
        None | Some("DESC") => Ok(true),
        Some("ASC") => Ok(false),
        Some(_) => Err(Invalid::new("SortOrder", "must be one of ASC, DESC")),
    }
}

/// Reads the members `EntityType` and `EntityId`, of which both are sent or none.
pub(crate) fn optional_entity(
    kind: Option<String>,
    id: Option<String>,
) -> Result<Option<Entity>, Invalid> {
    if kind.is_none() && id.is_none() {
        return Ok(None);
    }
    entity(kind, id).map(Some)
}

/// Reads each value of a filter.
pub(crate) fn each<T>(member: &'static str, sent: Option<Vec<String>>) -> Result<Vec<T>, Invalid>
where
    T: FromStr,
    T::Err: Display,
{
    let sent = sent.unwrap_or_default();
    if sent.len() > MOST_VALUES {
        let problem = format!("must have at most {MOST_VALUES} values");
        return Err(Invalid::new(member, problem));
    }
    sent.iter().map(|it| field::parsed(member, it)).collect()
}

/// An entity as it is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EntityDetail {
    entity_type: &'static str,
    entity_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<String>,
    first_seen: String,
    last_seen: String,
}

impl EntityDetail {
    pub(crate) fn new(entity: &Entity, record: &EntityRecord) -> Self {
        Self {
            entity_type: entity.kind.as_str(),
            entity_id: entity.id.clone(),
            name: record.name.clone(),
            arn: record.arn.clone(),
            account_id: record.account.clone(),
            first_seen: record.first_seen.to_string(),
            last_seen: record.last_seen.to_string(),
        }
    }
}

/// An entity to which another is related.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EntityReference {
    entity_type: &'static str,
    entity_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<String>,
}

impl EntityReference {
    pub(crate) fn new(entity: &Entity, arn: Option<String>, account_id: Option<String>) -> Self {
        Self {
            entity_type: entity.kind.as_str(),
            entity_id: entity.id.clone(),
            arn,
            account_id,
        }
    }

    /// As a value of a panel.
    pub(crate) fn cell(&self) -> Cell {
        let name = self.arn.as_deref().and_then(|it| it.rsplit_once('/'));
        let name = name.map(|(_, name)| name.to_owned());
        Cell::entity_named(self.entity_type, self.entity_id.clone(), name)
    }
}

/// Which page of an answer is asked for.
#[derive(Debug)]
pub(crate) struct Paging {
    size: usize,
    token: Option<String>,
}

impl Paging {
    /// Reads the members `MaxResults` and `NextToken`.
    pub(crate) fn parse(size: Option<i64>, token: Option<String>) -> Result<Self, Invalid> {
        Ok(Self {
            size: field::max_results(size)?,
            token: field::next_token(token)?,
        })
    }

    /// Opens the token of a request with these arguments: all of its members but `NextToken` and
    /// `MaxResults`, in their textual form.
    ///
    /// # Errors
    /// A validation error for a token of another question.
    pub(crate) async fn open<'a>(
        &self,
        cx: &'a Context<'a>,
        arguments: &str,
    ) -> Result<Pages<'a>, ApiError> {
        let tokens = PageToken::new(cx, arguments);
        Ok(Pages {
            position: tokens.open(self.token.as_deref()).await?,
            tokens,
            size: self.size,
        })
    }
}

/// The pages of one answer.
pub(crate) struct Pages<'a> {
    tokens: PageToken<'a>,
    position: u64,
    size: usize,
}

impl Pages<'_> {
    /// The page of `all` that was asked for, and the token of the next.
    ///
    /// # Errors
    /// When the deployment's key cannot be read.
    pub(crate) async fn cut<T>(self, all: Vec<T>) -> Result<(Vec<T>, Option<String>), ApiError> {
        let total = all.len();
        let start = usize::try_from(self.position).unwrap_or(usize::MAX);
        let end = start.saturating_add(self.size).min(total);
        let page = all.into_iter().skip(start).take(self.size).collect();
        if end >= total {
            return Ok((page, None));
        }
        let next = u64::try_from(end).unwrap_or(u64::MAX);
        Ok((page, Some(self.tokens.seal(next).await?)))
    }
}
