"""`kg serve` ends at once, with one line and the way out, where it cannot serve."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from stored_graphs import reader

from kg.cli import main


@pytest.fixture
def store(tmp_path: Path) -> Path:
    reader(tmp_path)
    return tmp_path / "store.db"


@pytest.fixture
def port() -> Iterator[str]:
    """One at which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield str(other.getsockname()[1])


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit status, and the line that says why; before it may stand what is missing besides."""
    with pytest.raises(SystemExit) as leaving:
        main(["serve", *arguments])
    said = capsys.readouterr()
    assert said.out == ""
    *_, line = said.err.splitlines()
    return int(leaving.value.code or 0), line


def test_a_store_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, line = refused(capsys, "--store", str(tmp_path / "none.db"))
    assert status == 4
    assert line.startswith(f"kg: no store at {tmp_path / 'none.db'}: make one with `kg build`")
    assert not (tmp_path / "none.db").exists()


def test_a_folder_that_is_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, line = refused(capsys, "--store", str(tmp_path))
    assert (status, "is not a claimgraph store" in line) == (4, True)


def test_a_store_of_a_newer_version(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (store / "claimgraph.toml").write_text('format = 99\nbase = "https://claimgraph.example/"\n')
    status, line = refused(capsys, "--store", str(store))
    assert status == 4
    assert "upgrade Claimgraph" in line


def test_a_port_that_another_program_has(store: Path, port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys, "--store", str(store), "--port", port) == (
        2,
        f"kg: cannot listen at 127.0.0.1 port {port}: another program listens there: use another --port or --host",
    )


def test_an_address_that_is_not_ours(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, line = refused(capsys, "--store", str(store), "--host", "203.0.113.9", "--port", "0")
    assert status == 2
    assert line.endswith("port 0: Cannot assign requested address: use another --port or --host")
