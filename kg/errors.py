"""Every error that Claimgraph raises on purpose.

    ClaimgraphError
    ├── UsageError            a wrong argument or option                      exit status 2
    │   ├── QueryError        a malformed query, an unknown query or parameter
    │   └── UnknownNameError  an unknown or ambiguous name (lists the choices)
    │       └── AmbiguousNameError
    ├── InputError            an article that cannot be read                  exit status 3
    ├── ServiceError          a service that fails, or answers nonsense       exit status 3
    │   └── MessageError      a message that is not what its protocol says
    ├── StoreError            a store that is locked, missing or damaged      exit status 4
    │   └── DamagedError      a part of it cannot be read from the disk
    ├── LimitError            a question that takes more than it may          exit status 3
    │   ├── TimeLimitError    … more time
    │   ├── SizeLimitError    … more memory, or its answer is too large
    │   └── BusyError         too many questions wait already: try again later
    └── DataError             a broken file of our own data: lexicon, ontology, shapes, queries

A message names the value, the place and the way out, in one line.
"""

from collections.abc import Sequence


class ClaimgraphError(Exception):
    """The root. `exit_status` is what the command line ends with."""

    exit_status = 1


class UsageError(ClaimgraphError):
    exit_status = 2


class QueryError(UsageError):
    """A SPARQL query that does not parse, or a stored query or parameter that does not exist.

    `closest` are questions that can be asked instead, where there are some.
    """

    def __init__(self, message: str, *, closest: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.closest = tuple(closest)


class UnknownNameError(UsageError):
    """A place or actor that the graph does not know, or knows more than once; the message lists the choices.

    `choices` are these: IRI, label and local name of the class.
    """

    def __init__(self, message: str, *, choices: Sequence[tuple[str, str, str]] = ()) -> None:
        super().__init__(message)
        self.choices = tuple(choices)


class AmbiguousNameError(UnknownNameError):
    """A name that more than one place or actor has."""


class InputError(ClaimgraphError):
    exit_status = 3


class ServiceError(ClaimgraphError):
    """A service on the network that was asked and does not answer, or answers with an error."""

    exit_status = 3


class MessageError(ServiceError):
    """A message that its protocol does not allow; the words say where it goes wrong."""


class StoreError(ClaimgraphError):
    exit_status = 4


class DamagedError(StoreError):
    """A store that opens, and a part of which cannot be read."""


class LimitError(ClaimgraphError):
    """A question that takes more than it is allowed."""

    exit_status = 3


class TimeLimitError(LimitError):
    """It was stopped."""


class SizeLimitError(LimitError):
    """The question, the memory that it needs or its answer is too large."""


class BusyError(LimitError):
    """Not tried: too many others wait."""


class DataError(ClaimgraphError):
    """A file that ships with Claimgraph, or that a user added beside it, is not what it should be."""

    exit_status = 2
