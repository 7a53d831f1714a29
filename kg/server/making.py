"""`python -m kg.server.making NAME STORE REVISION OUT`: one product of one generation, made in a process of its own."""

from __future__ import annotations

import gzip
import os
import sys
from pathlib import Path
from typing import BinaryIO, cast

from kg.export import dump, export_description, void
from kg.store import Reader
from kg.workers.sandbox import without_network

_LOW_PRIORITY = 5  # enough to give way, and not so much that a busy machine never comes to it
_LEVEL = 6


def main() -> None:
    name, store, revision, out = sys.argv[1:]
    os.nice(_LOW_PRIORITY)
    without_network()
    reader = Reader.at(store, int(revision))
    draft = Path(f"{out}.draft")
    if name == "dump":
        with draft.open("wb") as file, gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as stream:
            dump(reader, out=cast("BinaryIO", stream))
    else:
        with draft.open("wb") as stream:
            export_description(reader, format="nt", out=stream)
        Path(f"{out}.count").write_text(str(void.triples(reader)), encoding="ascii")
    draft.replace(out)


if __name__ == "__main__":
    main()
