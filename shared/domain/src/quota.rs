//! Every limit, with the page that it comes from.

/// Tags on one graph. Amazon Detective User Guide, "Managing tags for a behavior graph".
pub const TAGS_PER_GRAPH: usize = 50;

/// Characters of a tag's key. Service model, `TagKey`.
pub const TAG_KEY_CHARS: usize = 128;

/// Characters of a tag's value. Service model, `TagValue`.
pub const TAG_VALUE_CHARS: usize = 256;

/// Most items of one page of the older operations. Service model, `MemberResultsLimit`.
pub const MAX_RESULTS: u16 = 200;

/// Characters of a page token. Service model, `AiPaginationToken`.
pub const PAGE_TOKEN_CHARS: usize = 2_048;

/// Seconds for which a page token is good. API Reference, `ListInvestigations`: 24 hours.
pub const PAGE_TOKEN_SECONDS: i64 = 24 * 3_600;

/// Bytes of one request body. Our choice: an API Gateway request may have 10 MB, and the largest
/// Detective request (50 accounts with addresses) has 5 KB.
pub const REQUEST_BODY_BYTES: usize = 1 << 20;

/// Most entities that one search returns. Amazon Detective User Guide, "Searching for a finding or entity".
pub const SEARCH_RESULTS: usize = 10_000;

/// Limits that a deployment may change. The defaults are Amazon Detective's: User Guide, "Amazon
/// Detective Regions and quotas".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotas {
    /// Members of a graph, without its administrator.
    pub members: u32,
    /// Bytes a day above which a graph takes no further member.
    pub bytes_per_day: u64,
    /// Bytes a day above which a graph takes no further logs.
    pub suspended_bytes_per_day: u64,
}

impl Default for Quotas {
    fn default() -> Self {
        Self {
            members: 1_200,
            bytes_per_day: 10_000_000_000_000,
            suspended_bytes_per_day: 15_000_000_000_000,
        }
    }
}
