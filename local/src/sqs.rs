//! SQS on a loopback address: the ingest queues and their dead-letter queues, for the AWS CLI, the
//! SDKs and `gumshoe backfill` and `gumshoe redrive`.
//!
//! The protocol is AWS JSON 1.0, which every current SDK speaks: Amazon SQS Developer Guide, "Making
//! Query API requests using AWS JSON protocol". Queues cannot be made or changed. Signatures are not
//! verified: listen on loopback addresses only.

mod error;
mod messages;
mod moves;
mod queues;
mod shapes;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use gumshoe_domain::Region;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use self::error::SqsError;
use self::moves::Moves;
use self::queues::Queues;
use crate::queue::Queue;

/// Largest request: a batch of the largest messages, and what is around them.
const BODY_BYTES: usize = 2 << 20;

/// Before the name of an operation in the header `X-Amz-Target`.
const TARGET: &str = "AmazonSQS.";

struct Sqs {
    queues: Queues,
    moves: Moves,
}

/// The HTTP service of `queues` and their dead-letter queues, which clients find at `url`.
pub fn service(queues: impl IntoIterator<Item = Queue>, url: &str) -> Router {
    let sqs = Sqs {
        queues: Queues::new(queues, url),
        moves: Moves::default(),
    };
    Router::new().fallback(call).with_state(Arc::new(sqs))
}

/// The name of a queue of log objects in a deployment called `stack`: the names of `template.yaml`.
pub fn objects_queue(stack: &str, source: gumshoe_domain::LogSourceName) -> String {
    format!("{stack}-{}-objects", crate::ingestion::kebab(source))
}

/// The ARN of a queue.
pub fn arn(region: &Region, account: gumshoe_domain::AccountId, name: &str) -> String {
    let partition = region.partition();
    format!("arn:{partition}:sqs:{region}:{account}:{name}")
}

async fn call(State(sqs): State<Arc<Sqs>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let answered = match axum::body::to_bytes(body, BODY_BYTES).await {
        Ok(bytes) => sqs.answer(&parts.headers, &bytes).await,
        Err(_) => Err(SqsError::invalid("the request is too large")),
    };
    match answered {
        Ok(answer) => response(StatusCode::OK, &answer),
        Err(error) => {
            let mut refusal = response(StatusCode::BAD_REQUEST, &error.body());
            // SDKs that knew SQS before it spoke JSON tell errors by their older names, from here.
            if let Ok(value) = HeaderValue::try_from(error.query_error()) {
                refusal.headers_mut().insert("x-amzn-query-error", value);
            }
            refusal
        }
    }
}

fn response(status: StatusCode, body: &Value) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/x-amz-json-1.0"),
    );
    let id = crate::notify::uuid(crate::random_bits());
    if let Ok(id) = HeaderValue::try_from(id) {
        headers.insert("x-amzn-requestid", id);
    }
    response
}

impl Sqs {
    async fn answer(&self, headers: &HeaderMap, body: &[u8]) -> Result<Value, SqsError> {
        let target = headers.get("x-amz-target").and_then(|it| it.to_str().ok());
        let operation = target.and_then(|it| it.strip_prefix(TARGET));
        match operation.unwrap_or_default() {
            "ListQueues" => written(&self.list_queues(&read(body)?)?),
            "GetQueueUrl" => written(&self.queue_url(&read(body)?)?),
            "GetQueueAttributes" => written(&self.attributes(&read(body)?)?),
            "ListDeadLetterSourceQueues" => written(&self.sources(&read(body)?)?),
            "PurgeQueue" => written(&self.purge(&read(body)?)?),
            "SendMessage" => written(&self.send(read(body)?)?),
            "SendMessageBatch" => written(&self.send_batch(read(body)?)?),
            "ReceiveMessage" => written(&self.receive(&read(body)?).await?),
            "DeleteMessage" => written(&self.delete(&read(body)?)?),
            "DeleteMessageBatch" => written(&self.delete_batch(read(body)?)?),
            "ChangeMessageVisibility" => written(&self.hide(&read(body)?)?),
            "ChangeMessageVisibilityBatch" => written(&self.hide_batch(read(body)?)?),
            "StartMessageMoveTask" => written(&self.start_move(&read(body)?)?),
            "ListMessageMoveTasks" => written(&self.list_moves(&read(body)?)?),
            "CancelMessageMoveTask" => written(&self.cancel_move(&read(body)?)?),
            other => Err(SqsError::unsupported(other)),
        }
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, SqsError> {
    serde_json::from_slice(body).map_err(|error| SqsError::invalid(error.to_string()))
}

fn written<T: Serialize>(answer: &T) -> Result<Value, SqsError> {
    serde_json::to_value(answer).map_err(|error| SqsError::invalid(error.to_string()))
}
