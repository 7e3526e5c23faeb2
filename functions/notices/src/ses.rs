//! Amazon SES.

use async_trait::async_trait;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message};
use gumshoe_messages::{Mail, Mailer, OutletError};
use gumshoe_runtime::chain;

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

/// What SES says, without the addresses that it names: in its sandbox it refuses an e-mail with the list
/// of those that are not verified, and this goes to the log.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Refusal(String);

impl Refusal {
    fn new(said: &str, to: &str) -> Self {
        const ADDRESS: &str = "(an address)";
        // An address may hold blanks, and SES may write it otherwise than it was given.
        let said = said.replace(to, ADDRESS);
        let words = said
            .split_whitespace()
            .map(|word| if word.contains('@') { ADDRESS } else { word });
        Self(words.collect::<Vec<_>>().join(" "))
    }
}

#[async_trait]
impl Mailer for Ses {
    async fn send(&self, mail: &Mail) -> Result<(), OutletError> {
        let sent = self.try_send(mail).await;
        sent.map_err(|error| OutletError {
            outlet: "Amazon SES",
            source: Refusal::new(&chain(&*error), &mail.to).into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ses_says_goes_on_without_addresses() {
        let to = "bob smith@example.com";
        let said = format!("not verified in US-EAST-1: {to}, <BOB@example.com>");
        let expected = "not verified in US-EAST-1: (an address), (an address)";
        assert_eq!(Refusal::new(&said, to).to_string(), expected);
    }
}
