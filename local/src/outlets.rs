//! What leaves a deployment stays in the stack's folder: e-mails one by one in `mail/`, events line by
//! line in `events.jsonl`. E-mails may go to an endpoint of Amazon SES instead.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_sesv2::config::{BehaviorVersion, Credentials, Region};
use gumshoe_domain::Timestamp;
use gumshoe_messages::{EVENT_SOURCE, EventBus, Mail, Mailer, OutletError, Outlets, StateChange};
use gumshoe_notices::Ses;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;

use crate::clock::now;
use crate::endpoints::SECRET_ACCESS_KEY;
use crate::notify::{Origin, uuid};
use crate::random_bits;
use crate::stack::Options;

/// The ways out of a stack.
pub(crate) fn outlets(options: &Options) -> Outlets {
    let origin = Origin {
        account: options.account,
        region: options.region.clone(),
    };
    let mailer: Arc<dyn Mailer> = match &options.ses_endpoint {
        Some(url) => Arc::new(Ses::new(ses(url, &origin))),
        None => Arc::new(MailFolder(options.data.join("mail"))),
    };
    Outlets {
        mailer,
        bus: Arc::new(EventFile {
            path: options.data.join("events.jsonl"),
            origin,
        }),
    }
}

fn ses(url: &str, origin: &Origin) -> aws_sdk_sesv2::Client {
    let key = origin.account.to_string();
    let config = aws_sdk_sesv2::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(origin.region.to_string()))
        .endpoint_url(url)
        .credentials_provider(Credentials::new(
            key,
            SECRET_ACCESS_KEY,
            None,
            None,
            "gumshoe",
        ));
    aws_sdk_sesv2::Client::from_conf(config.build())
}

/// A folder with a file for each e-mail.
#[derive(Debug)]
struct MailFolder(PathBuf);

#[async_trait]
impl Mailer for MailFolder {
    async fn send(&self, mail: &Mail) -> Result<(), OutletError> {
        let (now, id) = (now(), uuid(random_bits()));
        let path = self.0.join(format!("{now}-{id}.eml"));
        let write = async {
            tokio::fs::create_dir_all(&self.0).await?;
            tokio::fs::write(&path, message(mail, now, &id)).await
        };
        let written = write.await;
        written.map_err(|source| refused("the folder of e-mails", source))?;
        tracing::info!(mail.file = %path.display(), "e-mail written");
        Ok(())
    }
}

/// The e-mail as it would be sent: RFC 5322, RFC 2046.
fn message(mail: &Mail, now: Timestamp, id: &str) -> String {
    let moment = jiff::Timestamp::from_millisecond(now.as_millis()).unwrap_or_default();
    let header = |name: &str, value: &str| format!("{name}: {}\r\n", in_one_line(value));
    let part = |kind: &str, text: &str| {
        let lines: Vec<&str> = text.lines().collect();
        format!(
            "--{id}\r\nContent-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{}\r\n",
            lines.join("\r\n")
        )
    };
    [
        header("From", &mail.from),
        header("To", &mail.to),
        header("Subject", &mail.subject),
        header(
            "Date",
            &moment.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string(),
        ),
        header("Message-ID", &format!("<{id}@gumshoe.local>")),
        header("MIME-Version", "1.0"),
        header(
            "Content-Type",
            &format!("multipart/alternative; boundary=\"{id}\""),
        ),
        "\r\n".to_owned(),
        part("plain", &mail.text),
        part("html", &mail.html),
        format!("--{id}--\r\n"),
    ]
    .concat()
}

fn in_one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// A file with a line for each event, as Amazon EventBridge passes them on.
#[derive(Debug)]
struct EventFile {
    path: PathBuf,
    origin: Origin,
}

impl EventFile {
    fn event(&self, change: &StateChange) -> Value {
        json!({
            "version": "0",
            "id": uuid(random_bits()),
            "detail-type": change.detail_type,
            "source": EVENT_SOURCE,
            "account": self.origin.account.to_string(),
            "time": in_seconds(&change.time),
            "region": self.origin.region.to_string(),
            "resources": change.resources,
            "detail": change.detail,
        })
    }

    async fn append(&self, lines: &str) -> io::Result<()> {
        let mut options = tokio::fs::OpenOptions::new();
        let mut file = options.create(true).append(true).open(&self.path).await?;
        file.write_all(lines.as_bytes()).await?;
        file.flush().await
    }
}

#[async_trait]
impl EventBus for EventFile {
    async fn put(&self, _name: &str, changes: &[StateChange]) -> Result<Vec<usize>, OutletError> {
        let line = |change| format!("{}\n", self.event(change));
        let lines: String = changes.iter().map(line).collect();
        let appended = self.append(&lines).await;
        appended.map_err(|source| refused("the file of events", source))?;
        Ok(Vec::new())
    }
}

/// Amazon EventBridge keeps no fractions of a second.
fn in_seconds(time: &str) -> String {
    time.split_once('.')
        .map_or_else(|| time.to_owned(), |(seconds, _)| format!("{seconds}Z"))
}

fn refused(outlet: &'static str, source: io::Error) -> OutletError {
    OutletError {
        outlet,
        source: source.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_is_written_as_it_would_be_sent() {
        let mail = Mail {
            from: "detective@example.org".to_owned(),
            to: "root@example.com".to_owned(),
            subject: "one\r\nBcc: two".to_owned(),
            text: "hello\nworld".to_owned(),
            html: "<p>hello</p>".to_owned(),
        };
        let sent = message(&mail, Timestamp::from_millis(0), "0-0");
        assert!(
            sent.starts_with(
                "From: detective@example.org\r\nTo: root@example.com\r\nSubject: one  Bcc: two\r\n"
            ),
            "{sent}"
        );
        assert!(
            sent.contains("Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"),
            "{sent}"
        );
        assert!(
            sent.contains("\r\n\r\nhello\r\nworld\r\n--0-0\r\n"),
            "{sent}"
        );
        assert!(sent.ends_with("<p>hello</p>\r\n--0-0--\r\n"), "{sent}");
    }

    #[test]
    fn an_event_has_its_time_in_seconds() {
        assert_eq!(
            in_seconds("2026-03-01T12:05:31.250Z"),
            "2026-03-01T12:05:31Z"
        );
        assert_eq!(in_seconds("2026-03-01T12:05:31Z"), "2026-03-01T12:05:31Z");
    }
}
