"""Claims as they follow one another on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any, Final


def in_same_words(claims: Iterable[Any]) -> tuple[tuple[Any, tuple[Any, ...]], ...]:
    """Each claim with those that follow it and are the same statement's stance in the same words, to other events:
    the words need to be read only once."""
    together = (tuple(ones) for _, ones in groupby(claims, key=lambda one: (one.statement, one.span, one.stance)))
    return tuple((first, tuple(more)) for first, *more in together)


def by_name(holders: Iterable[Any]) -> tuple[tuple[tuple[Any, ...], tuple[Any, ...]], ...]:
    """Holders of one name together, with all their claims; those of whom most is claimed first. That they have one name
    does not make them one."""
    named: dict[str, list[Any]] = {}
    for one in holders:
        named.setdefault(one.holder.label, []).append(one)
    found = (
        (tuple(one.holder for one in ones), tuple(claim for one in ones for claim in one.claims))
        for ones in named.values()
    )
    return tuple(sorted(found, key=lambda one: -len(one[1])))


FILTERS: Final[dict[str, Callable[..., Any]]] = {"in_same_words": in_same_words, "by_name": by_name}
