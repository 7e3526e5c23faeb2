//! The program in a user agent.

/// The name of the program: what stands before its version. The next version of a program is no new
/// one.
pub(super) fn program(user_agent: &str) -> &str {
    let trimmed = user_agent.trim_start_matches(['[', ' ', '"']);
    let end = trimmed.find(['/', ' ', ',', ';', '#', '(', ']']);
    match trimmed.get(..end.unwrap_or(trimmed.len())) {
        Some(name) if !name.is_empty() => name,
        Some(_) | None => user_agent,
    }
}

#[cfg(test)]
mod tests {
    use super::program;

    #[test]
    fn a_program_is_what_stands_before_its_version() {
        for (agent, name) in [
            ("aws-cli/2.15.0 Python/3.11.6 Linux/6.1", "aws-cli"),
            ("aws-cli/2.16.1 md/awscrt#0.20.11", "aws-cli"),
            ("Boto3/1.34.1 md/Botocore#1.34.1", "Boto3"),
            ("[S3Console/0.4, aws-internal/3]", "S3Console"),
            ("console.amazonaws.com", "console.amazonaws.com"),
            ("Mozilla/5.0 (X11; Linux x86_64)", "Mozilla"),
            ("", ""),
            ("/", "/"),
            ("é", "é"),
        ] {
            assert_eq!(program(agent), name);
        }
    }
}
