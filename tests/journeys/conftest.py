"""What the journeys share: each is made in both languages."""

from __future__ import annotations

import pytest

from secpolicy.base.text import Words
from secpolicy.model.words import load_words


@pytest.fixture(scope="module", params=["ja", "en"])
def words(request: pytest.FixtureRequest) -> Words:
    return load_words(request.param)
