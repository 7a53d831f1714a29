"""The packages that pages take from npm: locked, licensed, and put in place only when something has changed."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import place
import pytest

LOCK = json.loads((place.HERE / "package-lock.json").read_text(encoding="utf-8"))
PERMISSIVE = {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC-BY-4.0", "ISC", "MIT"}

needs_packages = pytest.mark.skipif(
    not (place.VENDOR / place.LIST).is_file(), reason="the front-end packages are not in place: run `make frontend`"
)


def listed() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((place.VENDOR / place.LIST).read_text(encoding="utf-8"))["packages"]
    return found


def licences() -> Iterator[str]:
    for package in listed():
        yield from (package["licence"], *(one["licence"] for one in package["inside"]))


def permissive(expression: str) -> bool:
    """Of several to choose from, one must be; of several that all hold, each."""
    choices = [re.findall(r"[A-Za-z0-9.-]+", choice) for choice in expression.split(" OR ")]
    return any({name for name in choice if name != "AND"} <= PERMISSIVE for choice in choices)


def test_the_lock_file_names_no_registry():
    assert not [name for name, package in LOCK["packages"].items() if "resolved" in package]


def test_every_locked_package_is_checked_against_its_hash():
    packages = {name: package for name, package in LOCK["packages"].items() if name}
    assert packages
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())


def test_what_is_placed_is_what_the_lock_file_asks_for():
    assert {package.name for package in place.PACKAGES} == set(LOCK["packages"][""]["dependencies"])


@needs_packages
def test_every_package_in_place_has_a_permissive_licence():
    assert [one for one in licences() if not permissive(one)] == []


@pytest.mark.parametrize(("expression", "may"), [("MIT", True), ("(MPL-2.0 OR Apache-2.0)", True), ("GPL-3.0", False)])
def test_of_two_licences_one_may_be_chosen(expression: str, may: bool):
    assert permissive(expression) is may


@needs_packages
def test_the_list_names_every_file_in_place():
    files = {file.relative_to(place.VENDOR).as_posix() for file in place.VENDOR.rglob("*") if file.is_file()}
    named = {file for package in listed() for file in (package["licences"], *package["files"])}
    assert named | {place.LIST} == files


@needs_packages
def test_the_text_of_each_licence_lies_beside_the_package():
    yasgui = next(package for package in listed() if package["name"] == "@zazuko/yasgui")
    text = (place.VENDOR / yasgui["licences"]).read_text(encoding="utf-8")
    assert "dompurify" in {one["name"] for one in yasgui["inside"]}
    assert all(f"Inside @zazuko/yasgui: {one['name']}\n" in text for one in yasgui["inside"])


@needs_packages
def test_nothing_is_done_when_what_is_there_fits_the_lock_file(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    assert place.place() is False


def test_without_npm_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(place.MissingError, match=r"install Node\.js, then run `make frontend`"):
        place.place(tmp_path / "vendor")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(shutil.which("true") is None or shutil.which("false") is None, reason="no false(1) here")
def test_a_registry_that_cannot_be_reached_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name, does in {"npm": "false", "node": "true"}.items():
        (tmp_path / name).symlink_to(shutil.which(does) or "")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(place.MissingError, match="`npm ci` failed"):
        place.place(tmp_path / "vendor")
    assert not (tmp_path / "vendor").exists()
