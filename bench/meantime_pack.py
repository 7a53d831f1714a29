"""The MEANTIME pack as values: one JSON record a line, offsets into tokenised text, mentions and their relations."""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kg.model import Span

_SPEECH = "SPEECH_COGNITIVE"
_CLOSING = re.compile(r" (?=[,.;:?!)%\]]|(?:'s|'|n't|'re|'ve|'ll|'d|'m)(?:\s|$))|(?<=[($\[]) ")
_QUOTE = re.compile(r'["\n]')
_TWO_QUOTES = re.compile(r"(?<=``) | (?='')")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words of the text with what the annotators say of them."""

    id: str
    tag: str
    spans: tuple[Span, ...]
    attributes: Mapping[str, str]

    @property
    def whole(self) -> Span:
        return Span(self.spans[0].start, self.spans[-1].end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """An event of saying or thinking, its Arg0s, and the events that an SLINK links it to. `is_speech` is its class."""

    event: Mention
    is_speech: bool
    sources: tuple[Mention, ...]
    contents: tuple[Mention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """An annotated article. `annotated` reaches to the end of the last annotated sentence."""

    name: str
    text: str
    published: date
    dateline: Span
    annotated: Span
    mentions: tuple[Mention, ...]
    cues: tuple[Cue, ...]

    def of(self, tag: str) -> list[Mention]:
        return [one for one in self.mentions if one.tag == tag]


def read(pack: Path, *, tokenised: bool) -> Iterator[Gold]:
    """The articles of a pack; the text as it is, or put together again as it would be printed."""
    with gzip.open(pack, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text = record["text"]
            yield _gold(record, *((text, range(len(text) + 1)) if tokenised else _printed(text)))


def _gold(record: Mapping[str, Any], text: str, at: Sequence[int]) -> Gold:
    mentions = {key: _mention(key, one, at) for key, one in record["mentions"].items() if one["spans"]}
    start, end = (at[offset] for offset in record["sentences"]["1"])
    last = max(number for one in record["mentions"].values() for number in one["sents"])
    return Gold(
        name=record["doc"].split("_")[0],
        text=text,
        published=_published(mentions.values(), Span(start, end)),
        dateline=Span(start, end),
        annotated=Span(0, at[record["sentences"][str(last)][1]]),
        mentions=tuple(mentions.values()),
        cues=tuple(_cues(record, mentions)),
    )


def _mention(key: str, record: Mapping[str, Any], at: Sequence[int]) -> Mention:
    spans: list[Span] = []
    for start, end in sorted((at[start], at[end]) for start, end in record["spans"]):
        begin = spans.pop().start if spans and start - spans[-1].end <= 1 else start
        spans.append(Span(begin, end))
    return Mention(id=key, tag=record["tag"], spans=tuple(spans), attributes=record["attrs"])


def _printed(text: str) -> tuple[str, Sequence[int]]:
    """The text without the spaces that tokenising put in, and the new offset of each old one."""
    gone = {match.start() for match in (*_CLOSING.finditer(text), *_TWO_QUOTES.finditer(text))}
    opened = False
    for match in _QUOTE.finditer(text):  # of straight quotation marks every second one in a paragraph closes
        opened = match[0] == '"' and not opened
        if match[0] == '"':
            gone.add(match.end() if opened else match.start() - 1)
    gone = {i for i in gone if text[i : i + 1] == " "}
    at, kept = [], 0
    for i in range(len(text) + 1):
        at.append(kept)
        kept += i not in gone
    return "".join(c for i, c in enumerate(text) if i not in gone), at


def _published(mentions: Iterable[Mention], dateline: Span) -> date:
    """The day that the text was written, or else that of its second line."""
    times = [one for one in mentions if one.tag == "TIMEX3"]
    named = [one for one in times if one.attributes["functionInDocument"] == "CREATION_TIME"]
    named += [one for one in times if one.whole.start < dateline.end and dateline.start < one.whole.end]
    return date.fromisoformat(named[0].attributes["value"])


def _cues(record: Mapping[str, Any], mentions: Mapping[str, Mention]) -> Iterator[Cue]:
    """The events that an SLINK begins at, and those of the class of speech and thought."""
    instances, sources, contents = set(), defaultdict(list), defaultdict(list)
    for one in record["relations"]:
        told = [mentions[target] for target in one["target"] if target in mentions]
        for source in one["source"]:
            if one["tag"] == "SLINK":
                contents[source] += told
            elif one["tag"] == "HAS_PARTICIPANT" and one["attrs"]["sem_role"] == "Arg0":
                sources[source] += told
            elif one["tag"] == "REFERS_TO" and _is_speech(record["instances"], one["target"]):
                instances.add(source)
    for key, mention in mentions.items():
        if mention.tag == "EVENT_MENTION" and (key in instances or contents[key]):
            yield Cue(
                event=mention,
                is_speech=key in instances,
                sources=tuple(sources[key]),
                contents=tuple(contents[key]),
            )


def _is_speech(instances: Mapping[str, Any], targets: Sequence[str]) -> bool:
    return any(instances.get(target, {}).get("attrs", {}).get("class") == _SPEECH for target in targets)
