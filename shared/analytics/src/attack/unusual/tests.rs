use super::*;

fn window() -> ScopeTime {
    let at = |text: &str| text.parse().unwrap();
    ScopeTime::new(at("2026-01-15T00:00:00Z"), at("2026-03-01T00:00:00Z")).unwrap()
}

/// Somebody who was active on each of `days` days, and did this besides on some of them.
fn active(days: u32, besides: &[(&str, &str, u32, u64)]) -> Habits {
    let mut habits = Habits::default();
    for day in 0..days {
        habits.add(day, "sqs", "ReceiveMessage", false, 1_000);
    }
    for (service, api, on, calls) in besides {
        for day in 0..*on {
            habits.add(day, service, api, false, *calls);
        }
    }
    habits
}

fn others(count: usize, did: &[(&str, &str, usize)]) -> AccountPeers {
    let mut peers = AccountPeers::default();
    for at in 0..count {
        peers.add(&format!("p{at}"));
    }
    for (service, api, who) in did {
        for at in 0..*who {
            peers.add_call(&format!("p{at}"), service, api);
        }
    }
    peers
}

/// How unusual a call is, by its first row of the table.
fn unusual(
    call: (&str, &str),
    scope: &Habits,
    baseline: &Habits,
    peers: &AccountPeers,
) -> Option<Unusual> {
    let table = Table::get().unwrap();
    let seen = Seen {
        scope,
        baseline,
        window: window(),
    };
    let of = table.uses(call.0, call.1).first().unwrap();
    seen.unusual(call, of, table, peers)
}

const STOP: (&str, &str) = ("cloudtrail", "StopLogging");
const TERMINATE: (&str, &str) = ("ec2", "TerminateInstances");

#[test]
fn what_was_never_done_is_told_and_explained() {
    let scope = active(1, &[(STOP.0, STOP.1, 1, 2)]);
    let found = unusual(STOP, &scope, &active(30, &[]), &others(10, &[])).unwrap();
    assert_eq!(found.way, Way::Never);
    let expected = Explanation {
        observed: 2.0,
        expected: 0.0,
        window: window(),
        sentence: "2 calls of StopLogging (cloudtrail): in the 45 days before, the principal was active on 30 days and never made it; 0 of 10 others of the account called it.".to_owned(),
    };
    assert_eq!(found.explanation, expected);
    assert!((found.own_bits - 6.96).abs() < 0.01, "{}", found.own_bits);
    assert!((found.peer_bits - 4.46).abs() < 0.01, "{}", found.peer_bits);
}

#[test]
fn daily_work_is_not_told_even_if_nobody_else_does_it() {
    let scope = active(1, &[(TERMINATE.0, TERMINATE.1, 1, 5)]);
    let baseline = active(30, &[(TERMINATE.0, TERMINATE.1, 20, 5)]);
    assert_eq!(
        unusual(TERMINATE, &scope, &baseline, &others(100, &[])),
        None
    );
}

#[test]
fn what_peers_do_surprises_less_than_what_is_rare_among_them() {
    let scope = active(1, &[(TERMINATE.0, TERMINATE.1, 1, 1)]);
    let baseline = active(30, &[(TERMINATE.0, TERMINATE.1, 2, 1)]);
    let common = others(10, &[(TERMINATE.0, TERMINATE.1, 9)]);
    assert_eq!(unusual(TERMINATE, &scope, &baseline, &common), None);
    assert!(unusual(TERMINATE, &scope, &baseline, &others(10, &[])).is_some());
}

#[test]
fn who_always_does_new_things_surprises_less_by_another_one() {
    let scope = active(1, &[(STOP.0, STOP.1, 1, 1)]);
    let once = [
        ("guardduty", "CreateFilter", 1, 1),
        ("config", "DeleteConfigRule", 1, 1),
        ("logs", "PutRetentionPolicy", 1, 1),
    ];
    let settled = unusual(STOP, &scope, &active(30, &[]), &others(10, &[])).unwrap();
    let curious = unusual(STOP, &scope, &active(30, &once), &others(10, &[])).unwrap();
    assert!(curious.own_bits + 3.0 < settled.own_bits, "{curious:?}");
}

#[test]
fn what_was_done_on_few_days_is_told_when_few_need_it() {
    let scope = active(1, &[(STOP.0, STOP.1, 1, 1)]);
    let baseline = active(30, &[(STOP.0, STOP.1, 1, 1)]);
    let found = unusual(STOP, &scope, &baseline, &others(0, &[])).unwrap();
    assert_eq!(found.way, Way::Rarely);
    assert!((found.own_bits - 4.63).abs() < 0.01, "{}", found.own_bits);
}

#[test]
fn ten_times_the_busiest_day_is_a_burst() {
    let baseline = active(30, &[(TERMINATE.0, TERMINATE.1, 30, 5)]);
    for (calls, is_burst) in [(50, false), (51, true)] {
        let scope = active(1, &[(TERMINATE.0, TERMINATE.1, 1, calls)]);
        let found = unusual(TERMINATE, &scope, &baseline, &others(10, &[]));
        assert_eq!(found.map(|it| it.way), is_burst.then_some(Way::Burst));
    }
}

#[test]
fn what_never_failed_before_and_fails_is_told() {
    let baseline = active(30, &[(TERMINATE.0, TERMINATE.1, 30, 5)]);
    let mut scope = active(1, &[(TERMINATE.0, TERMINATE.1, 1, 5)]);
    assert_eq!(
        unusual(TERMINATE, &scope, &baseline, &others(10, &[])),
        None
    );
    scope.add(0, TERMINATE.0, TERMINATE.1, true, 1);
    let found = unusual(TERMINATE, &scope, &baseline, &others(10, &[])).unwrap();
    assert_eq!(found.way, Way::NeverFailed);
}

#[test]
fn a_longer_scope_expects_more() {
    let baseline = active(45, &[(TERMINATE.0, TERMINATE.1, 3, 1)]);
    let a_day = active(1, &[(TERMINATE.0, TERMINATE.1, 1, 1)]);
    let a_month = active(30, &[(TERMINATE.0, TERMINATE.1, 2, 1)]);
    assert!(unusual(TERMINATE, &a_day, &baseline, &others(10, &[])).is_some());
    assert_eq!(
        unusual(TERMINATE, &a_month, &baseline, &others(10, &[])),
        None
    );
}

#[test]
fn who_has_no_past_is_compared_with_others() {
    let scope = active(
        1,
        &[(STOP.0, STOP.1, 1, 1), (TERMINATE.0, TERMINATE.1, 1, 1)],
    );
    let nothing = Habits::default();
    let peers = others(10, &[(TERMINATE.0, TERMINATE.1, 5)]);
    assert!(unusual(STOP, &scope, &nothing, &peers).is_some());
    assert_eq!(unusual(TERMINATE, &scope, &nothing, &peers), None);
}
