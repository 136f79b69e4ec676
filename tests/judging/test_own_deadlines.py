"""Days that an organisation set itself: only where no text gives one, and excusing nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from secpolicy.base.dates import YEARLY, Period
from secpolicy.judging.finding import Judged
from secpolicy.judging.gate import exit_code
from secpolicy.judging.judge import judge
from secpolicy.judging.own_deadlines import with_own_deadlines
from secpolicy.model.catalog import Catalogs
from secpolicy.model.documents import documents_of
from secpolicy.model.inventory import build_inventory
from secpolicy.model.profile import Profile
from tests.judging.small import PROFILE, TODAY, inventory_of, rule, rulebook_of, vocabulary

OPEN = "for device\nrequire kept: device.encrypted"
DEVICES = "devices: [{id: a, encrypted: false}, {id: b, encrypted: true}, {id: c}]\n"
THIRTY_DAYS = {"high": tuple(Period(days=30))}


def judged(text: str = "declared_on: 2026-11-20\n" + DEVICES, due: str = "due none", **profile: Any) -> Judged:
    book, chosen = rulebook_of(rule(OPEN, due=due)), PROFILE._replace(own_deadlines=THIRTY_DAYS)._replace(**profile)
    inventory = inventory_of(text)
    return with_own_deadlines(judge(book, inventory, chosen, TODAY), book, inventory, chosen, TODAY)


def deadlines(outcome: Judged) -> dict[str, tuple[str, date | None, str, str]]:
    return {finding.names[0]: (finding.deadline.form, finding.deadline.day, finding.deadline.basis, finding.state) for finding in outcome.findings}


def test_a_breach_without_a_day_gets_the_organisations_own() -> None:
    assert {"device:a": ("day", date(2026, 12, 20), "organisation", "due"), "device:c": ("none", None, "", "none")} == deadlines(judged())


def test_a_day_that_has_passed_is_overdue() -> None:
    assert "overdue" == deadlines(judged("declared_on: 2026-10-01\n" + DEVICES))["device:a"][3]


def test_each_fiscal_year_ends_with_the_year_of_the_declaration() -> None:
    assert date(2027, 3, 31) == deadlines(judged(own_deadlines={"high": tuple(YEARLY)}))["device:a"][1]


def test_a_day_of_the_text_stays() -> None:
    assert ("day", date(2027, 3, 31), "guideline", "due") == deadlines(judged(due="due 2027-03-31"))["device:a"]


def test_another_severity_has_no_day() -> None:
    assert "none" == deadlines(judged(own_deadlines={"low": tuple(Period(days=30))}))["device:a"][0]


def test_without_a_day_of_declaration_it_is_asked_for() -> None:
    [finding] = [finding for finding in judged(DEVICES).findings if finding.names == ("device:a",)]

    assert ("unknown", ["declared_on"]) == (finding.deadline.form, [place.path for place in finding.deadline.missing])


def test_in_a_folder_each_file_goes_by_its_own_day() -> None:
    heads = ("vocabulary: 1\ndeclared_on: 2026-11-20", "declared_on: 2026-11-01", "vocabulary: 1")
    texts = [f"{head}\ndevices: [{{id: {name}, encrypted: false}}]\n" for head, name in zip(heads, "abc", strict=True)]
    documents = tuple(document for number, text in enumerate(texts) for document in documents_of(text, f"{number}.yaml"))
    inventory = build_inventory(documents, vocabulary(), Catalogs({}))
    book, profile = rulebook_of(rule(OPEN)), PROFILE._replace(own_deadlines=THIRTY_DAYS)
    outcome = with_own_deadlines(judge(book, inventory, profile, TODAY), book, inventory, profile, TODAY)

    assert {"device:a": date(2026, 12, 20), "device:b": date(2026, 12, 1), "device:c": date(2026, 12, 1)} == {
        name: day for name, (_, day, _, _) in deadlines(outcome).items()
    }


def test_a_duty_in_review_has_no_day() -> None:
    book = rulebook_of(rule(OPEN, cites="guide a/unread"))
    profile = PROFILE._replace(unread="review", own_deadlines=THIRTY_DAYS)
    inventory = inventory_of("declared_on: 2026-11-20\n" + DEVICES)

    assert {"none"} == {one[0] for one in deadlines(with_own_deadlines(judge(book, inventory, profile, TODAY), book, inventory, profile, TODAY)).values()}


@pytest.mark.parametrize("profile", [PROFILE, PROFILE._replace(own_deadlines=THIRTY_DAYS)], ids=["without", "with"])
def test_a_day_of_ones_own_does_not_open_the_gate(profile: Profile) -> None:
    outcome = judged(own_deadlines=profile.own_deadlines)

    assert 1 == exit_code(outcome, profile, ("must", "unknown"))
