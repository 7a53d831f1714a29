"""The comparison with MEANTIME, on a made-up pack of one article."""

import gzip
import json
from pathlib import Path
from typing import Any

import meantime
import pytest
from meantime_pack import Gold, read

TEXT = """Ferry to open
May 6 , 2024
The mayor said " the ferry will open " on Friday .
According to the union , nobody agreed .
"""


def mention(words: str, tag: str, sentence: int, **attributes: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"tag": tag, "attrs": attributes, "spans": [[start, start + len(words)]], "sents": [sentence]}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    record = {
        "doc": "1_Ferry",
        "text": TEXT,
        "sentences": {"0": [0, 13], "1": [14, 26], "2": [27, 77], "3": [78, len(TEXT)]},
        "mentions": {
            "1": mention("May 6 , 2024", "TIMEX3", 1, type="DATE", value="2024-05-06", functionInDocument="NONE"),
            "2": mention("Friday", "TIMEX3", 2, type="DATE", value="2024-05-10", functionInDocument="NONE"),
            "3": mention("said", "EVENT_MENTION", 2, certainty="CERTAIN", polarity="POS"),
            "4": mention("open \"", "EVENT_MENTION", 2, certainty="PROBABLE", polarity="POS"),
            "5": mention("The mayor", "ENTITY_MENTION", 2),
            "6": mention("agreed", "EVENT_MENTION", 3, certainty="CERTAIN", polarity="NEG"),
        },
        "instances": {"9": {"attrs": {"class": "SPEECH_COGNITIVE"}}},
        "relations": [
            {"tag": "SLINK", "attrs": {}, "source": ["3"], "target": ["4"]},
            {"tag": "HAS_PARTICIPANT", "attrs": {"sem_role": "Arg0"}, "source": ["3"], "target": ["5"]},
            {"tag": "REFERS_TO", "attrs": {}, "source": ["3"], "target": ["9"]},
        ],
    }  # fmt: skip
    path = tmp_path / "pack.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(record).encode()))
    return path


def only(pack: Path) -> Gold:
    (gold,) = read(pack, tokenised=False)
    return gold


def test_the_text_is_put_together_as_it_would_be_printed(pack: Path):
    gold = only(pack)
    assert 'The mayor said "the ferry will open" on Friday.' in gold.text
    assert [gold.text[slice(*one.whole)] for one in gold.of("ENTITY_MENTION")] == ["The mayor"]


def test_a_cue_has_its_speaker_and_what_is_said(pack: Path):
    (cue,) = only(pack).cues
    assert cue.is_speech
    assert [one.id for one in cue.sources] == ["5"]
    assert [one.id for one in cue.contents] == ["4"]


def test_what_the_annotators_do_not_link_is_false_among_all_and_left_out_of_speech(
    pack: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.argv", ["meantime.py", str(pack)])
    meantime.main()
    lines = capsys.readouterr().out.splitlines()
    assert "1 right of 1 gold, 2 found" in next(line for line in lines if line.startswith("sources, all"))
    assert "1 right of 1 gold, 1 found" in next(line for line in lines if line.startswith("sources, speech"))
