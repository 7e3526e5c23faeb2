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

/// Most items of one page of the operations on investigations. Service model, `MaxResults`.
pub const INVESTIGATION_RESULTS: u16 = 100;

/// Characters of a filter's value. Service model, `Value`.
pub const FILTER_VALUE_CHARS: usize = 500;

/// Investigations of one graph that run at the same time. Our choice: Detective has a limit and does
/// not publish it.
pub const RUNNING_INVESTIGATIONS: u32 = 20;

/// Seconds for which an archived investigation is kept: 90 days. Amazon Detective User Guide,
/// "Archiving a Detective Investigations report".
pub const ARCHIVED_INVESTIGATION_SECONDS: i64 = 90 * 24 * 3_600;

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
