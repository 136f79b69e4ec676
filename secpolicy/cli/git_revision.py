"""An earlier state of an inventory, read from git: the only other program that secpolicy ever runs."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from secpolicy.cli.commands import usage_problem

_READ = (".yaml", ".yml", ".rule", ".term", ".csv")


@contextmanager
def at_revision(revision: str) -> Iterator[None]:
    """Inside, paths lead to the files of a revision, as if it were checked out; the working tree is left alone. Raises Refused.

    Plumbing commands alone are called: unlike a checkout, they run no filter and no hook that a repository may have set up.
    """
    if revision.startswith("-"):
        raise usage_problem("usage-git", revision=revision, reason="-")
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
        ran = subprocess.run(["git", *arguments], input=given, capture_output=True, check=False)
    except OSError as error:
        raise usage_problem("usage-git", revision=revision, reason=error.strerror or str(error)) from None
    if ran.returncode:
        lines = ran.stderr.decode(errors="replace").strip().splitlines()
        raise usage_problem("usage-git", revision=revision, reason=lines[-1] if lines else f"git {arguments[0]}")
    return ran.stdout
