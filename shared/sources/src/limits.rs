//! How much one object may ask of us.

/// Bounds on one object. All but `peers` are in bytes, and all are inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Inflated size up to which an object is inflated at once and parsed in memory; beyond it, it
    /// is parsed as it is inflated, which is slower and needs little memory.
    pub whole_bytes: usize,
    /// Inflated size beyond which an object is rejected: a real log file is a thousandth of it.
    pub inflated_bytes: u64,
    /// Inflated bytes between the ends of two records beyond which an object that is parsed as it
    /// is inflated is rejected, so that one endless text cannot fill the memory.
    pub record_bytes: u64,
    /// Memory for the distinct rows of one object beyond which the object is rejected. What a batch
    /// already holds does not count. While an object's rows are added they are there twice.
    pub batch_bytes: usize,
    /// Peers of one network interface in one hour that are kept one by one; the others become one
    /// row for each direction, action and protocol.
    pub peers: usize,
}

impl Default for Limits {
    /// Our choice, for a function with 512 MB of memory.
    fn default() -> Self {
        Self {
            whole_bytes: 32 << 20,
            inflated_bytes: 512 << 20,
            record_bytes: 16 << 20,
            batch_bytes: 96 << 20,
            peers: 10_000,
        }
    }
}
