"""The entry point: which language, which command, and what happens when something goes wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

from secpolicy import __version__


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["--version"]:
        sys.stdout.write(f"secpolicy {__version__}\n")
        return
    for stream in (sys.stdout, sys.stderr):
        # The console of an office may be cp932: what it cannot show is replaced, never raised on.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(_run(given))


def _run(given: list[str]) -> int:
    try:
        from secpolicy.cli.commands import run

        code = run(given)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader has seen enough (| head): no complaint, and none at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the last resort: never a traceback before an officer
        return _internal(error)


def _internal(error: BaseException) -> int:
    trace: Any = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace is not None else ""
    sys.stderr.write(f"内部エラー / internal error: {type(error).__name__}: {error} ({place}) secpolicy {__version__}\n")
    return 70
