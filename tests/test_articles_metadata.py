"""What a page says of itself, what was told beside it, and which of the two counts; addresses in one form."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.addresses import canonical, same_site
from kg.articles import Capture, article, from_bytes
from kg.capture import Given
from kg.model import Article

WORDS = (
    "<article><h1>Road opens</h1><p>The road is open, a driver said on Tuesday in the town of Oldbridge.</p></article>"
)
URL = "https://courier.example/road"


def page(head: str = "", *, given: Given | None = None, html: str = "", body: str = WORDS) -> Article:
    data = f"<!doctype html><html {html}><head>{head}</head><body>{body}</body></html>".encode()
    return article(Capture(source="given", data=data, given=given or Given()))


def data(**told: Any) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", **told}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def meta(**told: str) -> str:
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{told[name]}">' for name in told)


def test_linked_data_says_title_day_publisher_and_address() -> None:
    found = page(
        data(
            headline="Road &amp; bridge open",
            datePublished="2031-05-06T23:30:00-05:00",
            dateModified="2031-05-09",
            publisher={"@type": "Organization", "name": "The Courier"},
            mainEntityOfPage={"@id": f"{URL}?utm_source=x#top"},
            isPartOf={"@type": "WebSite", "name": "A Much Longer Name of the Site"},
        )
    )
    assert (found.title, found.published) == ("Road & bridge open", date(2031, 5, 6))
    assert (found.publisher, found.url) == ("The Courier", URL)


def test_linked_data_may_be_a_graph_of_things_that_point_to_each_other() -> None:
    nodes = [
        {"@type": "Organization", "@id": "#other", "name": "An Organisation with a Long Name"},
        {"@type": ["Thing", "ReportageNewsArticle"], "headline": "Road opens", "publisher": {"@id": "#us"}},
        {"@type": "NewsMediaOrganization", "@id": "#us", "name": ["The Courier"]},
    ]
    script = json.dumps({"@context": "https://schema.org", "@graph": nodes})
    assert page(f'<script type="application/ld+json">{script}</script>').publisher == "The Courier"


def test_of_several_articles_that_of_the_address_counts() -> None:
    other = data(headline="Another", datePublished="2030-01-01", url="https://courier.example/other")
    own = data(headline="Road opens", datePublished="2031-05-06", url=URL)
    found = page(f'{other}{own}<link rel="canonical" href="{URL}">')
    assert (found.title, found.published) == ("Road opens", date(2031, 5, 6))


def test_open_graph_is_next() -> None:
    head = meta(
        og__title="Road opens | The Courier",
        og__site_name="The Courier",
        og__url=f"{URL}#x",
        article__published_time="2031-05-06T10:00:00Z",
        article__modified_time="2031-05-09",
    )
    found = page(head)
    assert (found.title, found.published, found.publisher) == ("Road opens", date(2031, 5, 6), "The Courier")
    assert found.url == URL


@pytest.mark.parametrize(
    "head",
    [
        meta(article__modified_time="2031-05-09"),
        meta(og__updated_time="2031-05-09"),
        data(headline="Road opens", dateModified="2031-05-09T10:00:00Z"),
    ],
)
def test_the_day_of_a_change_is_no_day_of_publication(head: str) -> None:
    assert page(head).published is None


def test_a_headline_that_was_cut_gives_way_to_the_whole_title() -> None:
    assert page(data(headline="Road op…") + meta(og__title="Road opens at last")).title == "Road opens at last"


def test_an_account_is_no_publisher() -> None:
    assert page('<meta name="twitter:site" content="@courier_news">').publisher is None


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "[" * 100_000,
        '{"@type": 7, "publisher": [[]]}',
        '{"@type": "NewsArticle", "url": {"a": 1}}',
        "null",
        "[1, {}]",
    ],
)
def test_broken_linked_data_does_no_harm(script: str) -> None:
    found = page(f'<script type="application/ld+json">{script}</script>{meta(og__site_name="The Courier")}')
    assert (found.title, found.publisher) == ("Road opens", "The Courier")


TOLD = Given(
    title="Told", published=date(2030, 1, 1), publisher="Told", url="https://courier.example/told", language="fr"
)


def test_what_a_page_says_counts_more_than_what_was_told_beside_it() -> None:
    head = data(headline="Road opens", datePublished="2031-05-06", publisher={"name": "The Courier"}, url=URL)
    found = page(head, given=TOLD)
    assert (found.title, found.published, found.publisher) == ("Road opens", date(2031, 5, 6), "The Courier")
    assert found.url == URL


def test_what_a_page_does_not_say_was_told_beside_it() -> None:
    found = page("", given=TOLD, body="<p>The road is open, a driver said.</p>")
    assert (found.published, found.publisher, found.url) == (TOLD.published, TOLD.publisher, TOLD.url)
    assert found.key.startswith("2030-01-01-")


def test_what_was_told_beside_a_page_counts_more_than_how_it_looks() -> None:
    body = f'<time datetime="2031-05-06">6 May</time>{WORDS}'
    assert (page(body=body).title, page(body=body).published) == ("Road opens", date(2031, 5, 6))
    assert (page(body=body, given=TOLD).title, page(body=body, given=TOLD).published) == ("Told", TOLD.published)


def test_a_page_cannot_take_the_place_of_one_on_another_site() -> None:
    head = '<link rel="canonical" href="https://herald.example/scoop">'
    assert page(head, given=Given(url=URL)).url == URL
    assert page(head, given=Given(url="https://m.herald.example/scoop?amp=1")).url == "https://herald.example/scoop"
    assert page(head).url == "https://herald.example/scoop"


def test_an_address_makes_an_article_the_same_whatever_its_text() -> None:
    one, other = (
        article(Capture(source="t#1", data=words.encode(), given=Given(url=address)))
        for words, address in (("It is open.", f"{URL}?fbclid=1"), ("It is closed.", f"{URL}#end"))
    )
    assert (one.key, one.url) == (other.key, URL)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (
            "HTTPS://WWW.Courier.Example:443/Road/?b=2&utm_source=x&a=1&fbclid=z#top",
            "https://www.courier.example/Road/?b=2&a=1",
        ),
        ("http://user:secret@courier.example:8080/road", "http://courier.example:8080/road"),
        ("https://courier.example/?p=7&gclid=x", "https://courier.example/?p=7"),
        (
            "https://courier.example/view?cid=9&source=a&ref=b&id=3",
            "https://courier.example/view?cid=9&source=a&ref=b&id=3",
        ),
        ("https://courier.example/a b|c?q=“x”", "https://courier.example/a%20b%7Cc?q=“x”"),
        ("https://[2001:db8::1]/road", "https://[2001:db8::1]/road"),
        ("https://courier.example/", None),
        ("https://courier.example", None),
        ("https:///road", None),
        ("ftp://courier.example/road", None),
        ("javascript:alert(1)", None),
        ("https://[oops/road", None),
        ("https://courier.example:99999/road", None),
        ("https://cou rier.example/road", None),
        ("/road", None),
        ("", None),
    ],
)
def test_an_address_has_one_form(address: str, found: str | None) -> None:
    assert canonical(address) == found


@settings(deadline=None)
@given(st.text(max_size=60), st.sampled_from(["https://a.example/", "http://", "https://a.example/x?", ""]))
def test_the_form_of_an_address_is_its_own_and_fit_for_a_graph(tail: str, head: str) -> None:
    found = canonical(head + tail)
    if found is not None:
        assert canonical(found) == found
        assert not set(found) & set(' <>"{}|^`\\\n')


def test_a_site_is_one_with_its_fronts_and_what_is_below_it() -> None:
    assert same_site("https://www.courier.example/a", "https://m.courier.example/b")
    assert same_site("https://news.courier.example/a", "https://courier.example/b")
    assert not same_site("https://a.blogs.example/x", "https://b.blogs.example/x")
    assert not same_site("https://evilcourier.example/x", "https://courier.example/x")


def test_the_page_says_its_language_unless_its_text_does() -> None:
    body = "<p>Так.</p>"
    assert page(html='lang="uk-UA"', body=body).language == "uk"
    assert page(data(inLanguage="uk"), html='lang="en"', body=body).language == "uk"
    assert page(meta(og__locale="uk_UA"), body=body).language == "uk"
    assert page(html='lang="uk"').language == "en"


def test_what_is_stored_comes_back_with_its_language() -> None:
    from kg.articles import reading_of, stored

    found = from_bytes("Так.".encode(), source="a.txt")
    assert found.language == "en"
    foreign = page(html='lang="uk"', body="<p>Так.</p>")
    assert stored(foreign.text, reading_of(foreign)) == foreign
