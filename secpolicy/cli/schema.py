"""secpolicy schema: the JSON Schema of inventories, for editors, or of a report, for programs; or whether an inventory fits its own."""

from __future__ import annotations

import json
import os
import re
import sys
from functools import partial

import click

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused
from secpolicy.base.text import told
from secpolicy.cli.commands import Gathering, common_options, help_option, usage_problem
from secpolicy.cli.context import Context
from secpolicy.model.stretches import Mapping
from secpolicy.model.yaml_reader import read_file
from secpolicy.reporting.exchange.schemas import OF_REPORTS, report_schema_text

REFUSED = 5
INVENTORY = "inventory"


def command(context: Context) -> click.Command:
    """The command with its options, said in the reader's language."""
    says = context.words.says
    options: list[click.Parameter] = [
        click.Option(["--of"], type=click.Choice((INVENTORY, *OF_REPORTS)), default=INVENTORY, help=says("schema-option-of")),
        click.Option(["--validate"], multiple=True, metavar=says("metavar-inventory"), help=says("schema-option-validate")),
        *common_options(context),
        help_option(context.words),
    ]
    return click.Command("schema", params=options, callback=lambda **given: _schema(context, **given), help=says("help-schema"), add_help_option=False)


def _schema(context: Context, of: str, validate: tuple[str, ...]) -> int:
    if validate and of != INVENTORY:
        raise usage_problem("usage-schema-validate", of=of)
    if not validate:
        sys.stdout.write(_for_console(_text(context, of), sys.stdout.encoding))
        return 0
    gathering = Gathering()
    codes = [gathering.tried(partial(_validated, context, path)) for path in validate]
    gathering.end()
    return max(code for code in codes if code is not None)


def _text(context: Context, of: str) -> str:
    if of != INVENTORY:
        return report_schema_text(of)
    from secpolicy.model.schema import schema_text

    return schema_text(context.rulebook.vocabulary)


def _for_console(text: str, encoding: str | None) -> str:
    """JSON is UTF-8: where the console or the file behind `>` is not, every other character is said by its number."""
    if (encoding or "utf-8").lower().replace("-", "") == "utf8":
        return text
    return re.sub(r"[^\x00-\x7f]", lambda found: json.dumps(found[0])[1:-1], text)


def _validated(context: Context, path: str) -> int:
    words = context.words
    problems = _problems_of_folder(context, path) if os.path.isdir(path) else _problems_of_file(context, path)
    if not problems:
        sys.stdout.write(words.says("schema-fits", path=path) + "\n")
        return 0
    sys.stderr.write("\n".join([*(told(problem, words) for problem in problems), words.says("problems", n=len(problems))]) + "\n")
    return REFUSED


def _problems_of_file(context: Context, path: str) -> list[Problem]:
    from secpolicy.checking.conformance import schema_problems
    from secpolicy.model.schema import inventory_schema

    document = read_file(path)
    if not isinstance(document, Mapping):
        at = Location(path.replace(os.sep, "/"))
        raise Refused([Problem(at, "empty-inventory" if document is None else "not-an-inventory", {})])
    return schema_problems(document, inventory_schema(context.rulebook.vocabulary))


def _problems_of_folder(context: Context, path: str) -> list[Problem]:
    """What is wrong with the files that `check` reads of a folder: together they have one `vocabulary`, whichever of them has it."""
    from secpolicy.checking.conformance import schema_problems
    from secpolicy.model.documents import read_by_libyaml, read_documents
    from secpolicy.model.schema import inventory_schema, part_of

    documents = read_by_libyaml(read_documents(path))
    schema = part_of(inventory_schema(context.rulebook.vocabulary))
    problems = [problem for document in documents for problem in schema_problems(document, schema)]
    if not any("vocabulary" in document for document in documents):
        problems.insert(0, Problem(Location(documents[0].source.name, 1, 1), "vocabulary-missing", {}))
    return problems
