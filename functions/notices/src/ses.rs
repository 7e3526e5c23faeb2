//! Amazon SES.

use async_trait::async_trait;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message};
use gumshoe_messages::{Mail, Mailer, OutletError};

/// Amazon Simple Email Service.
#[derive(Debug)]
pub struct Ses(aws_sdk_sesv2::Client);

impl Ses {
    /// The service that `client` reaches.
    pub fn new(client: aws_sdk_sesv2::Client) -> Self {
        Self(client)
    }

    async fn try_send(&self, mail: &Mail) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let body = Body::builder()
            .text(content(&mail.text)?)
            .html(content(&mail.html)?);
        let message = Message::builder()
            .subject(content(&mail.subject)?)
            .body(body.build());
        self.0
            .send_email()
            .from_email_address(&mail.from)
            .destination(Destination::builder().to_addresses(&mail.to).build())
            .content(EmailContent::builder().simple(message.build()).build())
            .send()
            .await?;
        Ok(())
    }
}

fn content(text: &str) -> Result<Content, aws_sdk_sesv2::error::BuildError> {
    Content::builder().charset("UTF-8").data(text).build()
}

#[async_trait]
impl Mailer for Ses {
    async fn send(&self, mail: &Mail) -> Result<(), OutletError> {
        let sent = self.try_send(mail).await;
        sent.map_err(|source| OutletError {
            outlet: "Amazon SES",
            source,
        })
    }
}
