"""Articles that end what reads them, among good ones: `python bench/poison.py [--good 480] [--poison 20]`.

A language model as a user may give it, in a folder, has a component that hangs, takes all memory, raises, or dies of a
signal where an article has a certain word. `kg build` must set those aside, each with its reason, store all others, and
when it is run again know what it knows. Printed is what became of them.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path
from typing import Final

from kg.defaults import DEFAULT_MODEL

DEEDS: Final = {
    "hangword": r"took more than \d+ seconds|did not end within \d+ seconds",
    "eatword": "of memory",
    "raiseword": "a fault of Claimgraph: RuntimeError",
    "dieword": "signal SIGSEGV",
}
"""Each with what the reason must say, as a regular expression."""
_COMPONENT: Final = """
import ctypes
from spacy.language import Language

@Language.component("poison")
def poison(doc):
    words = {token.text for token in doc}
    if "hangword" in words:
        while True:
            pass
    if "eatword" in words:
        held = []
        while True:
            held.append(bytearray(10_000_000))
    if "raiseword" in words:
        raise RuntimeError("this model breaks down")
    if "dieword" in words:
        ctypes.string_at(0)
    return doc
"""
_SIDES: Final = ("Army", "Guard", "Front", "League", "Union", "Brigade", "Militia", "Council")
_TOWNS: Final = ("Goma", "Aleppo", "Khartoum", "Sudzha", "Shusha", "Kharkiv", "Mosul", "Taiz")


def model(folder: Path) -> Path:
    """A model in a folder of its own: the usual one, by links, and the component in a package that is found there."""
    import spacy

    with warnings.catch_warnings(action="ignore"):  # it is imported for its path
        installed = Path(spacy.util.get_package_path(DEFAULT_MODEL))
    (data,) = (path.parent for path in installed.glob("*/config.cfg"))
    made = folder / "poisoned"
    made.mkdir()
    for path in data.iterdir():
        if path.name not in ("config.cfg", "meta.json"):
            (made / path.name).symlink_to(path)
    config = spacy.util.load_config(data / "config.cfg")
    config["nlp"]["pipeline"] = [*config["nlp"]["pipeline"], "poison"]
    config["components"]["poison"] = {"factory": "poison"}
    config.to_disk(made / "config.cfg")
    meta = json.loads((data / "meta.json").read_text(encoding="utf-8"))
    (made / "meta.json").write_text(json.dumps({**meta, "name": "poisoned"}), encoding="utf-8")
    (folder / "poison_component.py").write_text(_COMPONENT, encoding="utf-8")
    about = folder / "poison_component-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: poison-component\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text("[spacy_factories]\npoison = poison_component:poison\n", encoding="utf-8")
    return made


def articles(folder: Path, *, good: int, poison: int) -> None:
    """The poison stands evenly among the good ones."""
    folder.mkdir()
    words = list(DEEDS)
    every = (good + poison) // poison
    bad = 0
    for number in range(good + poison):
        text = (
            f"The {_SIDES[number % 8]} of Region {number} entered {_TOWNS[number // 8 % 8]} on Monday, he said.\n\n"
            f"The mayor denied that the {_SIDES[(number + 3) % 8]} had left the town.\n"
        )
        if number % every == every - 1 and bad < poison:
            text += f"\nResidents spoke of a {words[bad % len(words)]} there.\n"
            bad += 1
        (folder / f"{number:04}.txt").write_text(text, encoding="utf-8")


def build(folder: Path, store: Path, *, made: Path, workers: int, seconds: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", "build", str(folder), "--store", str(store), "--model", str(made)]
    command += ["--workers", str(workers), "--seconds", str(seconds), "--memory", "600"]
    paths = os.pathsep.join((str(made.parent), os.environ.get("PYTHONPATH", "")))
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths})


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--good", type=int, default=480)
    options.add_argument("--poison", type=int, default=20)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--seconds", type=int, default=2)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        made = model(Path(scratch))
        articles(Path(scratch, "news"), good=given.good, poison=given.poison)
        for time in ("first", "second"):
            done = build(
                Path(scratch, "news"), Path(scratch, "store"), made=made, workers=given.workers, seconds=given.seconds
            )
            lines = done.stderr.splitlines()
            reasons = Counter(
                next((reason for reason in DEEDS.values() if re.search(reason, line)), "") for line in lines
            )
            print(f"the {time} time: status {done.returncode}; {lines[-1]}")
            print("  " + "; ".join(f"{count} {reason}" for reason, count in reasons.items() if reason))
            if "Traceback" in done.stderr:
                print(done.stderr)


if __name__ == "__main__":
    main()
