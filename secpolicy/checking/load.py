"""From folders to a rulebook: read every pack, parse and check every rule and term, and report all problems together."""

from __future__ import annotations

import hashlib
import os
from typing import Any

from secpolicy.base.location import Location, Source
from secpolicy.base.problem import Problem, Refused, closest
from secpolicy.base.record import Record
from secpolicy.base.text import LANGUAGES
from secpolicy.checking.additions import Additions
from secpolicy.checking.adjusting import Adjusting
from secpolicy.checking.from_tables import filled
from secpolicy.checking.names import Names, TermHead
from secpolicy.checking.pack_forms import Formed, formed
from secpolicy.checking.parameters import parameter_problems
from secpolicy.checking.rules import Library, checked_rule, checked_term
from secpolicy.checking.tables import closed_problems, joined, row_problems
from secpolicy.language import syntax as s
from secpolicy.language.parse import parse, parse_without_places
from secpolicy.model import pack as packs
from secpolicy.model.clauses import Clause, Guideline, Parameter
from secpolicy.model.folders import VOCABULARY
from secpolicy.model.profile import load_profiles
from secpolicy.model.rulebook import PackHead, Rule, Rulebook, Term
from secpolicy.model.text_files import file_text
from secpolicy.model.vocabulary import Vocabulary
from secpolicy.model.vocabulary_files import load_vocabulary
from secpolicy.model.words import load_words


def load_rulebook(rules: str, profiles: str | None = None, overlays: tuple[str, ...] = ()) -> Rulebook:
    """The rulebook of all packs in a folder, and of an organisation's own packs beside it. Raises Refused (exit code 6) with every problem.

    An overlay adds rules, terms, clauses, parameters, kinds and fields; what has a name already is refused, so it never changes ours. Its
    adjustments tighten what is shipped, or leave out a duty with a reason.
    """
    return _Loader(rules, profiles, overlays).load()


class _Known(Record):
    """What the rules of all packs may name."""

    vocabulary: Vocabulary
    terms: dict[str, TermHead]
    parameters: dict[str, Parameter]
    library: Library

    def tree(self, of: tuple[str, str], source: Source, syntax: s.Rule | s.Term) -> tuple[Rule | Term, list[Problem]]:
        """The checked tree of a rule or term of a pack and topic, and what is wrong with it."""
        names = Names(self.vocabulary, self.terms, self.parameters, source)
        if isinstance(syntax, s.Term):
            return checked_term(syntax, of[0], names, self.library), names.problems
        return checked_rule(syntax, *of, names, self.library), names.problems


class _Loader:
    def __init__(self, rules: str, profiles: str | None, overlays: tuple[str, ...]) -> None:
        self.rules, self.profiles, self.overlays = rules, profiles, overlays
        self.root = os.path.dirname(os.path.abspath(rules))
        self.own = {os.path.abspath(folder) for folder in overlays}
        self.problems: list[Problem] = []

    def load(self) -> Rulebook:
        shipped = self._shipped()
        forms = self._own_forms(shipped)
        folders = [*shipped, *(os.path.abspath(folder) for folder in self.overlays)]
        vocabulary = load_vocabulary((VOCABULARY, *(os.path.join(folder, "vocabulary") for folder in folders)))
        found = self._packs(folders, vocabulary)
        own_rows = self._own_rows(forms, found, vocabulary)
        self.problems += own_rows
        self._check_uses(found)
        library = self._library(found)
        parsed = {path: self._parsed(path, shown) for pack in found for _, path, shown in (*pack.terms, *pack.rules)}
        defined = [parsed[path][1] for pack in found for _, path, _ in pack.terms]
        heads = {term.name: TermHead(term.name, term.kind) for term in defined if isinstance(term, s.Term)}
        self._check_twice(found, parsed)
        parameters, of_rows = filled(found, vocabulary)
        self.problems += [one for one in of_rows if one.id != "rows-cell" or not own_rows]  # a slip in a row is told at the row
        known = _Known(vocabulary, heads, parameters, library)
        files = [(pack.name, topic, *parsed[path]) for pack in found for topic, path, _ in (*pack.terms, *pack.rules)]
        trees = [self._checked(known, (pack, topic), source, syntax) for pack, topic, source, syntax in files if syntax is not None]
        return self._bound(found, folders, known, trees)

    def _shipped(self) -> list[str]:
        """The folders of the packs that lie together."""
        folders = [os.path.join(self.rules, name) for name in sorted(os.listdir(self.rules))]
        return [folder for folder in folders if os.path.isfile(os.path.join(folder, "pack.yaml"))]

    def _bound(self, found: list[packs.Pack], folders: list[str], known: _Known, trees: list[Rule | Term]) -> Rulebook:
        """The rulebook of checked trees, adjusted as the organisation's own packs say. Raises Refused with every problem found so far."""
        vocabulary, parameters, library = known.vocabulary, known.parameters, known.library
        terms = [tree for tree in trees if isinstance(tree, Term)]
        rules = [tree for tree in trees if isinstance(tree, Rule)]
        self._check_circles(terms)
        house = packs.house_vocabulary()
        adjusted = self._adjusted(found, Adjusting(rules, parameters, library, vocabulary, tuple(house.choices["strength"].labels)))
        self.problems += parameter_problems(parameters.values(), library[0], vocabulary)
        self._refuse()
        heads_of_packs = tuple(PackHead(pack.name, pack.title, pack.uses) for pack in found)
        profiles = load_profiles(self.profiles, house) if self.profiles else {}
        return Rulebook(
            vocabulary, heads_of_packs, tuple(library[0].values()), tuple(library[1].values()), tuple(adjusted.parameters.values()),
            joined(found, self.own, vocabulary), tuple(sorted(adjusted.rules.values(), key=lambda rule: rule.id)), tuple(terms), profiles,
            packs.house_vocabulary, {lang: load_words(lang).texts for lang in LANGUAGES}, self._digest(folders), tuple(adjusted.made),
        )  # fmt: skip

    def _own_forms(self, shipped: list[str]) -> list[Formed]:
        """The organisation's own packs as files; refused before anything is made of them if their shape is wrong or they change what is there."""
        forms = []
        for folder in sorted(self.own):
            form = formed(folder, os.path.dirname(folder))
            forms.append(form)
            self.problems += form.problems
            if os.path.basename(folder) in map(os.path.basename, shipped):
                at = Location(self._shown(os.path.join(folder, "pack.yaml")), 1, 1, 1, 2)
                self.problems.append(Problem(at, "pack-name-taken", {"name": os.path.basename(folder)}))
        self._refuse()
        if forms:
            vocabulary = load_vocabulary((VOCABULARY, *(os.path.join(folder, "vocabulary") for folder in shipped)))
            self.problems += [problem for form in forms for problem in Additions(form.documents["vocabulary"], vocabulary).check()]
            self._refuse()
        return forms

    def _own_rows(self, forms: list[Formed], found: list[packs.Pack], vocabulary: Vocabulary) -> list[Problem]:
        """What is wrong with the rows that an organisation adds to tables."""
        documents = [document for form in forms for document in form.documents["catalog"]]
        shipped = [pack for pack in found if pack.folder not in self.own]
        return [*row_problems(documents, vocabulary, found), *closed_problems(documents, shipped)]

    def _refuse(self) -> None:
        """Leave if there is a problem so far, with all of them."""
        if self.problems:
            raise Refused(sorted(set_free(self.problems), key=lambda problem: problem.location), exit_code=6)

    def _shown(self, path: str) -> str:
        """A file's name as it is printed: from beside the pack's own folder, ours from the root."""
        own = next((folder for folder in self.own if path.startswith(folder + os.sep)), None)
        return os.path.relpath(path, os.path.dirname(own) if own else self.root).replace(os.sep, "/")

    def _adjusted(self, found: list[packs.Pack], adjusting: Adjusting) -> Adjusting:
        """The rules and parameters with what overlays adjust; a shipped pack adjusts nothing."""
        for pack in found:
            if pack.folder in self.own:
                adjusting.add(pack.name, pack.title, pack.adjustments)
            elif pack.adjustments:
                at = Location(self._shown(os.path.join(pack.folder, packs.ADJUSTMENTS)), 1, 1, 1, 2)
                self.problems.append(Problem(at, "adjustments-in-shipped-pack", {"pack": pack.name}))
        self.problems += adjusting.problems
        return adjusting

    def _digest(self, folders: list[str]) -> str:
        """SHA-256 over every file that the packs' meaning depends on; reports carry it."""
        digest = hashlib.sha256()
        for folder in folders:
            for path in packs.pack_files(folder):
                with open(path, "rb") as file:
                    content = file.read().replace(b"\r\n", b"\n")
                name = os.path.relpath(path, self.root).replace(os.sep, "/")
                digest.update(f"{name}\0{len(content)}\0".encode())
                digest.update(content)
        return digest.hexdigest()

    def _packs(self, folders: list[str], vocabulary: Vocabulary) -> list[packs.Pack]:
        house = packs.house_vocabulary()
        found = []
        for folder in folders:
            try:
                root = os.path.dirname(folder) if folder in self.own else self.root
                found.append(packs.load_pack(folder, vocabulary, house, root))
            except Refused as refused:
                self.problems += refused.problems
        return found

    def _parsed(self, path: str, shown: str) -> tuple[Source, Any]:
        try:
            source = file_text(path, shown)
            return source, parse_without_places(source)
        except Refused as refused:
            self.problems += refused.problems
            return Source(shown, ""), None

    def _checked(self, known: _Known, of: tuple[str, str], source: Source, syntax: s.Rule | s.Term) -> Rule | Term:
        """The tree of a rule or term of a pack and topic. Only a file with a fault is parsed with its places."""
        tree, problems = known.tree(of, source, syntax)
        self.problems += known.tree(of, source, parse(source))[1] if problems else []
        return tree

    def _library(self, found: list[packs.Pack]) -> tuple[dict[str, Guideline], dict[tuple[str, str], Clause]]:
        guidelines = {guideline.id: guideline for pack in found for guideline in pack.guidelines}
        clauses: dict[tuple[str, str], Clause] = {}
        for pack in found:
            for clause in pack.clauses:
                at = Location(clause.file, clause.line, 1, clause.line, 2)
                first = clauses.setdefault((clause.guideline, clause.id), clause)
                if first is not clause:
                    self.problems.append(Problem(at, "clause-twice", {"clause": clause.id, "first": f"{first.file}:{first.line}"}))
                if clause.guideline not in guidelines:
                    meant = closest(clause.guideline, [*guidelines])
                    message = "unknown-guideline-meant" if meant else "unknown-guideline"
                    self.problems.append(Problem(at, message, {"guideline": clause.guideline, "meant": meant}))
        return guidelines, clauses

    def _check_uses(self, found: list[packs.Pack]) -> None:
        uses = {pack.name: pack.uses for pack in found}
        for pack in found:
            at = Location(self._shown(os.path.join(pack.folder, "pack.yaml")), 1, 1, 1, 2)
            for other in pack.uses:
                if other not in uses:
                    self.problems.append(Problem(at, "unknown-pack", {"pack": other, "known": sorted(uses)}))
            reached: set[str] = set()
            waiting = list(pack.uses)
            while waiting:
                name = waiting.pop()
                if name == pack.name:
                    self.problems.append(Problem(at, "packs-in-a-circle", {"pack": pack.name}))
                    break
                if name not in reached:
                    reached.add(name)
                    waiting += uses.get(name, ())

    def _check_twice(self, found: list[packs.Pack], parsed: dict[str, tuple[Source, Any]]) -> None:
        """A term has one meaning, a parameter one definition."""
        first: dict[tuple[str, str], str] = {}
        for pack in found:
            of_terms = [parsed[path] for _, path, _ in pack.terms]
            named: list[tuple[str, str, Location, Source | None]]
            named = [("term", syntax.name, syntax.at, source) for source, syntax in of_terms if syntax is not None]
            named += [("parameter", one.name, Location(one.file, one.line, 1, one.line, 2), None) for one in pack.parameters]
            for what, name, at, source in named:
                if first.setdefault((what, name), at.short) != at.short:
                    where = parse(source).at if source is not None else at
                    self.problems.append(Problem(where, "defined-twice", {"name": name, "first": first[what, name]}))

    def _check_circles(self, terms: list[Term]) -> None:
        named = {term.name: _terms_in(term.means) for term in terms}
        for term in terms:
            reached: set[str] = set()
            waiting = list(named[term.name])
            while waiting:
                name = waiting.pop()
                if name == term.name:
                    self.problems.append(Problem(Location(term.file, term.line, 1, term.line, 2), "term-in-a-circle", {"term": term.name}))
                    break
                if name not in reached:
                    reached.add(name)
                    waiting += named.get(name, ())


def _terms_in(node: Any) -> set[str]:
    if not isinstance(node, tuple):
        return set()
    found = {node[2]} if len(node) == 3 and node[0] == "term" else set()
    for part in node:
        found |= _terms_in(part)
    return found


def set_free(problems: list[Problem]) -> list[Problem]:
    """The problems, each once."""
    seen: set[tuple[Any, ...]] = set()
    kept = []
    for problem in problems:
        key = (problem.location, problem.id, str(problem.values))
        if key not in seen:
            seen.add(key)
            kept.append(problem)
    return kept
