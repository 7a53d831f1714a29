"""The IRIs of one article's entities, events and speakers: what the graph and the JSON record both say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kg import lexicon
from kg.iris import Minter
from kg.model import Article, Event, Extraction, Identification, Mode, Statement, Thing
from kg.ontology import CONTROL_TYPES
from kg.spelling import canonical

UNKNOWN_OUTLET = "the outlet"
UNNAMED_SOURCE = "unnamed source"
LONGEST_LABEL = 120
LONGEST_TITLE = 60
CHAIN = " > "


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An extraction whose entities, events and speakers have IRIs. `via` is each statement's chain of speakers."""

    extraction: Extraction
    identification: Identification
    things: Mapping[str, Thing]
    entity: Mapping[int, str]
    event: Mapping[int, str]
    speaker: Mapping[int, str]
    via: Mapping[int, str]


KnownAs = Callable[[Thing], Sequence[Thing]]
"""What a thing is by the curator's word, first, and what its description speaks of; else the thing itself."""


def _itself(thing: Thing) -> Sequence[Thing]:
    return [thing]


def name(extraction: Extraction, identification: Identification, minter: Minter, known_as: KnownAs = _itself) -> Named:
    """Mint what is still without an IRI: events, and the speakers that the text does not name."""
    things = dict(identification.things)
    speakers: dict[int, str] = {}
    for statement in extraction.statements:
        known = statement.speaker if statement.mode is not Mode.NARRATION else extraction.narrator
        if known is not None:
            speakers[statement.key] = identification.ids[known]
        elif statement.mode is Mode.NARRATION:
            speakers[statement.key] = _unknown_outlet(things, known_as, minter, extraction.article)
        else:
            speakers[statement.key] = _unknown_source(things, known_as, minter, statement, extraction)
    narrator = things[identification.ids[extraction.narrator]].label if extraction.narrator is not None else None
    return Named(
        extraction=extraction,
        identification=identification,
        things=things,
        entity=identification.ids,
        event={
            event.key: _event_iri(event, extraction.article, identification.ids, minter) for event in extraction.events
        },
        speaker=speakers,
        via={s.key: _via(s, extraction.statements, speakers, things, narrator) for s in extraction.statements},
    )


def _unknown_outlet(things: dict[str, Thing], known_as: KnownAs, minter: Minter, article: Article) -> str:
    """An outlet that the article does not tell is the site that it is from. Else it is whoever published this article,
    who need not be the one who published the next, and is told from others by the article's title or first words: by
    what every copy of it has, and not by a file's name."""
    if site := article.host.removeprefix("www."):
        found = Thing(id=minter.actor(site, "MediaOrganisation"), type="MediaOrganisation", label=site, identity="name")
        return _known(things, known_as, found)
    label = f"{UNKNOWN_OUTLET} of “{_title(article)}”"
    return _stand_in(things, known_as, minter, label, "MediaOrganisation", article.key)


def _title(article: Article) -> str:
    """Of the article, or its first words, with nothing in it that would look like a link of a chain."""
    words = " ".join((article.title or article.text[slice(*article.body)][:LONGEST_LABEL]).split())
    words = words.replace(CHAIN.strip(), "›")
    return (
        words
        if len(words) <= LONGEST_TITLE
        else f"{words[:LONGEST_TITLE].rpartition(' ')[0] or words[:LONGEST_TITLE]}…"
    )


def _unknown_source(
    things: dict[str, Thing], known_as: KnownAs, minter: Minter, statement: Statement, extraction: Extraction
) -> str:
    """A source that is no actor we know of is named by its words ("the footage").

    Two unresolved pronouns need not be one person, and what is "reportedly" so twice need not have one source.
    """
    article = extraction.article
    words = " ".join(" … ".join(article.text[start:end] for start, end in statement.source).split())[:LONGEST_LABEL]
    if words and words.casefold() not in lexicon.table("pronouns")["words"]:
        return _stand_in(things, known_as, minter, words, "Group", article.key)
    place = min(span.start for span in (*statement.source, *statement.cue, *statement.content))
    return _stand_in(things, known_as, minter, UNNAMED_SOURCE, "Group", article.key, str(place))


def _stand_in(things: dict[str, Thing], known_as: KnownAs, minter: Minter, label: str, kind: str, *content: str) -> str:
    identifier = minter.actor(label, kind, *content)
    return _known(things, known_as, Thing(id=identifier, type=kind, label=label, identity="article", named=False))


def _known(things: dict[str, Thing], known_as: KnownAs, thing: Thing) -> str:
    found = known_as(thing)
    things.update({one.id: one for one in found})
    return found[0].id


def _event_iri(event: Event, article: Article, ids: Mapping[int, str], minter: Minter) -> str:
    """Articles that tell of the same event share it, if enough is told to know that it is the same.

    Who holds or takes which place is enough, with its day, or with the month in which it is told: a town may be taken
    more than once. Of other events there are many alike ("Russian forces attacked Kharkiv"),
    so they are the article's own, unless two of agent, patient and place are known, and the day.
    """
    parts = [ids[role] if role is not None else "" for role in (event.agent, event.patient, event.place)]
    known = sum(bool(part) for part in parts)
    time = event.time
    when: tuple[str, ...] = (time.value, time.earliest.isoformat(), time.latest.isoformat()) if time else ()
    if event.type in CONTROL_TYPES:
        shared = event.place is not None and known > 1 and (time is not None or article.published is not None)
        when = when or ((f"told {article.published:%Y-%m}",) if article.published else ())
    else:
        shared = known > 1 and time is not None and time.earliest == time.latest
    own = () if shared else (article.key,) if known else (article.key, str(event.trigger[0].start))
    return minter.event(event.type, *parts, canonical(event.part or ""), *when, *own)


def _via(
    statement: Statement,
    all_: Sequence[Statement],
    speakers: Mapping[int, str],
    things: Mapping[str, Thing],
    narrator: str | None,
) -> str:
    """The chain of speakers, outermost first, the statement's own last."""
    chain: list[str] = []
    here: Statement | None = statement
    while here is not None:
        chain.insert(0, things[speakers[here.key]].label)
        here = all_[here.parent] if here.parent is not None else None
    if narrator is not None and statement.mode is not Mode.NARRATION:
        chain.insert(0, narrator)
    return CHAIN.join(chain)
