"""`kg reconcile`: the one command that asks somebody else, when it is told whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import DEFAULT_PLACE, AnyStore, Quiet
from kg.cli.streams import opened, progress, tell
from kg.errors import ClaimgraphError, UsageError

if TYPE_CHECKING:
    from kg.reconciliation.answers import Answers
    from kg.reconciliation.asking import Linker
    from kg.reconciliation.http import Caller
    from kg.reconciliation.messages import PropertyConstraint, Query
    from kg.reconciliation.proposals import Subject
    from kg.sssom import Mapping

WIKIDATA = "wikidata"
WIKIDATA_ADDRESS = "https://www.wikidata.org/w/api.php"

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="NAME", help="Things of the store, by name; without it, all named ones that have no link."),
]
Address = Annotated[
    str,
    typer.Option("--service", metavar="URL", help='Whom to ask: the URL of a reconciliation service, or "wikidata".'),
]
OfType = Annotated[
    str | None, typer.Option("--type", metavar="CLASS", help="Only things of this class, such as Person.")
]
Candidates = Annotated[
    int, typer.Option("--limit", metavar="N", min=1, max=50, help="The most candidates for each name.")
]
Things = Annotated[
    int | None,
    typer.Option("--things", metavar="N", min=1, help="Ask about so many things only: those mentioned most."),
]
ServiceType = Annotated[
    str | None,
    typer.Option("--service-type", metavar="ID", help="Only entities of this type, an identifier of the service."),
]
Properties = Annotated[
    list[str] | None,
    typer.Option("--property", metavar="ID=VALUE", help="A property that entities should have. May be repeated."),
]
Language = Annotated[str, typer.Option("--language", metavar="CODE", help="The language of the names (Wikidata only).")]
FullScore = Annotated[float, typer.Option("--full-score", metavar="N", help="The best score that the service gives.")]
Contact = Annotated[
    str,
    typer.Option(
        "--contact",
        metavar="ADDRESS",
        envvar="KG_CONTACT",
        help="Your e-mail address or web page, told to the service. Wikidata wants it.",
    ),
]
Interval = Annotated[float, typer.Option("--interval", metavar="SECONDS", min=0, help="Seconds between two requests.")]
Refresh = Annotated[bool, typer.Option("--refresh", help="Ask again what was answered in the last 30 days.")]
Proposals = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, such as proposals.sssom.tsv.")
]


def reconcile(
    names: Names = None,
    *,
    service: Address,
    store: AnyStore = DEFAULT_PLACE,
    type: OfType = None,  # noqa: A002
    limit: Candidates = 5,
    things: Things = None,
    service_type: ServiceType = None,
    properties: Properties = None,
    language: Language = "en",
    full_score: FullScore = 100.0,
    contact: Contact = "",
    interval: Interval = 1.0,
    refresh: Refresh = False,
    out: Proposals = None,
    quiet: Quiet = False,
) -> None:
    """Ask a service which entities the things without a link may be: proposals as SSSOM/TSV, for a person to decide.

    What leaves this machine, for the service that you name: the names of the things, and what you give with
    --service-type, --property, --limit and --contact. The graph is not changed. Answers are kept in the cache folder
    for 30 days.
    """
    from kg.reconciliation import proposals
    from kg.reconciliation.answers import MONTH, Answers
    from kg.reconciliation.http import Caller, Manners
    from kg.store import Reader

    if service == WIKIDATA and not contact:
        raise UsageError(
            "Wikidata wants to know whom to write to: give --contact or set KG_CONTACT (an e-mail address)"
        )
    if out is not None and proposals.decided(out):
        raise UsageError(f"{out}: somebody has decided on proposals in it: give another file")
    reader = Reader.open(store)
    question = proposals.Question(
        limit=limit, type=service_type, properties=_constraints(properties), full_score=full_score
    )
    asked = proposals.subjects(reader, names or (), type=type)[:things]
    manners = Manners(contact=contact, interval=interval)
    with Caller(manners) as caller, Answers(longest=0 if refresh else MONTH) as answers:
        linker = _linker(service, caller, answers, language=language)
        plan = proposals.queries(asked, linker, question)
        run = _Run(linker=linker, plan=plan, base=reader.base, out=out, full_score=full_score)
        run.go(answers, quiet=quiet)


@dataclass(slots=True, kw_only=True)
class _Run:
    """What was asked and answered so far: it is written whatever happens then."""

    linker: Linker
    plan: dict[Query, list[Subject]]
    base: str
    out: Path | None
    full_score: float
    answered: int = 0
    found: list[Mapping] = field(default_factory=list)

    def go(self, answers: Answers, *, quiet: bool) -> None:
        from kg.reconciliation.asking import unanswered
        from kg.reconciliation.http import shown
        from kg.reconciliation.proposals import propose

        waiting = len(unanswered(self.linker, list(self.plan), answers))
        if not quiet:
            tell(f"{shown(self.linker.address)}: {_names(waiting)} to ask, {len(self.plan) - waiting} answered before")
        try:
            with progress("asking", quiet=quiet) as step:
                for answer, mappings in propose(self.linker, self.plan, answers, full_score=self.full_score):
                    self.answered += 1
                    self.found += mappings
                    step(answer.query.query or "")
        except KeyboardInterrupt as interrupt:
            self._stop("interrupted")
            raise typer.Exit(130) from interrupt
        except ClaimgraphError:
            self._stop("not all could be asked")
            raise
        self._write()
        if not quiet:
            proposals = f"{len(self.found)} {'proposal' if len(self.found) == 1 else 'proposals'}"
            tell(f"{proposals} for {_names(self.answered)}; the graph is as it was")

    def _stop(self, why: str) -> None:
        if self.answered:
            self._write()
        counts = f"{self.answered} of {len(self.plan)} names are answered and kept"
        tell(f"{why}: {counts}; the same command goes on from there")

    def _write(self) -> None:
        from kg.reconciliation.http import shown
        from kg.reconciliation.proposals import table

        text = table(self.found, base=self.base, service=shown(self.linker.address), space=self.linker.space)
        with opened(self.out) as stream:
            stream.write(text.encode("utf-8"))


def _linker(service: str, caller: Caller, answers: Answers, *, language: str) -> Linker:
    if service == WIKIDATA:
        from kg.reconciliation.wikidata import Wikidata

        return Wikidata(caller=caller, language=language, endpoint=WIKIDATA_ADDRESS)
    from kg.reconciliation.service import open_service

    return open_service(service, caller, answers)


def _constraints(given: list[str] | None) -> tuple[PropertyConstraint, ...] | None:
    from kg.reconciliation.messages import PropertyConstraint

    pairs = [one.partition("=") for one in given or ()]
    if wrong := next((one for one in pairs if not all(one)), None):
        raise UsageError(f"the property {''.join(wrong)!r} is not ID=VALUE")
    return tuple(PropertyConstraint(pid=name, v=value) for name, _, value in pairs) or None


def _names(count: int) -> str:
    return "1 name" if count == 1 else f"{count} names"
