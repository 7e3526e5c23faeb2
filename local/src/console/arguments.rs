//! What `gumshoe console` takes.

use clap::Args;

/// Serves the console of a deployment on this machine, with your own credentials.
///
/// Credentials and Region are found as AWS's own tools find them: environment, profiles, SSO, assumed roles.
/// They stay in this process: the browser asks it, and it signs each request for the API. It listens on the
/// loopback address alone, and answers only the browser in which the printed address was opened.
#[derive(Debug, Args)]
pub struct ConsoleArguments {
    /// URL of the API: the output `Endpoint` of the stack
    #[arg(long, env = "AWS_ENDPOINT_URL_DETECTIVE", value_name = "URL")]
    pub endpoint: String,
    /// Profile of ~/.aws/config whose credentials and Region are used [default: as AWS's own tools choose]
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Port to listen on; 0 is any free one
    #[arg(long, value_name = "PORT", default_value_t = 4580)]
    pub port: u16,
}
