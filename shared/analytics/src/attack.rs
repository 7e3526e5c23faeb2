//! Techniques of MITRE ATT&CK behind AWS API calls, and how unusual a call is for who makes it.

pub mod habits;
pub mod table;
pub mod unusual;

pub use habits::Habits;
pub use table::{InvalidTable, Table, Technique, Use, When};
pub use unusual::{AccountPeers, Peers, Seen, Share, Unusual};
