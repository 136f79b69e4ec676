"""English conditions: as a person would say them, with what neighbours share said once."""

from __future__ import annotations

from copy import copy

import pytest

from secpolicy.base.dates import Period
from secpolicy.model.rulebook import Rule, Rulebook
from secpolicy.model.vocabulary import Kind, Vocabulary
from secpolicy.reporting.reading.rule_text import Line, reading_lines, scope_of
from secpolicy.reporting.value_texts import period_text
from tests.judging.small import rule, rulebook_of


def small_rule(body: str) -> Rule:
    return rulebook_of(rule(body)).rules[0]


def lines_of(body: str, rulebook: Rulebook, lang: str = "en") -> list[Line]:
    return reading_lines(small_rule(body)._replace(cites=(), strength="must"), scope_of(rulebook, {}, lang))


def demanded(condition: str, rulebook: Rulebook, lang: str = "en", kind: str = "link") -> str:
    [text] = [line.text for line in lines_of(f"for {kind}\nrequire d: {condition}", rulebook, lang) if line.duty]
    return text


@pytest.mark.parametrize(
    ("condition", "english"),
    [
        ("link.encrypted", "it is encrypted"),
        ("not link.always_on", "it is connected only when needed"),
        ("link.limits.mac or link.limits.address", "it is limited by MAC address, or is limited by IP address"),
        ("link.purposes has mail or link.purposes has web", "“purposes” includes mail or web"),
        ("link.purposes has mail and link.purposes has web", "“purposes” includes mail and web"),
        ("not link.purposes has mail and not link.purposes has web", "“purposes” includes neither mail nor web"),
        ("link.medium != wired and link.medium != vpn", "“carried by” is neither wired nor VPN"),
        ("not link.purposes has mail or not link.purposes has web", "“purposes” does not include mail, or “purposes” does not include web"),
        ("link.from = the_internet or link.to = the_internet", "“from” or “to” is the Internet"),
        ("link.from = the_internet and link.to = the_internet", "“from” is the Internet, and “to” is the Internet"),
        ("not link.medium in (wired, closed_mobile)", "“carried by” is neither wired nor closed mobile"),
        ("link.from = link.to", "“from” is the same as “to”"),
        ("exists(link.approvals)", "it has at least one entry in “approvals given”"),
        ("not exists(link.sanitising)", "it has no entry for “sanitising”"),
        ("exists(link.in_service_on) or exists(link.risk_assessed_on)", "“in service since” or “own risk assessed on” is recorded"),
        ("count(link.purposes where it = mail) = 0", "none of “purposes” is mail"),
        ("count(link.guarded_by where not it.encrypted) = 0", "each of “boundary devices” has its storage encrypted"),
        ("some(endpoint where endpoint = link.from or endpoint = link.to)", "there is an outside place that is “from” or “to” of this connection"),
        (
            "some(segment where segment.tier = internet and segment = link.to)",
            "there is a segment that is “to” of this connection, and for which “tier” is Internet tier",
        ),
    ],
)
def test_a_condition_is_told_as_a_person_would_say_it(rulebook: Rulebook, condition: str, english: str) -> None:
    assert f"that {english}" == demanded(condition, rulebook)


@pytest.mark.parametrize(
    ("where", "english"),
    [
        ("device.portable", "every device that is portable"),
        ("device.portable and device.remote_wipe", "every device that is portable, and can be wiped remotely"),
        ("device.kind = server and device.portable", "every device that is portable, and for which “kind” is server"),
        ("device.kind = server", "every device for which “kind” is server"),
    ],
)
def test_what_holds_of_a_thing_follows_it(rulebook: Rulebook, where: str, english: str) -> None:
    [text] = [line.text for line in lines_of(f"for device where {where}\nrequire d: device.encrypted", rulebook) if line.label == "Subject"]

    assert english == text


def test_conditions_of_another_thing_are_not_mixed_with_those_of_the_subject(rulebook: Rulebook) -> None:
    condition = "link.encrypted and some(segment where segment.tier = internet and segment = link.to) and link.redundant"
    [line] = [line for line in lines_of(f"for link\nrequire d: {condition}", rulebook) if line.duty]

    assert ("that all of the following hold", "(1) it is encrypted", "(3) it is redundant") == (line.text, line.parts[0], line.parts[2])


@pytest.mark.parametrize(
    ("many", "few", "english", "japanese"),
    [
        (10, 3, "at least 3/10 of “how many alike” of “b”", "乙の台数の3割以上であること。"),
        (4, 3, "at least 3/4 of “how many alike” of “b”", "乙の台数の4分の3以上であること。"),
        (1, 3, "at least 3 times “how many alike” of “b”", "乙の台数の3倍以上であること。"),
    ],
)
def test_multiples_of_two_amounts_are_told_as_a_part(rulebook: Rulebook, many: int, few: int, english: str, japanese: str) -> None:
    condition = f"{' + '.join(['a.count'] * many)} >= {' + '.join(['b.count'] * few)}"
    told = ["".join(line.text for line in lines_of(f"for device a, device b\nrequire d: {condition}", rulebook, lang) if line.duty) for lang in ("en", "ja")]

    assert [f"that “how many alike” of “a” is {english}", f"甲の台数が{japanese}"] == told


def test_a_field_whose_pack_gives_no_english_phrase_is_yes_or_no(rulebook: Rulebook) -> None:
    link = rulebook.vocabulary.kinds["link"]
    fields = tuple(field._replace(holds=("暗号化する", ""), fails=("暗号化しない", "")) if field.name == "encrypted" else field for field in link.fields)
    other = Kind(link.name, link.key, link.ja, link.en, link.written, link.identity, fields, link.is_record, link.route, link.always)
    changed = copy(rulebook)
    changed.vocabulary = Vocabulary({**rulebook.vocabulary.kinds, "link": other}, rulebook.vocabulary.records, rulebook.vocabulary.choices)

    assert "that “encrypted” is no" == demanded("not link.encrypted", changed)


@pytest.mark.parametrize(
    ("period", "english"),
    [
        (Period(months=1), "1 month"), (Period(months=12), "1 year"), (Period(months=18), "18 months"), (Period(days=1), "1 day"), (Period(), "0 days"),
        (Period(minutes=1), "1 minute"), (Period(yearly=True), "every fiscal year"),
    ],
)  # fmt: skip
def test_one_of_a_kind_is_not_many(rulebook: Rulebook, period: Period, english: str) -> None:
    assert english == period_text(scope_of(rulebook, {}, "en").words, period)
