"""Reading: the article of an HTML page."""

import hashlib
import logging
import time
from datetime import date
from pathlib import Path

import pytest

from kg.articles import from_bytes, read_one
from kg.errors import InputError
from kg.model import Article

REPORT = Path(__file__).parent / "fixtures" / "articles" / "report.html"


@pytest.fixture(scope="module")
def report() -> Article:
    return read_one(str(REPORT))


def page(body: str, *, head: str = "") -> Article:
    return from_bytes(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode(), source="given")


def test_each_paragraph_heading_and_item_stands_alone(report: Article):
    assert report.text.split("\n\n") == [
        "Town of Oldbridge changes hands, both sides say",
        "Northern troops entered the town of Oldbridge on Tuesday, the northern defence ministry said, after nine days "
        "of fighting along the river road.",
        "We hold the market square.",
        "We will hold the bridge by nightfall.",
        "A spokesman for the southern army called that “a fairy tale” and said that the bridge was in southern hands.",
        "What is known",
        "- The river road is closed.",
        "- Nobody has verified either account.",
    ]


def test_a_block_quotation_is_one_span_of_the_text(report: Article):
    quoted = [report.text[start:end] for start, end in report.block_quotes]
    assert quoted == ["We hold the market square.\n\nWe will hold the bridge by nightfall."]


def test_metadata_comes_from_the_head(report: Article):
    assert report.title == "Town of Oldbridge changes hands, both sides say"
    assert report.published == date(2031, 5, 6)
    assert report.publisher == "The Example Courier"
    assert report.url == "https://courier.example/world/oldbridge-changes-hands"


def test_the_key_of_a_page_is_made_from_its_address(report: Article):
    digest = hashlib.sha256(b"https://courier.example/world/oldbridge-changes-hands").hexdigest()
    assert report.key == f"2031-05-06-{digest[:16]}"


def test_all_of_the_text_is_prose(report: Article):
    assert report.body == (0, len(report.text))


@pytest.mark.parametrize("address", ["https://courier.example/", "javascript:alert(1)", "about:blank"])
def test_an_address_that_names_no_article_is_left_out(address: str):
    found = page("<p>The road is open, a driver said.</p>", head=f'<link rel="canonical" href="{address}">')
    assert found.url is None


def test_a_date_in_the_prose_is_not_the_date_of_the_page():
    assert page("<article><p>On March 3, 2029 the road was open, a driver said.</p></article>").published is None


def test_the_page_may_name_its_encoding():
    html = '<html><head><meta charset="windows-1252"></head><body><p>“No,” she said.</p><p>“Yes.”</p></body></html>'
    assert from_bytes(html.encode("windows-1252"), source="given.htm").text == "“No,” she said.\n\n“Yes.”"


def test_a_fragment_in_an_html_file_is_a_page():
    assert from_bytes(b"<p>The road is &quot;open&quot;.</p>", source="given.html").text == 'The road is "open".'


def test_a_line_break_ends_a_line():
    assert page("<article><p>He said:<br>no.</p><p>She left.</p></article>").text == "He said:\nno.\n\nShe left."


@pytest.mark.parametrize(
    "body",
    [
        "He said <b>no</b>.<br><br>She <i>left</i>.",
        "<div>He said <b>no</b>.<br> <br>She <i>left</i>.</div>",
        "<article>He said <b>no</b>.<p>She <i>left</i>.</p></article>",
        "<table><tr><td>He said <b>no</b>.<div>She <i>left</i>.</div></td></tr></table>",
    ],
)
def test_prose_outside_of_paragraphs_is_whole(body: str):
    assert page(body).text == "He said no.\n\nShe left."


def test_quotation_marks_are_not_doubled():
    assert page("<article><p>He said “<q>no</q>”.</p><p>She left.</p></article>").text == "He said “no”.\n\nShe left."


@pytest.mark.parametrize(
    "html",
    [
        '<a b="' * 33_000,
        "<!--" * 50_000,
        "<html>" + "<!-- " * 40_000,
        "</" * 100_000,
        "<div>" * 40_000,
        "<html><p " + " ".join(f"a{i}=x" for i in range(30_000)) + ">words</p>",
    ],
)
def test_hostile_markup_is_refused_in_time(html: str):
    begin = time.process_time()
    with pytest.raises(InputError, match=r"^given\.html: "):
        from_bytes(html.encode(), source="given.html")
    assert time.process_time() - begin < 5


def test_a_page_over_two_megabytes_is_refused():
    with pytest.raises(InputError, match="HTML larger than 2000000 bytes"):
        from_bytes(b"<html><p>" + b"word " * 400_000, source="given", max_characters=10_000_000)


def test_reading_more_pages_adds_no_loggers() -> None:
    page = b"<html><body><p>The road is open, a driver said.</p></body></html>"
    from_bytes(page, source="a.html")
    before = list(logging.getLogger("htmldate").handlers)
    from_bytes(page, source="a.html")
    assert logging.getLogger("htmldate").handlers == before
