"""Why an address gives nothing.

InputError
└── FetchError            the message names the address and says why
    ├── GoneError         it is there no more (404, 410)
    └── BusyHostError     not now: `wait` says in how many seconds
"""

from __future__ import annotations

from kg.errors import InputError


class FetchError(InputError):
    """An address that cannot, or may not, be read."""


class GoneError(FetchError):
    """What was there is there no more."""


class UnfitError(FetchError):
    """What is there cannot become an article, and will not before it changes."""


class BusyHostError(FetchError):
    """A server that wants to be asked again later."""

    def __init__(self, message: str, *, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait
