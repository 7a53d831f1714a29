"""What the grlc package reads of a folder of stored queries, as JSON; a program, for grlc sets up its own logging."""

import json
import sys

from grlc import gquery
from grlc.fileLoaders import LocalLoader


def read(folder: str) -> dict[str, dict[str, object]]:
    loader = LocalLoader(folder)
    found = {}
    for file in loader.fetchFiles():
        if file["name"].endswith(".rq"):
            metadata = gquery.get_metadata(loader.getTextFor(file), "http://localhost/sparql")
            kept = ("type", "summary", "description", "tags", "method", "endpoint", "parameters", "variables")
            found[file["name"].removesuffix(".rq")] = {key: metadata[key] for key in kept}
    return found


if __name__ == "__main__":
    json.dump(read(sys.argv[1]), sys.stdout, default=str)
