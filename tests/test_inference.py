"""Quicker ways through a language model find what spaCy's own way finds, in whatever company an article is read."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg import articles, documents, inference
from kg.documents import Parsed, parse
from kg.errors import UsageError
from kg.extract.assembly import extract
from kg.inference.remembered import Keys, Remembered
from kg.inference.steps import Theirs, steps
from kg.linking.knowledge import open_knowledge
from kg.model import Article, Span
from kg.resources import folder
from kg.syntax import Doc as Syntax

STORIES = Path(__file__).parent / "stories"
SAID = ["HEAD", "DEP", "TAG", "POS", "MORPH", "LEMMA", "ENT_IOB", "ENT_TYPE", "SENT_START"]
ODD = (
    "\n\n",
    "Gonna  go.\n\n\t\"Is that it?\" she'd asked — don't!! \u2028 U.S.A. 3.5% of $4m…",
    "There's Anna Oak of Ferry Watch. Anna",
    "Of the 12 Oak County Road Works Departments in New North Harbour, Ltd., Mr. J. P. Ash Jr. met none on May 3 2031",
    "())((" * 50 + " :-) 🙂🙂 x\u0301",
)


@cache
def model() -> Language:
    return documents.load()


@cache
def texts() -> tuple[Article, ...]:
    paths = [*sorted(folder("seeds").glob("*.txt")), *sorted(STORIES.glob("dev/*.txt"))[::4]]
    return tuple(articles.read_one(str(path)) for path in paths)


def by_spacy(article: Article) -> Doc:
    made: Any = None

    def stop(_: Language, docs: Any) -> Any:
        nonlocal made
        made = next(iter(docs))
        return iter(())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inference, "annotate", stop)
        list(parse(model(), [article]))
    [doc] = model().pipe([made])
    return doc


def prepared(text: str) -> Doc:
    return model().make_doc(text)


def rows(doc: Doc) -> Any:
    return doc.to_array(SAID)


def test_the_model_that_is_shipped_is_gone_through_in_the_quick_way() -> None:
    slow = [step for step in steps(model(), batch_size=4) if isinstance(step, Theirs)]
    assert len(slow) == 2  # tagger and parser


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_annotated_as_by_spacy(text: str) -> None:
    [ours] = inference.annotate(model(), [prepared(text)])
    [theirs] = model().pipe([prepared(text)])
    assert (rows(ours) == rows(theirs)).all()


def test_articles_are_parsed_and_extracted_as_by_spacy() -> None:
    knowledge = open_knowledge()
    assert len(texts()) > 8
    for quick in parse(model(), texts()):
        theirs = by_spacy(quick.article)
        plain = Syntax(theirs)
        for ours, other in zip(quick.doc, plain, strict=True):
            assert [getattr(ours, name) for name in NAMES] == [getattr(other, name) for name in NAMES]
            assert ours.head.i == other.head.i
        assert [(e.start, e.end, e.label_) for e in quick.doc.ents] == [(e.start, e.end, e.label_) for e in theirs.ents]
        assert extract(quick, knowledge) == extract(Parsed(quick.article, plain, quick.paragraphs), knowledge)


NAMES = ("text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "is_sent_start", "whitespace_", "is_space")


def test_an_article_is_read_alike_alone_and_in_company() -> None:
    some = [article.text for article in texts()[:4]]
    alone = [next(inference.annotate(model(), [prepared(text)])) for text in some]
    for one, other in zip(alone, inference.annotate(model(), map(prepared, some)), strict=True):
        assert one.tensor.tobytes() == other.tensor.tobytes()
        assert (rows(one) == rows(other)).all()


def test_entities_that_are_set_already_stay() -> None:
    doc = prepared("Anna Oak went to the Harbour of Ferry Town on Monday.")
    doc.set_ents([doc[6:7]], blocked=[doc[0:2]], default="unmodified")
    same = prepared(doc.text)
    same.set_ents([same[6:7]], blocked=[same[0:2]], default="unmodified")
    [ours] = inference.annotate(model(), [doc])
    [theirs] = model().pipe([same])
    assert (rows(ours) == rows(theirs)).all()
    assert "Anna" not in {token.text for entity in ours.ents for token in entity}


def test_a_text_without_a_word_passes() -> None:
    assert [len(doc) for doc in inference.annotate(model(), [prepared(""), prepared("One.")])] == [0, 2]


def test_matrices_can_be_left_to_spacy(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = model()
    monkeypatch.setattr(inference, "_ready", {})
    monkeypatch.setenv("KG_MATRICES", "blis")
    inference.prepare(nlp)
    assert inference._ready == {}
    [doc] = inference.annotate(nlp, [prepared("Anna Oak went home.")])
    assert [entity.text for entity in doc.ents] == ["Anna Oak"]


def test_an_unknown_way_to_multiply_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_MATRICES", "abacus")
    with pytest.raises(UsageError, match="KG_MATRICES cannot be 'abacus': set it to blis or openblas"):
        inference.prepare(model())


def test_what_is_remembered_is_made_once_and_forgotten_in_time() -> None:
    made: list[list[int]] = []

    def make(keys: Keys) -> Any:
        made.append(keys[:, 0].tolist())
        return keys * 2

    remembered = Remembered(make, most=4)
    for wanted, new in [([3, 1, 3], [3, 1]), ([1, 2], [2]), ([2, 3, 4, 4], [4]), ([1, 5], [1, 5]), ([5, 2], [2])]:
        keys = np.array([[key, 7] for key in wanted], dtype=np.uint64)
        assert remembered(keys)[:, 0].tolist() == [2 * key for key in wanted]
        assert made[-1] == new


def test_plain_tokens_say_what_those_of_spacy_say() -> None:
    doc = by_spacy(texts()[0])
    plain = Syntax(doc)
    assert plain.text == doc.text
    assert [(s.start, s.end) for s in plain.sents] == [(s.start, s.end) for s in doc.sents]
    for ours, theirs in zip(plain, doc, strict=True):
        for name in (*NAMES, "i", "idx", "is_punct", "is_quote", "is_upper", "is_lower", "is_alpha"):
            assert (getattr(ours, name) or None) == (getattr(theirs, name) or None), (theirs, name)
        for name in ("lefts", "rights", "children", "subtree", "ancestors", "conjuncts"):
            assert [t.i for t in getattr(ours, name)] == [t.i for t in getattr(theirs, name)], (theirs, name)
        assert (ours.left_edge.i, ours.right_edge.i) == (theirs.left_edge.i, theirs.right_edge.i)
        assert (ours.head.i, ours.sent.start, ours.sent.end) == (theirs.head.i, theirs.sent.start, theirs.sent.end)
        assert ours.head.is_ancestor(ours) == theirs.head.is_ancestor(theirs)
        assert len(ours) == len(theirs)


def test_spans_of_plain_tokens_are_those_of_spacy() -> None:
    doc = by_spacy(texts()[1])
    plain = Syntax(doc)
    for start in range(0, len(doc), 3):
        for end in (start, start + 1, start + 4, start + 40):
            ours, theirs = plain[start:end], doc[start:end]
            assert (ours.start, ours.end, ours.text, len(ours)) == (theirs.start, theirs.end, theirs.text, len(theirs))
            if len(theirs):
                assert (ours.root.i, ours[-1].i) == (theirs.root.i, theirs[-1].i)
    for start in range(0, len(doc.text), 5):
        for end in (start + 1, start + 6, start + 30):
            ours_at = plain.char_span(start, end, alignment_mode="expand")
            theirs_at = doc.char_span(start, end, alignment_mode="expand")
            assert (ours_at is None) == (theirs_at is None)
            if ours_at is not None and theirs_at is not None:
                assert Span(ours_at.start, ours_at.end) == Span(theirs_at.start, theirs_at.end)
