"""One spelling of names: things that only articles know are minted from it and carry it as their label.

So the label stays a pure function of the IRI, whichever spelling an article uses. Word list: kg/lexicon/spelling.toml.
"""

import re
import unicodedata
from functools import cache

from kg.lexicon import table

_LETTERS = re.compile(r"[A-Za-z]+")
_APOSTROPHES = str.maketrans("‘’ʼ`", "''''")


def canonical(name: str) -> str:
    """The name without a leading article, in one of its American and British spellings.

    Case is kept, since it tells names from words, but for small words inside, and for a name that has only words for
    parts of a place: "the Town Centre" is "town center". Naming what is canonical again changes nothing.
    """
    words = unicodedata.normalize("NFC", name).translate(_APOSTROPHES).split()
    while len(words) > 1 and words[0].lower() == "the":
        del words[0]
    spelled = _LETTERS.sub(lambda match: _spelled(match[0]), " ".join(words))
    if _words("plain").issuperset(re.split(r"[\s-]", spelled.lower())):
        return spelled.lower()
    first, *others = spelled.split() or [""]
    return " ".join([first, *(word.lower() if word.lower() in _words("small") else word for word in others)])


def _spelled(word: str) -> str:
    spelling = _spellings().get(word.lower())
    if spelling is None:
        return word
    return spelling.upper() if word.isupper() else spelling.capitalize() if word[0].isupper() else spelling


@cache
def _spellings() -> dict[str, str]:
    return {other: one for one, others in table("spelling")["one"].items() for other in others}


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(table("spelling")[kind]["words"])
