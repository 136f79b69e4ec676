"""English words that go with a number. Loaded only for texts that may have some."""

from __future__ import annotations


class WithNumbers(dict[str, str]):
    """Values of a message, and words that go with them: of `{n|finding|findings}`, the first if `n` is 1, else the second."""

    def __missing__(self, key: str) -> str:
        name, _, words = key.partition("|")
        if not words:
            raise KeyError(key)
        one, _, many = words.partition("|")
        return one if self[name] == "1" else many
