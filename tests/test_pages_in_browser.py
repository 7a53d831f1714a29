"""The pages as a person sees them, in a real browser."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import payloads
import pytest
from browsing import DESKTOP, PHONE, chromium, opened, violations
from playwright.sync_api import Browser, expect
from served import Served, drawn, served
from stored_graphs import reader

from kg.pages import STATIC

ARTICLE = "/article/2024-05-03-a1"
PLACE, ACTOR, EVENT = "/doc/id/place/northfield-1", "/doc/id/actor/river-watch-1", "/doc/id/event/holding-1"
QUESTION = "/ask?q=who+claimed+control+of+Northfield"
PAGES = (
    *("/", QUESTION, "/ask?q=what+is+love", ARTICLE, PLACE, ACTOR, EVENT, "/doc/id/run/test-1"),
    *("/timeline", "/map", "/network", "/query", "/query/contradictions", "/sparql-editor"),
    *("/ontology", "/shapes", "/void", "/nothing-here"),
)
needs_packages = pytest.mark.skipif(
    not (STATIC / "vendor" / "packages.json").is_file(), reason="the front-end packages are not in place: make frontend"
)
LARGEST_PAGE = 300_000  # bytes, compressed


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("pages")
    reader(folder)
    with served(folder / "store.db") as one:
        yield drawn(one)


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(payloads.store(tmp_path_factory.mktemp("poisoned") / "store.db")) as one:
        yield drawn(one)


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_pages_are_accessible_and_keep_to_themselves(
    started: Browser, server: Served, path: str, size: tuple[int, int], scheme: str
) -> None:
    with opened(started, server.url, size=size, scheme=scheme) as (page, seen):
        page.goto(path, wait_until="networkidle")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        seen.errors[:] = [one for one in seen.errors if "status of 404" not in one]
        seen.check()


@needs_packages
def test_from_a_question_to_the_words_to_the_place_to_the_map_to_the_timeline(started: Browser, server: Served) -> None:
    with opened(started, server.url) as (page, seen):
        page.goto("/")
        page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill("who claimed control of Northfield")
        page.keyboard.press("Enter")
        claim = page.locator("article.claim", has_text="River Watch").first
        expect(claim).to_contain_text("They hold Northfield,")
        claim.locator("blockquote a").click()
        assert re.search(rf"{ARTICLE}#char=72,93$", page.url)
        expect(page.locator(".text .found").first).to_be_in_viewport()
        assert "".join(page.locator(".text .found").all_inner_texts()) == "They hold Northfield,"
        page.locator(".text a", has_text="Northfield").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Northfield")
        page.get_by_role("navigation", name="Site").get_by_role("link", name="Map").click()
        expect(page.locator("#map .leaflet-marker-icon, #map path.leaflet-interactive").first).to_be_visible()
        page.get_by_role("link", name=re.compile("over time")).first.click()
        assert page.url.startswith(f"{server.url}/timeline?place=")
        assert page.locator("svg a.mark").count() >= 4
        seen.check()


def test_the_same_way_can_be_gone_without_scripts(started: Browser, server: Served) -> None:
    with opened(started, server.url, scripts="off") as (page, seen):
        page.goto("/")
        page.locator("form[action='/ask'] input[name=q]").first.fill("who claimed control of Northfield")
        page.keyboard.press("Enter")
        page.locator("article.claim", has_text="River Watch").first.locator("blockquote a").click()
        assert page.url.endswith(f"{ARTICLE}#char=72,93")
        page.goto("/map")
        expect(page.get_by_role("row", name=re.compile("Northfield"))).to_be_visible()
        page.goto("/timeline")
        assert page.locator("svg a.mark").count() >= 4
        seen.check()


@needs_packages
def test_the_query_page_runs_a_stored_query(started: Browser, server: Served) -> None:
    with opened(started, server.url) as (page, seen):
        page.goto("/sparql-editor", wait_until="networkidle")
        page.get_by_role("button", name="Who speaks most?").click()
        expect(page.locator(".tabPanel.active .yasr_results")).to_contain_text("River Watch", timeout=15_000)
        seen.check()


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/sparql-editor"])
def test_a_page_with_all_it_needs_is_light(started: Browser, server: Served, path: str) -> None:
    weights: list[int] = []
    with opened(started, server.url) as (page, _):
        page.on("requestfinished", lambda request: weights.append(request.sizes()["responseBodySize"]))
        page.goto(path, wait_until="networkidle")
        assert 0 < sum(weights) <= LARGEST_PAGE


def _addresses(number: int) -> tuple[str, ...]:
    words = quote(payloads.PAYLOADS[number])
    return (
        f"/article/2024-05-03-b{number:02}",
        f"/doc/id/place/northfield-1{number:02}",
        f"/doc/id/actor/river-watch-1{number:02}",
        f"/doc/id/event/holding-1{number:02}",
        f"/ask?q={words}",
        f"/ask?query=who-claimed-control&place={words}",
        f"/timeline?place={words}&actor={words}&since={words}",
        f"/query/who-claimed-control?place={words}",
        f"/sparql-editor?query={words}",
        f"/map?until={words}",
    )


@pytest.mark.parametrize("number", range(0, len(payloads.PAYLOADS), 10))
def test_words_of_articles_and_of_addresses_are_shown_and_never_run(
    started: Browser, poisoned: Served, number: int
) -> None:
    with opened(started, poisoned.url) as (page, seen):
        for one in range(number, number + 10):
            for path in _addresses(one):
                page.goto(path, wait_until="load")
            page.goto(_addresses(one)[0])
            shown, words = page.locator("h1").first.inner_text().split(), payloads.PAYLOADS[one].split()
            assert shown[: len(words)] == words
        assert seen.dialogs == []
        assert seen.foreign == []
        assert [error for error in seen.errors if "status of 4" not in error] == []


@pytest.mark.parametrize("path", ["/", "/timeline", "/map", "/network", "/ask?query=speakers", "/query/actors"])
def test_lists_of_hostile_names_are_only_lists(started: Browser, poisoned: Served, path: str) -> None:
    with opened(started, poisoned.url) as (page, seen):
        page.goto(path, wait_until="networkidle")
        page.mouse.move(400, 500)
        seen.check()
