"""An earlier state of an inventory, read from git: the only other program that secpolicy ever runs."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from secpolicy.base.reasons import Reason, reason_of
from secpolicy.cli.commands import usage_problem

# What git says, asked in English, and what it means for the reader.
_COMMON = {"not a git repository": "reason-no-repository", "Needed a single revision": "reason-no-revision"}
_READ = (".yaml", ".yml", ".rule", ".term", ".csv")


@contextmanager
def at_revision(revision: str) -> Iterator[None]:
    """Inside, paths lead to the files of a revision, as if it were checked out; the working tree is left alone. Raises Refused.

    Plumbing commands alone are called: unlike a checkout, they run no filter and no hook that a repository may have set up.
    """
    if revision.startswith("-"):
        raise usage_problem("usage-git", revision=revision, reason=Reason("reason-no-revision"))
    prefix = os.fsdecode(_git(revision, "rev-parse", "--show-prefix")).strip()
    tree = os.fsdecode(_git(revision, "rev-parse", "--verify", f"{revision}^{{tree}}")).strip()
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        _write_out(revision, tree, folder)
        os.makedirs(os.path.join(folder, prefix), exist_ok=True)
        os.chdir(os.path.join(folder, prefix))
        try:
            yield
        finally:
            os.chdir(before)


def _write_out(revision: str, tree: str, folder: str) -> None:
    """The files of a tree that secpolicy may read: ordinary files, no links."""
    listed = [entry.partition(b"\t") for entry in _git(revision, "ls-tree", "-r", "-z", "--full-tree", tree).split(b"\0") if entry]
    wanted = [(head.split(), os.fsdecode(name)) for head, _, name in listed if head.startswith(b"100") and os.fsdecode(name).endswith(_READ)]
    content = _git(revision, "cat-file", "--batch", given=b"".join(head[2] + b"\n" for head, _ in wanted))
    position = 0
    for _, name in wanted:
        end = content.index(b"\n", position)
        size = int(content[position:end].split()[2])
        path = os.path.join(folder, *name.split("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content[end + 1 : end + 1 + size])
        position = end + size + 2


def _git(revision: str, *arguments: str, given: bytes = b"") -> bytes:
    try:
        ran = subprocess.run(["git", *arguments], input=given, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C"})
    except FileNotFoundError:
        raise usage_problem("usage-git", revision=revision, reason=Reason("reason-no-git")) from None
    except OSError as error:
        raise usage_problem("usage-git", revision=revision, reason=reason_of(error)) from None
    if ran.returncode:
        raise usage_problem("usage-git", revision=revision, reason=_reason(ran.stderr.decode(errors="replace").strip(), arguments[0]))
    return ran.stdout


def _reason(said: str, command: str) -> Reason:
    """Why git refused: in our own words if it is what it refuses most, else the last line that it said."""
    known = next((id_ for text, id_ in _COMMON.items() if text in said), "")
    return Reason(known, said.splitlines()[-1] if said else f"git {command}")
