"""What a killed builder leaves behind: every acknowledged article, wholly, and none by half."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from store_faults import acknowledged, builder, check, environment, latest
from stored_graphs import MINT

from kg.store import Reader, Writer
from kg.store.directory import find

pytestmark = pytest.mark.skipif(not hasattr(os, "fdatasync"), reason="needs a POSIX system")

KILLS = 60
STEPS = (
    "update",
    "updated",
    "sync",
    "synced",
    "flush",
    "flushed",
    "backup",
    "clean copy",
    "rename",
    "renamed",
    "cleanup",
)


def test_a_killed_builder_loses_no_acknowledged_article_and_leaves_no_half(tmp_path: Path) -> None:
    chance = random.Random(20250312)
    number, known = 0, dict[str, int]()
    for kill in range(KILLS):
        with builder(tmp_path / "db", start=number) as process:
            seen = acknowledged(process, chance.randint(1, 12))
        known |= latest(seen)
        number = max([number, *seen]) + 2
        if kill % 4 == 3:  # the others are opened by the next builder alone
            check(tmp_path / "db", known)


@pytest.mark.parametrize("step", STEPS)
def test_a_builder_may_be_killed_at_any_step(step: str, tmp_path: Path) -> None:
    number, known = 0, dict[str, int]()
    for times in (1, 2, 4):
        with builder(tmp_path / "db", start=number, step=step, times=times, interval=0.02, log=400_000) as process:
            seen = acknowledged(process)
        assert process.returncode == -9
        known |= latest(seen)
        number = max([number, *seen]) + 2
        check(tmp_path / "db", known)


@pytest.mark.parametrize("step", ["load", "loaded", "update", "updated", "rename"])
def test_a_builder_of_many_at_once_may_be_killed_at_any_step(step: str, tmp_path: Path) -> None:
    """What was loaded before it counted is gone, or counts, when the store is opened again."""
    number, known, all_new = 0, dict[str, int](), 1_000_000
    for times in (1, 2, 5, 12):
        given = {"step": step, "times": times, "interval": 0.02, "articles": all_new, "together": 6}
        with builder(tmp_path / "db", start=number, **given) as process:
            seen = acknowledged(process)
        assert process.returncode == -9
        known |= latest(seen, all_new)
        number = max([number, *seen]) + 20
        if times != 2:  # the next builder opens it alone
            check(tmp_path / "db", known)


def test_what_a_killed_builder_has_written_is_opened_soon(tmp_path: Path) -> None:
    """With the largest log that there may be: in less than five seconds, on a machine that does other work, too."""
    code = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from store_growth import articles, template
from kg.store import Writer, master, publishing
publishing.INTERVAL = 1e9
writer = Writer.create(Path(sys.argv[1]), min_free=0)
for one in articles(template(4), 0, 400):
    writer.replace(one, sync=False)
    if writer._master._written > 0.9 * master.LARGEST_LOG:
        writer._master.sync()
        print(len(list(writer.articles())), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""
    open_ = """
import sys, time
from pathlib import Path
from kg.store import Writer
writer = Writer.open(Path(sys.argv[1]), min_free=0)
print(time.process_time(), len(list(writer.articles())))
"""
    bench = str(Path(__file__).parent.parent / "bench")
    command = [sys.executable, "-c", code, str(tmp_path / "db"), bench]
    stored = int(subprocess.run(command, capture_output=True, text=True, env=environment()).stdout)
    assert sum(log.stat().st_size for log in (tmp_path / "db" / "master").glob("*.log")) > 30_000_000
    command = [sys.executable, "-c", open_, str(tmp_path / "db")]
    spent, found = subprocess.run(command, capture_output=True, text=True, env=environment(), check=True).stdout.split()
    assert int(found) == stored
    assert float(spent) < 4  # seconds of the CPU, with the start of Python


FULL = """
import resource, signal, sys
from pathlib import Path
from stored_graphs import made_article
from kg.errors import StoreError
from kg.store import Writer

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
writer = Writer.open(Path(sys.argv[1]), min_free=0)
said = []
for number in range(1000):
    try:
        writer.replace(made_article(f"k{number}", statements=200 + number % 2, words=str(number)))
    except StoreError as error:
        said.append(str(error))
        if len(said) == 3:
            break
    else:
        assert not said, "went on after an error"
        print(number, flush=True)
print(*sorted(set(said)), sep="\\n", file=sys.stderr)
"""


@pytest.mark.parametrize("limit", [300_000, 700_000, 1_500_000, 4_000_000])
def test_an_error_of_the_disk_is_one_clear_line_ends_the_work_and_loses_nothing(limit: int, tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db"):
        pass
    command = [sys.executable, "-c", FULL, str(tmp_path / "db"), str(limit)]
    run = subprocess.run(command, capture_output=True, text=True, env=environment(), check=True)
    assert len(run.stderr.splitlines()) == 1
    assert f"store {tmp_path / 'db'} cannot be used" in run.stderr
    check(tmp_path / "db", {MINT.article(f"k{n}"): int(n) for n in run.stdout.split()})


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to mount")
@pytest.mark.parametrize("megabytes", [3, 6, 10, 16])
def test_readers_go_on_while_the_disk_is_full(megabytes: int, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs"]
    if subprocess.run(["mount", *options, str(disk)], capture_output=True).returncode:
        pytest.skip("needs to mount")
    try:
        with builder(disk / "db", start=0, interval=0.2) as process:
            seen = acknowledged(process)
        assert process.returncode == 1
        if find(disk / "db").revisions():  # the smallest disks are full before anything is published
            assert Reader.open(disk / "db").select("SELECT * { ?s ?p ?o }").rows
        remounted = ["mount", "-o", f"remount,size={megabytes + 40}m", str(disk)]
        subprocess.run(remounted, check=True)
        check(disk / "db", latest(seen))
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
