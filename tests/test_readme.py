"""The README does what it says: its commands run, print what it shows, and its Python and SPARQL work."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg import resources

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with the articles in it and a store built from them."""
    here = tmp_path_factory.mktemp("readme")
    (here / "seeds").symlink_to(resources.folder("seeds"))
    kg.build(here / "seeds", store=here / "claimgraph.db")
    return here


def run(command: str, folder: Path) -> str:
    words = shlex.split(command)
    assert words[0] == "kg"
    done = subprocess.run([sys.executable, "-m", *words], cwd=folder, capture_output=True, encoding="utf-8", check=True)
    return done.stdout


@pytest.mark.parametrize("block", blocks("console"))
def test_a_shown_command_prints_what_is_shown(block: str, folder: Path) -> None:
    command, _, shown = block.partition("\n")
    printed = run(command.removeprefix("$ "), folder)
    assert printed.strip()
    assert [line for line in shown.splitlines() if line.strip() and line not in printed] == []


def test_the_listed_commands_exist_with_their_options(folder: Path) -> None:
    listed = re.findall(r"^\| `(kg [^`]+)`", README, flags=re.MULTILINE)
    assert len(listed) == 10
    for command in listed:
        words = command.split()
        help_text = run(f"kg {words[1]} --help", folder)
        for option in re.findall(r"--[a-z]+", command):
            assert option in help_text


def test_the_python_runs(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(folder)
    scope: dict[str, object] = {}
    exec(blocks("python")[0], scope)
    assert "Ruslan Leviev Holding" in capsys.readouterr().out.replace("cg:", "")
    assert len(scope["frame"]) > 0  # type: ignore[arg-type]
    assert len(scope["dataset"]) > 100  # type: ignore[arg-type]


def test_the_sparql_is_a_query(folder: Path) -> None:
    answer = kg.open_store(folder / "claimgraph.db").query(blocks("sparql")[0])
    assert answer.columns == ("speaker", "chain", "quote")  # type: ignore[union-attr]


def test_the_two_commands_at_the_top_are_targets_of_the_makefile() -> None:
    makefile = (Path(__file__).parent.parent / "Makefile").read_text(encoding="utf-8")
    for command in re.findall(r"^make (\w+)", blocks("sh")[0], flags=re.MULTILINE):
        assert re.search(rf"^{command}:", makefile, flags=re.MULTILINE)


def test_every_linked_file_is_there() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (Path(__file__).parent.parent / target).exists(), target
