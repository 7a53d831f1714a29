"""Sentences from the rules of sentences.toml."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from newsroom.vocabulary import ordinary
from newsroom.world import table

Slots = Mapping[str, Callable[[], str]]
"""What a slot is filled with, drawn anew each time."""

_SLOT: Final = re.compile(r"\{(\w+)\}")
_TENSE: Final = re.compile(r"\[([^|\]]*)\|([^|\]]*)\]")
_SPACES: Final = re.compile(r"  +")
_BEFORE_STOP: Final = re.compile(r" +([.,])")
_ARTICLE: Final = re.compile(r"\b([Aa])n? (?=(\w))")


def say(rng: random.Random, template: str, slots: Slots) -> str:
    """The template with its slots filled: from `slots`, else from a rule of that name, else by an ordinary word."""
    return tidy(_filled(rng, template, slots))


def pick(rng: random.Random, rule: str, *, of: str = "") -> str:
    """One of the templates of a rule, or of a rule of a subject."""
    rules: Sequence[str] = table("sentences.toml")[of][rule] if of else table("sentences.toml")[rule]
    return rng.choice(rules)


def plainly(clause: str) -> str:
    """A clause as the outlet tells it."""
    return _TENSE.sub(r"\1", clause)


def reported(clause: str) -> str:
    """A clause as it stands after "said that"."""
    return _TENSE.sub(r"\2", clause)


def begun(text: str) -> str:
    """With a capital."""
    return text[:1].upper() + text[1:]


def tidy(text: str) -> str:
    text = _BEFORE_STOP.sub(r"\1", _SPACES.sub(" ", text))
    return _ARTICLE.sub(lambda found: f"{found[1]}{'n' if found[2] in 'aeiou' else ''} ", text).strip()


def _filled(rng: random.Random, template: str, slots: Slots) -> str:
    def fill(found: re.Match[str]) -> str:
        name = found[1]
        value = _value(rng, name.lower(), slots)
        return begun(value) if name[0].isupper() else value

    return _SLOT.sub(fill, template)


def _value(rng: random.Random, name: str, slots: Slots) -> str:
    if name in slots:
        return slots[name]()
    if name in table("sentences.toml"):
        return _filled(rng, pick(rng, name), slots)
    return ordinary(rng, name)
