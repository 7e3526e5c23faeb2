//! Sessions of the credentials that EC2 gives an instance.

/// The instance whose credentials a session has: EC2 names the session after it.
///
/// IAM User Guide, "AWS STS principals" and "IAM roles for Amazon EC2": the session name of a role that
/// an instance uses is the instance's id. Nothing keeps a caller of `AssumeRole` from choosing such a
/// name.
pub fn instance_of_session(session_id: &str) -> Option<&str> {
    let (_, name) = session_id.split_once(':')?;
    is_instance_id(name).then_some(name)
}

/// Whether a text is an id of an instance: `i-` and 8 or 17 hexadecimal digits (Amazon EC2 User
/// Guide, "Resource IDs").
pub fn is_instance_id(text: &str) -> bool {
    text.strip_prefix("i-").is_some_and(|digits| {
        matches!(digits.len(), 8 | 17)
            && digits
                .bytes()
                .all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// Whether the id of what stands for an instance is that of one of its network interfaces.
pub fn is_interface_id(text: &str) -> bool {
    text.starts_with("eni-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_an_instances_when_its_name_is_an_id_of_an_instance() {
        for (session, instance) in [
            ("AROA:i-0dbc91f429e48eeed", Some("i-0dbc91f429e48eeed")),
            ("AROA:i-0dbc91f4", Some("i-0dbc91f4")),
            ("AROA:i-0dbc91f42", None),
            ("AROA:i-0DBC91F4", None),
            ("AROA:i-0dbc91fg", None),
            ("AROA:xi-0dbc91f4", None),
            ("AROA:", None),
            ("i-0dbc91f4", None),
        ] {
            assert_eq!(instance_of_session(session), instance, "{session}");
        }
    }
}
