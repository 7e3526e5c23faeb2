//! The attacks: each a chain of phases that goes on with what the phase before it gave.

use gumshoe_activity::{EntityType, Role};

use rand::RngExt as _;
use rand::seq::IndexedRandom as _;

use super::{Generator, entity};

impl Generator {
    /// A web server is broken into, its role's credentials are used from outside, data leaves.
    pub(super) fn stolen_instance_credentials(&mut self, incident: usize, mut at: i64) {
        let (it, from, outside) = (Some(incident), self.address(), self.address());
        let (instance, role) = (self.instance(), self.role());
        let session = entity(
            EntityType::AwsRoleSession,
            format!("{}:{}", role.id, instance.id),
        );
        for kind in self.some(&[
            "UnauthorizedAccess:EC2/SSHBruteForce",
            "Recon:EC2/PortProbeUnprotectedPort",
            "Execution:EC2/MaliciousFile",
        ]) {
            let at = self.later(&mut at);
            self.tell(
                it,
                at,
                kind,
                5.0,
                &[(&from, Role::Actor), (&instance, Role::Target)],
            );
        }
        let then = self.later(&mut at);
        self.tell(
            it,
            then,
            "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS",
            8.0,
            &[
                (&outside, Role::Actor),
                (&session, Role::Actor),
                (&role, Role::Related),
                (&instance, Role::Related),
            ],
        );
        let nat = self.nat.clone();
        for kind in self.some(&[
            "Discovery:IAMUser/AnomalousBehavior",
            "Discovery:S3/AnomalousBehavior",
            "PrivilegeEscalation:IAMUser/AnomalousBehavior",
            "Recon:IAMUser/MaliciousIPCaller",
        ]) {
            let at = self.later(&mut at);
            // Some calls go through the company's own way out.
            let from = if self.random.random_bool(0.3) {
                &nat
            } else {
                &outside
            };
            self.tell(
                it,
                at,
                kind,
                5.0,
                &[
                    (from, Role::Actor),
                    (&session, Role::Actor),
                    (&role, Role::Related),
                ],
            );
        }
        let bucket = self.bucket();
        for kind in self.some(&[
            "Exfiltration:S3/AnomalousBehavior",
            "Exfiltration:S3/MaliciousIPCaller",
            "Impact:S3/AnomalousBehavior.Delete",
        ]) {
            let at = self.later(&mut at);
            self.tell(
                it,
                at,
                kind,
                8.0,
                &[
                    (&outside, Role::Actor),
                    (&session, Role::Actor),
                    (&bucket, Role::Target),
                ],
            );
        }
    }

    /// A user's key leaks; whoever has it makes another user, and mines.
    pub(super) fn leaked_access_key(&mut self, incident: usize, mut at: i64) {
        let (it, from) = (Some(incident), self.address());
        let user = self.users.choose(&mut self.random).unwrap().clone();
        let (second, nat) = (self.user(), self.nat.clone());
        for kind in self.some(&[
            "UnauthorizedAccess:IAMUser/TorIPCaller",
            "Discovery:IAMUser/AnomalousBehavior",
            "InitialAccess:IAMUser/AnomalousBehavior",
            "UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B",
        ]) {
            let at = self.later(&mut at);
            // The user goes on working meanwhile, which looks odd too.
            let from = if self.random.random_bool(0.3) {
                &nat
            } else {
                &from
            };
            self.tell(
                it,
                at,
                kind,
                5.0,
                &[(from, Role::Actor), (&user, Role::Actor)],
            );
        }
        let then = self.later(&mut at);
        self.tell(
            it,
            then,
            "Persistence:IAMUser/AnomalousBehavior",
            5.0,
            &[
                (&from, Role::Actor),
                (&user, Role::Actor),
                (&second, Role::Target),
            ],
        );
        for kind in self.some(&[
            "Stealth:IAMUser/CloudTrailLoggingDisabled",
            "DefenseEvasion:IAMUser/AnomalousBehavior",
            "PrivilegeEscalation:IAMUser/AnomalousBehavior",
        ]) {
            let at = self.later(&mut at);
            self.tell(
                it,
                at,
                kind,
                5.0,
                &[(&from, Role::Actor), (&second, Role::Actor)],
            );
        }
        let pool = self.address();
        for _ in 0..self.random.random_range(2..5) {
            let (miner, at) = (self.instance(), self.later(&mut at));
            self.tell(
                it,
                at,
                "CryptoCurrency:EC2/BitcoinTool.B!DNS",
                8.0,
                &[
                    (&miner, Role::Actor),
                    (&pool, Role::Target),
                    (&second, Role::Related),
                ],
            );
        }
    }

    /// A dependency of a build is poisoned: one run of the pipeline does what nobody asked for.
    pub(super) fn poisoned_pipeline(&mut self, incident: usize, mut at: i64) {
        let (it, ci, nat) = (Some(incident), self.ci.clone(), self.nat.clone());
        let (run, control) = (self.session(&ci, "run"), self.address());
        let bucket = self.bucket();
        for kind in self.some(&[
            "CredentialAccess:IAMUser/AnomalousBehavior",
            "Discovery:IAMUser/AnomalousBehavior",
            "Persistence:IAMUser/AnomalousBehavior",
        ]) {
            let at = self.later(&mut at);
            // The pipeline runs behind the NAT.
            self.tell(
                it,
                at,
                kind,
                5.0,
                &[
                    (&nat, Role::Actor),
                    (&run, Role::Actor),
                    (&ci, Role::Related),
                ],
            );
        }
        let outpost = self.instance();
        let then = self.later(&mut at);
        self.tell(
            it,
            then,
            "Execution:EC2/SuspiciousFile",
            5.0,
            &[
                (&run, Role::Actor),
                (&ci, Role::Related),
                (&outpost, Role::Target),
            ],
        );
        for kind in self.some(&[
            "Backdoor:EC2/C&CActivity.B!DNS",
            "Trojan:EC2/DNSDataExfiltration",
            "Backdoor:EC2/DenialOfService.Dns",
        ]) {
            let at = self.later(&mut at);
            self.tell(
                it,
                at,
                kind,
                8.0,
                &[(&outpost, Role::Actor), (&control, Role::Target)],
            );
        }
        for kind in self.some(&[
            "Exfiltration:S3/AnomalousBehavior",
            "Policy:S3/BucketAnonymousAccessGranted",
            "Stealth:S3/ServerAccessLoggingDisabled",
        ]) {
            let at = self.later(&mut at);
            self.tell(
                it,
                at,
                kind,
                8.0,
                &[
                    (&run, Role::Actor),
                    (&ci, Role::Related),
                    (&bucket, Role::Target),
                ],
            );
        }
    }

    /// A pod is broken out of; its node's role is used.
    pub(super) fn broken_container(&mut self, incident: usize, mut at: i64) {
        let (it, from, ci) = (Some(incident), self.address(), self.ci.clone());
        let cluster = entity(EntityType::ContainerCluster, "prod~111122223333~EKS");
        let pod = entity(
            EntityType::ContainerPod,
            format!("{:x}~prod~111122223333~EKS", self.next()),
        );
        let image = entity(EntityType::ContainerImage, "registry/shop:latest");
        for kind in self.some(&[
            "Execution:Kubernetes/ExecInKubeSystemPod",
            "PrivilegeEscalation:Kubernetes/PrivilegedContainer",
            "Persistence:Kubernetes/ContainerWithSensitiveMount",
        ]) {
            let at = self.later(&mut at);
            self.tell(
                it,
                at,
                kind,
                5.0,
                &[
                    (&from, Role::Actor),
                    (&pod, Role::Target),
                    (&cluster, Role::Related),
                    (&image, Role::Related),
                ],
            );
        }
        let node = self.instance();
        let then = self.later(&mut at);
        self.tell(
            it,
            then,
            "PrivilegeEscalation:Runtime/ContainerMountsHostDirectory",
            8.0,
            &[
                (&pod, Role::Target),
                (&node, Role::Target),
                (&cluster, Role::Related),
            ],
        );
        for kind in self.some(&[
            "Backdoor:EC2/C&CActivity.B",
            "CryptoCurrency:EC2/BitcoinTool.B",
            "UnauthorizedAccess:EC2/TorRelay",
        ]) {
            let (control, at) = (self.address(), self.later(&mut at));
            self.tell(
                it,
                at,
                kind,
                8.0,
                &[(&node, Role::Actor), (&control, Role::Target)],
            );
        }
        // Whoever broke in pushes an image with a run of the pipeline.
        let run = self.session(&ci, "push");
        let then = self.later(&mut at);
        self.tell(
            it,
            then,
            "Persistence:IAMUser/AnomalousBehavior",
            5.0,
            &[
                (&from, Role::Actor),
                (&run, Role::Actor),
                (&ci, Role::Related),
                (&node, Role::Related),
            ],
        );
        for kind in self.some(&[
            "Discovery:IAMUser/AnomalousBehavior",
            "Impact:IAMUser/AnomalousBehavior",
            "CredentialAccess:IAMUser/AnomalousBehavior",
        ]) {
            let at = self.later(&mut at);
            self.tell(
                it,
                at,
                kind,
                5.0,
                &[
                    (&from, Role::Actor),
                    (&run, Role::Actor),
                    (&ci, Role::Related),
                ],
            );
        }
    }
}
