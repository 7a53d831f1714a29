"""A parsed text as plain values: tokens, spans of them, and the text.

They answer as those of spaCy do, for what the extraction asks of them. spaCy makes a token anew whenever one is asked
for, and looks up each of its strings; the extraction asks some fifty times for each token, so here all of it is looked
up once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from spacy.tokens import Doc as SpacyDoc

_STRINGS: list[int | str] = ["LOWER", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE"]
_FLAGS: list[int | str] = ["IS_SPACE", "IS_PUNCT", "IS_QUOTE", "IS_UPPER", "IS_LOWER", "IS_ALPHA"]
_NONE: tuple[Token, ...] = ()


class Token:
    """A word or mark. The names are those of spaCy, whose documentation says what they mean."""

    __slots__ = (
        "children", "dep_", "doc", "ent_type_", "head", "i", "idx", "is_alpha", "is_lower", "is_punct", "is_quote",
        "is_sent_start", "is_space", "is_upper", "lefts", "lemma_", "lower_", "pos_", "rights", "tag_", "text",
        "whitespace_",
    )  # fmt: skip
    doc: Doc
    i: int
    idx: int
    text: str
    whitespace_: str
    is_sent_start: bool
    head: Token
    lefts: tuple[Token, ...]
    rights: tuple[Token, ...]
    children: tuple[Token, ...]

    def __init__(self, strings: tuple[str, ...], flags: tuple[bool, ...]) -> None:
        self.lower_, self.lemma_, self.pos_, self.tag_, self.dep_, self.ent_type_ = strings
        self.is_space, self.is_punct, self.is_quote, self.is_upper, self.is_lower, self.is_alpha = flags
        self.lefts = self.rights = self.children = _NONE

    def __len__(self) -> int:
        return len(self.text)

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    @property
    def vocab(self) -> Any:
        return self.doc.vocab

    @property
    def sent(self) -> Span:
        return self.doc.sentence(self.i)

    @property
    def subtree(self) -> Iterator[Token]:
        for token in self.lefts:
            yield from token.subtree
        yield self
        for token in self.rights:
            yield from token.subtree

    @property
    def left_edge(self) -> Token:
        return min(self.subtree, key=_place)

    @property
    def right_edge(self) -> Token:
        return max(self.subtree, key=_place)

    @property
    def ancestors(self) -> Iterator[Token]:
        token = self
        while token.head is not token:
            token = token.head
            yield token

    def is_ancestor(self, other: Token) -> bool:
        return any(one is self for one in other.ancestors)

    @property
    def conjuncts(self) -> tuple[Token, ...]:
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        found = [first]
        for token in found:
            found += [one for one in token.rights if one.dep_ == "conj"]
        return tuple(token for token in found if token is not self)

    def nbor(self, distance: int = 1) -> Token:
        if not 0 <= self.i + distance < len(self.doc):
            raise IndexError(f"no token {distance} from {self.i}")
        return self.doc[self.i + distance]


class Span:
    """Some tokens in a row."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: Doc, start: int, end: int, label: str = "") -> None:
        self.doc = doc
        self.start = start
        self.end = end
        self.label_ = label

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[int, int, int, str]:
        return id(self.doc), self.start, self.end, self.label_

    def __len__(self) -> int:
        return max(self.end - self.start, 0)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self))
            return Span(self.doc, self.start + start, self.start + max(end, start))
        return self.doc.tokens[self.start : self.end][at]

    @property
    def text(self) -> str:
        if not self:
            return ""
        last = self.doc.tokens[self.end - 1]
        return self.doc.text[self.doc.tokens[self.start].idx : last.idx + len(last)]

    @property
    def sent(self) -> Span:
        return self.doc.sentence(self.start)

    @property
    def root(self) -> Token:
        """The first word nearest to the root of its sentence."""
        tops = [token for token in self if token.head is token]
        if tops:
            return tops[0]
        outside = [token for token in self if not self.start <= token.head.i < self.end]
        return min(outside, key=_depth, default=self[0])


class Doc:
    """A text with its tokens. `tokens` is also what iterating over it gives."""

    __slots__ = ("_offsets", "_sentences", "_starts", "ents", "text", "tokens", "vocab")

    def __init__(self, doc: SpacyDoc) -> None:
        self.vocab = doc.vocab
        self.text = doc.text
        self.tokens = list(map(Token, zip(*_strings(doc), strict=True), zip(*_flags(doc), strict=True)))
        layout: Any = doc.to_array(["IDX", "LENGTH", "SPACY", "SENT_START"])
        for i, (token, (offset, length, space, start)) in enumerate(zip(self.tokens, layout.tolist(), strict=True)):
            token.doc, token.i, token.idx = self, i, offset
            token.text = self.text[offset : offset + length]
            token.whitespace_ = " " if space else ""
            token.is_sent_start = start == 1
        heads: Any = doc.to_array("HEAD")
        _tie(self.tokens, heads.astype("int64").tolist())
        self._offsets = layout[:, 0].tolist()
        self._starts = [token.i for token in self.tokens if token.is_sent_start or token.i == 0]
        ends = [*self._starts[1:], len(self.tokens)]
        self._sentences = [Span(self, start, end) for start, end in zip(self._starts, ends, strict=False)]
        self.ents = tuple(Span(self, one.start, one.end, one.label_) for one in doc.ents)

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self.tokens))
            return Span(self, start, max(end, start))
        return self.tokens[at]

    @property
    def sents(self) -> Iterator[Span]:
        return iter(self._sentences)

    def sentence(self, token: int) -> Span:
        return self._sentences[bisect_right(self._starts, token) - 1]

    def char_span(self, start: int, end: int, *, alignment_mode: str) -> Span | None:
        """The tokens that a stretch of the text touches; only the mode "expand" is known."""
        if alignment_mode != "expand":
            raise ValueError(f"char_span cannot {alignment_mode!r}")
        first, last = self._token_at(start), self._token_at(end - 1)
        if first < 0 or last < 0:
            return None
        if start == self.tokens[first].idx + len(self.tokens[first]):  # the space behind it is not touched
            first += 1
        return Span(self, first, max(last + 1, first))

    def _token_at(self, offset: int) -> int:
        i = bisect_right(self._offsets, offset) - 1
        if i < 0 or offset >= self.tokens[i].idx + len(self.tokens[i]) + len(self.tokens[i].whitespace_):
            return -1
        return i


def _strings(doc: SpacyDoc) -> Iterator[list[str]]:
    known = doc.vocab.strings
    for column in doc.to_array(_STRINGS).T.tolist():
        said = {key: known[key] for key in set(column)}
        yield [said[key] for key in column]


def _flags(doc: SpacyDoc) -> list[list[bool]]:
    flags: Any = doc.to_array(_FLAGS)
    said: list[list[bool]] = (flags == 1).T.tolist()
    return said


def _tie(tokens: list[Token], heads: list[int]) -> None:
    """Give each token its head and its dependents; `heads` are distances."""
    lefts: defaultdict[Token, list[Token]] = defaultdict(list)
    rights: defaultdict[Token, list[Token]] = defaultdict(list)
    for token, distance in zip(tokens, heads, strict=True):
        token.head = head = tokens[token.i + distance]
        if distance > 0:
            lefts[head].append(token)
        elif distance:
            rights[head].append(token)
    for token, before in lefts.items():
        token.lefts = token.children = tuple(before)
    for token, behind in rights.items():
        token.rights = tuple(behind)
        token.children = token.lefts + token.rights


def _place(token: Token) -> int:
    return token.i


def _depth(token: Token) -> int:
    """How far it is from the root; a mark or a blank is taken for a root only where there is nothing else."""
    if (token.is_space or token.is_punct) and not token.children:
        return len(token.doc) - 1
    return sum(1 for _ in token.ancestors)
