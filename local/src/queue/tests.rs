//! What a queue promises.

use std::sync::Mutex;

use super::*;

fn rules() -> Rules {
    Rules {
        arn: "arn:aws:sqs:us-east-1:111122223333:test".to_owned(),
        workers: 1,
        batch: 10,
        window: Duration::from_millis(20),
        attempts: 3,
        retry_after: Duration::from_millis(1),
    }
}

/// Bodies and attempts of every batch that was delivered, in order.
type Seen = Arc<Mutex<Vec<Vec<(String, String)>>>>;

/// A consumer that remembers what it gets and answers with what `answer` makes of the event.
fn consumer(
    answer: impl Fn(&Value) -> Result<Value, BatchError> + Send + Sync + 'static,
) -> (Consumer, Seen) {
    let seen = Seen::default();
    let remembered = Arc::clone(&seen);
    let consumer: Consumer = Arc::new(move |event| {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let records = event["Records"].as_array().unwrap();
        let batch = records.iter().map(|record| {
            (
                text(&record["body"]),
                text(&record["attributes"]["ApproximateReceiveCount"]),
            )
        });
        remembered.lock().unwrap().push(batch.collect());
        let answered = answer(&event);
        Box::pin(async move { answered })
    });
    (consumer, seen)
}

async fn delivered(rules: Rules, bodies: &[&str], consumer: &Consumer) -> Queue {
    let queue = Queue::new(rules);
    for body in bodies {
        queue.send((*body).to_owned());
    }
    let stop = CancellationToken::new();
    let workers = queue.deliver(consumer, &stop);
    queue.settled().await;
    stop.cancel();
    futures::future::join_all(workers).await;
    queue
}

fn batches(seen: &Seen) -> Vec<Vec<(String, String)>> {
    seen.lock().unwrap().clone()
}

fn batch(messages: &[(&str, &str)]) -> Vec<(String, String)> {
    messages
        .iter()
        .map(|(body, attempt)| ((*body).to_owned(), (*attempt).to_owned()))
        .collect()
}

#[tokio::test]
async fn messages_come_in_order_and_in_batches() {
    let (consumer, seen) = consumer(|_| Ok(Value::Null));
    let rules = Rules {
        batch: 2,
        ..rules()
    };
    let queue = delivered(rules, &["a", "b", "c"], &consumer).await;
    assert_eq!(
        batches(&seen),
        [batch(&[("a", "1"), ("b", "1")]), batch(&[("c", "1")])]
    );
    assert_eq!(queue.dead_letters(), [""; 0]);
}

#[tokio::test]
async fn only_the_messages_that_failed_come_again() {
    let (consumer, seen) = consumer(|event| {
        let failed = event["Records"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|record| {
                record["body"] == "bad" && record["attributes"]["ApproximateReceiveCount"] == "1"
            });
        let failures: Vec<_> = failed
            .map(|record| json!({ "itemIdentifier": record["messageId"] }))
            .collect();
        Ok(json!({ "batchItemFailures": failures }))
    });
    let queue = delivered(rules(), &["good", "bad"], &consumer).await;
    assert_eq!(
        batches(&seen),
        [
            batch(&[("good", "1"), ("bad", "1")]),
            batch(&[("bad", "2")])
        ]
    );
    assert_eq!(queue.dead_letters(), [""; 0]);
}

#[tokio::test]
async fn a_message_that_always_fails_is_given_up_after_the_last_attempt() {
    let (consumer, seen) = consumer(|_| Err("no".into()));
    let queue = delivered(rules(), &["a"], &consumer).await;
    assert_eq!(
        batches(&seen),
        [
            batch(&[("a", "1")]),
            batch(&[("a", "2")]),
            batch(&[("a", "3")])
        ]
    );
    assert_eq!(queue.dead_letters(), ["a"]);
}

#[tokio::test]
async fn an_answer_that_names_an_unknown_message_fails_the_whole_batch() {
    let (consumer, seen) =
        consumer(|_| Ok(json!({ "batchItemFailures": [{ "itemIdentifier": "other" }] })));
    let queue = delivered(
        Rules {
            attempts: 2,
            ..rules()
        },
        &["a", "b"],
        &consumer,
    )
    .await;
    assert_eq!(batches(&seen).concat().len(), 4);
    assert_eq!(queue.outstanding(), 0);
    let mut dead = queue.dead_letters();
    dead.sort();
    assert_eq!(dead, ["a", "b"]);
}

#[tokio::test]
async fn a_consumer_that_panics_fails_its_batch_and_nothing_else() {
    let (consumer, seen) = consumer(|event| {
        assert_ne!(
            event["Records"][0]["attributes"]["ApproximateReceiveCount"],
            "1"
        );
        Ok(Value::Null)
    });
    let queue = delivered(rules(), &["a"], &consumer).await;
    assert_eq!(batches(&seen), [batch(&[("a", "1")]), batch(&[("a", "2")])]);
    assert_eq!(queue.dead_letters(), [""; 0]);
}

#[tokio::test]
async fn who_receives_and_never_deletes_uses_up_the_attempts() {
    let queue = Queue::new(rules());
    queue.send("a".to_owned());
    for receives in 1..=3 {
        let [received] = &queue.receive(10, Hidden::For(Duration::ZERO))[..] else {
            panic!("attempt {receives} finds no message");
        };
        assert_eq!(received.message.receives, receives);
        assert_eq!(queue.outstanding(), 1);
    }
    assert_eq!(queue.receive(10, Hidden::For(Duration::ZERO)), []);
    assert_eq!(
        (queue.outstanding(), queue.dead_letters()),
        (0, vec!["a".to_owned()])
    );
}

#[tokio::test]
async fn a_hidden_message_is_waited_for_until_its_time_is_over() {
    let queue = Queue::new(rules());
    queue.send("a".to_owned());
    let begun = Instant::now();
    queue.receive(1, Hidden::For(Duration::from_millis(50)));
    queue.messages().until_ready(1).await;
    assert!(begun.elapsed() >= Duration::from_millis(50));
    let [again] = &queue.receive(1, Hidden::UntilDone)[..] else {
        panic!("the message does not come again");
    };
    assert_eq!(
        queue.messages().delete(&again.handle).map(|it| it.body),
        Some("a".to_owned())
    );
    assert_eq!(queue.messages().delete(&again.handle), None);
}
