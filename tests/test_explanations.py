"""The marks in a passage: nested spans open from the outside and close from the inside."""

import pytest

from kg.explanations import Explanation
from kg.model import Span

MARKS = {"source": ("(s ", ")"), "cue": ("(c ", ")"), "content": ("(t ", ")")}


def explanation(**spans: tuple[Span, ...]) -> Explanation:
    return Explanation(
        statement="s", article="a", speaker="X", via="X", stance="Asserting", certainty="Certain", mode="Indirect",
        stated="", passage="abcdef", offset=10, events=(), inside=None,
        spans={"source": (), "cue": (), "content": (), **spans},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("spans", "marked"),
    [
        ({"source": (Span(10, 11),), "cue": (Span(11, 13),), "content": (Span(13, 16),)}, "(s a)(c bc)(t def)"),
        ({"content": (Span(10, 16),), "cue": (Span(12, 14),)}, "(t ab(c cd)ef)"),
        ({"content": (Span(10, 16),), "source": (Span(10, 12),), "cue": (Span(14, 16),)}, "(t (s ab)cd(c ef))"),
        ({"source": (Span(10, 14),), "cue": (Span(12, 16),)}, "(s ab(c cd)ef)"),
        ({"content": (Span(10, 12), Span(14, 16))}, "(t ab)cd(t ef)"),
        ({}, "abcdef"),
    ],
)
def test_marks_stand_where_the_spans_begin_and_end(spans: dict[str, tuple[Span, ...]], marked: str) -> None:
    assert explanation(**spans).marked(MARKS) == marked
