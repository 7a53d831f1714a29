"""Eight queries over HTTP: `kg serve`, `oxigraph serve` and rdflib-endpoint on one graph, asked by one client.

    python bench/made_up_news.py …; kg build … --store STORE
    python bench/serving.py STORE -o build/bench/serving.json

The client is wrk (Debian's package). Each request differs from the one before, so that no cache can answer. "Alone" is
the median of `oxigraph serve` with one client, which tells what a query costs by itself.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from servers import FOLDER, programs, running

from kg.ontology import PREFIXES
from kg.store import Reader

HEAD: Final = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("cg", "skos", "nif"))
QUERIES: Final[Mapping[str, tuple[str, str]]] = {
    "label": ("label", "SELECT ?thing ?type { ?thing skos:prefLabel %s ; a ?type }"),
    "describe": ("event", "SELECT ?p ?o { %s ?p ?o }"),
    "evidence": (
        "statement",
        "SELECT ?words ?from ?to { %s cg:contentSpan ?s . ?s nif:anchorOf ?words ; nif:beginIndex ?from ; "
        "nif:endIndex ?to }",
    ),
    "control": (
        "place",
        "SELECT ?speaker ?via ?type ?date ?words ?article { ?event cg:place %s ; a ?type . "
        "?s cg:asserts|cg:denies|cg:doubts|cg:leavesOpen ?event ; cg:in ?article ; cg:statedOn ?date ; cg:via ?via ; "
        "cg:speaker ?who ; cg:contentSpan ?span . ?who skos:prefLabel ?speaker . ?span nif:anchorOf ?words "
        "FILTER(?type IN (cg:Capture, cg:Holding, cg:Entry, cg:Withdrawal)) } ORDER BY ?date LIMIT 200",
    ),
    "contradictions": (
        "place",
        "SELECT ?event ?one ?other { ?event cg:place %s . ?s cg:asserts ?event ; cg:speaker ?one . "
        "?t cg:denies ?event ; cg:speaker ?other } LIMIT 200",
    ),
    "speakers": (
        "place",
        "SELECT ?who (COUNT(DISTINCT ?s) AS ?n) { ?event cg:place %s . ?s cg:asserts|cg:denies ?event ; "
        "cg:speaker ?who } GROUP BY ?who ORDER BY DESC(?n) LIMIT 20",
    ),
    "words": ("word", "SELECT ?span ?words { ?span nif:anchorOf ?words FILTER(REGEX(?words, %s)) } LIMIT 20"),
    "newest": (
        "number",
        "SELECT ?s ?who ?date { ?s cg:statedOn ?date ; cg:speaker ?who } ORDER BY DESC(?date) ?s LIMIT 20 OFFSET %s",
    ),
}
"""By name: what its parameter is, and the query."""

TOO_LONG: Final = 60  # seconds
VALUES: Final = {
    "label": "SELECT DISTINCT ?x { ?t skos:prefLabel ?x } ORDER BY ?x LIMIT 500",
    "event": "SELECT DISTINCT ?x { ?x cg:place ?p } ORDER BY ?x LIMIT 500",
    "statement": "SELECT DISTINCT ?x { ?x cg:contentSpan ?s } ORDER BY ?x LIMIT 500",
    "place": "SELECT ?x (COUNT(?e) AS ?n) { ?e cg:place ?x } GROUP BY ?x ORDER BY DESC(?n) LIMIT 20",
}
SCRIPT: Final = """
local paths, at = {}, 0
for line in io.lines("PATHS") do paths[#paths + 1] = line end
function init() math.randomseed(os.time()); at = math.random(#paths) end
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], {["Accept"] = "application/sparql-results+json", ["Host"] = "127.0.0.1"})
end
function done(summary, latency)
  local e = summary.errors
  print(string.format('{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "failed": %d}', summary.requests,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.status + e.timeout + e.read + e.write + e.connect))
end
"""


def parameters(reader: Reader) -> dict[str, list[str]]:
    found = {name: [str(row[0]) for row in reader.select(query).terms] for name, query in VALUES.items()}
    words = {word for text in found["label"] for word in re.findall(r"[A-Za-z]{4,}", text)}
    return {
        **found,
        "word": [f'"{word}.*{n}"' for n, word in enumerate(sorted(words)[:100])],
        "number": [str(number) for number in range(200)],
    }


def measure(url: str, query: str, values: Sequence[str], *, seconds: int, clients: int) -> dict[str, float]:
    paths, script = FOLDER / "paths.txt", FOLDER / "request.lua"
    route = url[url.index("/", 8) :]
    paths.write_text("".join(f"{route}?query={quote(HEAD + query % value, safe='')}\n" for value in values))
    script.write_text(SCRIPT.replace("PATHS", str(paths.absolute())))
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "30s", "-s", str(script), url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = json.loads(next(line for line in said.splitlines() if line.startswith("{")))
    return {**found, "per_second": found["requests"] / found["seconds"]}


def answer(url: str, query: str) -> list[Any]:
    request = urllib.request.Request(
        f"{url}?query={quote(HEAD + query, safe='')}", headers={"Accept": "application/sparql-results+json"}
    )
    with urllib.request.urlopen(request, timeout=TOO_LONG) as found:
        return sorted(map(repr, json.loads(found.read())["results"]["bindings"]))


def ask(
    url: str, query: str, values: Sequence[str], expected: list[Any], given: argparse.Namespace
) -> dict[str, float]:
    """What was measured; of a server that does not answer one client within a minute, only that."""
    try:
        found = answer(url, query % values[0])
    except OSError:  # HTTPError, too
        return {"per_second": 1 / TOO_LONG, "p50": 1000.0 * TOO_LONG, "p99": 1000.0 * TOO_LONG, "failed": 1, "rows": 0}
    if not expected:
        expected.extend(found)
    alone = measure(url, query, values, seconds=2, clients=1)
    measured = measure(url, query, values, seconds=given.seconds, clients=given.clients)
    return {**measured, "alone": alone["p50"], "rows": len(found), "same": found == expected}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("store", type=Path)
    parser.add_argument("--seconds", type=int, default=5, help="for each query and server")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--port", type=int, default=8790)
    parser.add_argument("-o", "--output", type=Path, default=FOLDER / "serving.json")
    given = parser.parse_args()
    if not shutil.which("wrk"):
        parser.error("the client is wrk: apt-get install wrk")
    FOLDER.mkdir(parents=True, exist_ok=True)
    reader = Reader.open(given.store)
    values = parameters(reader)
    servers = programs(given.store, port=given.port)
    results: dict[str, dict[str, Any]] = {name: {} for name in QUERIES}
    answers: dict[str, list[Any]] = {}
    for server, program in servers.items():
        with running(program):
            for name, (kind, query) in QUERIES.items():
                if server == "rdflib-endpoint" and name != "control":
                    continue
                results[name][server] = one = ask(program.url, query, values[kind], answers.setdefault(name, []), given)
                print(f"{name:15} {server:16}", *(f"{key} {value:.2f}" for key, value in one.items()), flush=True)
    given.output.write_text(json.dumps(results, indent=2))
    print(table(results))


def table(results: Mapping[str, Mapping[str, Any]]) -> str:
    lines = [
        "| query | rows | alone, ms | kg serve p50 / p99 ms, per second | oxigraph serve | throughput | p50 |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for name, found in results.items():
        ours, theirs = found["kg serve"], found["oxigraph serve"]
        cells = [f"{one['p50']:.2f} / {one['p99']:.1f}, {one['per_second']:.0f}" for one in (ours, theirs)]
        ratios = f"{_times(ours['per_second'], theirs['per_second'])} | {_times(ours['p50'], theirs['p50'])}"
        lines.append(f"| {name} | {ours['rows']} | {theirs['alone']:.2f} | {cells[0]} | {cells[1]} | {ratios} |")
    return "\n".join(lines)


def _times(ours: float, theirs: float) -> str:
    """ "–" where the other one completed nothing in its time."""
    return f"{ours / theirs:.2f}" if theirs else "–"


if __name__ == "__main__":
    main()
