"""What other programs read, read by these programs: OSCAL by compliance-trestle, calendars by icalendar, JUnit by junitparser."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CITIES = sorted(path.parent.name for path in (ROOT / "samples").glob("*/inventory.yaml"))
FORMATS = {"oscal-ar": "ar.json", "oscal-poam": "poam.json", "ics": "days.ics", "junit": "junit.xml"}


@pytest.fixture(scope="module", params=[(city, lang) for city in CITIES for lang in ("ja", "en")], ids="-".join)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sample city's report in every format of this file."""
    city, lang = request.param
    folder = tmp_path_factory.mktemp(city)
    outputs = [word for kind, name in FORMATS.items() for word in ("--output", f"{kind}:{folder / name}")]
    arguments = ["check", f"samples/{city}/inventory.yaml", "--as-of", "2026-11-30", "--lang", lang, "--exit-zero", *outputs]
    starting = "import sys; from secpolicy.cli.start import main; sys.exit(main())"
    subprocess.run([sys.executable, "-c", starting, *arguments], cwd=ROOT, env={**os.environ, "PYTHONIOENCODING": "utf-8"}, capture_output=True, check=True)
    return folder


def test_trestle_loads_the_assessment_results(written: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of their making
        from trestle.oscal.assessment_results import AssessmentResults

        [result] = AssessmentResults.oscal_read(written / "ar.json").results
    states = {finding.target.status.state.value for finding in result.findings}

    assert {"satisfied", "not-satisfied"} == states
    assert {date(2026, 11, 30)} == {observation.collected.date() for observation in result.observations}


def test_trestle_loads_the_plan_of_action(written: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from trestle.oscal.poam import PlanOfActionAndMilestones

        plan = PlanOfActionAndMilestones.oscal_read(written / "poam.json")
    deadlines = [risk.deadline for risk in plan.risks if risk.deadline is not None]

    assert len(plan.risks) == len(plan.poam_items) > 0
    assert {"23:59:59+09:00"} >= {deadline.isoformat()[11:] for deadline in deadlines}


def test_a_calendar_has_whole_days(written: Path) -> None:
    import icalendar

    calendar: Any = icalendar.Calendar.from_ical((written / "days.ics").read_bytes())
    events = calendar.walk("VEVENT")

    assert [] == calendar.errors
    assert [] == [fault for event in events for fault in event.errors]
    assert events
    assert {1} == {(event["DTEND"].dt - event["DTSTART"].dt).days for event in events}
    assert len({str(event["UID"]) for event in events}) == len(events)


def test_totals_of_junit_are_those_of_its_cases(written: Path) -> None:
    import junitparser

    suites = junitparser.JUnitXml.fromfile(str(written / "junit.xml"))
    told = [(suite.tests, suite.failures, suite.errors, suite.skipped) for suite in suites]
    suites.update_statistics()

    assert told
    assert told == [(suite.tests, suite.failures, suite.errors, suite.skipped) for suite in suites]
    assert suites.tests == sum(one[0] for one in told)
