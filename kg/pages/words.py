"""Terms of the ontology as words for people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from kg.pages.periods import in_words

_STANCES: Final = {
    "Asserting": ("said", "that", "✓"),
    "Denying": ("denied", "that", "✕"),
    "Doubting": ("doubted", "that", "?"),
    "LeavingOpen": ("left open", "whether", "◌"),
}
_MODES: Final = {
    "Direct": "in direct speech",
    "Indirect": "in reported speech",
    "Mixed": "partly in direct speech",
    "OwnVoice": "in the outlet’s own words",
}


def stance(name: str) -> str:
    """What a speaker did, in the past, which is the same for one ("TASS") and for many ("Russian forces")."""
    return _STANCES[name][0]


def conjunction(name: str) -> str:
    """Between the stance and the situation: "said that", "left open whether"."""
    return _STANCES[name][1]


def stance_mark(name: str) -> str:
    """A sign, so that no stance is told by its colour alone."""
    return _STANCES[name][2]


def mode(name: str) -> str:
    return _MODES.get(name, "")


def spoken(name: str) -> str:
    """ "ArmedForce" → "armed force" """
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()


def day(value: date | str | None) -> str:
    """ "12 March 2025"; another period as it is known; "" for nothing."""
    return in_words(str(value)) if value else ""


def column(name: str) -> str:
    """ "firstStatedOn" → "first stated on", "placeLabel" → "place" """
    return spoken(name[:1].upper() + name[1:]).removesuffix(" label")


def number(text: str) -> str:
    """ "12,345"; of decimals the first two."""
    try:
        value = float(text)
    except ValueError:
        return text
    return f"{value:,.0f}" if value.is_integer() else f"{value:,.2f}"


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "stance": stance,
    "conjunction": conjunction,
    "stance_mark": stance_mark,
    "mode": mode,
    "spoken": spoken,
    "day": day,
    "column": column,
    "number": number,
}
