"""What a server needs on disk for as long as it lives is gone soon after, however it ended."""

import signal
import subprocess
import sys
from pathlib import Path

from kg.server.scratch import scratch

HOLD = """
import sys, time
from pathlib import Path
from kg.server.scratch import scratch
with scratch(Path(sys.argv[1])) as folder:
    (folder / "1.void").write_text("…")
    print(folder, flush=True)
    time.sleep(60)
"""


def holder(parent: Path) -> tuple[subprocess.Popen[str], Path]:
    """Another server with its folder."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(parent)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout as said:
        return process, Path(said.readline().strip())


def test_the_folder_goes_with_the_server(tmp_path: Path) -> None:
    with scratch(tmp_path) as folder:
        assert folder.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_server_left_the_next_one_removes_and_nothing_of_a_living_one(tmp_path: Path) -> None:
    killed, left = holder(tmp_path)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    living, kept = holder(tmp_path)
    try:
        assert not left.exists()
        with scratch(tmp_path):
            assert (kept / "1.void").exists()
    finally:
        living.kill()
        living.wait()


def test_what_is_no_servers_stays(tmp_path: Path) -> None:
    other = tmp_path / "claimgraph-notes"
    other.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "lock").touch()
    (tmp_path / "claimgraph-link").symlink_to(tmp_path / "elsewhere")
    with scratch(tmp_path):
        assert other.exists()
        assert (tmp_path / "elsewhere" / "lock").exists()
