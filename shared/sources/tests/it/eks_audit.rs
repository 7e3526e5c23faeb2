//! What is made of objects with audit logs.

mod deliveries;
mod pods;
mod properties;
mod real_logs;
mod records;
