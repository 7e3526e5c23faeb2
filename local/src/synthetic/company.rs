//! The company of a plan: its accounts, everybody in them, and what is going to happen.

use super::actor::{Actor, Seat};
use super::arrivals::Arrivals;
use super::automation::{DEPLOY_USER, machines, pipelines};
use super::chance::Chance;
use super::estate::Estate;
use super::identity::UserIdentity;
use super::intrusion::{PlannedCall, Plot, plot};
use super::life::{Life, Story};
use super::occasions::{Occasion, occasions};
use super::people::people;
use super::plan::Plan;
use super::truth::TruthPrincipal;
use super::workforce::{Label, Part};

/// Streams of chance: what one part of the generator draws never changes another.
const COMPANY_STREAM: u64 = 1;
const PLOT_STREAM: u64 = 2;
const LIFE_STREAM: u64 = 5;

/// Everything that a plan starts with.
pub(super) struct Company {
    pub(super) estates: Vec<Estate>,
    pub(super) actors: Vec<Actor>,
    pub(super) occasions: Vec<Occasion>,
    /// What is done for those who are about to begin.
    pub(super) arrivals: Vec<PlannedCall>,
    /// What an intruder does, if the plan has one.
    pub(super) plot: Plot,
    stories: Vec<Story>,
}

impl Company {
    /// The company of `plan`.
    pub(super) fn new(plan: &Plan) -> Self {
        let chance = &mut Chance::new(plan.seed, COMPANY_STREAM);
        let estates: Vec<Estate> = (0..)
            .zip(&plan.accounts)
            .map(|(index, account)| Estate::new(index, account, chance))
            .collect();
        let deploy_user = deploy_user(chance, &estates[0]);
        let mut actors = people(chance, &estates, plan.people);
        actors.extend(pipelines(chance, &estates, &deploy_user));
        for (position, estate) in estates.iter().enumerate() {
            actors.extend(machines(chance, position, estate));
        }
        let known = plan.known.as_ref();
        actors.extend(known.map(|it| it.actor(chance, &estates[0])));
        let chance = &mut Chance::new(plan.seed, LIFE_STREAM);
        let mut arrivals = Arrivals::new(chance, &estates);
        if plan.starts_instances {
            arrivals.instances(chance, &estates, plan.start);
        }
        let stories = Life::new(chance, plan, &estates, &mut actors, &mut arrivals).decide();
        let chance = &mut Chance::new(plan.seed, PLOT_STREAM);
        Self {
            plot: plot(chance, &estates, &deploy_user, plan.end),
            occasions: occasions(plan.start, plan.end),
            arrivals: arrivals.finish(),
            estates,
            actors,
            stories,
        }
    }

    /// Who works here, and what is true of whom when.
    pub(super) fn labels(&self, plan: &Plan) -> Vec<Label> {
        let everybody = (0..self.actors.len()).map(|actor| Story {
            actor,
            part: self.part(actor),
            from: plan.start,
            until: plan.end,
        });
        let mut labels: Vec<Label> = everybody.flat_map(|it| self.labels_of(&it)).collect();
        labels.extend(self.stories.iter().flat_map(|it| self.labels_of(it)));
        labels.extend(self.intruders(plan));
        labels
    }

    fn part(&self, actor: usize) -> Part {
        match self.actors[actor].seat {
            Seat::Browser(_) | Seat::Terminal(_) => Part::Person,
            Seat::Compute(_) | Seat::Runner | Seat::Service(_) => Part::Machine,
        }
    }

    fn labels_of(&self, story: &Story) -> Vec<Label> {
        let principals = self.actors[story.actor].login.actors();
        let label = |(entity, arn): (_, String)| Label {
            entity,
            account: account_of(&arn),
            arn,
            part: story.part,
            from: story.from,
            until: story.until,
        };
        principals.into_iter().map(label).collect()
    }

    fn intruders(&self, plan: &Plan) -> Vec<Label> {
        let truth = &self.plot.truth;
        let acting = truth.principals.iter().filter(|_| plan.intrusion);
        let label = |principal: &TruthPrincipal| Label {
            entity: principal.entity.clone(),
            arn: principal.arn.clone(),
            account: account_of(&principal.arn),
            part: Part::Intruder,
            from: truth.first,
            until: plan.end,
        };
        acting.map(label).collect()
    }
}

fn account_of(arn: &str) -> String {
    arn.split(':').nth(4).unwrap_or_default().to_owned()
}

fn deploy_user(chance: &mut Chance, estate: &Estate) -> UserIdentity {
    let (id, key) = (chance.principal_id("AIDA"), chance.access_key_id("AKIA"));
    UserIdentity::iam_user(estate, DEPLOY_USER, &id, Some(key))
}
