"""Writing files whole: beside their place and then renamed, so that nobody ever reads half a report."""

from __future__ import annotations

import os

from secpolicy.base.reasons import reason_of
from secpolicy.cli.commands import usage_problem


def write_all(contents: dict[str, bytes]) -> None:
    """Write every file, or none: all stand beside their places before the first is renamed. Raises Refused."""
    beside = {path: f"{path}.{os.getpid()}.tmp" for path in contents}
    path = ""
    try:
        for path, content in contents.items():
            with open(beside[path], "wb") as file:
                file.write(content)
        for path in contents:
            os.replace(beside[path], path)
    except OSError as error:
        for left in beside.values():
            if os.path.exists(left):
                os.unlink(left)
        raise usage_problem("usage-cannot-write", path=path, reason=reason_of(error)) from None


def write_folder(folder: str, contents: dict[str, bytes]) -> None:
    """Write files into a folder that is new or empty: filled beside its place and renamed, so that it is there whole or not at all. Raises Refused."""
    beside = f"{folder.rstrip('/' + os.sep)}.{os.getpid()}.tmp"
    try:
        if os.path.exists(folder) and (not os.path.isdir(folder) or os.listdir(folder)):
            raise usage_problem("usage-folder-not-empty", path=folder)
        os.mkdir(beside)
        for name, content in contents.items():
            with open(os.path.join(beside, name), "wb") as file:
                file.write(content)
        if os.path.isdir(folder):
            os.rmdir(folder)
        os.rename(beside, folder)
    except OSError as error:
        import shutil

        shutil.rmtree(beside, ignore_errors=True)
        raise usage_problem("usage-cannot-write", path=folder, reason=reason_of(error)) from None
