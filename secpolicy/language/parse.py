"""From the text of a .rule or .term file to its syntax. The only place that knows lark."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

import lark

from secpolicy.base.location import Location, Source
from secpolicy.base.problem import Problem, Refused
from secpolicy.language import syntax as s

GRAMMAR = os.path.join(os.path.dirname(os.path.abspath(__file__)), "grammar.lark")
_SPELLED = {"LESSTHAN": "<", "MORETHAN": ">", "COLON": ":", "COMMA": ",", "DOT": ".", "EQUAL": "=", "LPAR": "(", "RPAR": ")"}
_SAMPLES = {
    "SLUG": "a-name", "NAME": "a_name", "FIELD": "a_field", "STRING": '"text"', "CLAUSE": "chapter/clause", "LEVEL": "critical, high, medium, low",
    "DATE": "2027-03-31", "EDITION": "2026-03", "YEAR": "2026", "INT": "6", "UNIT": "days, months, years", "CMP": "=, !=, <, <=, >, >=", "ADD": "+, -",
    "FUNC": "count, distinct, latest, earliest, exists, share, those", "QUANTIFIER": "some, no",
}  # fmt: skip


@lru_cache(maxsize=1)
def parser() -> lark.Lark:
    """The LALR parser of the rule language; a test builds the same grammar with strict=True."""
    with open(GRAMMAR, encoding="utf-8") as file:
        return lark.Lark(file.read(), parser="lalr", propagate_positions=True, maybe_placeholders=False)


@lru_cache(maxsize=1)
def _quick_parser() -> lark.Lark:
    """The same grammar, building syntax values as it goes: no tree, and so no places."""
    with open(GRAMMAR, encoding="utf-8") as file:
        return lark.Lark(file.read(), parser="lalr", transformer=_Shape(""), maybe_placeholders=False)


def parse(source: Source) -> s.Rule | s.Term:
    """The rule or term written in a text. Raises Refused with the first syntax error, its place and the words allowed there."""
    built: s.Rule | s.Term = _Shape(source.name).transform(_parsed(parser(), source))
    return built


def parse_without_places(source: Source) -> s.Rule | s.Term:
    """The same in half the time: of all places only the file and the line of the name are told. Whoever finds a fault parses again."""
    built: s.Rule | s.Term = _parsed(_quick_parser(), source)
    return built._replace(at=built.at._replace(file=source.name))


def _parsed(by: lark.Lark, source: Source) -> Any:
    try:
        return by.parse(source.text)
    except lark.exceptions.UnexpectedInput as error:
        raise Refused([_problem(source, error)], exit_code=6) from None


def _problem(source: Source, error: lark.exceptions.UnexpectedInput) -> Problem:
    if isinstance(error, lark.exceptions.UnexpectedToken):
        found, allowed = str(error.token), error.accepts or error.expected
        if error.token.type == "$END":
            return _early_end(source, _words(allowed))
    else:
        # A character that no word begins with, or a word that none of those allowed here is.
        found = source.line(error.line)[error.column - 1 :].split(" ")[0]
        allowed = getattr(error, "allowed", None) or set()
    at = Location(source.name, error.line, error.column, error.line, error.column + len(found))
    return Problem(at, "rule-syntax", {"found": found, "allowed": _words(allowed)}, source.line(error.line))


def _early_end(source: Source, allowed: list[str]) -> Problem:
    number = source.text.rstrip().count("\n") + 1
    line = source.line(number)
    return Problem(Location(source.name, number, len(line) + 1, number, len(line) + 2), "rule-ends-early", {"allowed": allowed}, line)


def _words(terminals: set[str]) -> list[str]:
    return sorted({_spelled(terminal) for terminal in terminals if terminal != "$END"})


def _spelled(terminal: str) -> str:
    if terminal in _SAMPLES:
        return _SAMPLES[terminal]
    if terminal in _SPELLED:
        return _SPELLED[terminal]
    definition = next((term for term in parser().terminals if term.name == terminal), None)
    return str(definition.pattern.value) if definition is not None else terminal.lower()


def _with_meta(method: Any, name: str, parts: list[Any], meta: Any) -> Any:
    return method(meta, parts)


@lark.v_args(wrapper=_with_meta)
class _Shape(lark.Transformer[Any, Any]):
    """Builds syntax values from lark's tree, bottom up; or in its place, then without places (`meta` is None)."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self.file, self.nowhere = file, Location(file)

    def _at(self, meta: Any, name: Any = None) -> Location:
        if meta is None:
            return self._token(name) if name is not None else self.nowhere
        return Location(self.file, meta.line, meta.column, meta.end_line, meta.end_column)

    def start(self, meta: Any, parts: list[Any]) -> Any:
        return parts[0]

    def rule(self, meta: Any, parts: list[Any]) -> s.Rule:
        named = dict(part for part in parts if type(part) is tuple and len(part) == 2)
        subjects, where = named["scope"]
        due = next(part for part in parts if type(part) is s.Due)
        return s.Rule(
            str(parts[0]), named["title"], tuple(part for part in parts if type(part) is s.Cite), named.get("note"), named["severity"],
            subjects, where, tuple(part for part in parts if type(part) is tuple and len(part) == 4),
            tuple(part for part in parts if type(part) is s.Duty), due, named.get("fix"), self._at(meta, parts[0]),
        )  # fmt: skip

    def term(self, meta: Any, parts: list[Any]) -> s.Term:
        named = dict(part for part in parts if type(part) is tuple and len(part) == 2)
        cites = tuple(part for part in parts if type(part) is s.Cite)
        return s.Term(str(parts[0]), named["title"], cites, str(parts[-2]), parts[-1], self._at(meta, parts[0]))

    def title(self, meta: Any, parts: list[Any]) -> Any:
        return "title", parts[0]

    def note(self, meta: Any, parts: list[Any]) -> Any:
        return "note", parts[0]

    def fix(self, meta: Any, parts: list[Any]) -> Any:
        return "fix", parts[0]

    def severity(self, meta: Any, parts: list[Any]) -> Any:
        return "severity", str(parts[0])

    def ja(self, meta: Any, parts: list[Any]) -> Any:
        return "ja", str(parts[0])[1:-1]

    def en(self, meta: Any, parts: list[Any]) -> Any:
        return "en", str(parts[0])[1:-1]

    def texts(self, meta: Any, parts: list[Any]) -> s.Texts:
        named = dict(parts)
        at = self._at(meta) if parts else Location(self.file)
        return s.Texts(named.get("ja"), named.get("en"), at)

    def since(self, meta: Any, parts: list[Any]) -> Any:
        return str(parts[0]), None

    def until(self, meta: Any, parts: list[Any]) -> Any:
        return None, str(parts[0])

    def between(self, meta: Any, parts: list[Any]) -> Any:
        return str(parts[0]), str(parts[1])

    def cite(self, meta: Any, parts: list[Any]) -> s.Cite:
        since, until = parts[2] if len(parts) > 2 else (None, None)
        return s.Cite(str(parts[0]), str(parts[1]), since, until, self._at(meta))

    def scope(self, meta: Any, parts: list[Any]) -> Any:
        subjects = tuple(part for part in parts if type(part) is s.Subject)
        return "scope", (subjects, parts[-1] if type(parts[-1]) is not s.Subject else None)

    def subject(self, meta: Any, parts: list[Any]) -> s.Subject:
        return s.Subject(str(parts[0]), str(parts[-1]), self._at(meta))

    def let(self, meta: Any, parts: list[Any]) -> Any:
        return str(parts[0]), parts[1], parts[2], self._at(meta)

    def _duty(self, form: str, meta: Any, parts: list[Any]) -> s.Duty:
        by = next((part for part in parts if type(part) is s.DeadlineForm), None)
        return s.Duty(form, str(parts[0]), parts[1], None, by, parts[-1], self._at(meta))

    def require(self, meta: Any, parts: list[Any]) -> s.Duty:
        return self._duty("require", meta, parts)

    def forbid(self, meta: Any, parts: list[Any]) -> s.Duty:
        return self._duty("forbid", meta, parts)

    def forbid_route(self, meta: Any, parts: list[Any]) -> s.Duty:
        return self._duty("forbid_route", meta, parts)

    def repeat(self, meta: Any, parts: list[Any]) -> s.Duty:
        return s.Duty("repeat", str(parts[0]), parts[2], parts[1], None, parts[-1], self._at(meta))

    def one_way(self, meta: Any, parts: list[Any]) -> s.Route:
        return self._route(False, meta, parts)

    def either_way(self, meta: Any, parts: list[Any]) -> s.Route:
        return self._route(True, meta, parts)

    def _route(self, both_ways: bool, meta: Any, parts: list[Any]) -> s.Route:
        over, avoiding = parts[2]
        return s.Route(both_ways, s.Path((str(parts[0]),), self._token(parts[0])), parts[1], over, avoiding, self._at(meta))

    def target(self, meta: Any, parts: list[Any]) -> Any:
        if len(parts) == 1:
            return s.Path((str(parts[0]),), self._at(meta))
        return s.Selection(str(parts[0]), parts[1], self._at(meta))

    def way(self, meta: Any, parts: list[Any]) -> Any:
        avoiding = tuple(part for part in parts if type(part) is s.Selection)
        rest = [part for part in parts if type(part) is not s.Selection]
        return s.Selection(str(rest[0]), rest[1] if len(rest) > 1 else None, self._at(meta)), avoiding

    def avoiding(self, meta: Any, parts: list[Any]) -> s.Selection:
        return s.Selection(str(parts[0]), parts[1] if len(parts) > 1 else None, self._at(meta))

    def by(self, meta: Any, parts: list[Any]) -> Any:
        return parts[0]

    def due(self, meta: Any, parts: list[Any]) -> s.Due:
        cases = []
        for position in range(0, len(parts) - 1, 2):
            cases.append((parts[position + 1], parts[position]))
        return s.Due((*cases, (None, parts[-1])), self._at(meta))

    def at_once(self, meta: Any, parts: list[Any]) -> s.DeadlineForm:
        return s.DeadlineForm("at_once", None, self._at(meta))

    def none(self, meta: Any, parts: list[Any]) -> s.DeadlineForm:
        return s.DeadlineForm("none", None, self._at(meta))

    def about(self, meta: Any, parts: list[Any]) -> s.DeadlineForm:
        return s.DeadlineForm("about", str(parts[0]), self._at(meta))

    def fiscal_year_end(self, meta: Any, parts: list[Any]) -> s.DeadlineForm:
        value = str(parts[0]) if isinstance(parts[0], lark.Token) else parts[0]
        return s.DeadlineForm("fiscal_year_end", value, self._at(meta))

    def day(self, meta: Any, parts: list[Any]) -> s.DeadlineForm:
        return s.DeadlineForm("day", parts[0], self._at(meta))

    def fiscal(self, meta: Any, parts: list[Any]) -> s.Interval:
        return s.Interval("fiscal", None, Location(self.file))

    def by_parameter(self, meta: Any, parts: list[Any]) -> s.Interval:
        return s.Interval("parameter", parts[0], self._at(meta))

    def span_interval(self, meta: Any, parts: list[Any]) -> s.Interval:
        return s.Interval("span", s.Literal("span", str(parts[0]), str(parts[1]), self._at(meta)), self._at(meta))

    def _operation(self, operator: str) -> Any:
        return lambda meta, parts: parts[0] if len(parts) == 1 else s.Operation(operator, tuple(parts), self._at(meta))

    def expr(self, meta: Any, parts: list[Any]) -> Any:
        return self._operation("implies")(meta, parts)

    def either(self, meta: Any, parts: list[Any]) -> Any:
        return self._operation("or")(meta, parts)

    def both(self, meta: Any, parts: list[Any]) -> Any:
        return self._operation("and")(meta, parts)

    def negation(self, meta: Any, parts: list[Any]) -> Any:
        return s.Operation("not", tuple(parts), self._at(meta))

    def has(self, meta: Any, parts: list[Any]) -> Any:
        return s.Operation("has", tuple(parts), self._at(meta))

    def member(self, meta: Any, parts: list[Any]) -> Any:
        return s.Operation("in", tuple(parts), self._at(meta))

    def compare(self, meta: Any, parts: list[Any]) -> Any:
        return s.Comparison(str(parts[1]), parts[0], parts[2], self._at(meta))

    def add(self, meta: Any, parts: list[Any]) -> Any:
        left = parts[0]
        for position in range(1, len(parts), 2):
            left = s.Operation(str(parts[position]), (left, parts[position + 1]), self._at(meta))
        return left

    def date(self, meta: Any, parts: list[Any]) -> s.Literal:
        return s.Literal("date", str(parts[0]), "", self._at(meta))

    def span(self, meta: Any, parts: list[Any]) -> s.Literal:
        return s.Literal("span", str(parts[0]), str(parts[1]), self._at(meta))

    def number(self, meta: Any, parts: list[Any]) -> s.Literal:
        return s.Literal("number", str(parts[0]), "", self._at(meta))

    def one_of(self, meta: Any, parts: list[Any]) -> s.OneOf:
        return s.OneOf(tuple(parts), self._at(meta))

    def function(self, meta: Any, parts: list[Any]) -> s.Function:
        return s.Function(str(parts[0]), tuple(parts[1:]), self._at(meta))

    def fold(self, meta: Any, parts: list[Any]) -> s.Fold:
        return s.Fold(str(parts[0]), parts[1], parts[2], self._at(meta))

    def quantified(self, meta: Any, parts: list[Any]) -> s.Quantified:
        return s.Quantified(str(parts[0]), str(parts[1]), str(parts[-2]), parts[-1], self._at(meta))

    def path(self, meta: Any, parts: list[Any]) -> s.Path:
        return s.Path(tuple(str(part) for part in parts), self._at(meta))

    def _token(self, token: lark.Token) -> Location:
        return Location(self.file, token.line or 0, token.column or 0, token.end_line or 0, token.end_column or 0)
