"""Names as keys: how two spellings are known to be the same name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_DROPPED = re.compile(r"[.'’‘`ʼʹʻ´]")
_SEPARATOR = re.compile(r"[\s\-‐-―/,_]+")
_INITIALS = re.compile(r"\b(\w) (?=\w\b)")
_ARTICLE = re.compile(r"^the (?=\w)", re.IGNORECASE)

AREA_WORDS = ("oblast", "region", "province", "governorate")
DISTRICT_WORDS = ("district", "raion", "rayon")


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """The key of a name: no case, no accents, no punctuation, no leading article; "J. D. Vance" is "jd vance"."""
    plain = name.lower() if name.isascii() else _unaccented(name)
    plain = _SEPARATOR.sub(" ", _DROPPED.sub("", plain)).strip()
    return _INITIALS.sub(r"\1", _ARTICLE.sub("", plain))


def _unaccented(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in decomposed if not unicodedata.combining(c) and not "\ud800" <= c <= "\udfff")


def without_article(name: str) -> str:
    return _ARTICLE.sub("", name)


def is_acronym(name: str) -> bool:
    """Letters so few and so capital that the same word in small letters is another word: "WHO", "AP", "U.S."."""
    letters = name.replace(".", "")
    return 2 <= len(letters) <= 4 and letters.isalpha() and letters.isupper()


def area_variants(key: str, *, kind: str) -> Iterator[str]:
    """Other names of a first-level region, as keys: "kursk", "kursk region", "kursk province" for "kursk oblast"."""
    words = (*AREA_WORDS, *(word for word in fold(kind).split() if word not in AREA_WORDS))
    bare = bare_area(key)
    yield bare
    for word in words:
        yield f"{bare} {word}"


def district_variants(key: str) -> Iterator[str]:
    """Other names of a second-level region: "rylsky raion" for "rylsky district". The bare name is too little."""
    bare, _, word = key.rpartition(" ")
    if word in DISTRICT_WORDS:
        yield from (f"{bare} {other}" for other in DISTRICT_WORDS if other != word)


def bare_area(key: str) -> str:
    """The key of a region's name without the word that says what kind of region it is."""
    return _AREA_WORD.sub("", key) or key


def is_area_name(key: str) -> bool:
    """Whether the name itself says that it is a region: "Kursk Oblast", "the Kursk region"."""
    return bare_area(key) != key


_AREA_WORD = re.compile(
    r"(?<=\w) (?:(?:autonomous )?(?:oblast|okrug|region|province|republic)|krai|governorate|state|county|department"
    r"|district|prefecture|voivodeship|canton|emirate|raion|rayon|parish)$"
)
