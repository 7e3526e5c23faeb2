use proptest::prelude::*;

use super::MemberEvent as E;
use super::MemberStatus as S;
use super::*;

const TYPES: [InvitationType; 2] = [InvitationType::Invitation, InvitationType::Organization];

const STATUSES: [MemberStatus; 7] = [
    S::VerificationInProgress,
    S::VerificationFailed,
    S::Invited,
    S::Enabled,
    S::AcceptedButDisabled(None),
    S::AcceptedButDisabled(Some(DisabledReason::VolumeTooHigh)),
    S::AcceptedButDisabled(Some(DisabledReason::VolumeUnknown)),
];

const EVENTS: [MemberEvent; 13] = [
    E::Verified,
    E::Mismatched,
    E::Accepted,
    E::CapacityFound,
    E::CapacityMissing(DisabledReason::VolumeTooHigh),
    E::CapacityMissing(DisabledReason::VolumeUnknown),
    E::Rejected,
    E::Resigned,
    E::Removed,
    E::AccountClosed,
    E::LeftOrganization,
    E::GraphDeleted,
    E::Converted,
];

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(0).plus_seconds(seconds)
}

fn in_status(invitation_type: InvitationType, status: MemberStatus) -> Life {
    Life::kept(invitation_type, status, None, at(0))
}

/// Where `event` leads: a status, nothing (`Gone`), or a refusal.
fn leads(
    kind: InvitationType,
    status: MemberStatus,
    event: MemberEvent,
) -> Result<Option<(InvitationType, MemberStatus)>, Refused> {
    in_status(kind, status)
        .next(event, at(1))
        .map(|next| match next {
            Next::Goes(life) => Some((life.invitation_type(), life.status())),
            Next::Gone => None,
        })
}

#[test]
fn an_invited_account_goes_from_verification_to_enabled() {
    let mut life = Life::begun(InvitationType::Invitation, at(0));
    let mut seen = vec![life.status()];
    let events = [E::Verified, E::Accepted, E::CapacityFound];
    for (event, now) in events.into_iter().zip(1..) {
        let Next::Goes(next) = life.next(event, at(now)).unwrap() else {
            panic!("{event:?} ends the membership");
        };
        life = next;
        seen.push(life.status());
    }
    assert_eq!(
        seen,
        [
            S::VerificationInProgress,
            S::Invited,
            S::AcceptedButDisabled(None),
            S::Enabled
        ]
    );
    assert_eq!((life.invited(), life.updated()), (Some(at(1)), at(3)));
}

#[test]
fn an_account_of_the_organization_waits_for_room_only() {
    let (kind, waiting) = (InvitationType::Organization, S::VerificationInProgress);
    let full = DisabledReason::VolumeTooHigh;
    assert_eq!(
        leads(kind, waiting, E::CapacityFound),
        Ok(Some((kind, S::Enabled)))
    );
    assert_eq!(
        leads(kind, waiting, E::CapacityMissing(full)),
        Ok(Some((kind, S::AcceptedButDisabled(Some(full)))))
    );
}

#[test]
fn only_an_open_invitation_can_be_answered() {
    for event in [E::Accepted, E::Rejected] {
        for status in STATUSES {
            let possible = leads(InvitationType::Invitation, status, event).is_ok();
            assert_eq!(possible, status == S::Invited, "{event:?} while {status}");
        }
    }
}

#[test]
fn only_an_enabled_account_can_resign() {
    for status in STATUSES {
        let led = leads(InvitationType::Invitation, status, E::Resigned);
        let expected = match status {
            S::Enabled => Ok(None),
            found => Err(Refused::Status {
                found,
                needed: "ENABLED",
            }),
        };
        assert_eq!(led, expected, "{status}");
    }
}

#[test]
fn an_account_of_the_organization_has_nothing_to_answer() {
    for event in [E::Accepted, E::Rejected, E::Resigned] {
        for status in STATUSES {
            assert_eq!(
                leads(InvitationType::Organization, status, event),
                Err(Refused::OrganizationAccount)
            );
        }
    }
}

#[test]
fn only_a_waiting_account_finds_room() {
    for event in [
        E::CapacityFound,
        E::CapacityMissing(DisabledReason::VolumeUnknown),
    ] {
        for status in STATUSES {
            let waits = matches!(status, S::AcceptedButDisabled(_));
            let possible = leads(InvitationType::Invitation, status, event).is_ok();
            assert_eq!(possible, waits, "{event:?} while {status}");
        }
    }
}

#[test]
fn removal_closing_and_deletion_end_every_membership() {
    for event in [E::Removed, E::AccountClosed, E::GraphDeleted] {
        for kind in TYPES {
            for status in STATUSES {
                assert_eq!(leads(kind, status, event), Ok(None));
            }
        }
    }
}

#[test]
fn leaving_the_organization_ends_only_what_came_from_it() {
    for status in STATUSES {
        assert_eq!(
            leads(InvitationType::Organization, status, E::LeftOrganization),
            Ok(None)
        );
        assert_eq!(
            leads(InvitationType::Invitation, status, E::LeftOrganization),
            Err(Refused::InvitedAccount)
        );
    }
}

#[test]
fn conversion_enables_whom_it_finds_invited_and_forgets_the_invitation() {
    for status in STATUSES {
        let expected = match status {
            S::Invited | S::Enabled => S::Enabled,
            S::VerificationInProgress | S::VerificationFailed => S::VerificationInProgress,
            S::AcceptedButDisabled(reason) => S::AcceptedButDisabled(reason),
        };
        let invited = Life::kept(InvitationType::Invitation, status, Some(at(0)), at(0));
        let Ok(Next::Goes(life)) = invited.next(E::Converted, at(1)) else {
            panic!("conversion of {status}");
        };
        assert_eq!(
            life,
            Life::kept(InvitationType::Organization, expected, None, at(1))
        );
    }
}

#[test]
fn names_are_read_as_they_are_written() {
    for kind in TYPES {
        assert_eq!(kind.as_str().parse(), Ok(kind));
    }
    for status in STATUSES {
        let reason = status.disabled_reason();
        let reason = reason.map(|reason| reason.as_str().parse().unwrap());
        assert_eq!(S::kept(status.as_str(), reason), Ok(status));
    }
    assert_eq!(S::kept("DISABLED", None), Err(NotALife));
}

proptest! {
    #[test]
    fn whatever_happens_to_a_membership_it_stands_where_it_may(
        kind in prop::sample::select(&TYPES),
        events in prop::collection::vec(prop::sample::select(&EVENTS), 0..40),
    ) {
        let mut life = Life::begun(kind, at(0));
        let mut found_room = false;
        for (event, now) in events.into_iter().zip(1..) {
            let before = life;
            match life.next(event, at(now)) {
                Ok(Next::Gone) => return Ok(()),
                Ok(Next::Goes(next)) => life = next,
                Err(_) => {}
            }
            found_room |= matches!(event, E::CapacityFound | E::Converted) && life != before;
            let changed = (life.invitation_type(), life.status())
                != (before.invitation_type(), before.status());
            prop_assert_eq!(life.updated(), if changed { at(now) } else { before.updated() });
            let by_invitation = life.invitation_type() == InvitationType::Invitation;
            prop_assert_eq!(life.invited().is_some(), by_invitation && life.is_shown_to_account());
            prop_assert!(by_invitation || life.status() != S::Invited);
            prop_assert!(!life.is_enabled() || found_room);
            prop_assert!(life.updated() >= before.updated());
        }
    }

    #[test]
    fn an_organizations_account_is_never_an_invited_one_again(
        events in prop::collection::vec(prop::sample::select(&EVENTS), 0..40),
    ) {
        let mut life = Life::begun(InvitationType::Organization, at(0));
        for event in events {
            if let Ok(Next::Goes(next)) = life.next(event, at(1)) {
                life = next;
            }
            prop_assert_eq!(life.invitation_type(), InvitationType::Organization);
        }
    }
}
