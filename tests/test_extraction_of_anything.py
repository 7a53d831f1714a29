"""Whatever the words, and wherever they end, an article is read: no text makes the extraction raise."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.model import Extraction

PIECES = (
    'Lee said that the_town fell , . “ ” " : according_to TASS and citing ( denied the_claim it troops captured into '
    "Goma of by rebels from ' not who which reports as called false were driven_out is in_the_hands_of his neither nor "
    "- may_have there held with Army: 12:30 thrown"
)


@example(pieces=["said", "and", "said"])
@example(pieces=["Goma", "it", "said", ","])
@example(pieces=["citing", "who", "his", ","])
@example(pieces=["troops", "Lee", "thrown", "-", "false", '"', "the_town"])
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(pieces=st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=25))
def test_no_words_in_whatever_order_make_the_extraction_raise(
    pieces: list[str], found: Callable[[str], Extraction]
) -> None:
    text = "Words: " + " ".join(pieces).replace("_", " ")
    for statement in found(text).statements:
        spans = (*statement.source, *statement.cue, *statement.content)
        assert all(0 <= start < end <= len(text) for start, end in spans)
