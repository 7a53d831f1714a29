"""The IRIs of the graph, minted from content, so that the same article always makes the same graph.

{base}article/KEY                     an article; also the name of its graph
{base}article/KEY#s7                  a statement          {base}article/KEY#e3      an event mention
{base}article/KEY#char=10,20          a span (RFC 5147)    {base}article/KEY#link4   how an entity was linked
{base}article/KEY#original            what a republished article was first published as
{base}article/KEY#derivation          how it is derived from another article, in the graph of derivations
{base}text/KEY                        the graph with the article's text
{base}things                          the graph of things: actors, places, events, runs
{base}derivations                     the graph that says which articles are nearly the same text
{base}runs                            the graph that says how much of what is stored each run made
{base}id/actor/…  id/place/…  id/event/…  id/run/…
{base}.well-known/sparql-examples     the graph with the stored queries, each …/sparql-examples/NAME
{base}graph/NAME                      a graph that a user added, where it has no name elsewhere
{base}.well-known/genid/…             what was a blank node in such a graph
"""

import hashlib
import re
from dataclasses import dataclass

from kg.errors import UsageError
from kg.model import Span
from kg.ontology import DEFAULT_BASE
from kg.terms import slug

# A "#" at its end would not do: the IRIs of statements and spans have a fragment of their own. Private-use and other
# characters that no engine takes are left out by allowing, beyond ASCII, only letters and digits.
_BASE = re.compile(r"https?://[\w.-]+(?::\d{1,5})?/(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*(?<=/)")
EXAMPLES = ".well-known/sparql-examples"
"""Where the stored queries are found as examples, below the base and below the address of a server."""
_FOREIGN_ID = re.compile(r"Q?[1-9][0-9]{0,11}")


def check_base(base: str) -> str:
    """The base itself. Raises UsageError for one from which no valid IRI could be made."""
    if not _BASE.fullmatch(base):
        raise UsageError(
            f'the base IRI {base!r} cannot be used: give an http(s) IRI that ends in "/", such as {DEFAULT_BASE}'
        )
    return base


@dataclass(frozen=True, slots=True)
class Minter:
    base: str = DEFAULT_BASE

    @property
    def things(self) -> str:
        return f"{self.base}things"

    @property
    def derivations(self) -> str:
        return f"{self.base}derivations"

    @property
    def runs(self) -> str:
        return f"{self.base}runs"

    @property
    def manifest(self) -> str:
        return f"{self.base}manifest"

    @property
    def examples(self) -> str:
        return f"{self.base}{EXAMPLES}"

    def article(self, key: str) -> str:
        return f"{self.base}article/{key}"

    def text(self, key: str) -> str:
        return f"{self.base}text/{key}"

    def graph(self, name: str) -> str:
        return f"{self.base}graph/{name}"

    def blank(self, content: str, label: str) -> str:
        return f"{self.base}.well-known/genid/{content}-{label}" if content else f"{self.base}.well-known/genid/"

    def statement(self, article: str, number: int) -> str:
        return f"{self.article(article)}#s{number}"

    def event_mention(self, article: str, number: int) -> str:
        return f"{self.article(article)}#e{number}"

    def original(self, article: str) -> str:
        return f"{self.article(article)}#original"

    def derivation(self, article: str) -> str:
        """`article` is the whole IRI."""
        return f"{article}#derivation"

    def link(self, article: str, number: int) -> str:
        return f"{self.article(article)}#link{number}"

    def span(self, article: str, span: Span) -> str:
        return f"{self.article(article)}#char={span.start},{span.end}"

    def actor(self, name: str, *content: str) -> str:
        return self._thing("actor", name, *content)

    def place(self, name: str, *content: str) -> str:
        return self._thing("place", name, *content)

    def event(self, kind: str, *content: str) -> str:
        return self._thing("event", kind, *content)

    def run(self, name: str, *content: str) -> str:
        return self._thing("run", name, *content)

    def _thing(self, kind: str, name: str, *content: str) -> str:
        """`content` is all that tells this thing from others of its name; a foreign id stays readable."""
        if len(content) == 1 and _FOREIGN_ID.fullmatch(content[0]):
            tail = content[0]
        else:
            tail = hashlib.sha256("\x1f".join((kind, name, *content)).encode()).hexdigest()[:16]
        return f"{self.base}id/{kind}/{slug(name)}-{tail}"
