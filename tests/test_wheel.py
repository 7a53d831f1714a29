"""The wheel is whole: installed somewhere else, it builds a graph and answers."""

import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def files(folder: str) -> set[str]:
    """The files under a folder of the checkout that belong to the project."""
    found = (path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.as_posix() for path in found if "__pycache__" not in path.parts and not path.name.startswith(".")}


def data(folder: str) -> set[str]:
    """The data files of a folder; the programs that made them stay behind."""
    return {f"kg/data/{name}" for name in files(folder) if not name.endswith(".py")}


def run(command: Sequence[str | Path], *, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("KG_STORE", "PYTHON"))}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT], cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `kg` of a new environment that holds the wheel and sees the dependencies, but not the checkout."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    run([sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel], cwd=folder)
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin" / "kg"


@pytest.mark.parametrize("folder", ["ontology", "shapes", "queries", "seeds"])
def test_every_data_file_is_in_the_wheel(wheel: Path, folder: str):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert data(folder)
    assert data(folder) <= names


def test_every_file_of_the_package_is_in_the_wheel(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert files("kg") <= names


def test_nothing_else_is_in_the_wheel(wheel: Path):
    expected = files("kg").union(*map(data, ("ontology", "shapes", "queries", "seeds")))
    others = set(zipfile.ZipFile(wheel).namelist()) - expected
    assert {name for name in others if not re.match(r"claimgraph-[^/]*\.dist-info/", name)} == set()
    notices = {name.partition("/licenses/")[2] for name in others if "/licenses/" in name}
    assert notices == {"LICENSE", "kg/linking/data/NOTICE.txt"}


def test_an_installed_wheel_builds_a_graph_and_answers(installed: Path, tmp_path: Path):
    python = installed.with_name("python")
    assert "site-packages" in run([python, "-c", "import kg; print(kg.__file__)"], cwd=tmp_path)
    run([installed, "build", "--store", "claims.db"], cwd=tmp_path)
    answer = run([installed, "ask", "who claimed control of Sudzha", "--store", "claims.db", "-f", "csv"], cwd=tmp_path)
    header, *rows = answer.splitlines()
    assert "speakerLabel" in header
    assert any("Sudzha" in row for row in rows)
