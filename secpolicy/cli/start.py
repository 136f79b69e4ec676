"""The entry point: which language, which command, and what happens when something goes wrong."""

from __future__ import annotations

import errno
import gc
import os
import sys

from secpolicy import __version__

_OUT_OF_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EIO)


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave with its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if given == ["--version"]:  # answered before click, or anything else, is imported
        sys.stdout.write(f"secpolicy {__version__}\n")
        return
    # A run builds much, drops little and soon ends: looking for cycles would take a third of its time.
    gc.disable()
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        # The console of an office may be cp932: what it cannot show is replaced, never raised on.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    code = _run(given)
    sys.stdout.flush()
    sys.stderr.flush()
    # Nor is there anything to tidy up: the memory goes with the process, which taking it apart would only delay.
    os._exit(code)


def _run(given: list[str]) -> int:
    code = 0
    try:
        from secpolicy.cli.commands import run

        code = run(given)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        leave_unread()
    except OSError as error:
        if error.errno not in _OUT_OF_ROOM:
            return _internal(error)
        leave_unread()
        no_space = error.errno == errno.ENOSPC
        reasons = ("空き容量がない", "there is no space left") if no_space else (error.strerror, error.strerror)
        sys.stderr.write("出力に書けない（{}） / the output cannot be written ({})\n".format(*reasons))
        return 2
    except Exception as error:  # the last resort: never a traceback before an officer
        return _internal(error)
    return code


def _open_what_is_closed() -> None:
    """A caller may have closed the streams (`>&-`): then what is printed goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  open until the process ends


def leave_unread() -> None:
    """The reader has seen enough (| head): what is still printed goes nowhere, without a complaint, and the exit code stays what it is."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _internal(error: BaseException) -> int:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace is not None else ""
    sys.stderr.write(f"内部エラー / internal error: {type(error).__name__}: {error} ({place}) secpolicy {__version__}\n")
    return 70
