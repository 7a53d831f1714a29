"""Pictures of the pages for docs/images: python bench/screenshots.py [FOLDER].

Needs Chromium (python tests/install_browser.py). The graph is made of the article in seeds/ and of the made-up stories
in tests/stories/dev, so that the pictures show no article of others than the one that ships with the program.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browsing import DESKTOP, PHONE, chromium, opened  # noqa: E402
from served import drawn, served  # noqa: E402

import kg  # noqa: E402

PLACE = "/doc/id/place/sudzha-486816"
SHOTS = (
    ("home", "/", DESKTOP, "light"),
    ("home-phone", "/", PHONE, "dark"),
    ("answer", "/ask?q=who+claimed+control+of+Sudzha", DESKTOP, "light"),
    ("answer-phone", "/ask?q=who+claimed+control+of+Sudzha", PHONE, "light"),
    ("place", PLACE, DESKTOP, "light"),
    ("timeline", "/timeline", DESKTOP, "light"),
    ("map", "/map", DESKTOP, "dark"),
    ("network", "/network", DESKTOP, "light"),
    ("sparql", "/sparql-editor", DESKTOP, "dark"),
)
ARTICLE = """SELECT ?article ?start ?end {
  ?statement cg:asserts/cg:place/skos:prefLabel "Sudzha"@en ; cg:in ?article ; cg:contentSpan ?span .
  ?span nif:beginIndex ?start ; nif:endIndex ?end
} ORDER BY ?article ?start LIMIT 1"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Take pictures of the pages.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs" / "images")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        store = Path(scratch) / "claims.db"
        graph = kg.build([ROOT / "seeds", *sorted((ROOT / "tests/stories/dev").glob("*.txt"))], store=store)
        article, start, end = graph.query(ARTICLE).rows[0]
        path = f"/{str(article).removeprefix(graph.reader.base)}#char={start},{end}"
        with served(store) as server, chromium() as browser:
            drawn(server)
            for name, address, size, scheme in (*SHOTS, ("article", path, DESKTOP, "light")):
                with opened(browser, server.url, size=size, scheme=scheme) as (page, _):
                    page.goto(address, wait_until="networkidle")
                    page.screenshot(path=folder / f"{name}.png")
                    print(folder / f"{name}.png")


if __name__ == "__main__":
    main()
