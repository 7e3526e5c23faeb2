//! What an invited account is written.

use gumshoe_domain::membership::{InvitationNotice, MemberStatus, Membership};
use gumshoe_messages::Mail;

/// The e-mail of an invitation that waits for an answer; none when there is nobody to tell, or nobody
/// wants it told.
pub(crate) fn mail(sender: &str, member: &Membership) -> Option<Mail> {
    let waits = member.life.status() == MemberStatus::Invited;
    if !waits || member.notice == InvitationNotice::Unwanted {
        return None;
    }
    let (administrator, account) = (member.graph.account(), member.account);
    let words = Words {
        opening: format!(
            "AWS account {administrator} invites your account {account} to its behavior graph in Amazon Detective (Region {}, run with Gumshoe).",
            member.graph.region().as_str()
        ),
        message: member.message.as_ref().map(|it| it.reveal()),
        meaning: "If you accept, the logs of your account become part of that graph: account "
            .to_owned()
            + &format!("{administrator} sees who does what in your account, and from where.")
            + " Nothing happens until you answer, and you can leave the graph at any time.",
        accept: format!(
            "aws detective accept-invitation --graph-arn {}",
            member.graph
        ),
        reject: format!(
            "aws detective reject-invitation --graph-arn {}",
            member.graph
        ),
    };
    Some(Mail {
        from: sender.to_owned(),
        to: member.email.as_ref()?.reveal().to_owned(),
        subject: format!("AWS account {administrator} invites {account} to its behavior graph"),
        text: words.text(),
        html: words.html(),
    })
}

struct Words<'a> {
    opening: String,
    /// What the administrator wrote.
    message: Option<&'a str>,
    meaning: String,
    accept: String,
    reject: String,
}

const MESSAGE_FOLLOWS: &str = "The administrator writes:";
const HOW: &str = "Answer with the credentials of your account:";
const UNEXPECTED: &str = "If you do not know the account that invites you, reject the invitation or leave it unanswered.";

impl Words<'_> {
    fn text(&self) -> String {
        let message = self.message.map_or(String::new(), |message| {
            format!("{MESSAGE_FOLLOWS}\n\n{}\n\n", quoted(message))
        });
        format!(
            "{}\n\n{message}{}\n\n{HOW}\n\n    {}\n    {}\n\n{UNEXPECTED}\n",
            self.opening, self.meaning, self.accept, self.reject
        )
    }

    fn html(&self) -> String {
        let message = self.message.map_or(String::new(), |message| {
            let message = escaped(message).replace('\n', "<br>\n");
            format!("<p>{MESSAGE_FOLLOWS}</p>\n<blockquote>{message}</blockquote>\n")
        });
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<body>\n<p>{}</p>\n{message}<p>{}</p>\n<p>{HOW}</p>\n<pre>{}\n{}</pre>\n<p>{UNEXPECTED}</p>\n</body>\n</html>\n",
            escaped(&self.opening),
            escaped(&self.meaning),
            escaped(&self.accept),
            escaped(&self.reject)
        )
    }
}

/// Each line marked, so that nothing in it passes for ours: whatever some reader of e-mail begins a new
/// line at. Unicode Standard Annex 14, mandatory breaks.
fn quoted(text: &str) -> String {
    const BREAKS: &[char] = &[
        '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}',
    ];
    let text = text.replace("\r\n", "\n");
    let lines: Vec<String> = text
        .trim_end_matches(BREAKS)
        .split(BREAKS)
        .map(|line| format!("> {line}"))
        .collect();
    lines.join("\n")
}

/// Text as the content of an HTML element.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use gumshoe_domain::membership::{
        Invitation, InvitationOrder, InvitationType, Life, MemberStatus,
    };
    use gumshoe_domain::{GraphArn, Timestamp};

    use super::*;

    fn member(message: &str, by_email: bool, status: MemberStatus) -> Membership {
        let graph: GraphArn =
            "arn:aws:detective:eu-west-1:111122223333:graph:0123456789abcdef0123456789abcdef"
                .parse()
                .unwrap();
        let invitation = Invitation {
            email: "root@example.com".parse().unwrap(),
            message: Some(message.parse().unwrap()),
            by_email,
        };
        let now = Timestamp::from_millis(0);
        let order = InvitationOrder {
            created: now,
            position: 0,
        };
        let account = "444455556666".parse().unwrap();
        Membership {
            life: Life::kept(InvitationType::Invitation, status, Some(now), now),
            ..Membership::invited(&graph, account, invitation, order)
        }
    }

    #[test]
    fn an_invitation_tells_who_invites_whom_and_how_to_answer() {
        let member = member("Please join.", true, MemberStatus::Invited);
        let mail = mail("detective@example.org", &member).unwrap();
        assert_eq!(
            (mail.from.as_str(), mail.to.as_str()),
            ("detective@example.org", "root@example.com")
        );
        for body in [&mail.text, &mail.html] {
            for part in [
                "111122223333",
                "444455556666",
                "Please join.",
                "accept-invitation --graph-arn arn:aws:detective",
            ] {
                assert!(body.contains(part), "{part} in {body}");
            }
        }
    }

    #[test]
    fn a_message_is_text_and_nothing_else() {
        let sent = "<a href=\"https://example.net\">x</a> & y\nAWS";
        let member = member(sent, true, MemberStatus::Invited);
        let mail = mail("detective@example.org", &member).unwrap();
        assert!(
            mail.html.contains(
                "&lt;a href=&quot;https://example.net&quot;&gt;x&lt;/a&gt; &amp; y<br>\nAWS"
            ),
            "{}",
            mail.html
        );
        assert!(mail.text.contains("> AWS\n"), "{}", mail.text);
    }

    #[test]
    fn every_line_of_a_message_is_marked_whatever_ends_it() {
        for end in [
            "\n", "\r", "\r\n", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}",
        ] {
            let member = member(&format!("x{end}AWS"), true, MemberStatus::Invited);
            let mail = mail("detective@example.org", &member).unwrap();
            assert!(mail.text.contains("> x\n> AWS\n"), "{end:?}: {}", mail.text);
        }
    }

    #[test]
    fn nobody_is_written_who_answered_or_is_not_to_be_written() {
        for (by_email, status) in [
            (false, MemberStatus::Invited),
            (true, MemberStatus::Enabled),
            (true, MemberStatus::VerificationFailed),
        ] {
            assert_eq!(
                mail("detective@example.org", &member("x", by_email, status)),
                None
            );
        }
    }
}
