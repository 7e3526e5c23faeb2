//! What AWS would bill for the calls of a client.
//!
//! DynamoDB is asked what each call consumed, with `ReturnConsumedCapacity`, which the local one answers
//! by the same rules: Amazon DynamoDB Developer Guide, "Read and write operations".

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_sdk_dynamodb::config::interceptors::{
    BeforeSerializationInterceptorContextMut, FinalizerInterceptorContextRef,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::operation::batch_get_item::{BatchGetItemInput, BatchGetItemOutput};
use aws_sdk_dynamodb::operation::get_item::{GetItemInput, GetItemOutput};
use aws_sdk_dynamodb::operation::query::{QueryInput, QueryOutput};
use aws_sdk_dynamodb::operation::transact_write_items::{
    TransactWriteItemsInput, TransactWriteItemsOutput,
};
use aws_sdk_dynamodb::types::{ConsumedCapacity, ReturnConsumedCapacity};
use aws_sdk_s3::operation::get_object::{GetObjectInput, GetObjectOutput};
use aws_sdk_s3::operation::put_object::PutObjectOutput;
use gumshoe_pricing::Units;

/// Counts; clones count together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Meter(Arc<Mutex<Counted>>);

/// What was counted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counted {
    /// Everything but the CPU seconds.
    pub(crate) units: Units,
    /// Transactions that write.
    pub(crate) transactions: u32,
    /// Bytes of objects that were read.
    pub(crate) bytes_read: u64,
    /// Keys of objects that were read, each once.
    pub(crate) objects_read: BTreeSet<String>,
}

impl Meter {
    /// The same clients, counted.
    pub(crate) fn on(
        &self,
        dynamodb: &aws_sdk_dynamodb::Client,
        s3: &aws_sdk_s3::Client,
    ) -> (aws_sdk_dynamodb::Client, aws_sdk_s3::Client) {
        let dynamodb = dynamodb.config().to_builder().interceptor(self.clone());
        let s3 = s3.config().to_builder().interceptor(self.clone());
        (
            aws_sdk_dynamodb::Client::from_conf(dynamodb.build()),
            aws_sdk_s3::Client::from_conf(s3.build()),
        )
    }

    /// What was counted since the last time.
    pub(crate) fn take(&self) -> Counted {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn consumed<'a>(capacity: impl IntoIterator<Item = &'a ConsumedCapacity>) -> f64 {
    let units = capacity.into_iter().filter_map(|it| it.capacity_units);
    units.sum()
}

impl Intercept for Meter {
    fn name(&self) -> &'static str {
        "Meter"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let total = Some(ReturnConsumedCapacity::Total);
        let input = context.input_mut();
        if let Some(input) = input.downcast_mut::<TransactWriteItemsInput>() {
            input.return_consumed_capacity = total;
        } else if let Some(input) = input.downcast_mut::<BatchGetItemInput>() {
            input.return_consumed_capacity = total;
        } else if let Some(input) = input.downcast_mut::<QueryInput>() {
            input.return_consumed_capacity = total;
        } else if let Some(input) = input.downcast_mut::<GetItemInput>() {
            input.return_consumed_capacity = total;
        } else if let Some(input) = input.downcast_ref::<GetObjectInput>() {
            self.lock().objects_read.extend(input.key.clone());
        }
        Ok(())
    }

    fn read_after_execution(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(Ok(output)) = context.output_or_error() else {
            return Ok(());
        };
        let mut counted = self.lock();
        let units = &mut counted.units;
        if let Some(output) = output.downcast_ref::<TransactWriteItemsOutput>() {
            units.write_units += consumed(output.consumed_capacity());
            counted.transactions += 1;
        } else if let Some(output) = output.downcast_ref::<BatchGetItemOutput>() {
            units.read_units += consumed(output.consumed_capacity());
        } else if let Some(output) = output.downcast_ref::<QueryOutput>() {
            units.read_units += consumed(output.consumed_capacity());
        } else if let Some(output) = output.downcast_ref::<GetItemOutput>() {
            units.read_units += consumed(output.consumed_capacity());
        } else if let Some(output) = output.downcast_ref::<GetObjectOutput>() {
            units.gets += 1.0;
            let bytes = output.content_length().unwrap_or_default();
            counted.bytes_read += u64::try_from(bytes).unwrap_or_default();
        } else if output.downcast_ref::<PutObjectOutput>().is_some() {
            units.puts += 1.0;
        }
        Ok(())
    }
}
