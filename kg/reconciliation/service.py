"""A client for any service that speaks the W3C Reconciliation Service API 0.2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from kg.errors import DataError, MessageError, ServiceError
from kg.reconciliation.answers import Answers
from kg.reconciliation.http import Caller, check_address, shown
from kg.reconciliation.manifest import Manifest
from kg.reconciliation.messages import Query, QueryBatch, Result, ResultBatch
from kg.reconciliation.wire import parse, serialise
from kg.terms import iri as checked

_MOST: Final = 10
"""As OpenRefine does; the protocol sets no limit, but services do."""
_MANIFEST: Final = "manifest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A linker (see `kg.reconciliation.asking`); `open_service` makes one."""

    address: str
    manifest: Manifest
    caller: Caller
    most: int = _MOST
    lexical: bool = False

    @property
    def space(self) -> str:
        space = self.manifest.identifier_space
        return space if space.startswith(("http://", "https://")) and space.endswith(("/", "#", "=", ":", "_")) else ""

    def answer(self, queries: Sequence[Query]) -> list[Result]:
        batch = {f"q{number}": query for number, query in enumerate(queries)}
        form = {"queries": serialise(batch, kind=QueryBatch).decode("utf-8")}
        what = f"the answer of {shown(self.address)}"
        found = parse(ResultBatch, self.caller.post(self.address, form), what=what)
        if missing := batch.keys() - found.keys():
            raise MessageError(f"{what}: nothing for {', '.join(sorted(missing))} of {len(batch)} queries")
        return [found[key] for key in batch]

    def iri(self, identifier: str) -> str:
        """By the identifier space where it is the beginning of IRIs, else the page where people look at the entity."""
        if identifier.startswith(("http://", "https://")):
            made = identifier
        elif self.space:
            made = self.space + quote(identifier, safe="~!$&'()*+,;=:@/%-._")
        elif self.manifest.view:
            made = self.manifest.view.url.replace("{{id}}", quote(identifier, safe=""))
        else:
            raise MessageError(f"the manifest of {shown(self.address)} does not tell how its identifiers become IRIs")
        try:
            return checked(made)[1:-1]
        except DataError as error:
            raise MessageError(f"the answer of {shown(self.address)}: {identifier!r} makes no IRI: {error}") from error


def open_service(address: str, caller: Caller, answers: Answers) -> Service:
    """Reads the manifest, from disk where it is kept. Raises ServiceError for a service of another version."""
    check_address(address)
    what = f"the manifest of {shown(address)}"
    kept = answers.get(address, _MANIFEST)
    body = kept.body if kept else caller.get(address)
    manifest = parse(Manifest, body, what=what)
    if manifest.authentication:
        kind = manifest.authentication["type"]
        raise ServiceError(f"{what}: the service wants authentication ({kind}), which is not supported")
    if not kept:
        answers.put(address, {_MANIFEST: body})
    return Service(address=address, manifest=manifest, caller=caller)
