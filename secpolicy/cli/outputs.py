"""Where reports are written: each to a place of its own, never over what was read, and never by half."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused, closest
from secpolicy.base.text import printable
from secpolicy.cli.choosing import legible
from secpolicy.cli.commands import Gathering, usage_problem

Target = tuple[str, str]  # format, path
FOLDERS = ("departments",)  # outputs of several files, which nothing can print


def targets(given: Sequence[str], formats: Sequence[str], inventories: int) -> list[Target]:
    """What `--output` names. Raises Refused with everything that would keep a report from being written, before anything is judged."""
    gathering = Gathering()
    found = [target for one in given if (target := gathering.tried(partial(_target, one, formats))) is not None]
    problems = gathering.problems
    seen: set[str] = set()
    for kind, path in found:
        if os.path.realpath(path) in seen:
            problems.append(_problem("usage-output-twice", path))
        elif (problem := _misplaced(kind, path)) is not None:
            problems.append(problem)
        seen.add(os.path.realpath(path))
    if found and inventories > 1:
        problems.append(Problem(Location("secpolicy"), "usage-output-of-many", {"n": inventories}))
    if problems:
        raise Refused(problems, exit_code=2)
    return found


def _misplaced(kind: str, path: str) -> Problem | None:
    """What is wrong with the place of an output; None if it can be written there."""
    folder = os.path.dirname(path.rstrip("/" + os.sep) if kind in FOLDERS else path) or "."
    if not os.path.isdir(folder):
        return _problem("usage-output-folder", path, folder=folder)
    if kind in FOLDERS:
        return _problem("usage-folder-not-empty", path) if os.path.exists(path) and not (os.path.isdir(path) and not os.listdir(path)) else None
    return _problem("usage-output-folder", path, folder=path) if os.path.isdir(path) else None


def refuse_inputs(outputs: Iterable[Target], inputs: Iterable[str]) -> None:
    """Raises Refused if a report would take the place of a file that it was made from."""
    read = {os.path.realpath(path) for path in inputs}
    problems = [_problem("usage-output-is-input", path) for _, path in outputs if os.path.realpath(path) in read]
    if problems:
        raise Refused(problems, exit_code=2)


def tell(text: str) -> None:
    """Print sentences on the error stream, a line each; where people read them, on a terminal, wrapped to its width."""
    if sys.stderr.isatty():
        import shutil  # brings compression with it: only terminals have a width

        from secpolicy.reporting.prose import hanging

        there = os.get_terminal_size(sys.stderr.fileno())  # what is printed may go elsewhere, and then says nothing of the terminal
        text = hanging((("", line) for line in text.splitlines()), legible(shutil.get_terminal_size(there).columns))
    sys.stderr.write(text)


def hand_over(text: str) -> None:
    """Print what other programs read. A file and a pipe get UTF-8 whatever the console's own encoding is; a terminal gets what it can show."""
    if sys.stdout.isatty() and (sys.stdout.encoding or "utf-8").lower().replace("-", "") != "utf8":
        sys.stdout.write(printable(text.removeprefix("\ufeff").replace("\r\n", "\n")))
    else:
        sys.stdout.buffer.write(text.encode())


def write(path: str, content: str | bytes | None, says: Callable[..., str], kind: str) -> None:
    """Written beside and renamed: never a half-written report. Where there is nothing to write, an older report does not stay either."""
    beside = f"{path}.{os.getpid()}.tmp" if is_replaced(path) else path
    try:
        if content is None:
            tell(says("nothing-to-write", format=kind, path=path) + "\n")
            if os.path.isfile(path) and beside != path:
                os.unlink(path)
            return
        with open(beside, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        if beside != path:
            os.replace(beside, path)
    except OSError as error:
        if beside != path and os.path.exists(beside):
            os.unlink(beside)
        from secpolicy.base.reasons import reason_of

        raise usage_problem("usage-cannot-write", path=path, reason=reason_of(error)) from None


def is_replaced(path: str) -> bool:
    """Whether what is written takes the place of what a path names: of a file it does, into a device or a pipe such as /dev/stdout it goes."""
    return not os.path.abspath(path).startswith("/dev/") and (os.path.isfile(path) or not os.path.exists(path))


def _target(given: str, formats: Sequence[str]) -> Target:
    kind, separator, path = given.partition(":")
    if separator and path and kind not in formats:
        meant = closest(kind, tuple(formats))
        raise usage_problem("usage-output-format-meant" if meant else "usage-output-format", value=given, format=kind, meant=meant, known=list(formats))
    if path == "-":
        raise usage_problem("usage-output-of-nothing", format=kind)
    if not separator or not path:
        raise usage_problem("usage-output", value=given, known=list(formats))
    return kind, path


def _problem(message: str, path: str, **values: str) -> Problem:
    return Problem(Location("secpolicy"), message, {"path": path, **values})
