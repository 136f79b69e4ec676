"""What findings are about, as people call it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from secpolicy.model.entity import Entity, label
from secpolicy.reporting.report import Report, Row, subjects_text
from secpolicy.reporting.subjects import called, in_whole, subject_text
from secpolicy.reporting.value_texts import value_text


def things(report: Report) -> dict[str, Entity]:
    """The things and records that findings are about, by how files name them."""
    return {name: thing for finding in report.judged.findings for name, thing in zip(finding.names, finding.subjects, strict=False)}


@pytest.mark.parametrize(("ref", "name", "lang"), [
    ("service:kaigi.listings.ismap", "Web会議サービスのISMAP", "ja"),
    ("service:okuri.login", "大容量ファイル送受信サービスの認証", "ja"),
    ("service:okuri.login", "login of 大容量ファイル送受信サービス", "en"),
    ("device:pc-sekkei.software.Office", "道路建設課 設計端末のOffice", "ja"),
    ("disposal:discard 2026-06-19 usb-somu", "廃棄 2026-06-19 庁内用USBメモリ（暗号化・20本）", "ja"),
])  # fmt: skip
def test_a_record_is_named_with_its_thing_and_an_event_by_what_it_is_about(report_of: Any, ref: str, name: str, lang: str) -> None:
    report = report_of("kohan-city", lang=lang)

    assert name == in_whole(report, things(report)[ref])


def test_no_raw_key_is_shown_as_the_name_of_a_thing(report_of: Any) -> None:
    shown = {in_whole(report, thing) for report in map(report_of, ("kohan-city", "mizuhara-prefecture")) for thing in things(report).values()}

    assert shown
    assert [] == [name for name in shown if re.fullmatch(r"[a-z_]+( .*)?", name)]


def test_every_table_names_the_first_subject_with_its_thing(report_of: Any) -> None:
    report = report_of("mizuhara-prefecture")
    finding = next(one for one in report.judged.findings if one.subjects and one.subjects[0].kind.is_record and one.things == 1)
    name = in_whole(report, finding.subjects[0])

    assert name == subjects_text(report, Row((finding,))) == subject_text(report, finding)
    assert name.startswith(label(finding.subjects[0].owner))


def test_a_sentence_that_names_the_thing_already_calls_the_record_by_itself(report_of: Any) -> None:
    report = report_of("kohan-city")
    listing = things(report)["service:kaigi.listings.ismap"]

    assert "ISMAP" == called(report, listing) == value_text(report, listing, None)
