"""The names of persons: which other spellings one name has, and how common it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from kg.lexicon import table
from kg.linking.names import fold

GIVEN = "given"  # a first name
FAMILY = "family"  # a surname that nobody lists, only the full name shows
SPELLING = "spelling"  # how a full name sounds, whoever wrote it down

_PEERAGE = re.compile(
    r", (?:\w+ )?(?:Baron|Baroness|Viscount|Viscountess|Earl|Countess|Marquess|Duke|Duchess|Lord)\b.*"
)
_BRACKETS = re.compile(r"\s*[(（].*")
_LATIN = re.compile(r"[a-z ]+")
_FAMILY_FIRST = ("CN", "HU", "KP", "KR", "TW", "VN")
_PARTS = 2
_INITIALS = 2  # "hw" are two of them


def plain(label: str) -> str:
    """A label as news would write it: "Jane Doe" for "Doe, Jane", "Jane Doe, Baroness Doe" and "Jane Doe (judge)"."""
    name = _PEERAGE.sub("", _BRACKETS.sub("", label)).strip()
    family, comma, given = name.partition(", ")
    if comma and " " not in family and not _is_suffix(given):
        return f"{given.split()[0]} {family}" if _is_cyrillic(given) else f"{given} {family}"
    return name


def derived(label: str, aliases: tuple[str, ...], country: str | None) -> Iterator[tuple[str, str]]:
    """The keys that a person's full names give besides themselves, each with its kind."""
    for name in dict.fromkeys(map(plain, (label, *aliases))):
        key = in_latin(fold(name))
        words = without_suffix(key).split()
        if len(words) < _PARTS or not _LATIN.fullmatch(key):
            continue
        suffix = key.split()[len(words) :]  # a son is not called by his father's name
        short = [words[0], *(word for word in words[1:-1] if len(word) > _INITIALS), words[-1], *suffix]
        yield from ((form, "alias") for form in (key, " ".join(short)) if form != fold(label))
        if country in table("persons")["transliterated"]["countries"]:
            yield sound(" ".join(words)), SPELLING
        if name == plain(label):
            family, given = (words[0], words[-1]) if country in _FAMILY_FIRST else (words[-1], words[0])
            yield family, FAMILY
            yield given, GIVEN


def variants(name: str) -> Iterator[str]:
    """Other full names that a person of this name goes by: without initials and suffix, with a short given name."""
    words = without_suffix(fold(_apart(name))).split()
    if len(words) < _PARTS:
        return
    first, *middle, last = words
    forms = [words]
    if middle and len(first) > 1:
        forms += [[first, *(word for word in middle if len(word) > 1), last], [first, last]]
    for given, *rest in forms:
        yield from (" ".join((other, *rest)) for other in (given, *_short_forms().get(given, ())))


def contradicts(name: str, known: str) -> bool:
    """Whether two full names of one given and one last name have middle initials that differ: "George P. Bush" and
    "George W. Bush"."""
    here, there = _middle(name), _middle(known)
    return bool(here and there) and not any(a.startswith(b) or b.startswith(a) for a in here for b in there)


def _middle(name: str) -> list[str]:
    return without_suffix(fold(_apart(plain(name)))).split()[1:-1]


def _apart(name: str) -> str:
    """A name whose initials do not run together: "J. D. Doe" keeps them, "Jane D. Doe" has them stand alone."""
    return name.replace(".", ". ") if re.search(r"\w\w+ \w\.", name) else name


def without_suffix(key: str) -> str:
    words = key.split()
    return " ".join(words[:-1]) if len(words) > _PARTS and _is_suffix(words[-1]) else key


def _is_suffix(word: str) -> bool:
    return fold(word) in table("persons")["suffixes"]


def sound(key: str) -> str:
    """How a full name is said, roughly: one for "volodymyr zelenskyy" and "volodymyr zelenskiy", for "hussein" and
    "husayn". Which spellings are alike is data: [[spelling]] in kg/lexicon/persons.toml.
    """
    for pattern, to in _spelling_rules():
        key = pattern.sub(to, key)
    return " ".join(key.split())


def in_latin(key: str) -> str:
    """A key in Cyrillic letters, in Latin ones."""
    return key.translate(_cyrillic()) if _is_cyrillic(key) else key


def _is_cyrillic(text: str) -> bool:
    return any("\u0400" <= character <= "\u04ff" for character in text)


@cache
def _cyrillic() -> Mapping[int, str]:
    return str.maketrans(table("persons")["cyrillic"])


@cache
def _spelling_rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rule["from"]), rule["to"]) for rule in table("persons")["spelling"])


@cache
def _short_forms() -> Mapping[str, tuple[str, ...]]:
    """For each given name the others of its group: "dan" for "daniel", and the other way."""
    groups = table("persons")["given"]["groups"]
    found: dict[str, dict[str, None]] = {}
    for group in groups:
        for name in group:
            found.setdefault(name, {}).update((other, None) for other in group if other != name)
    return {name: tuple(others) for name, others in found.items()}
