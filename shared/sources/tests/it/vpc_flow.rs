//! VPC flow logs through the front door.

mod directions;
mod files;
mod formats;
mod keys;
mod logs;
mod parquet;
mod properties;
mod real_logs;
mod records;
mod tails;
mod tasks;
