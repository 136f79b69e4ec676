"""Why the operating system, or git, refused: in our own words where it is common, else as it says it. Loaded only once something is refused."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from secpolicy.base.record import Record

if TYPE_CHECKING:
    from secpolicy.base.text import Words

_COMMON = {
    errno.ENOENT: "reason-not-there", errno.EACCES: "reason-not-permitted", errno.EPERM: "reason-not-permitted", errno.EISDIR: "reason-folder",
    errno.ENOTDIR: "reason-no-folder", errno.ENOSPC: "reason-no-space", errno.ENAMETOOLONG: "reason-name-too-long", errno.EROFS: "reason-read-only",
    errno.ELOOP: "reason-loop",
}  # fmt: skip


class Reason(Record):
    """A reason as a value of a message: the id of its own message, else the words of whoever refused."""

    id_: str
    words: str = ""

    def told_in(self, words: Words) -> str:
        """The reason in a language."""
        return words.says(self.id_) if self.id_ else self.words


def reason_of(error: Exception) -> Reason:
    """Why something could not be read or written."""
    return Reason(_COMMON.get(getattr(error, "errno", None) or 0, ""), getattr(error, "strerror", None) or str(error))
