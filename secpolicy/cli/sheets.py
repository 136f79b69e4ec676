"""The sheet (点検票) of a rule with its cases: the two floors that know them meet only here."""

from __future__ import annotations

import os

from secpolicy.base.problem import Refused
from secpolicy.model.folders import data_folder
from secpolicy.model.rulebook import Rule, Rulebook
from secpolicy.reporting.rules.rule_sheet import sheet
from secpolicy.testing.cases import case_file_of, load_cases


def sheet_of(rulebook: Rulebook, rule: Rule, lang: str, overlay: str | None = None) -> str:
    """The sheet of a rule in Markdown; a pack without case files has sheets without examples. `overlay`: the folder of the organisation's own pack."""
    own = overlay is not None and rule.pack == os.path.basename(os.path.abspath(overlay))
    path = case_file_of(rule, os.path.dirname(os.path.abspath(overlay if own and overlay is not None else data_folder("rules"))))
    examples: tuple[tuple[str, dict[str, str]], ...] = ()
    if os.path.isfile(path):
        try:
            cases = load_cases(path, rule.file.removesuffix(".rule") + ".test.yaml", rulebook.vocabulary)
        except Refused:
            cases = ()
        examples = tuple((case.name, {label: wanted.verdict for label, wanted in case.expect.items()}) for case in cases)
    return sheet(rule, rulebook, lang, examples)
