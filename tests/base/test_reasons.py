"""Why something cannot be read or written, told in the reader's language."""

from __future__ import annotations

import errno
import os

import pytest

from secpolicy.base.reasons import Reason, reason_of
from secpolicy.model.words import load_words

JA, EN = load_words("ja"), load_words("en")
COMMON = ("ENOENT", "EACCES", "EPERM", "EISDIR", "ENOTDIR", "ENOSPC", "ENAMETOOLONG", "EROFS", "ELOOP")


def failing(name: str) -> OSError:
    number = getattr(errno, name)
    return OSError(number, os.strerror(number))


@pytest.mark.parametrize("name", COMMON)
def test_what_is_common_is_told_in_japanese(name: str) -> None:
    told = JA.says("cannot-read", path="a.yaml", reason=reason_of(failing(name)))

    assert failing(name).strerror not in told
    assert not told.removeprefix("`a.yaml` を読めない（").isascii()


def test_in_english_too_it_is_in_our_own_words() -> None:
    assert "`a.yaml` cannot be written (there is no space left)" == EN.says("usage-cannot-write", path="a.yaml", reason=reason_of(failing("ENOSPC")))


def test_what_is_rare_is_told_as_it_comes() -> None:
    assert "`a.yaml` を読めない（Input/output error）" == JA.says("cannot-read", path="a.yaml", reason=reason_of(OSError(errno.EIO, "Input/output error")))
    assert "`a.yaml` を読めない（embedded null byte）" == JA.says("cannot-read", path="a.yaml", reason=reason_of(ValueError("embedded null byte")))


def test_the_same_reason_is_the_same_value() -> None:
    """Else two commands on one file would tell it twice."""
    assert reason_of(failing("EACCES")) == reason_of(failing("EACCES")) == Reason("reason-not-permitted", "Permission denied")
