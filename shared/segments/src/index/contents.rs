//! A run's table of contents.

use std::collections::BTreeSet;

use bytes::Bytes;
use gumshoe_activity::EntityType;
use gumshoe_domain::GraphId;
use gumshoe_store::{EntityIndex, Objects};
use serde::{Deserialize, Serialize};

use super::sorted::{Place, Sorted};
use crate::error::SegmentError;

/// The version of tables of contents.
const FORMAT: u32 = 1;

/// The largest table of contents that is read: that of a million segments has less.
const MOST_BYTES: u64 = 64 << 20;

/// What a run consists of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Contents {
    format: u32,
    /// The run's name.
    pub name: String,
    /// How many entities it has.
    pub rows: u64,
    /// The objects of entities, in their order.
    pub(crate) entities: Vec<Shard>,
    /// The objects of terms, in their order.
    pub(crate) terms: Vec<Shard>,
    /// The names of the segments that it is made of.
    pub segments: BTreeSet<String>,
}

/// One object of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Shard {
    pub(crate) bytes: u64,
    pub(crate) rows: u64,
    first: Bound,
    last: Bound,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Bound {
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    text: String,
}

impl From<Place> for Bound {
    fn from(place: Place) -> Self {
        Self {
            kind: place.kind.map(|it| it.as_str().to_owned()),
            text: place.text,
        }
    }
}

impl Bound {
    fn place(&self) -> Result<Place, SegmentError> {
        let kind = self.kind.as_deref().map(str::parse::<EntityType>);
        Ok(Place {
            kind: kind.transpose().map_err(|_| SegmentError::Contents(None))?,
            text: self.text.clone(),
        })
    }
}

impl Shard {
    pub(crate) fn new(bytes: u64, rows: u64, first: Place, last: Place) -> Self {
        Self {
            bytes,
            rows,
            first: first.into(),
            last: last.into(),
        }
    }

    /// The places of the first and the last row.
    pub(crate) fn bounds(&self) -> Result<(Place, Place), SegmentError> {
        Ok((self.first.place()?, self.last.place()?))
    }
}

impl Contents {
    pub(crate) fn new(name: String, segments: BTreeSet<String>) -> Self {
        Self {
            format: FORMAT,
            name,
            rows: 0,
            entities: Vec::new(),
            terms: Vec::new(),
            segments,
        }
    }

    /// The keys and shards of the objects of one sort.
    pub(crate) fn objects<S: Sorted>(&self, graph: GraphId) -> Vec<(String, Shard)> {
        let keyed = S::shards(self).iter().enumerate().map(|(number, shard)| {
            let key = EntityIndex::object_key(graph, &self.name, S::FOLDER, number);
            (key, shard.clone())
        });
        keyed.collect()
    }

    pub(crate) async fn read(
        objects: &Objects,
        graph: GraphId,
        name: &str,
    ) -> Result<Self, SegmentError> {
        let key = EntityIndex::contents_key(graph, name);
        let bytes = objects.get(&key, MOST_BYTES).await?;
        Self::parse(&bytes)
    }

    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, SegmentError> {
        let contents: Self =
            serde_json::from_slice(bytes).map_err(|error| SegmentError::Contents(Some(error)))?;
        if contents.format == FORMAT {
            Ok(contents)
        } else {
            Err(SegmentError::Format {
                found: contents.format.to_string(),
            })
        }
    }

    pub(crate) fn to_bytes(&self) -> Result<Bytes, SegmentError> {
        let bytes =
            serde_json::to_vec(self).map_err(|error| SegmentError::Contents(Some(error)))?;
        Ok(bytes.into())
    }
}
