//! The people of the company.

use super::actor::{Actor, Seat, Work};
use super::chance::Chance;
use super::estate::Estate;
use super::identity::{OnBehalfOf, Role, UserIdentity};
use super::known::Job;
use super::login::Login;
use super::places::{CITIES, City, REGIONS};
use super::services as api;

/// First and last names, paired anew for everybody.
const FIRST_NAMES: [&str; 14] = [
    "ana", "bruno", "carla", "deepa", "emil", "farah", "greta", "hugo", "ines", "jonas", "kavya",
    "liam", "maeve", "nora",
];
const LAST_NAMES: [&str; 11] = [
    "almeida", "becker", "costa", "dsouza", "engel", "flynn", "gupta", "hale", "iyer", "keane",
    "lange",
];

/// How people come in, in turn: the first of each kind come before a second of any.
const WAYS_IN: [WayIn; 8] = [
    WayIn::IdentityCenter,
    WayIn::Console,
    WayIn::AccessKey,
    WayIn::Saml,
    WayIn::IdentityCenter,
    WayIn::FederationToken,
    WayIn::IdentityCenter,
    WayIn::AccessKey,
];

/// Somebody calls so much more than a machine at their busiest hour.
const SHARE: u64 = 4;

const BROWSERS: [&str; 4] = [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
    "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
];

const TERMINALS: [&str; 4] = [
    "aws-cli/2.31.6 md/awscrt#0.27.6 ua/2.1 os/macos#24.6.0 md/arch#arm64 lang/python#3.13.7 md/pyimpl#CPython m/b,E cfg/retry-mode#standard md/installer#exe md/prompt#off",
    "aws-cli/2.28.21 md/awscrt#0.26.1 ua/2.1 os/linux#6.8.0-79-generic md/arch#x86_64 lang/python#3.13.4 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off",
    "Boto3/1.40.45 md/Botocore#1.40.45 ua/2.1 os/linux#6.8.0-79-generic md/arch#x86_64 lang/python#3.12.3 md/pyimpl#CPython m/Z,b cfg/retry-mode#legacy Botocore/1.40.45",
    "APN/1.0 HashiCorp/1.0 Terraform/1.13.3 (+https://www.terraform.io) terraform-provider-aws/6.14.1 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.39.2 ua/2.1 os/macos lang/go#1.24.6 md/GOOS#darwin md/GOARCH#arm64",
];

static DEVELOPER: [(u32, &api::Api); 22] = [
    (14, &api::DESCRIBE_INSTANCES),
    (8, &api::DESCRIBE_SECURITY_GROUPS),
    (6, &api::DESCRIBE_VPCS),
    (6, &api::DESCRIBE_SUBNETS),
    (6, &api::DESCRIBE_VOLUMES),
    (4, &api::DESCRIBE_IMAGES),
    (9, &api::LIST_BUCKETS),
    (6, &api::GET_BUCKET_LOCATION),
    (4, &api::GET_BUCKET_POLICY),
    (4, &api::GET_BUCKET_VERSIONING),
    (9, &api::LIST_FUNCTIONS),
    (8, &api::GET_FUNCTION),
    (9, &api::DESCRIBE_LOG_GROUPS),
    (8, &api::DESCRIBE_ALARMS),
    (6, &api::DESCRIBE_STACKS),
    (4, &api::DESCRIBE_LOAD_BALANCERS),
    (4, &api::LIST_TABLES),
    (4, &api::GET_CALLER_IDENTITY),
    (3, &api::LIST_ALIASES),
    (2, &api::DESCRIBE_EVENT_AGGREGATES),
    (1, &api::PUT_BUCKET_TAGGING),
    (1, &api::CREATE_TAGS),
];

static ADMINISTRATOR: [(u32, &api::Api); 17] = [
    (10, &api::LIST_USERS),
    (10, &api::LIST_ROLES),
    (8, &api::GET_ROLE),
    (6, &api::GET_POLICY_VERSION),
    (6, &api::LIST_ATTACHED_ROLE_POLICIES),
    (4, &api::GET_ACCOUNT_SUMMARY),
    (4, &api::LIST_MFA_DEVICES),
    (8, &api::DESCRIBE_TRAILS),
    (5, &api::GET_TRAIL_STATUS),
    (7, &api::LOOKUP_EVENTS),
    (5, &api::GET_COST_AND_USAGE),
    (4, &api::LIST_ACCOUNTS),
    (6, &api::LIST_DETECTORS),
    (5, &api::GET_FINDINGS),
    (6, &api::DESCRIBE_SECURITY_GROUPS),
    (1, &api::AUTHORIZE_SECURITY_GROUP_INGRESS),
    (1, &api::ATTACH_ROLE_POLICY),
];

#[derive(Clone, Copy)]
enum WayIn {
    IdentityCenter,
    Console,
    AccessKey,
    Saml,
    FederationToken,
}

/// The roles that the people of one account come in by.
struct PeoplesRoles {
    identity_center: Role,
    saml: Role,
}

/// `count` people, who work in the accounts of `estates` in turn.
pub(super) fn people(chance: &mut Chance, estates: &[Estate], count: u32) -> Vec<Actor> {
    let roles: Vec<PeoplesRoles> = estates
        .iter()
        .map(|estate| PeoplesRoles::new(chance, estate))
        .collect();
    let store_arn = format!("arn:aws:identitystore:::identitystore/d-{}", chance.hex(10));
    WAYS_IN
        .iter()
        .cycle()
        .zip(CITIES.iter().cycle())
        .zip(roles.iter().zip(estates).enumerate().cycle())
        .zip(0..count)
        .map(|(((way, city), (position, (roles, estate))), number)| {
            let name = name(number);
            let login = login(chance, *way, (position, estate), roles, &name, &store_arn);
            let seat = match way {
                WayIn::Console | WayIn::IdentityCenter | WayIn::Saml => Seat::Browser(city),
                WayIn::AccessKey | WayIn::FederationToken => Seat::Terminal(city),
            };
            person(chance, city, work_of(job(number)), seat, login)
        })
        .collect()
}

/// Somebody who works in `city`.
pub(super) fn person(
    chance: &mut Chance,
    city: &'static City,
    work: Work,
    seat: Seat,
    login: Login,
) -> Actor {
    let agents: &[&str] = match seat {
        Seat::Browser(_) => &BROWSERS,
        Seat::Terminal(_) | Seat::Compute(_) | Seat::Runner | Seat::Service(_) => &TERMINALS,
    };
    Actor {
        rhythm: city.rhythm,
        share: SHARE,
        regions: favourite_regions(chance),
        work,
        burst: (2, 9),
        pause: 12,
        denied_permille: 25,
        agent: (*chance.pick(agents)).to_owned(),
        seat,
        login,
        turns: Vec::new(),
        session: None,
    }
}

impl PeoplesRoles {
    fn new(chance: &mut Chance, estate: &Estate) -> Self {
        let suffix = chance.hex(16);
        let name = format!("AWSReservedSSO_DeveloperAccess_{suffix}");
        let path = "/aws-reserved/sso.amazonaws.com/eu-central-1/";
        Self {
            identity_center: Role::new(chance, estate, path, &name),
            saml: Role::new(chance, estate, "/", "FederatedEngineer"),
        }
    }
}

fn login(
    chance: &mut Chance,
    way: WayIn,
    (position, estate): (usize, &Estate),
    roles: &PeoplesRoles,
    name: &str,
    store_arn: &str,
) -> Login {
    let email = format!("{name}@example.com");
    let mut user = |key: bool| {
        let id = chance.principal_id("AIDA");
        let key = key.then(|| chance.access_key_id("AKIA"));
        Box::new(UserIdentity::iam_user(estate, name, &id, key))
    };
    match way {
        WayIn::IdentityCenter => Login::IdentityCenter {
            estate: position,
            role: roles.identity_center.clone(),
            person: OnBehalfOf {
                user_id: chance.uuid(),
                identity_store_arn: store_arn.to_owned(),
            },
            name: email,
        },
        WayIn::Saml => Login::Saml {
            estate: position,
            role: roles.saml.clone(),
            name: email,
        },
        WayIn::Console => Login::Console {
            estate: position,
            identity: user(false),
        },
        WayIn::AccessKey => Login::Standing {
            estate: position,
            identity: user(true),
        },
        WayIn::FederationToken => Login::FederationToken {
            estate: position,
            user: user(true),
            name: name.to_owned(),
        },
    }
}

fn job(number: u32) -> Job {
    if number.is_multiple_of(4) {
        Job::Administrator
    } else {
        Job::Developer
    }
}

/// The calls of a job.
pub(super) fn work_of(job: Job) -> Work {
    match job {
        Job::Administrator => &ADMINISTRATOR,
        Job::Developer => &DEVELOPER,
    }
}

/// Most people look at one Region and now and then at another.
fn favourite_regions(chance: &mut Chance) -> Vec<(u32, &'static str)> {
    let (first, second) = (*chance.weighted(&REGIONS), *chance.weighted(&REGIONS));
    vec![(9, first), (1, second)]
}

/// Lists of 14 and 11 names, which share no divisor, pair differently for 154 people. Whoever comes
/// after them has a number as well.
fn name(number: u32) -> String {
    let position = usize::try_from(number).unwrap_or_default();
    let first = FIRST_NAMES[position % FIRST_NAMES.len()];
    let last = LAST_NAMES[position % LAST_NAMES.len()];
    match position / (FIRST_NAMES.len() * LAST_NAMES.len()) {
        0 => format!("{first}.{last}"),
        again => format!("{first}.{last}{}", again + 1),
    }
}
