//! `gumshoe up` as a process that can be killed.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region};
use gumshoe::endpoints::{Endpoints, SECRET_ACCESS_KEY};
use tokio::task::spawn_blocking;

/// Where a stack's services are.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) api: String,
    s3: String,
}

/// A running `gumshoe up`. It is killed when it is dropped.
pub(crate) struct Program {
    process: Process,
    pub(crate) place: Place,
}

/// A process that may have no services yet.
pub(crate) struct Process(Child);

impl Place {
    pub(crate) fn of(endpoints: &Endpoints) -> Self {
        Self {
            api: endpoints.api_url(),
            s3: endpoints.s3_url(),
        }
    }

    /// A client that fails at once when there is nobody.
    pub(crate) fn s3(&self) -> aws_sdk_s3::Client {
        let credentials = Credentials::new("111122223333", SECRET_ACCESS_KEY, None, None, "test");
        let config = aws_sdk_s3::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .endpoint_url(&self.s3)
            .credentials_provider(credentials)
            .force_path_style(true)
            .retry_config(RetryConfig::disabled())
            .build();
        aws_sdk_s3::Client::from_conf(config)
    }
}

impl Program {
    /// Starts one and waits until its services answer.
    pub(crate) async fn start(data: &Path) -> Self {
        let mut process = Self::spawn(data);
        let out = process.0.stdout.take().unwrap();
        let told = spawn_blocking(|| {
            let lines = BufReader::new(out).lines().map(Result::unwrap);
            lines
                .take_while(|line| !line.starts_with("Environment"))
                .collect::<Vec<_>>()
        });
        let told = told.await.unwrap();
        let url = |service: &str| {
            let line = told.iter().find(|line| line.starts_with(service));
            let words = line.and_then(|line| line.split_whitespace().nth(1));
            words.unwrap().to_owned()
        };
        Self {
            place: Place {
                api: url("API "),
                s3: url("S3 "),
            },
            process,
        }
    }

    /// Starts one and waits for nothing.
    pub(crate) fn spawn(data: &Path) -> Process {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gumshoe"));
        command
            .args(["--log-level", "error", "up", "--data"])
            .arg(data);
        command.args(["--port-api", "0", "--port-s3", "0", "--port-dynamodb", "0"]);
        command.args(["--port-sqs", "0"]);
        command.args(["--compact-every", "1"]);
        command.args(["--retention-days", crate::RETENTION]);
        Process(command.stdout(Stdio::piped()).spawn().unwrap())
    }

    /// Lets it live that long, then kills it.
    pub(crate) async fn kill_after(self, life: Duration) {
        self.process.kill_after(life).await;
    }

    /// Tells it to finish, and waits until it has.
    pub(crate) async fn terminate(mut self) {
        let id = self.process.0.id().to_string();
        let told = Command::new("kill").args(["-s", "TERM", &id]).status();
        assert!(told.unwrap().success());
        let ended = spawn_blocking(move || self.process.0.wait());
        assert!(ended.await.unwrap().unwrap().success());
    }
}

impl Process {
    /// Starts one.
    pub(crate) fn start(command: &mut Command) -> Self {
        Self(command.spawn().unwrap())
    }

    /// Lets it live that long, then kills it.
    pub(crate) async fn kill_after(self, life: Duration) {
        // Not a wait for something to happen: the moment of death is what is chosen at random.
        tokio::time::sleep(life).await;
        drop(self);
    }
}

impl Drop for Process {
    /// SIGKILL, of a process that may have ended.
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
