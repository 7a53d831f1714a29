"""The curator's file: which things are one, and which are not. What it says wins over what linking decides.

An SSSOM table (https://mapping-commons.github.io/sssom/): a header, then one row a line, cells separated by tabs;
before it lines that begin with "#" may declare prefixes (curie_map). docs/linking.md says what a row does.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.errors import DataError
from kg.linking.concepts import FORMS
from kg.ontology import ACTOR_TYPES, CG, PLACE_TYPES, PREFIXES, term

VARIABLE = "KG_CURATION"
REQUIRED = ("subject_id", "predicate_id", "object_id")

_SAME, _DIFFERENT = term("owl:sameAs"), term("owl:differentFrom")
_MATCHES = frozenset(term(f"skos:{name}Match") for name in ("exact", "close", "broad", "narrow", "related"))
_ALIKE = frozenset({_SAME, term("skos:exactMatch"), term("skos:closeMatch")})
_PREFIX = re.compile(r"#\s+([\w.-]+)\s*:\s*[\"']?([a-z][a-z0-9+.-]*:[^\s\"'<>{}|\\^`]*)[\"']?\s*")
_LONGEST = 500
_LONGEST_COMMENT = 5_000
_TYPES = frozenset((*ACTOR_TYPES, *PLACE_TYPES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line: the IRIs of a thing or mention of ours, and of a thing of ours or of other data; `same`, or different.

    `labels` and `types` say what the things of ours are called and of which class they are, by IRI.
    """

    path: Path
    line: int
    subject: str
    object: str
    same: bool
    labels: Mapping[str, str]
    types: Mapping[str, str]
    author: str
    day: str
    comment: str

    @property
    def where(self) -> str:
        return f"{self.path}:{self.line}"

    @property
    def digest(self) -> str:
        """The same wherever the row stands."""
        said = (self.subject, str(self.same), self.object, *sorted(self.labels.items()), *sorted(self.types.items()))
        told = "\x1f".join(map(str, (*said, self.author, self.day)))
        return hashlib.sha256(told.encode()).hexdigest()[:12]


def read(paths: Sequence[Path], *, base: str) -> tuple[Row, ...]:
    """The rows of all files, those of $KG_CURATION last; `base` is what the IRIs of our things begin with.

    Raises DataError, with file and line, for a file that cannot be read and a row that is not understood.
    """
    listed = tuple(Path(name) for name in os.environ.get(VARIABLE, "").split(os.pathsep) if name)
    return tuple(row for path in dict.fromkeys((*paths, *listed)) for row in _rows(path, base))


def is_mention(iri: str, *, base: str) -> bool:
    """Whether an IRI is that of words of an article, and not of a thing."""
    return iri.startswith(f"{base}article/")


def _rows(path: Path, base: str) -> Iterator[Row]:
    prefixes = {**PREFIXES}
    header: list[str] = []
    for number, line in enumerate(_text(path).split("\n"), 1):
        where = f"{path}:{number}"
        if line.startswith("#") and not header:
            if declared := _PREFIX.fullmatch(line.rstrip("\r")):
                prefixes[declared[1]] = declared[2]
        elif line.strip():
            cells = _cells(where, line)
            if not header:
                header = _header(where, cells)
            elif len(cells) != len(header):
                raise DataError(f"{where}: {len(cells)} cells, but the header has {len(header)}")
            elif row := _row(path, number, dict(zip(header, cells, strict=True)), prefixes, base):
                yield row
    if not header:
        raise DataError(f"{path}: no header: its first line names the columns {', '.join(REQUIRED)}, between tabs")


def _cells(where: str, line: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line.rstrip("\r")], delimiter="\t", strict=True))]
    except csv.Error as error:
        raise DataError(f"{where}: cannot be read as a row: {error}") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DataError(f"cannot read the curator's file {path}: {error.strerror}; see {VARIABLE}") from error
    except UnicodeDecodeError as error:
        broken = path.read_bytes().count(b"\n", 0, error.start) + 1
        raise DataError(f"{path}:{broken}: not UTF-8: convert the file, for example with `iconv`") from error


def _header(where: str, cells: list[str]) -> list[str]:
    missing = [name for name in REQUIRED if name not in cells]
    double = [name for name in cells if cells.count(name) > 1]
    if missing or double:
        fault = f"has no column {missing[0]!r}" if missing else f"has the column {double[0]!r} twice"
        raise DataError(f"{where}: the header {fault}: it needs {', '.join(REQUIRED)}, each once, between tabs")
    return cells


def _row(path: Path, line: int, given: Mapping[str, str], prefixes: Mapping[str, str], base: str) -> Row | None:
    """A row that says what is the same or different; None for a proposal that nobody has decided on."""
    where = f"{path}:{line}"
    subject, predicate, object_ = (_expanded(where, given[name], prefixes) for name in REQUIRED)
    same = _meant(where, predicate, given.get("predicate_modifier", ""))
    if same is None:
        return None
    _check_ours(where, "subject_id", subject, base)
    if object_.startswith(base):
        _check_ours(where, "object_id", object_, base)
    else:
        _check_foreign(where, object_)
    if subject == object_:
        raise DataError(f"{where}: says of <{subject}> that it is {'' if same else 'not '}itself: remove the row")
    if same and is_mention(object_, base=base):
        raise DataError(f"{where}: a mention is the same as a thing, not as another mention: give the thing's IRI")
    ends = (("subject", subject), ("object", object_))
    return Row(
        path=path,
        line=line,
        subject=subject,
        object=object_,
        same=same,
        labels={iri: _label(where, label) for end, iri in ends if (label := given.get(f"{end}_label"))},
        types={iri: _type(where, name) for end, iri in ends if (name := given.get(f"{end}_category"))},
        author=_label(where, given.get("author_label", "")),
        day=_day(where, given.get("mapping_date", "")),
        comment=_label(where, given.get("comment", ""), longest=_LONGEST_COMMENT),
    )


def _expanded(where: str, name: str, prefixes: Mapping[str, str]) -> str:
    """A CURIE of a declared prefix as the IRI that it stands for; an IRI as it is, with or without angle brackets."""
    prefix, colon, local = name.partition(":")
    iri = prefixes[prefix] + local if colon and prefix in prefixes else name.removeprefix("<").removesuffix(">")
    if "://" not in iri or re.search(r'[\x00-\x20<>"{}|^`\\]', iri):
        raise DataError(f"{where}: {name!r} is no IRI, and no name with a prefix that the file or Claimgraph declares")
    return iri


def _meant(where: str, predicate: str, modifier: str) -> bool | None:
    if modifier not in ("", "Not"):
        raise DataError(f"{where}: the predicate_modifier {modifier!r} is unknown: leave it empty, or write Not")
    if predicate not in (_SAME, _DIFFERENT, *_MATCHES) or (modifier and predicate == _DIFFERENT):
        raise DataError(
            f"{where}: the predicate {modifier} <{predicate}> is unknown: write owl:sameAs, or Not owl:sameAs"
        )
    if modifier:
        return False if predicate in _ALIKE else None
    return {_SAME: True, _DIFFERENT: False}.get(predicate)


def _check_ours(where: str, column: str, iri: str, base: str) -> None:
    thing = r"id/(?:actor|place)/[^/#?]+-(?:[0-9a-f]{16}|Q?[1-9][0-9]{0,11})"
    mention = r"article/[^/#?]+#char=(?:0|[1-9][0-9]*),[1-9][0-9]*"
    if not re.fullmatch(f"{re.escape(base)}(?:{thing}|{mention})", iri):
        forms = f"{base}id/actor/…, {base}id/place/… or {base}article/…#char=10,20"
        raise DataError(f"{where}: the {column} <{iri}> is no thing and no mention of this graph: write {forms}")


def _check_foreign(where: str, iri: str) -> None:
    if not any(form.fullmatch(iri) for form, _ in FORMS.values()):
        forms = ", ".join(example for _, example in FORMS.values())
        raise DataError(f"{where}: the object_id <{iri}> is no thing of this graph and no link: write {forms}")


def _label(where: str, label: str, *, longest: int = _LONGEST) -> str:
    if len(label) > longest or not label.isprintable():
        raise DataError(f"{where}: the cell {label[:40]!r} has control characters, or more than {longest} characters")
    return label


def _type(where: str, name: str) -> str:
    local = name.removeprefix(CG).removeprefix("cg:")
    if local not in _TYPES:
        raise DataError(f"{where}: the category {name!r} is no class of actors or places: write one such as cg:Person")
    return local


def _day(where: str, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise DataError(f"{where}: the mapping_date {text!r} is no day: write it YYYY-MM-DD") from error
