"""Tables of articles: JSON Lines, JSON arrays, CSV; which column is what; one bad row is one failure."""

import csv
import gzip
import io
import json
import random
import resource
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.articles import Capture, Columns, Failure, Form, article, captures, read
from kg.articles.dates import day
from kg.capture import Given
from kg.errors import UsageError
from kg.model import Article

ROAD = "The road is open, a driver said."
ROW = {"title": "Road opens", "text": ROAD, "date": "2031-05-06", "source": "The Example Courier"}
Written = Callable[..., str]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(name: str, data: str | bytes) -> str:
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return str(path)

    return write


def lines(records: Iterable[object]) -> str:
    return "".join(f"{json.dumps(record)}\n" for record in records)


def table(rows: Iterable[Iterable[str]], **dialect: str) -> str:
    out = io.StringIO()
    csv.writer(out, **dialect).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


def found(source: str, **options: object) -> list[Capture | Failure]:
    return list(captures([source], **options))  # type: ignore[arg-type]


def only(source: str, **options: object) -> Capture:
    (one,) = found(source, **options)
    assert isinstance(one, Capture), one
    return one


def reason(source: str, **options: object) -> str:
    (one,) = found(source, **options)
    assert isinstance(one, Failure), one
    assert "\n" not in one.reason
    return one.reason


WHOLE = {
    "a.jsonl": lines([ROW]),
    "a.ndjson": "\ufeff\n" + lines([ROW]),
    "a.json": json.dumps([ROW], indent=2),
    "one.json": json.dumps(ROW),
    "lines.json": lines([ROW, {**ROW, "text": "Another."}]),
    "a.csv": table([ROW, ROW.values()]),
    "b.csv": table([ROW, ROW.values()], delimiter=";", lineterminator="\r"),
    "a.tsv": table([ROW, ROW.values()], delimiter="\t"),
    "unicode.csv": table([ROW, ROW.values()], delimiter="\t").encode("utf-16"),
    "a.jsonl.gz": gzip.compress(lines([ROW]).encode()),
    "a.csv.gz": gzip.compress(table([ROW, ROW.values()]).encode()),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_row_is_an_article_with_what_its_columns_tell(written: Written, name: str) -> None:
    one = found(written(name, WHOLE[name]))[0]
    assert isinstance(one, Capture)
    assert (one.data.decode(), one.media_type) == (ROAD, "text/plain; charset=utf-8")
    assert one.given == Given(title="Road opens", published=date(2031, 5, 6), publisher="The Example Courier")


def test_a_row_is_named_by_its_file_and_its_number(written: Written) -> None:
    for name, places in (("a.jsonl", "13"), ("a.json", "12"), ("a.csv", "23")):
        data = {
            "a.jsonl": lines([ROW]) + "\n" + lines([ROW]),  # by line
            "a.json": json.dumps([ROW, ROW]),  # by place
            "a.csv": table([ROW, ROW.values(), ROW.values()]),  # as a spreadsheet counts
        }[name]
        path = written(name, data)
        assert [one.source for one in found(path)] == [f"{path}#{place}" for place in places]


def test_the_article_has_what_the_table_tells_rather_than_its_first_lines(written: Written) -> None:
    text = f"date 2029-01-01 Another headline\n\n{ROAD}"
    row = {**ROW, "text": text, "url": "https://courier.example/road?utm_source=feed#top", "lang": "en-GB"}
    (one,) = read([written("a.jsonl", lines([row]))])
    assert isinstance(one, Article)
    assert (one.text, one.title, one.published) == (text, "Road opens", date(2031, 5, 6))
    assert (one.publisher, one.url, one.language) == ("The Example Courier", "https://courier.example/road", "en")


def test_a_column_may_hold_markup(written: Written) -> None:
    rows = [{"html": f"<p>{ROAD}</p>"}, {"content": f" <div><p>{ROAD}</p></div>"}, {"content": "<3 is a heart."}]
    pages = [one for one in found(written("a.jsonl", lines(rows))) if isinstance(one, Capture)]
    assert [one.media_type.partition(";")[0] for one in pages] == ["text/html", "text/html", "text/plain"]
    assert article(pages[0]).text == ROAD


def test_usual_names_are_known_in_any_spelling_and_nested(written: Written) -> None:
    row = {
        "Body": ROAD,
        "HEADLINE": "Road\n opens",
        "published_at": "2031-05-06T23:30:00-05:00",
        "source": {"id": "x", "name": "The Example Courier"},
        "link": "https://courier.example/road",
        "Lang": "uk_UA",
    }
    assert only(written("a.jsonl", lines([row]))).given == Given(
        title="Road opens",
        published=date(2031, 5, 6),
        publisher="The Example Courier",
        url="https://courier.example/road",
        language="uk",
    )


def test_an_address_in_the_place_of_a_publisher_is_the_address(written: Written) -> None:
    given = only(written("a.jsonl", lines([{"text": ROAD, "source": "https://courier.example/road"}]))).given
    assert given == Given(url="https://courier.example/road")


def test_the_user_says_which_column_is_what(written: Written) -> None:
    row = {"story": {"main": ROAD, "text": "No."}, "text": "Not this.", "title": "Nor this", "when": "2031-05-06"}
    columns = Columns.parse("text=story.main, published=when, title=")
    one = only(written("a.jsonl", lines([row])), columns=columns)
    assert (one.data.decode(), one.given) == (ROAD, Given(published=date(2031, 5, 6)))


@pytest.mark.parametrize("words", ["body=text", "text", "text=", "text=a,author=b"])
def test_columns_that_mean_nothing_are_a_wrong_usage(words: str) -> None:
    with pytest.raises(UsageError, match="columns: "):
        Columns.parse(words)


@pytest.mark.parametrize(
    ("name", "data", "columns", "words"),
    [
        ("a.csv", "day,words\n2031-05-06,Yes\n", "", "no column for the text: there are day, words: say which"),
        ("a.csv", "day,text\n2031-05-06,Yes\n", "title=head", "there is no column 'head': there are day, text"),
        ("a.jsonl", lines([{"day": 1}, {"words": 2}] * 200), "", "no column for the text: there are day, words"),
        ("a.jsonl", lines([{"text": ROAD}] * 200), "text=b", "there is no column 'b': there are text"),
        ("a.csv", "\n\n", "", "empty"),
        ("a.jsonl", "\n \n", "", "empty"),
        ("a.json", "[]", "", "empty"),
        ("a.json", '[{"text": "The road', "", "its array does not end"),
        ("a.csv", b"\xff\xfet\0e\0x\0t\0\n\0a\0b", "", "UTF-16"),
    ],
)
def test_a_table_that_cannot_be_read_is_one_line(
    written: Written, name: str, data: str, columns: str, words: str
) -> None:
    path = written(name, data)
    told = [one for one in found(path, columns=Columns.parse(columns)) if isinstance(one, Failure)]
    assert len(told) == 1
    assert told[0].reason.startswith(path)
    assert words in told[0].reason


@pytest.mark.parametrize(
    ("name", "before", "bad", "after", "words"),
    [
        ("a.jsonl", "", '{"text": "The road', "\n", "not JSON"),
        ("a.jsonl", "", "[1]", "\n", "no JSON object"),
        ("a.jsonl", "", "[" * 100_000, "\n", "not JSON"),
        ("a.jsonl", "", '{"text": "\\ud800"}', "\n", "not UTF-8"),
        ("a.jsonl", "", b'{"text": "caf\xe9"}', "\n", "not JSON"),
        ("a.jsonl", "", '{"title": "Road"}', "\n", "no text in a field of a usual name: there are title"),
        ("a.jsonl", "", '{"text": 7}', "\n", "no text"),
        ("a.jsonl", "", '{"text": "Yes.", "date": "03/04/2025"}', "\n", "'date' is 03/04/2025, which is no day"),
        ("a.jsonl", "", '{"text": "' + "word " * 900_000 + '"}', "\n", "larger than any article"),
        ("a.json", "[", '{"text": nobody}', ",", "not JSON"),
        ("a.json", "[", '{"text": "' + "word " * 900_000 + '"}', ",", "larger than any article"),
        ("a.json", "[", '"]} \\" {"', ",", "no JSON object"),
        ("a.csv", "text,date\n", b"caf\xe9,2031-05-06", "\n", "not UTF-8"),
        ("a.csv", "text,date\n", "Yes, they said,2031-05-06", "\n", "line 2: 3 cells for 2 columns"),
        ("a.csv", "text,date\n", "Yes", "\n", "line 2: 1 cells for 2 columns"),
        ("a.csv", "text,date\n", '"Yes"they said,2031-05-06', "\n", "lines 2 to 2: "),
        ("a.csv", "text,date\n", '"' + "word " * 900_000 + '",2031-05-06', "\n", "larger than any article"),
    ],
)
def test_one_bad_row_is_told_and_the_next_is_read(
    written: Written, name: str, before: str, bad: str | bytes, after: str, words: str
) -> None:
    good = {"a.jsonl": lines([ROW]), "a.json": json.dumps(ROW) + "]", "a.csv": f'"{ROAD}",2031-05-06\n'}[name]
    data = bad if isinstance(bad, bytes) else bad.encode()
    told, one = found(written(name, before.encode() + data + after.encode() + good.encode()))
    assert isinstance(told, Failure)
    assert words in told.reason
    assert told.reason.startswith(f"{told.source}: ")
    assert isinstance(one, Capture)
    assert one.data.decode() == ROAD


def test_a_quotation_mark_that_is_not_closed_costs_no_more_than_its_neighbour(written: Written) -> None:
    rows = "".join(f'"{ROAD}",2031-05-0{number}\n' for number in range(1, 5))
    told, *rest = found(written("a.csv", f'text,date\n"Yes,2031-05-06\n{rows}'))
    assert isinstance(told, Failure)
    assert "lines 2 to 3: " in told.reason
    assert [one.data.decode() for one in rest if isinstance(one, Capture)] == [ROAD] * 3


def test_what_unpacks_to_far_more_than_it_is_stops_at_the_limit(written: Written) -> None:
    bomb = gzip.compress(lines([ROW]).encode() + b'"' + b"0" * 30_000_000, 6)
    *_, told = found(written("a.jsonl.gz", bomb))
    assert isinstance(told, Failure)
    assert "unpacks to more than 200 times its size" in told.reason


def test_a_packed_file_that_was_cut_gives_what_is_before_the_cut(written: Written) -> None:
    packed = gzip.compress(lines([{**ROW, "id": random.random()} for _ in range(3000)]).encode())
    *good, told = found(written("a.jsonl.gz", packed[:-2000]))
    assert isinstance(told, Failure)
    assert "cannot be unpacked to its end" in told.reason
    assert len(good) > 1000


def test_standard_input_may_be_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def given_(data: str, form: Form | None = None) -> list[Capture | Failure]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
        return found("-", form=form)

    for told in given_(lines([ROW])), given_(json.dumps([ROW])), given_(table([ROW, ROW.values()]), Form.CSV):
        (one,) = told
        assert isinstance(one, Capture)
        assert one.data.decode() == ROAD
        assert one.source.startswith("-#")
        assert one.origin == ""
    (one,) = given_("{It} was open, a driver said.")
    assert isinstance(one, Capture)
    assert (one.source, one.media_type) == ("-", "")


def test_the_user_says_what_a_file_holds(written: Written) -> None:
    assert only(written("crawl.dat", lines([ROW])), form=Form.JSONL).data.decode() == ROAD
    assert only(written("a.jsonl", lines([ROW])), form=Form.TEXT).media_type == "text/plain"
    assert article(only(written("crawl.x", f"{ROAD}<br>Yes."), form=Form.HTML)).text.split("\n") == [ROAD, "Yes."]


@pytest.mark.parametrize(
    ("words", "found_"),
    [
        ("2031-05-06", (2031, 5, 6)),
        ("2031-05-06T23:59:59.123-11:00", (2031, 5, 6)),
        ("2031/5/6 10:00", (2031, 5, 6)),
        ("20310506", (2031, 5, 6)),
        ("20310506T101500Z", (2031, 5, 6)),
        ("Tue, 06 May 2031 10:15:00 GMT", (2031, 5, 6)),
        ("May 6, 2031", (2031, 5, 6)),
        ("6 May 2031, 10:15", (2031, 5, 6)),
        ("Tuesday 6th of May", None),
        (1935979200, (2031, 5, 8)),
        (1935979200000, (2031, 5, 8)),
        ("06/05/2031", None),
        ("2031-02-30", None),
        ("yesterday", None),
        ("9" * 30, None),
        ({"a": 1}, None),
    ],
)
def test_a_day_is_read_as_it_is_written_or_not_at_all(words: object, found_: tuple[int, int, int] | None) -> None:
    if found_ is None:
        with pytest.raises((ValueError, OverflowError)):
            day(words)
    else:
        assert day(words) == date(*found_)


@pytest.mark.parametrize("words", [None, "", " ", "N/A", "null", "nan", "unknown"])
def test_an_empty_day_is_none(words: object) -> None:
    assert day(words) is None


PIECES = [
    '{"text": "',
    "Yes.",
    '"}',
    "\n",
    ",",
    "[",
    "]",
    '"',
    "\\",
    "text,date",
    ";",
    "\ufeff",
    "{}",
    "\x00",
    "é",
    "7",
]


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=20), st.sampled_from(list(Form)))
def test_anything_is_a_capture_or_a_failure(tmp_path_factory: pytest.TempPathFactory, pieces: list[str], form: Form):
    path = tmp_path_factory.getbasetemp() / "anything"
    path.write_bytes("".join(pieces).encode("utf-8", "replace"))
    for one in read([str(path)], form=form):
        assert isinstance(one, Article) or "\n" not in one.reason


def test_ten_thousand_rows_take_little_time_and_no_memory(written: Written) -> None:
    text = ROAD * 60
    rows = "".join(
        f'{{"text": "{number} {text}", "date": "2031-05-06", "title": "Road"}}\n' for number in range(10_000)
    )
    path = written("a.jsonl", rows)
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    assert len({one.digest for one in captures([path]) if isinstance(one, Capture)}) == 10_000
    assert time.process_time() - begun < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 10_000  # kB; the file has 20 MB
