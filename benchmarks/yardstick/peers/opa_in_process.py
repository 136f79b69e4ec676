"""OPA as a library in this process: its executable is in none of the registries that the project uses.

    python -I -S opa_in_process.py LIBRARY POLICY INVENTORY     prints OPA's answer, which is JSON

OPA reads the YAML itself, by its own yaml.unmarshal, as `opa eval --input` would. To cost OPA as little as can be, the host needs of Python
only ctypes: no site packages (-I -S), and no json to quote the text.
"""

from __future__ import annotations

import ctypes
import sys

SOUND = b'{"result":true}'


def main(library: str, policy: str, inventory: str) -> None:
    """Load, ask and print. Nothing is given back: the process ends."""
    opa = ctypes.CDLL(library)
    opa.OpaNew.restype = ctypes.c_uint64
    opa.OpaAddPolicy.restype = opa.OpaEvalDocument.restype = ctypes.c_void_p  # strings that ctypes must not free
    engine = ctypes.c_uint64(opa.OpaNew())
    added = ctypes.string_at(opa.OpaAddPolicy(engine, b"ten_checks.rego", content(policy)))
    if added.strip() != SOUND:
        raise SystemExit(added.decode())
    without_coverage, without_trace = 0, 0
    answer = opa.OpaEvalDocument(engine, b"yardstick.report", quoted(content(inventory)), without_coverage, without_trace)
    sys.stdout.buffer.write(ctypes.string_at(answer))


def content(path: str) -> bytes:
    """The bytes of a file."""
    with open(path, "rb") as file:
        return file.read()


def quoted(text: bytes) -> bytes:
    """A YAML document as a JSON string: of all control characters YAML allows only these."""
    for character, escaped in ((b"\\", b"\\\\"), (b'"', b'\\"'), (b"\n", b"\\n"), (b"\r", b"\\r"), (b"\t", b"\\t")):
        text = text.replace(character, escaped)
    return b'"' + text + b'"'


if __name__ == "__main__":
    main(*sys.argv[1:])
