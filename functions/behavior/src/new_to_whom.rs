//! Looks up what is new for an entity, and for whom else.

use gumshoe_activity::{Entity, EntityType};
use gumshoe_analytics::novelty::{Candidates, NoveltyKind, Observed, Reach, Sighted};
use gumshoe_domain::ScopeTime;
use gumshoe_segments::{Column, Filter, KubernetesColumn, RowKind, SegmentError, graph_rows};
use gumshoe_store::{Manifest, SegmentKind};

/// The question what is new.
pub(crate) struct Asked<'a> {
    pub(crate) manifest: &'a Manifest<'a>,
    pub(crate) entity: &'a Entity,
    pub(crate) scope: ScopeTime,
    pub(crate) before: ScopeTime,
}

/// What is new for the entity, each with its reach.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) new: Candidates,
    pub(crate) reaches: Vec<Reach>,
}

/// Rows in which something can be new, and the columns that are read for it.
pub(crate) trait Source: RowKind {
    /// The columns that tell whose a row is.
    const OWNER: &'static [Self];

    /// The columns that tell how much it was, and when.
    const COUNTED: &'static [Self];

    /// The columns of a kind's values.
    fn of(kind: NoveltyKind) -> &'static [Self];

    /// The columns of its names for people.
    fn labels(kind: NoveltyKind) -> &'static [Self];

    /// Gives the row to `take`.
    fn observe<T>(row: &Self::Row<'_>, take: impl FnOnce(&dyn Observed) -> T) -> T;
}

impl Source for Column {
    fn observe<T>(row: &Self::Row<'_>, take: impl FnOnce(&dyn Observed) -> T) -> T {
        take(row)
    }

    const OWNER: &'static [Self] = &[Self::AccountId, Self::PrincipalType, Self::PrincipalId];

    const COUNTED: &'static [Self] = &[
        Self::ErrorCode,
        Self::Calls,
        Self::FirstSeen,
        Self::LastSeen,
    ];

    fn of(kind: NoveltyKind) -> &'static [Self] {
        match kind {
            NoveltyKind::ApiCall => &[Self::Service, Self::Api],
            NoveltyKind::Geolocation => &[Self::Country, Self::City],
            NoveltyKind::Aso => &[Self::Aso],
            NoveltyKind::UserAgent => &[Self::UserAgent],
            NoveltyKind::Resource => &[Self::ResourceType, Self::ResourceId],
            NoveltyKind::Principal => &[Self::PrincipalType, Self::PrincipalId],
            NoveltyKind::KubernetesCall => &[],
        }
    }

    fn labels(kind: NoveltyKind) -> &'static [Self] {
        match kind {
            NoveltyKind::Geolocation => &[Self::Latitude, Self::Longitude],
            NoveltyKind::Principal => &[Self::PrincipalArn],
            NoveltyKind::ApiCall
            | NoveltyKind::Aso
            | NoveltyKind::UserAgent
            | NoveltyKind::Resource
            | NoveltyKind::KubernetesCall => &[],
        }
    }
}

impl Source for KubernetesColumn {
    fn observe<T>(row: &Self::Row<'_>, take: impl FnOnce(&dyn Observed) -> T) -> T {
        take(row)
    }

    const OWNER: &'static [Self] = &[Self::AccountId];

    const COUNTED: &'static [Self] = &[Self::Status, Self::Calls, Self::FirstSeen, Self::LastSeen];

    fn of(kind: NoveltyKind) -> &'static [Self] {
        match kind {
            NoveltyKind::KubernetesCall => &[Self::Verb, Self::Resource],
            NoveltyKind::Geolocation => &[Self::Country, Self::City],
            NoveltyKind::Aso => &[Self::Aso],
            NoveltyKind::UserAgent => &[Self::UserAgent],
            NoveltyKind::Principal => &[Self::PrincipalType, Self::PrincipalId],
            NoveltyKind::ApiCall | NoveltyKind::Resource => &[],
        }
    }

    fn labels(kind: NoveltyKind) -> &'static [Self] {
        match kind {
            NoveltyKind::Geolocation => &[Self::Latitude, Self::Longitude],
            NoveltyKind::Principal => &[Self::PrincipalArn],
            NoveltyKind::ApiCall
            | NoveltyKind::Aso
            | NoveltyKind::UserAgent
            | NoveltyKind::Resource
            | NoveltyKind::KubernetesCall => &[],
        }
    }
}

/// The kind of segments in which the activity of an entity is.
pub(crate) fn segments_of(entity: &Entity) -> SegmentKind {
    match entity.kind {
        EntityType::ContainerCluster
        | EntityType::ContainerPod
        | EntityType::ContainerImage
        | EntityType::KubernetesSubject => SegmentKind::Kubernetes,
        EntityType::AwsAccount
        | EntityType::AwsUser
        | EntityType::AwsRole
        | EntityType::AwsRoleSession
        | EntityType::FederatedUser
        | EntityType::Ec2Instance
        | EntityType::IpAddress
        | EntityType::UserAgent
        | EntityType::S3Bucket => SegmentKind::Activity,
    }
}

impl Asked<'_> {
    /// Everything of these kinds that is new for the entity.
    pub(crate) async fn find(&self, kinds: &[NoveltyKind]) -> Result<Found, SegmentError> {
        match segments_of(self.entity) {
            SegmentKind::Kubernetes => self.find_in::<KubernetesColumn>(kinds).await,
            SegmentKind::Activity | SegmentKind::Network | SegmentKind::Relations => {
                self.find_in::<Column>(kinds).await
            }
        }
    }

    async fn find_in<C: Source>(&self, kinds: &[NoveltyKind]) -> Result<Found, SegmentError> {
        let scope = self.candidates::<C>(kinds).await?;
        let known = self.sighted::<C>(&scope, Whose::Own).await?;
        self.reaching::<C>(scope.unless(&known)).await
    }

    /// Tells for whom else that is new which is new for the entity.
    pub(crate) async fn reaching<C: Source>(&self, new: Candidates) -> Result<Found, SegmentError> {
        let is_account = self.entity.kind == EntityType::AwsAccount;
        let at_home = if is_account {
            Sighted::none_of(&new)
        } else {
            self.sighted::<C>(&new, Whose::Home).await?
        };
        let unknown = new.clone().unless(&at_home);
        let anywhere = self.sighted::<C>(&unknown, Whose::Anyone).await?;
        let mut anywhere = anywhere.iter();
        let mut reach = |at_home: bool| {
            if at_home {
                Reach::Entity
            } else if anywhere.next() == Some(true) {
                Reach::Account
            } else {
                Reach::Graph
            }
        };
        let reaches = at_home.iter().map(&mut reach).collect();
        Ok(Found { new, reaches })
    }

    /// What the entity has in the scope time.
    async fn candidates<C: Source>(
        &self,
        kinds: &[NoveltyKind],
    ) -> Result<Candidates, SegmentError> {
        let columns = columns(Self::columns_of_candidates::<C>(kinds));
        let add = |found: &mut Candidates, row: &C::Row<'_>| self.add_candidate::<C>(found, row);
        let none = || Candidates::of(kinds);
        let (manifest, own) = (self.manifest, self.own());
        graph_rows::add_up(manifest, self.scope, own, &columns, none, add).await
    }

    /// What [`Self::add_candidate`] looks at.
    pub(crate) fn columns_of_candidates<C: Source>(kinds: &[NoveltyKind]) -> Vec<C> {
        let of_kinds = kinds.iter().flat_map(|it| [C::of(*it), C::labels(*it)]);
        let all = of_kinds.chain([C::OWNER, C::COUNTED]);
        all.flatten().copied().collect()
    }

    /// Adds what a row of the scope time has.
    pub(crate) fn add_candidate<C: Source>(&self, found: &mut Candidates, row: &C::Row<'_>) {
        C::observe(row, |row| {
            if row.is_of(self.entity) {
                found.add(row);
            }
        });
    }

    /// What [`Self::see_own`] looks at.
    pub(crate) fn columns_of_own<C: Source>(candidates: &Candidates) -> Vec<C> {
        let kinds = candidates.kinds();
        let of_kinds = kinds.iter().map(|it| C::of(*it));
        of_kinds.chain([C::OWNER]).flatten().copied().collect()
    }

    /// Adds what a row of the entity's baseline has of `candidates`.
    pub(crate) fn see_own<C: Source>(
        &self,
        sighted: &mut Sighted,
        candidates: &Candidates,
        row: &C::Row<'_>,
    ) {
        C::observe(row, |row| {
            if row.is_of(self.entity) {
                sighted.see(candidates, row);
            }
        });
    }

    /// Which of `candidates` some rows of the baseline have. Only the columns of what is asked for are
    /// read, and no more segments than it takes to have seen all.
    async fn sighted<C: Source>(
        &self,
        candidates: &Candidates,
        whose: Whose,
    ) -> Result<Sighted, SegmentError> {
        if candidates.is_empty() {
            return Ok(Sighted::none_of(candidates));
        }
        let kinds = candidates.kinds();
        let of_kinds = || kinds.iter().flat_map(|it| C::of(*it)).copied().collect();
        let (filter, wanted) = match whose {
            Whose::Own => (self.own(), Self::columns_of_own(candidates)),
            Whose::Home => (home(candidates), Self::columns_of_own(candidates)),
            Whose::Anyone => (Filter::default(), of_kinds()),
        };
        let columns = columns(wanted);
        let add = |sighted: &mut Sighted, row: &C::Row<'_>| match whose {
            Whose::Own => self.see_own::<C>(sighted, candidates, row),
            Whose::Home => C::observe(row, |row| sighted.see_at_home(candidates, row)),
            Whose::Anyone => C::observe(row, |row| sighted.see(candidates, row)),
        };
        let (manifest, before) = (self.manifest, self.before);
        let none = || Sighted::none_of(candidates);
        let all = Sighted::is_all;
        graph_rows::add_up_until(manifest, before, filter, &columns, none, add, all).await
    }

    fn own(&self) -> Filter {
        Filter {
            entity: Some(self.entity.clone()),
            ..Filter::default()
        }
    }
}

/// Whose rows are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// The entity's.
    Own,
    /// Those of the accounts that have a candidate in the scope time.
    Home,
    /// Everybody's.
    Anyone,
}

/// The rows of the only account that has any of `candidates`; all rows where several have.
fn home(candidates: &Candidates) -> Filter {
    let accounts = candidates.accounts();
    let mut only = accounts.first().filter(|_| accounts.len() == 1).into_iter();
    Filter {
        account: only.next().and_then(|it| it.parse().ok()),
        ..Filter::default()
    }
}

fn columns<C: RowKind>(mut columns: Vec<C>) -> Vec<C> {
    columns.sort_unstable();
    columns.dedup();
    columns
}
