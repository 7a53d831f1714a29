"""The word lists of reporting: what they hold, and what a linguist is told about a slip."""

import pytest

from kg import lexicon
from kg.errors import DataError
from kg.extract import reporting
from kg.extract.reporting import Kind
from kg.model import Certainty, Stance


@pytest.mark.parametrize(
    ("lemma", "stance", "certainty", "kind"),
    [
        ("say", Stance.ASSERTS, Certainty.CERTAIN, Kind.SPEECH),
        ("deny", Stance.DENIES, Certainty.CERTAIN, Kind.SPEECH),
        ("doubt", Stance.DOUBTS, Certainty.CERTAIN, Kind.BELIEF),
        ("believe", Stance.ASSERTS, Certainty.HEDGED, Kind.BELIEF),
        ("want", Stance.ASSERTS, Certainty.CERTAIN, Kind.INTENTION),
    ],
)
def test_a_verb_has_its_stance_and_certainty(lemma: str, stance: Stance, certainty: Certainty, kind: Kind) -> None:
    word = reporting.reporting().verbs[lemma]
    assert (word.stance, word.certainty, word.kind) == (stance, certainty, kind)


def test_a_verb_of_two_words_is_found_by_its_first() -> None:
    assert "out" in {word.second for word in reporting.reporting().phrasal["point"]}


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"kind": "speech", "lemmas": ["say"], "stanse": "asserts"}, "unknown key 'stanse'"),
        ({"kind": "talk", "lemmas": ["say"]}, "kind = 'talk'"),
        ({"kind": "speech", "lemmas": ["say"], "takes": ["song"]}, "takes = 'song'"),
        ({"lemmas": ["say"]}, "the key 'kind' is missing"),
        ({"kind": "speech"}, "the key 'lemmas' is missing"),
        ({"kind": "speech", "lemmas": ["say", "say"]}, "'say' stands in two blocks"),
    ],
)
def test_a_slip_is_named_with_its_file_and_block(
    entry: dict[str, object], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = {"reporting": {"verb": [entry]}}
    monkeypatch.setattr(lexicon, "table", lambda name: tables.get(name) or {"words": {}})
    with pytest.raises(DataError, match=message) as error:
        reporting.reporting.__wrapped__()
    assert "kg/lexicon/reporting.toml, [[verb]] number 1" in str(error.value)
