//! Entities by their ARNs.

use gumshoe_activity::{EntityType, Role};

use super::involved::Entities;

/// The parts of an ARN. AWS General Reference, "Amazon Resource Names (ARNs)".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Arn<'a> {
    pub(crate) service: &'a str,
    pub(crate) region: &'a str,
    pub(crate) account: &'a str,
    pub(crate) resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Reads an ARN.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        let (arn, _partition) = (parts.next()?, parts.next()?);
        let arn = (arn == "arn").then_some(Self {
            service: parts.next()?,
            region: parts.next()?,
            account: parts.next()?,
            resource: parts.next()?,
        });
        arn.filter(|it| !it.resource.is_empty())
    }

    /// Adds the entity that the ARN names, where it names one by its identifier. Users and roles are
    /// known by ids that their ARNs do not hold.
    pub(crate) fn add_to(self, entities: &mut Entities, role: Role) {
        let (kind, name) = self.resource.split_once('/').unwrap_or(("", self.resource));
        match (self.service, kind) {
            ("ec2", "instance") => entities.add(EntityType::Ec2Instance, name, role),
            // Access points and the like have a Region and an account, buckets have neither.
            ("s3", _) if self.region.is_empty() && self.account.is_empty() => {
                let bucket = self.resource.split('/').next().unwrap_or_default();
                entities.add(EntityType::S3Bucket, bucket, role);
            }
            ("eks", "cluster") => add_cluster(entities, name, self.account, "EKS", role),
            ("ecs", "cluster") => add_cluster(entities, name, self.account, "ECS", role),
            ("ecs", "task") => {
                if let Some((cluster, task)) = name.split_once('/') {
                    add_cluster(entities, cluster, self.account, "ECS", role);
                    let id = format!("{task}~{cluster}~{}~ECS", self.account);
                    entities.add(EntityType::ContainerPod, &id, role);
                }
            }
            ("iam", "") if name == "root" => entities.add(EntityType::AwsUser, self.account, role),
            // AWS Config names some users by their ids.
            ("iam", "user") if name.starts_with("AIDA") => {
                entities.add(EntityType::AwsUser, name, role);
            }
            _ => {}
        }
    }
}

/// Adds the cluster `name` of `account`.
fn add_cluster(entities: &mut Entities, name: &str, account: &str, kind: &str, role: Role) {
    if !name.is_empty() {
        let id = format!("{name}~{account}~{kind}");
        entities.add(EntityType::ContainerCluster, &id, role);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(arn: &str) -> Vec<String> {
        let mut entities = Entities::default();
        if let Some(arn) = Arn::parse(arn) {
            arn.add_to(&mut entities, Role::Target);
        }
        let (involved, _) = entities.finish();
        let told = involved.iter();
        told.map(|it| format!("{} {}", it.entity.kind, it.entity.id))
            .collect()
    }

    #[test]
    fn an_arn_names_its_entity() {
        for (arn, expected) in [
            (
                "arn:aws:ec2:eu-west-1:111122223333:instance/i-0a",
                vec!["Ec2Instance i-0a"],
            ),
            ("arn:aws:s3:::bucket", vec!["S3Bucket bucket"]),
            ("arn:aws:s3:::bucket/key/of", vec!["S3Bucket bucket"]),
            ("arn:aws:s3:eu-west-1:111122223333:accesspoint/mine", vec![]),
            (
                "arn:aws:eks:eu-west-1:111122223333:cluster/prod",
                vec!["ContainerCluster prod~111122223333~EKS"],
            ),
            (
                "arn:aws:ecs:eu-west-1:111122223333:task/web/0123",
                vec![
                    "ContainerCluster web~111122223333~ECS",
                    "ContainerPod 0123~web~111122223333~ECS",
                ],
            ),
            (
                "arn:aws:iam::111122223333:root",
                vec!["AwsUser 111122223333"],
            ),
            (
                "arn:aws:iam::111122223333:user/AIDAEXAMPLE",
                vec!["AwsUser AIDAEXAMPLE"],
            ),
            ("arn:aws:iam::111122223333:user/alice", vec![]),
            ("arn:aws:iam::111122223333:role/deploy", vec![]),
            ("arn:aws:lambda:eu-west-1:111122223333:function:f", vec![]),
            ("arn:aws:s3:::", vec![]),
            ("i-0a", vec![]),
        ] {
            assert_eq!(told(arn), expected, "{arn}");
        }
    }
}
