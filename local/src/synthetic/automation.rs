//! The machines of the company, and AWS's own services in its accounts.

use super::actor::{Actor, Seat, Work};
use super::chance::Chance;
use super::estate::{Estate, VENDOR_ACCOUNT};
use super::identity::{Role, UserIdentity};
use super::login::Login;
use super::places::REGIONS;
use super::services as api;
use super::workday::Rhythm;

/// The user whose key leaks.
pub(super) const DEPLOY_USER: &str = "deploy-bot";

const TERRAFORM_AGENT: &str = "APN/1.0 HashiCorp/1.0 Terraform/1.13.3 (+https://www.terraform.io) terraform-provider-aws/6.14.1 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.24.6 md/GOOS#linux md/GOARCH#amd64";
const DEPLOY_AGENT: &str = "aws-cli/2.31.6 md/awscrt#0.27.6 ua/2.1 os/linux#6.11.0-1018-azure md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython exec-env/GitHub-Actions cfg/retry-mode#standard md/installer#exe";
const NEW_PIPELINE_AGENT: &str = "aws-cli/2.31.9 md/awscrt#0.27.6 ua/2.1 os/linux#5.15.154+ md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython exec-env/GitLab-CI cfg/retry-mode#standard md/installer#exe";
const FUNCTION_AGENT: &str = "Boto3/1.40.4 md/Botocore#1.40.4 ua/2.1 os/linux#5.10.240-242.955.amzn2.x86_64 md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython exec-env/AWS_Lambda_python3.13 cfg/retry-mode#legacy Botocore/1.40.4";
const SERVER_AGENT: &str = "aws-sdk-java/2.34.6 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1.153-175.280.amzn2023.aarch64 lang/java#21.0.8 md/OpenJDK_64-Bit_Server_VM#21.0.8+9-LTS md/vendor#Amazon.com_Inc. md/en_US cfg/retry-mode#legacy";
const AGENT_AGENT: &str = "aws-sdk-go/1.55.5 (go1.23.9; linux; arm64) amazon-ssm-agent/3.3.987.0";
const VENDOR_AGENT: &str = "aws-sdk-go-v2/1.38.1 ua/2.1 os/linux lang/go#1.24.5 md/GOOS#linux md/GOARCH#amd64 example-vendor-inventory/4.2";

static PIPELINE: [(u32, &api::Api); 20] = [
    (8, &api::GET_CALLER_IDENTITY),
    (10, &api::GET_ROLE),
    (9, &api::GET_ROLE_POLICY),
    (8, &api::LIST_ATTACHED_ROLE_POLICIES),
    (7, &api::GET_POLICY_VERSION),
    (8, &api::GET_BUCKET_ACL),
    (7, &api::GET_BUCKET_VERSIONING),
    (7, &api::GET_BUCKET_ENCRYPTION),
    (7, &api::GET_BUCKET_PUBLIC_ACCESS_BLOCK),
    (5, &api::GET_BUCKET_TAGGING),
    (5, &api::GET_BUCKET_LOGGING),
    (8, &api::DESCRIBE_SECURITY_GROUPS),
    (7, &api::DESCRIBE_SUBNETS),
    (7, &api::DESCRIBE_VPCS),
    (7, &api::GET_FUNCTION),
    (5, &api::DESCRIBE_KEY),
    (2, &api::UPDATE_FUNCTION_CODE),
    (1, &api::CREATE_TAGS),
    (1, &api::UPDATE_ASSUME_ROLE_POLICY),
    (1, &api::PUT_BUCKET_POLICY),
];

static DEPLOYMENT: [(u32, &api::Api); 5] = [
    (5, &api::GET_CALLER_IDENTITY),
    (10, &api::GET_FUNCTION),
    (6, &api::UPDATE_FUNCTION_CODE),
    (6, &api::GET_BUCKET_LOCATION),
    (8, &api::DESCRIBE_STACKS),
];

static FUNCTION: [(u32, &api::Api); 6] = [
    (10, &api::CREATE_LOG_STREAM),
    (30, &api::DECRYPT),
    (20, &api::GET_SECRET_VALUE),
    (16, &api::GET_PARAMETER),
    (10, &api::DESCRIBE_TABLE),
    (6, &api::GENERATE_DATA_KEY),
];

static SERVER: [(u32, &api::Api); 8] = [
    (25, &api::UPDATE_INSTANCE_INFORMATION),
    (14, &api::DESCRIBE_TAGS),
    (10, &api::DESCRIBE_INSTANCES),
    (16, &api::GENERATE_DATA_KEY),
    (16, &api::DECRYPT),
    (8, &api::GET_PARAMETER),
    (6, &api::GET_SESSION_TOKEN),
    (4, &api::CREATE_SNAPSHOT),
];

static SCALING: [(u32, &api::Api); 7] = [
    (20, &api::DESCRIBE_INSTANCE_STATUS),
    (16, &api::DESCRIBE_TARGET_HEALTH),
    (10, &api::DESCRIBE_SUBNETS),
    (6, &api::DESCRIBE_AUTO_SCALING_GROUPS),
    (2, &api::RUN_INSTANCES),
    (2, &api::TERMINATE_INSTANCES),
    (2, &api::REGISTER_TARGETS),
];

static RECORDING: [(u32, &api::Api); 9] = [
    (12, &api::DESCRIBE_INSTANCES),
    (9, &api::DESCRIBE_VOLUMES),
    (9, &api::DESCRIBE_SECURITY_GROUPS),
    (8, &api::DESCRIBE_NETWORK_INTERFACES),
    (8, &api::GET_BUCKET_POLICY),
    (8, &api::GET_BUCKET_TAGGING),
    (8, &api::LIST_ROLES),
    (6, &api::PUT_EVALUATIONS),
    (6, &api::DESCRIBE_KEY),
];

static THREAT_DETECTION: [(u32, &api::Api); 4] = [
    (10, &api::DESCRIBE_INSTANCES),
    (8, &api::DESCRIBE_VOLUMES),
    (6, &api::DESCRIBE_SNAPSHOTS),
    (6, &api::LIST_FUNCTIONS),
];

static TRAIL: [(u32, &api::Api); 2] = [(10, &api::GET_BUCKET_ACL), (20, &api::GENERATE_DATA_KEY)];

static VENDOR: [(u32, &api::Api); 9] = [
    (10, &api::DESCRIBE_INSTANCES),
    (8, &api::DESCRIBE_REGIONS),
    (8, &api::LIST_BUCKETS),
    (8, &api::GET_BUCKET_POLICY),
    (8, &api::GET_BUCKET_PUBLIC_ACCESS_BLOCK),
    (6, &api::LIST_USERS),
    (6, &api::DESCRIBE_TRAILS),
    (6, &api::DESCRIBE_LOAD_BALANCERS),
    (3, &api::GET_SECRET_VALUE),
];

/// A machine at one place in one Region.
struct Machine {
    share: u64,
    region: &'static str,
    seat: Seat,
    work: Work,
    burst: (u32, u32),
    denied_permille: u32,
    agent: &'static str,
    login: Login,
}

impl From<Machine> for Actor {
    fn from(machine: Machine) -> Self {
        Self {
            rhythm: Rhythm::Steady,
            share: machine.share,
            regions: vec![(1, machine.region)],
            work: machine.work,
            burst: machine.burst,
            pause: 3,
            denied_permille: machine.denied_permille,
            seat: machine.seat,
            agent: machine.agent.to_owned(),
            login: machine.login,
            turns: Vec::new(),
            session: None,
        }
    }
}

/// Everything that runs by itself in the account at `position`.
pub(super) fn machines(chance: &mut Chance, position: usize, estate: &Estate) -> Vec<Actor> {
    let mut machines = functions(chance, position, estate);
    machines.extend(servers(chance, position, estate));
    machines.extend(linked_services(chance, position, estate));
    machines.push(trail(position));
    machines.push(vendor(chance, position, estate));
    machines
}

/// The company's pipelines, which start in the first account: Terraform with a role that goes on
/// into the others, and an old one with the long-term key of [`DEPLOY_USER`].
pub(super) fn pipelines(
    chance: &mut Chance,
    estates: &[Estate],
    deploy_user: &UserIdentity,
) -> Vec<Actor> {
    // Both run when people merge, most of whom work in the first city.
    let office = Rhythm::Office { utc_offset: 1 };
    [terraform(chance, estates), deployment(deploy_user)]
        .into_iter()
        .map(|machine| Actor {
            rhythm: office,
            ..Actor::from(machine)
        })
        .collect()
}

fn terraform(chance: &mut Chance, estates: &[Estate]) -> Machine {
    let role = Role::new(chance, &estates[0], "/", "terraform-pipeline");
    let onward = estates
        .iter()
        .enumerate()
        .skip(1)
        .map(|(position, estate)| {
            let role = Role::new(chance, estate, "/", "terraform-apply");
            (position, role)
        })
        .collect();
    Machine {
        share: 3,
        region: "us-east-1",
        seat: Seat::Runner,
        work: &PIPELINE,
        burst: (8, 30),
        denied_permille: 6,
        agent: TERRAFORM_AGENT,
        login: Login::WebIdentity {
            estate: 0,
            role,
            provider: "token.actions.githubusercontent.com",
            session_name: "GitHubActions",
            repository: "examplecorp/infrastructure",
            onward,
        },
    }
}

/// A system of pipelines that begins to work one day: another provider, role and program.
pub(super) fn new_pipeline(chance: &mut Chance, estate: &Estate) -> Actor {
    let machine = Machine {
        share: 2,
        region: "eu-west-1",
        seat: Seat::Runner,
        work: &DEPLOYMENT,
        burst: (3, 8),
        denied_permille: 30,
        agent: NEW_PIPELINE_AGENT,
        login: Login::WebIdentity {
            estate: 0,
            role: Role::new(chance, estate, "/", "release-pipeline"),
            provider: "gitlab.com",
            session_name: "GitLabRunner",
            repository: "examplecorp/releases",
            onward: Vec::new(),
        },
    };
    Actor {
        rhythm: Rhythm::Office { utc_offset: 1 },
        ..Actor::from(machine)
    }
}

fn deployment(deploy_user: &UserIdentity) -> Machine {
    Machine {
        share: 1,
        region: "us-east-1",
        seat: Seat::Runner,
        work: &DEPLOYMENT,
        burst: (3, 8),
        denied_permille: 4,
        agent: DEPLOY_AGENT,
        login: Login::Standing {
            estate: 0,
            identity: Box::new(deploy_user.clone()),
        },
    }
}

fn functions(chance: &mut Chance, position: usize, estate: &Estate) -> Vec<Actor> {
    estate
        .functions
        .iter()
        .map(|name| {
            let region = *chance.weighted(&REGIONS);
            let role = Role::new(
                chance,
                estate,
                "/service-role/",
                &format!("{name}-execution"),
            );
            Actor::from(Machine {
                share: 2,
                region,
                seat: Seat::Compute(region),
                work: &FUNCTION,
                burst: (1, 5),
                denied_permille: 5,
                agent: FUNCTION_AGENT,
                login: Login::ByService {
                    estate: position,
                    role,
                    service: "lambda.amazonaws.com",
                    session_name: name.clone(),
                },
            })
        })
        .collect()
}

fn servers(chance: &mut Chance, position: usize, estate: &Estate) -> Vec<Actor> {
    let application = Role::new(
        chance,
        estate,
        "/",
        &format!("{}-app-runtime", estate.purpose),
    );
    let batch = Role::new(
        chance,
        estate,
        "/",
        &format!("{}-batch-worker", estate.purpose),
    );
    [(&application, SERVER_AGENT), (&batch, AGENT_AGENT)]
        .into_iter()
        .flat_map(|server| [server; 3])
        .map(|(role, agent)| {
            let region = *chance.weighted(&REGIONS);
            let instance = chance.pick(&estate.region(region).instances).clone();
            Actor::from(Machine {
                share: 1,
                region,
                seat: Seat::Compute(region),
                work: &SERVER,
                burst: (1, 4),
                denied_permille: 8,
                agent,
                login: Login::ByService {
                    estate: position,
                    role: role.clone(),
                    service: "ec2.amazonaws.com",
                    session_name: instance,
                },
            })
        })
        .collect()
}

/// Roles that belong to AWS's services: name, service, session name, work.
const LINKED_SERVICES: [(&str, &str, &str, Work); 3] = [
    (
        "AWSServiceRoleForAutoScaling",
        "autoscaling.amazonaws.com",
        "AutoScaling",
        &SCALING,
    ),
    (
        "AWSServiceRoleForConfig",
        "config.amazonaws.com",
        "AWSConfig-Describe",
        &RECORDING,
    ),
    (
        "AWSServiceRoleForAmazonGuardDuty",
        "guardduty.amazonaws.com",
        "GuardDuty",
        &THREAT_DETECTION,
    ),
];

fn linked_services(chance: &mut Chance, position: usize, estate: &Estate) -> Vec<Actor> {
    let mut actors = Vec::new();
    for (name, service, session_name, work) in LINKED_SERVICES {
        let path = format!("/aws-service-role/{service}/");
        let role = Role::new(chance, estate, &path, name);
        for region in ["us-east-1", "eu-west-1"] {
            actors.push(Actor::from(Machine {
                share: 1,
                region,
                seat: Seat::Service(service),
                work,
                burst: (2, 7),
                denied_permille: 0,
                agent: service,
                login: Login::ByService {
                    estate: position,
                    role: role.clone(),
                    service,
                    session_name: session_name.to_owned(),
                },
            }));
        }
    }
    actors
}

fn trail(position: usize) -> Actor {
    let service = "cloudtrail.amazonaws.com";
    Actor::from(Machine {
        share: 1,
        region: "us-east-1",
        seat: Seat::Service(service),
        work: &TRAIL,
        burst: (1, 3),
        denied_permille: 0,
        agent: service,
        login: Login::Standing {
            estate: position,
            identity: Box::new(UserIdentity::service(service)),
        },
    })
}

fn vendor(chance: &mut Chance, position: usize, estate: &Estate) -> Actor {
    Actor::from(Machine {
        share: 1,
        region: "us-west-2",
        seat: Seat::Compute("us-west-2"),
        work: &VENDOR,
        burst: (3, 10),
        denied_permille: 60,
        agent: VENDOR_AGENT,
        login: Login::ByVendor {
            estate: position,
            role: Role::new(chance, estate, "/", "ExampleVendorReadOnly"),
            principal_id: chance.principal_id("AROA"),
            account: VENDOR_ACCOUNT,
        },
    })
}
