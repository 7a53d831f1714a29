"""How the server is set up."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kg.errors import DataError, UsageError
from kg.terms import iri
from kg.workers import Limits

_A_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`hosts` are the names under which the server may be called, so that no foreign name that is made to point at it
    can; `origins` are those of web pages that may read it, "*" for all. `url` is how others call it, without a "/" at
    its end, where that is not what the request says (behind a proxy). `license` is the IRI of the data's licence.
    """

    store: Path
    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ("*",)
    url: str | None = None
    license: str | None = None
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        """Raises UsageError for a licence that is no IRI."""
        try:
            iri(self.license or "about:none")
        except DataError as error:
            raise UsageError(f"the licence {self.license!r} is no IRI: give one such as {_A_LICENCE}") from error

    @property
    def known_hosts(self) -> frozenset[str]:
        return frozenset((*LOOPBACK, self.host, *self.hosts))
