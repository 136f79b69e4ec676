"""secpolicy check: judge an organisation's inventory and report what was found."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any, NamedTuple

import click

from secpolicy import __version__
from secpolicy.base.dates import read_day
from secpolicy.cli.choosing import profile_named, rules_named, terminal_width
from secpolicy.cli.commands import help_option, usage_problem
from secpolicy.cli.context import Context
from secpolicy.cli.start import leave_unread
from secpolicy.judging.gate import exit_code
from secpolicy.judging.judge import judge, only_about
from secpolicy.judging.waiving import with_waivers
from secpolicy.model.documents import documents_of, header_path, read_documents
from secpolicy.model.inventory import Inventory, build_inventory
from secpolicy.model.profile import Profile
from secpolicy.model.rulebook import Rule, Rulebook
from secpolicy.model.waivers import waivers_of
from secpolicy.model.yaml_reader import Mapping, decoded
from secpolicy.reporting.report import Header, Report

MODULES = {
    "table": "as_table", "lines": "as_lines", "json": "as_json", "jsonl": "as_jsonl", "csv": "as_csv", "markdown": "as_markdown", "sarif": "as_sarif",
    "junit": "as_junit", "github": "as_annotations", "gitlab": "as_annotations", "ics": "as_calendar",
    "xlsx": "as_xlsx", "html": "as_html",
}  # fmt: skip
FUNCTIONS = {"github": "as_github", "gitlab": "as_gitlab"}
FORMATS = tuple(MODULES)
CONSOLE = ("table", "lines", "github")
JAPAN = timezone(timedelta(hours=9))  # a fixed offset: Windows has no zone database
_ORDER = (70, 2, 6, 5, 1, 4, 3, 0)


class Asked(NamedTuple):
    """The options of check that decide what is judged."""

    profile: str | None
    as_of: date
    editions: tuple[str, ...]
    waivers: str | None
    unread: str | None
    only: tuple[str, ...]


def command(context: Context) -> click.Command:
    """The command with its options, said in the reader's language."""
    says = context.words.says
    options: list[click.Parameter] = [
        click.Argument(["inventory"], required=False, nargs=-1),
        click.Option(["--profile"], help=says("option-profile")),
        click.Option(["--as-of"], help=says("option-as-of")),
        click.Option(["--edition"], multiple=True, help=says("option-edition")),
        click.Option(["--waivers"], help=says("option-waivers")),
        click.Option(["--format", "format_"], type=click.Choice(FORMATS), help=says("option-format")),
        click.Option(["--output"], multiple=True, metavar="FORMAT:PATH", help=says("option-output")),
        click.Option(["--fail-on"], help=says("option-fail-on")),
        click.Option(["--exit-zero"], is_flag=True, help=says("option-exit-zero")),
        click.Option(["--show"], multiple=True, type=click.Choice(("pass", "na", "review", "all")), help=says("option-show")),
        click.Option(["--only"], multiple=True, metavar="RULE|SUBJECT", help=says("option-only")),
        click.Option(["--details"], is_flag=True, help=says("option-details")),
        click.Option(["--unread"], type=click.Choice(("review", "enforce", "off")), help=says("option-unread")),
        click.Option(["--color"], type=click.Choice(("auto", "always", "never")), default="auto", help=says("option-color")),
        click.Option(["--ambiguous-width"], type=click.Choice(("1", "2")), default="2" if os.name == "nt" else "1", help=says("option-ambiguous")),
        *common_options(context),
        help_option(context.words),
    ]
    return click.Command("check", params=options, callback=lambda **given: _check(context, **given), help=says("help-check"), add_help_option=False)


def common_options(context: Context) -> list[click.Parameter]:
    """--lang, --no-cache and --verify, which are looked at before the command is built."""
    says = context.words.says
    return [
        click.Option(["--lang"], type=click.Choice(("ja", "en")), expose_value=False, help=says("option-lang")),
        click.Option(["--no-cache"], is_flag=True, expose_value=False, help=says("option-no-cache")),
        click.Option(["--verify"], is_flag=True, expose_value=False, help=says("option-verify")),
    ]


def _check(context: Context, inventory: tuple[str, ...], format_: str | None, output: tuple[str, ...], exit_zero: bool, **given: Any) -> int:
    words = context.words
    outputs = [_output(target) for target in output]
    asked = Asked(given["profile"], day_of(given["as_of"]), given["edition"], given["waivers"], given["unread"], given["only"])
    chosen = format_ or ("lines" if os.environ.get("PRE_COMMIT") == "1" else "table")
    codes = []
    for path in inventories(inventory):
        report = judged_report(context, path, asked, given)
        try:
            _print(writer(chosen)(report, terminal_width()), given["color"], words.says, chosen)
        except BrokenPipeError:
            leave_unread()
        for kind, target in outputs:
            _write(target, writer(kind)(report, 80))
        codes.append(report.exit_code)
    code = min(codes, key=_ORDER.index)
    if exit_zero and code in (1, 3, 4):
        sys.stderr.write(words.says("exit-would-be", code=code, meaning=words.says(f"exit-{code}")) + "\n")
        return 0
    return code


def inventories(given: tuple[str, ...]) -> tuple[str, ...]:
    """What to judge: as given, else inventory.yaml, inventory/, or what secpolicy.yaml lists."""
    if len(given) > 1:
        raise usage_problem("usage-one-inventory", n=len(given))
    if given:
        return given
    for path in ("inventory.yaml", "inventory"):
        if os.path.exists(path):
            return (path,)
    if os.path.isfile("secpolicy.yaml"):
        listed = read_documents("secpolicy.yaml")[0].get("inventories")
        paths = [listed] if isinstance(listed, str) else listed
        if isinstance(paths, list) and paths and all(isinstance(path, str) for path in paths):
            return tuple(paths)
    raise usage_problem("usage-no-inventory")


def judged_report(context: Context, path: str, asked: Asked, given: dict[str, Any]) -> Report:
    """Read, judge and apply waivers: the whole path from a file to a report."""
    documents = _documents(path, asked.waivers)
    overlay = header_path(documents, "overlay")
    rulebook = context.with_overlay(overlay)
    inventory = build_inventory(documents, rulebook.vocabulary, rulebook.catalogs)
    profile = _profile(rulebook, inventory, asked)
    if overlay:
        profile = profile._replace(packs=(*profile.packs, os.path.basename(os.path.abspath(overlay))))
    rules = _only(rulebook, asked.only)
    subjects = frozenset(word for word in asked.only if ":" in word or word in inventory.vocabulary.kinds)
    judged = judge(rulebook, inventory, profile, asked.as_of, rules, keep_all=bool(subjects))
    waivers = waivers_of(inventory)
    judged = with_waivers(judged, waivers, rulebook, inventory, profile, asked.as_of)
    if subjects:
        judged = only_about(judged, subjects)
    fail_on = tuple(given["fail_on"].split(",")) if given.get("fail_on") else profile.fail_on
    of_waivers = {waiver.location.file for waiver in waivers}
    hashes = _hashes(documents)
    header = Header(__version__, hashes, rulebook.digest, tuple(one for one in hashes if one[0] in of_waivers))
    code = exit_code(judged, profile, fail_on)
    ambiguous = int(given.get("ambiguous_width") or 1)
    show, details = given.get("show") or (), bool(given.get("details"))
    return Report(header, rulebook, inventory, profile, asked.as_of, judged, context.words, code, show, details, ambiguous)


def _documents(path: str, waivers: str | None) -> tuple[Mapping, ...]:
    return documents_of(decoded(sys.stdin.buffer.read(), "-"), "-") if path == "-" else read_documents(path, None, waivers)


def day_of(text: str | None) -> date:
    """The day of judging: as given, else today in Japan. The only look at the clock."""
    if text is None:
        return datetime.now(JAPAN).date()
    span = read_day(text)
    if span is None or span[0] != span[1]:
        raise usage_problem("usage-not-a-day", value=text)
    return span[0]


def _profile(rulebook: Rulebook, inventory: Inventory, asked: Asked) -> Profile:
    profile = profile_named(rulebook, asked.profile or inventory.header.get("profile") or "standard", asked.editions)
    unread = {"off": "ignore"}.get(asked.unread or "", asked.unread) or profile.unread
    return profile._replace(unread=unread)


def _only(rulebook: Rulebook, only: tuple[str, ...]) -> tuple[Rule, ...] | None:
    """The rules that --only names; None if it names none."""
    names = [word for word in only if ":" not in word and word not in rulebook.vocabulary.kinds]
    return rules_named(rulebook, names) if names else None


def _hashes(documents: tuple[Mapping, ...]) -> tuple[tuple[str, str], ...]:
    import hashlib

    return tuple((document.source.name, hashlib.sha256(document.source.text.encode()).hexdigest()) for document in documents)


def writer(kind: str) -> Callable[[Report, int], str | bytes]:
    """The function that writes a format; only its module is loaded."""
    import importlib

    module = importlib.import_module(f"secpolicy.reporting.{MODULES[kind]}")
    write: Callable[[Report, int], str | bytes] = getattr(module, FUNCTIONS.get(kind, MODULES[kind]))
    return write


def _output(target: str) -> tuple[str, str]:
    kind, separator, path = target.partition(":")
    if not separator or kind not in FORMATS or not path:
        raise usage_problem("usage-output", value=target, known=list(FORMATS))
    return kind, path


def _print(content: str | bytes, color: str, says: Callable[..., str], kind: str) -> None:
    if isinstance(content, bytes):
        sys.stdout.buffer.write(content)
    elif kind not in CONSOLE:
        # What other tools read is UTF-8 whatever the console's own encoding is.
        sys.stdout.buffer.write(content.encode())
    else:
        sys.stdout.write(_coloured(content, color, says, kind))


def _write(path: str, content: str | bytes) -> None:
    """Written beside and renamed: never a half-written report."""
    beside = f"{path}.{os.getpid()}.tmp"
    try:
        with open(beside, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        os.replace(beside, path)
    except OSError as error:
        if os.path.exists(beside):
            os.unlink(beside)
        raise usage_problem("usage-cannot-write", path=path, reason=error.strerror or str(error)) from None


def _coloured(text: str, when: str, says: Callable[..., str], kind: str) -> str:
    """Verdicts in colour on a terminal; never in a file or a pipe unless asked for."""
    if kind not in ("table", "lines") or when == "never" or (when == "auto" and (not sys.stdout.isatty() or "NO_COLOR" in os.environ)):
        return text
    for verdict, code in (("FAIL", "31"), ("UNKNOWN", "33"), ("ERROR", "35")):
        word = says(verdict)
        text = text.replace(f"\n{word} ", f"\n\x1b[{code}m{word}\x1b[0m ")
    return text
