"""The benchmarks measure what they say they do."""

import json
import re
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import capacity
import processes
import pytest
import run
from loading import WAYS
from processes import Taken
from pyoxigraph import Store
from stored_graphs import made_article, reader
from throughput import Step, compared, table

from kg.store import Reader

BENCH = Path(run.__file__).parent
SPENDS = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", '''
import time
held = bytearray(80_000_000)
while time.process_time() < 0.5:
    pass
time.sleep(0.6)
'''])
time.sleep(0.1)
child.wait()
"""


def printed(program: str, *given: str) -> str:
    command = [sys.executable, str(BENCH / f"{program}.py"), *given]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(markdown: str) -> list[list[str]]:
    """The cells of a table, without its head."""
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_what_a_command_takes_is_that_of_its_children_too() -> None:
    taken = processes.run([sys.executable, "-c", SPENDS])
    assert taken.cpu > 0.5
    assert taken.peak > 80_000_000
    assert taken.elapsed > 0.6


def test_a_command_that_fails_ends_the_benchmark() -> None:
    with pytest.raises(SystemExit, match="no such thing"):
        processes.run([sys.executable, "-c", "raise SystemExit('no such thing')"])


def test_a_file_with_two_names_counts_once(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(bytes(40_000))
    before = processes.on_disk(tmp_path)
    (tmp_path / "two").hardlink_to(tmp_path / "one")
    assert processes.on_disk(tmp_path) == before >= 40_000


def test_work_that_takes_too_long_is_ended_and_a_failure_is_told() -> None:
    script = """
from apart import elsewhere
def forever():
    while True: pass
def wrong():
    raise ValueError("broken")
assert elsewhere(forever, limit=0.1) is None
assert elsewhere(lambda: [1, "two"]) == [1, "two"]
try:
    elsewhere(wrong)
except RuntimeError:
    print("told")
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=BENCH, capture_output=True, text=True, check=False)
    assert done.stdout == "told\n", done.stderr
    assert "broken" in done.stderr


def test_every_way_of_loading_stores_the_same_quads(tmp_path: Path) -> None:
    made = [made_article(f"a{number}", statements=number + 1).packed() for number in range(3)]
    expected = sum(one.triples for one in made) + len({triple for one in made for triple in one.things})
    for number, (name, load) in enumerate(WAYS.items()):
        path = tmp_path / str(number)
        load(path, made)
        stored = Reader.open(path).store if (path / "generations").exists() else Store.read_only(str(path))
        assert len(stored) == expected, name


def test_all_engines_find_the_same_and_every_query_something(tmp_path: Path) -> None:
    store = reader(tmp_path)._directory.path
    found = rows(printed("query_engines", str(store), "--no-servers", "--at-least", "0", "--limit", "20"))
    assert len(found) == 8
    for query, count, *costs in found:
        assert int(count) > 0, query
        assert len(costs) == 5
        assert all(re.fullmatch(r"[\d,.]+", cost) for cost in costs), query


def test_memory_is_counted_for_all_quads(tmp_path: Path) -> None:
    store = reader(tmp_path)
    found = rows(printed("memory", str(store._directory.path), "--parts", "2"))
    assert int(found[-1][1].replace(",", "")) == len(store.store)
    assert int(found[0][0]) < int(found[-1][0])


def test_a_step_of_a_build_stores_its_articles(tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    found = rows(printed("throughput", "--steps", "2", "--workers", "0", "--store", str(kept)))
    workers, before, added, cost, of_words = found[0][:5]
    assert (workers, before, added) == ("0", "0", "2")
    assert 5 < float(cost) < 5_000
    assert 5 < float(of_words) < 5_000


def step(workers: int, before: int, *, cpu: float, words: int) -> Step:
    return Step(
        workers=workers,
        before=before,
        count=10,
        words=words,
        taken=Taken(cpu=cpu + 2, elapsed=cpu / workers + 1, peak=300_000_000),
        start=Taken(cpu=2, elapsed=1, peak=100_000_000),
        sizes={"all": 100_000, "journal": 20_000},
    )


def test_starting_is_not_counted_and_steps_are_compared_by_the_word() -> None:
    steps = [step(1, 0, cpu=5, words=1000), step(2, 0, cpu=6, words=1000), step(1, 10, cpu=20, words=4000)]
    first, _, last = rows(table(steps))
    assert first[3:6] == ["500", "5000", "1.00"]
    assert last[3:6] == ["2000", "5000", "1.00"]
    assert first[9:] == ["10", "2"]
    assert last[9:] == ["5", "1"]
    assert rows(compared(steps[:2])) == [["1", "1.00", "1.00"], ["2", "1.20", "1.67"]]


def test_every_part_has_a_program_and_a_place_on_its_page() -> None:
    for name in ("performance", "scale"):
        page = (run.DOCS / f"{name}.md").read_text(encoding="utf-8")
        parts = [part for part, told in run.PARTS.items() if told.page == name]
        expected = sorted([*parts, "machine", *(["news"] if name == "performance" else [])])
        assert sorted(re.findall(r"<!-- figures: (\w+) -->", page)) == expected
        assert page.count("<!-- end of figures -->") == len(expected)
    for part in run.PARTS.values():
        assert (BENCH / f"{part.program}.py").is_file()


def test_figures_replace_those_before_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.md"
    end = "<!-- end of figures -->\n"
    page.write_text(f"a\n<!-- figures: one -->\nold\n{end}b\n<!-- figures: two -->\n{end}")
    monkeypatch.setattr(run, "DOCS", tmp_path)
    run._put("one", r"| \1 |", page="page")
    run._put("two", "new", page="page")
    told = page.read_text().splitlines()
    assert told[:5] == ["a", "<!-- figures: one -->", r"| \1 |", "<!-- end of figures -->", "b"]
    assert told[5:] == ["<!-- figures: two -->", "new", "<!-- end of figures -->"]
    with pytest.raises(SystemExit, match="three"):
        run._put("three", "", page="page")


def test_what_an_archive_takes_is_in_proportion(tmp_path: Path) -> None:
    saved = tmp_path / "step.json"
    saved.write_text(json.dumps(asdict(step(2, 10, cpu=5, words=6000))))
    read = Step.read(saved)
    assert read == step(2, 10, cpu=5, words=6000)
    cells = {one: many for one, *many in rows(capacity.table(read, quads=2000, held=500_000))}
    assert cells["core-hours to build"] == ["500 ms", "1.4", "13.9", "138.9"]
    assert cells["quads, millions"] == ["2,000", "20", "200", "2,000"]
    assert cells["store on disk, GB"] == ["4 kB", "0.0", "0.4", "4.0"]
    assert cells["journal on disk, GB"] == ["1 kB", "0.0", "0.1", "1.0"]
    assert cells["memory to serve all from memory, GB"] == ["500 kB", "5.0", "50.0", "500.0"]
