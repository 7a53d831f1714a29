"""Names that say enough to be one thing in all articles."""

from __future__ import annotations

import re
from functools import cache

from kg.lexicon import table
from kg.linking.knowledge import Knowledge
from kg.linking.names import is_acronym

_NAME_WORD = re.compile(r"(?:[^\W\d_][\w'’.-]*|(?:al|el|ul|an|ad|ar|as|at|az|de|d|l)[-'’][^\W\d_][\w'’-]*)")
_MEMBER = re.compile(r"[A-Z]-[A-Z]")  # "R-Texas": the party and the state of a member of parliament
_TELLING = 3
_MOST_NAMES = 6


def is_full_name(label: str) -> bool:
    """Whether a name of a person has a given name and a surname written out: "J. Smith" is none."""
    words = label.split()
    particles = frozenset(table("linking")["names"]["particles"])
    names = [word for word in words if word.lower() not in particles]
    whole = [word for word in names if len(word.strip(".")) > 1 and not word.endswith(".")]
    if not len(whole) >= 2 or len(words) > _MOST_NAMES or words[0] not in whole or words[-1] not in whole:
        return False
    return all(_NAME_WORD.fullmatch(word) and any(map(str.isupper, word)) for word in names)


def is_proper(label: str, knowledge: Knowledge) -> bool:
    """Whether a name of a body or group tells which one it is, everywhere: no acronym of a few letters, no common noun,
    no title, no single word that means something else, and no kind of body with an ordinary word before it.
    """
    small = frozenset(table("spelling")["small"]["words"])
    words = [word for word in label.split() if word not in small]
    if not words or is_acronym(label) or any(word.islower() for word in words) or _MEMBER.match(label):
        return False
    last = words[-1].lower().rstrip(".")
    if len(words) == 1:
        return last not in _kinds() and not knowledge.is_ordinary(label)
    return last not in _titles() and (
        len(words) >= _TELLING or last not in _kinds() or not _is_plain(words[0], knowledge)
    )


def _is_plain(word: str, knowledge: Knowledge) -> bool:
    """Whether a word tells bodies of one kind apart in one country only: "Labour", "Northern"."""
    return knowledge.is_wordy(word) or word.lower() in table("linking")["names"]["plain"]


@cache
def _titles() -> frozenset[str]:
    """What a person is called, and not a body: the tagger takes "House Speaker" for one."""
    tables = table("actors")
    return frozenset({*tables["titles"]["words"], *tables["affiliations"]["posts"], *tables["affiliations"]["public"]})


@cache
def _kinds() -> frozenset[str]:
    """The nouns for kinds of bodies and groups, and their plurals."""
    found = {noun for block in table("actors")["actor"] for noun in block["nouns"]}
    found.update(table("linking")["names"]["kinds"])
    return frozenset({*found, *(f"{noun}s" for noun in found)})
