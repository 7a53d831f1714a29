"""The journal: what it accepted is there, in order, whatever happens to the process or the file."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from kg import journal as module
from kg.capture import Capture, Given
from kg.errors import DamagedError, StoreError
from kg.journal import Journal, Position, Told

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
KILLS = 10
BUILDER = """
import sys
from pathlib import Path
from kg.capture import Capture
from kg.journal import Journal, Position
journal = Journal(Path(sys.argv[1]))
journal.mend(Position())
for number in range(int(sys.argv[2]), 100_000):
    group = [Capture(source=f"/{number}/{n}", data=bytes([n]) * 3000) for n in range(3)]
    journal.append(group)
    print(number, flush=True)
"""


def captures(count: int) -> list[Capture]:
    return [Capture(source=f"/news/{n}.txt", data=f"Article {n}. ".encode() * 50) for n in range(count)]


@settings(max_examples=50, deadline=None)
@given(source=WORDS.filter(bool), data=st.binary(max_size=200), title=WORDS, day=st.none() | st.dates(), kind=WORDS)
def test_whatever_is_accepted_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, source: str, data: bytes, title: str, day: date | None, kind: str
) -> None:
    journal = Journal(tmp_path_factory.mktemp("journal"))
    told = Given(title=title, published=day)
    entry = Capture(source=source, data=data, media_type="text/html; charset=utf-8", given=told)
    other = Told(kind="retracted", name=f"https://a.example/{kind}", data=data)
    ends = journal.append([entry, other])
    assert list(journal.entries()) == list(zip(ends, [entry, other], strict=True))
    assert list(journal.entries(ends[0])) == [(ends[1], other)]
    assert [Position.read(str(end)) for end in ends] == ends
    assert journal.end() == ends[-1]


def test_a_file_that_is_large_is_followed_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_SEGMENT", 2000)
    journal, given = Journal(tmp_path), captures(40)
    ends = [end for start in range(0, 40, 4) for end in journal.append(given[start : start + 4])]
    assert len(journal.segments()) > 2
    assert ends == sorted(ends)
    for number in (0, 7, 39):
        assert [entry for _, entry in journal.entries(ends[number])] == given[number + 1 :]


def test_any_tool_for_web_archives_reads_it(tmp_path: Path) -> None:
    Journal(tmp_path).append([Capture(source="https://news.example/a?b=c", data=b"<html>", media_type="text/html")])
    with (tmp_path / "journal" / "000001.warc.gz").open("rb") as file:
        record = next(iter(ArchiveIterator(file, check_digests="raise")))
        assert record.rec_headers.get_header("WARC-Target-URI") == "https://news.example/a?b=c"
        assert record.rec_headers.get_header("Content-Type") == "text/html"
        assert record.content_stream().read() == b"<html>"


@pytest.mark.parametrize("left", [1, 20, 300])
def test_what_was_being_written_is_put_aside(tmp_path: Path, left: int) -> None:
    journal, given = Journal(tmp_path), captures(5)
    ends = journal.append(given)
    path = tmp_path / "journal" / "000001.warc.gz"
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:left])
    torn = journal.mend(ends[1])
    assert torn is not None
    assert torn.read_bytes() == whole[:left]
    assert [entry for _, entry in journal.entries()] == given
    assert journal.mend(ends[1]) is None
    assert journal.append(captures(1))[0] > ends[-1]


def test_a_damaged_entry_between_others_is_no_torn_end(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    ends = journal.append(captures(5))
    path = tmp_path / "journal" / "000001.warc.gz"
    content = bytearray(path.read_bytes())
    content[ends[2].offset + 150] ^= 8
    path.write_bytes(content)
    with pytest.raises(DamagedError, match=r"000001\.warc\.gz is damaged"):
        journal.mend(Position())
    with pytest.raises(DamagedError):
        list(journal.entries())
    assert path.read_bytes() == content
    assert len(list(journal.entries(ends[3]))) == 1


def test_a_lost_end_is_damage(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    ends = journal.append(captures(5))
    path = tmp_path / "journal" / "000001.warc.gz"
    path.write_bytes(path.read_bytes()[: ends[2].offset])
    with pytest.raises(DamagedError):
        journal.mend(ends[3])


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="journal cannot be used"):
        Journal(tmp_path).append(captures(1))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a POSIX system")
def test_nothing_that_was_accepted_is_lost_when_the_builder_is_killed(tmp_path: Path) -> None:
    chance, number, accepted = random.Random(5), 0, 0
    for _ in range(KILLS):
        command = [sys.executable, "-c", BUILDER, str(tmp_path), str(number)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as builder:
            assert builder.stdout
            seen = [int(builder.stdout.readline()) for _ in range(chance.randint(1, 30))]
            builder.send_signal(signal.SIGKILL)
            seen += [int(line) for line in builder.stdout.read().split("\n") if line]
        number, accepted = seen[-1] + 2, accepted + len(seen)
        journal = Journal(tmp_path)
        journal.mend(Position())
        found = [entry for _, entry in journal.entries()]
        there = {entry.source for entry in found if isinstance(entry, Capture)}
        assert {f"/{one}/{n}" for one in seen for n in range(3)} <= there
    assert accepted > KILLS
