//! The intrusion: a leaked access key, and what somebody does with it in the last day.
//!
//! Techniques are MITRE ATT&CK's (enterprise matrix, cloud platforms): <https://attack.mitre.org>.

mod acts;
mod plot;
mod techniques;

use gumshoe_activity::Entity;
use gumshoe_domain::Timestamp;

pub(super) use plot::{Caller, Outcome, PlannedCall, Script};

use super::chance::Chance;
use super::estate::Estate;
use super::identity::{Role, SessionAttributes, SessionContext, UserIdentity};
use super::record::{Channel, event_time};
use super::services::BACK_DOOR_USER;
use super::truth::{Truth, TruthAddress, TruthPrincipal};

/// The intrusion begins so long before the end of the logs, and takes about half of it.
const HOURS_BEFORE_END: i64 = 20;

/// Where free geolocation files place the intruder's addresses.
const ADDRESSES: [TruthAddress; 2] = [
    TruthAddress {
        address: "146.70.60.37",
        country: "RO",
        city: "Bucharest",
    },
    TruthAddress {
        address: "128.199.70.77",
        country: "SG",
        city: "Singapore",
    },
];

const COMMAND_LINE: &str = "aws-cli/2.27.50 md/awscrt#0.26.1 ua/2.1 os/linux#6.12.25-amd64 md/arch#x86_64 lang/python#3.13.4 md/pyimpl#CPython exec-env/kali cfg/retry-mode#standard md/installer#source";
const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

/// What is going to happen, and what may be said of it afterwards.
pub(super) struct Plot {
    /// The intruder's calls, by time.
    pub(super) calls: Vec<PlannedCall>,
    /// The documented facts.
    pub(super) truth: Truth,
    /// The user whose key leaks.
    pub(super) leaked: UserIdentity,
    /// Whom the intruder acts as in the end, by a role.
    pub(super) admin: UserIdentity,
    /// The user that the intruder makes.
    pub(super) back_door: UserIdentity,
}

/// Whom the intruder acts as.
struct Cast {
    leaked: Caller,
    back_door: Caller,
    admin: Caller,
    admin_role: Role,
}

/// Plans the intrusion into the company of `estates`, at least one, with the key of `deploy_user`.
pub(super) fn plot(
    chance: &mut Chance,
    estates: &[Estate],
    deploy_user: &UserIdentity,
    end: Timestamp,
) -> Plot {
    let start = end.plus_seconds(-HOURS_BEFORE_END * 3_600);
    let cast = Cast::new(chance, estates, deploy_user, start);
    let mut script = Script::new(chance, estates, start);
    acts::look_around(&mut script, &cast.leaked);
    acts::look_into_buckets(&mut script, &cast.leaked);
    acts::make_a_back_door(&mut script, &cast);
    acts::sign_in_by_it(&mut script, &cast.back_door);
    acts::go_into_the_other_account(&mut script, &cast);
    acts::take(&mut script, &cast.admin);
    let (calls, steps) = script.finish();
    let times = || calls.iter().map(|it| it.at);
    let truth = Truth {
        summary: "The long-term access key of the deployment user leaks. It is used from a country and with a program never seen before to look around, mostly refused; then to make a user that comes back by the console, and to go on into another account, where the intruder tries to stop the trail, reads secrets, opens a bucket to a foreign account and tries to start instances.".to_owned(),
        leaked_access_key_id: deploy_user.access_key_id.clone().unwrap_or_default(),
        accounts: accounts_entered(estates, &cast),
        principals: cast.principals(),
        addresses: ADDRESSES.to_vec(),
        user_agents: vec![COMMAND_LINE.to_owned(), BROWSER.to_owned()],
        first: times().min().unwrap_or(start),
        last: times().max().unwrap_or(start),
        steps,
    };
    Plot {
        calls,
        truth,
        leaked: cast.leaked.identity,
        admin: cast.admin.identity,
        back_door: cast.back_door.identity,
    }
}

fn accounts_entered(estates: &[Estate], cast: &Cast) -> Vec<String> {
    let mut accounts: Vec<String> = [cast.leaked.estate, cast.admin.estate]
        .iter()
        .filter_map(|position| estates.get(*position))
        .map(|estate| estate.account.clone())
        .collect();
    accounts.dedup();
    accounts
}

impl Cast {
    fn new(
        chance: &mut Chance,
        estates: &[Estate],
        deploy_user: &UserIdentity,
        start: Timestamp,
    ) -> Self {
        let [first_address, second_address] = ADDRESSES.map(|it| it.address);
        let target = usize::from(estates.len() > 1);
        let admin_role = Role::new(
            chance,
            &estates[target],
            "/",
            "OrganizationAccountAccessRole",
        );
        let at_work = event_time(start.plus_seconds(4 * 3_600));
        let admin = admin_role.session("deploy", chance.access_key_id("ASIA"), at_work.clone());
        let id = chance.principal_id("AIDA");
        let key = chance.access_key_id("ASIA");
        let mut user = UserIdentity::iam_user(&estates[0], BACK_DOOR_USER, &id, Some(key));
        user.session_context = Some(SessionContext {
            attributes: SessionAttributes {
                creation_date: at_work,
                mfa_authenticated: "false",
            },
            ..SessionContext::default()
        });
        let terminal = |estate, identity| Caller {
            estate,
            identity,
            address: first_address,
            agent: COMMAND_LINE,
            channel: Channel::Api,
        };
        Self {
            leaked: terminal(0, deploy_user.clone()),
            admin: terminal(target, admin),
            back_door: Caller {
                estate: 0,
                identity: user,
                address: second_address,
                agent: BROWSER,
                channel: Channel::Console,
            },
            admin_role,
        }
    }

    fn principals(&self) -> Vec<TruthPrincipal> {
        [
            (&self.leaked, "the user whose key leaked"),
            (&self.back_door, "the user that the intruder made"),
            (&self.admin, "the role that the intruder assumed"),
        ]
        .into_iter()
        .filter_map(|(intruder, part)| {
            let entity: Entity = intruder.identity.principal()?;
            let arn = intruder.identity.arn.clone()?;
            Some(TruthPrincipal { entity, arn, part })
        })
        .collect()
    }
}
