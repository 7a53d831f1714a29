"""Articles → spaCy documents. The one door to spaCy's models.

The model sees a copy of the text of the same length, so that a token's offset is its offset in the stored text. In the
copy, metadata is blanked out, unusual spaces and quotation marks have their plain form, and runs without a space are
cut at 200 characters: spaCy's tokenizer is quadratic in them.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg import inference
from kg.defaults import DEFAULT_MODEL
from kg.errors import UsageError
from kg.model import Article, Span
from kg.syntax import Doc as Syntax

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LONGEST_RUN = 200

_PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "´": "'"})
_SPACE = re.compile(r"[^\S\n\r]|[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_TWO_QUOTES = re.compile(r"(?:''|``)(?=(\w)?)")
_LONG_RUN = re.compile(rf"\S{{{LONGEST_RUN}}}")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_ENDS_PARAGRAPH = re.compile(r"[.!?:;…)\]\"'”’»*]\s*$")
_BEGINS_ITEM = re.compile(r"\s*(?:[-*•–—]|\d{1,2}[.)])\s")
_HARD_WRAP = 100
_LONGEST_SENTENCE = 1_500  # characters; no sentence of news has a third of it, and the rules are quadratic in it
_ENDLESS = re.compile(rf"(?:[^.!?]|[.!?](?!\s)){{{_LONGEST_SENTENCE}}}\S*\s+(?=\S)")
_BEGINS, _GOES_ON = 1, 2**64 - 1
_LEADS = 4  # headline, byline and summary may stand before the dateline
_DATELINE = re.compile(
    r"\s*(?:[A-Z0-9][^()\n]{0,60}\s)?\([A-Z][^()\n]{1,40}\)\s*(?:--|[-–—])\s*(?=\S)"
    r"|\s*[A-Z]{3,}(?:[ ,/]+[A-Z0-9][\w.'’-]*){0,6},?\s+(?:--|[-–—])\s+(?=\S)"  # "KYIV, Ukraine - "
)
_GLUED_QUOTE = r'(?<=[a-z][,:;.])"(?=\w)|(?<=[a-z])[,:;](?="\w)'  # said,"Look


@dataclass(frozen=True, slots=True)
class Parsed:
    """An article with what its parse says, and the spans of its paragraphs, in order; no sentence crosses them."""

    article: Article
    doc: Syntax
    paragraphs: tuple[Span, ...]


def load(name: str = DEFAULT_MODEL) -> Language:
    """The spaCy pipeline of an installed package or a folder. Raises UsageError when there is none of that name."""
    import spacy

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")  # a model made for spaCy 3.7 works with 3.8
        try:
            nlp = spacy.load(name)
        except OSError as error:
            known = ", ".join(spacy.util.get_installed_models()) or "none"
            raise UsageError(
                f"no spaCy model {name!r}: install it with pip or `python -m spacy download`, or use one of: "
                f"{DEFAULT_MODEL}, {known}"
            ) from error
    infixes = [*(nlp.Defaults.infixes or ()), _GLUED_QUOTE]
    tokenizer: Any = nlp.tokenizer
    tokenizer.infix_finditer = spacy.util.compile_infix_regex(infixes).finditer
    inference.prepare(nlp)
    return nlp


def model_id(nlp: Language) -> str:
    """The name and version of a model, for the record of the run."""
    return f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}"


def parse(nlp: Language, articles: Iterable[Article]) -> Iterator[Parsed]:
    """Parse articles in order."""
    pending: list[tuple[Article, tuple[Span, ...]]] = []

    def documents() -> Iterator[Doc]:
        for article in articles:
            plain = plain_text(article)
            pending.append((article, tuple(_paragraphs(plain, article))))
            yield _prepared(nlp.make_doc(plain), plain, pending[-1][1])

    for doc in inference.annotate(nlp, documents()):
        article, paragraphs = pending.pop(0)
        yield Parsed(article, Syntax(doc), paragraphs)


def _prepared(doc: Doc, plain: str, paragraphs: Sequence[Span]) -> Doc:
    """With what is known of where sentences begin."""
    leads = {end for paragraph in paragraphs[:_LEADS] if (end := _end_of_dateline(plain, paragraph)) is not None}
    starts = {start for paragraph in paragraphs for start in _starts(plain, paragraph)} | leads
    quote = doc.vocab.strings['"']
    before, joined = -1, False
    marks: Any = doc.to_array("SENT_START")  # a token told by itself has spaCy look through all of them
    rows: Any = doc.to_array(["IDX", "ORTH", "SPACY", "IS_SPACE"])
    for i, (offset, word, space, blank) in enumerate(rows.tolist()):
        if offset in starts:
            marks[i] = _BEGINS
        elif before in leads:
            marks[i] = _GOES_ON  # the parser may cut off the first word alone
        elif word == quote and joined:
            marks[i] = _GOES_ON  # a closing mark belongs to the sentence that it closes
        before, joined = offset, not space and not blank
    if rows.size:
        doc.from_array(["SENT_START"], marks)
    return doc


def plain_text(article: Article) -> str:
    """The article's text as the model sees it: of the same length, character for character."""
    start, end = article.body
    body = _SPACE.sub(" ", article.text[start:end]).translate(_PLAIN)
    body = _TWO_QUOTES.sub(lambda m: ' "' if m[1] else '" ', body)
    body = _LONG_RUN.sub(lambda m: m[0][:-1] + " ", body)
    return " " * start + body + " " * (len(article.text) - end)


def _end_of_dateline(text: str, paragraph: Span) -> int | None:
    """Where the first sentence begins after "KYIV, May 3 (Reuters) - ", which is no part of it."""
    found = _DATELINE.match(text, *paragraph)
    return found.end() if found is not None else None


def _starts(text: str, paragraph: Span) -> Iterator[int]:
    """Where a sentence begins whatever the parser thinks: the first word, and some word of what never ends."""
    yield _first_word(text, paragraph)
    if paragraph.end - paragraph.start > _LONGEST_SENTENCE:
        yield from (found.end() for found in _ENDLESS.finditer(text, *paragraph))


def _first_word(text: str, span: Span) -> int:
    return next((i for i in range(*span) if not text[i].isspace()), span.start)


def _paragraphs(text: str, article: Article) -> Iterator[Span]:
    """Blank lines end a paragraph; so does any line break, unless the text is wrapped at a fixed width."""
    lines = list(_lines(text, article.body))
    widths = sorted(end - start for start, end in lines if text[start:end].strip())
    wrapped = len(widths) > 3 and widths[-1] <= _HARD_WRAP and widths[len(widths) // 2] > _HARD_WRAP // 2
    begin: int | None = None
    last = article.body.start
    for start, end in lines:
        line = text[start:end]
        if begin is not None and (
            not line.strip() or not wrapped or _ENDS_PARAGRAPH.search(text[begin:last]) or _BEGINS_ITEM.match(line)
        ):
            yield Span(begin, last)
            begin = None
        if line.strip():
            begin = start if begin is None else begin
            last = end
    if begin is not None:
        yield Span(begin, last)


def _lines(text: str, body: Span) -> Iterator[Span]:
    start = body.start
    for match in _LINE_BREAK.finditer(text, body.start, body.end):
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, body.end)
