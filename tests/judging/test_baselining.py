"""Baselines set findings aside by content: each fate of an entry, never a statute, and counts that stay."""

from __future__ import annotations

from secpolicy.judging.baselining import STATES, entry_of, with_baseline
from secpolicy.judging.finding import Judged
from secpolicy.judging.gate import exit_code
from secpolicy.judging.judge import judge
from secpolicy.model.baseline import Entry
from secpolicy.model.rulebook import Rulebook
from tests.judging.small import PROFILE, TODAY, inventory_of, rule, rulebook_of

BODY = "for device\nrequire d: device.encrypted and device.owner = issued"
RULEBOOK = rulebook_of(rule(BODY))
STATUTE = rulebook_of(rule(BODY, cites="law a/all"))
BAD, DOUBT = "{id: bad, encrypted: false, owner: issued}", "{id: doubt, owner: issued}"


def judged(devices: str, rulebook: Rulebook = RULEBOOK) -> Judged:
    return judge(rulebook, inventory_of(f"devices: [{devices}]"), PROFILE, TODAY)


def entries(devices: str) -> tuple[Entry, ...]:
    return tuple(entry_of(finding) for finding in judged(devices).findings)


def fates(outcome: Judged) -> list[tuple[str, str]]:
    assert {fate.state for fate in outcome.baseline} <= {*STATES}
    return [(fate.entry.subject, fate.state) for fate in outcome.baseline]


def test_what_is_known_is_set_aside_and_still_counted() -> None:
    before = judged(f"{BAD}, {DOUBT}")
    after = with_baseline(before, entries(f"{BAD}, {DOUBT}"), RULEBOOK)

    assert [("device:bad", "hidden"), ("device:doubt", "hidden")] == fates(after)
    assert ((), before.findings) == (after.findings, after.baselined)
    assert before.totals() == after.totals()


def test_only_what_is_not_known_fails_the_run() -> None:
    before = judged(f"{BAD}, {DOUBT}")

    assert 1 == exit_code(with_baseline(before, entries(DOUBT), RULEBOOK), PROFILE, PROFILE.fail_on)
    assert 4 == exit_code(with_baseline(before, entries(BAD), RULEBOOK), PROFILE, PROFILE.fail_on)
    assert 0 == exit_code(with_baseline(before, entries(f"{BAD}, {DOUBT}"), RULEBOOK), PROFILE, PROFILE.fail_on)


def test_a_finding_that_rests_on_other_facts_is_new_again() -> None:
    after = with_baseline(judged("{id: bad, encrypted: true, owner: personal}"), entries(BAD), RULEBOOK)

    assert [("device:bad", "changed")] == fates(after)
    assert 1 == len(after.findings)


def test_a_doubt_that_turns_into_a_breach_is_new_again() -> None:
    assert [("device:doubt", "changed")] == fates(with_baseline(judged("{id: doubt, encrypted: false, owner: issued}"), entries(DOUBT), RULEBOOK))


def test_what_no_longer_occurs_is_told() -> None:
    assert [("device:bad", "gone")] == fates(with_baseline(judged("{id: bad, encrypted: true, owner: issued}"), entries(BAD), RULEBOOK))


def test_what_a_statute_demands_is_never_set_aside() -> None:
    before = judged(BAD, STATUTE)
    after = with_baseline(before, [entry_of(finding) for finding in before.findings], STATUTE)

    assert [("device:bad", "refused")] == fates(after)
    assert before.findings == after.findings


def test_what_is_for_review_needs_no_entry() -> None:
    unread = rulebook_of(rule(BODY, cites="guide a/unread"))
    before = judge(unread, inventory_of(f"devices: [{BAD}]"), PROFILE._replace(unread="review"), TODAY)

    assert [("device:bad", "gone")] == fates(with_baseline(before, entries(BAD), unread))
