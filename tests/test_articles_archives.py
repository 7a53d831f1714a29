"""WARC archives: which records are articles, how they are packed, and what a damaged one costs."""

import gzip
import io
import zlib
from collections import Counter
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kg.articles import Capture, Failure, article, captures
from kg.capture import Given
from kg.journal import Journal

# What warcio writes with leaves temporary files to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")

ROAD = "The road is open, a driver said."
PAGE = f"<!doctype html><html><body><p>{ROAD}</p></body></html>".encode()
HTML = ("Content-Type", "text/html; charset=utf-8")


class Archive:
    """A web archive that is being written."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self._file = path.open("wb")
        self._writer = WARCWriter(self._file, gzip=path.suffix == ".gz")

    def answer(
        self, url: str, body: bytes = PAGE, *headers: tuple[str, str], status: str = "200 OK", kind: str = "response"
    ) -> None:
        answered = StatusAndHeaders(status, list(headers or [HTML]), protocol="HTTP/1.1")
        self._writer.write_record(
            self._writer.create_warc_record(url, kind, payload=io.BytesIO(body), http_headers=answered)
        )

    def resource(self, url: str, body: bytes, media_type: str) -> None:
        record = self._writer.create_warc_record(
            url, "resource", payload=io.BytesIO(body), warc_content_type=media_type
        )
        self._writer.write_record(record)

    def found(self, **options: Counter[str]) -> list[Capture | Failure]:
        self._file.close()
        return list(captures([self.path], **options))  # type: ignore[arg-type]

    def change(self, before: bytes, after: bytes, count: int = 1) -> None:
        self._file.close()
        data = Path(self.path).read_bytes()
        assert before in data
        Path(self.path).write_bytes(data.replace(before, after, count))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "crawl.warc")


def only(found: list[Capture | Failure]) -> Capture:
    (one,) = found
    assert isinstance(one, Capture), one
    return one


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "crawl.dat"])
def test_a_page_is_named_by_its_address_and_the_day_of_the_crawl_is_no_day_of_publication(
    tmp_path: Path, name: str
) -> None:
    archive = Archive(tmp_path / name)
    archive.answer("https://courier.example/road?utm_source=x#top")
    one = only(archive.found())
    assert one.source == one.origin == "https://courier.example/road"
    assert (one.media_type, one.given) == (HTML[1], Given(url="https://courier.example/road"))
    read = article(one)
    assert (read.text, read.url, read.published) == (ROAD, "https://courier.example/road", None)


def test_an_archive_that_is_packed_as_a_whole_is_read_too(archive: Archive) -> None:
    for number in range(3):
        archive.answer(f"https://courier.example/{number}")
    archive._file.close()
    packed = Path(archive.path + ".gz")
    packed.write_bytes(gzip.compress(Path(archive.path).read_bytes()))
    assert len(list(captures([str(packed)]))) == 3


def deflated(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(data) + engine.flush()


CHUNKED = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (20, PAGE[:20], len(PAGE) - 20, PAGE[20:])
PACKED = gzip.compress(PAGE)
BOTH = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PACKED), PACKED)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (CHUNKED, {"Transfer-Encoding": "chunked"}),
        (PACKED, {"Content-Encoding": "gzip"}),
        (
            b"%x\r\n%s\r\n0\r\n\r\n" % (len(PACKED), PACKED),
            {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"},
        ),
        (zlib.compress(PAGE), {"Content-Encoding": "deflate"}),
        (deflated(PAGE), {"Content-Encoding": "deflate"}),
        (PAGE, {"Content-Encoding": "identity"}),
        (PAGE, {"Content-Encoding": "gzip"}),  # unpacked by the crawler
        (PAGE, {"Transfer-Encoding": "chunked"}),
    ],
    ids=["chunked", "gzip", "both", "deflate", "raw deflate", "identity", "unpacked", "unchunked"],
)
def test_content_is_what_a_browser_was_given(archive: Archive, body: bytes, headers: dict[str, str]) -> None:
    archive.answer("https://courier.example/road", body, HTML, *headers.items())
    assert only(archive.found()).data == PAGE


def test_the_server_names_the_encoding(archive: Archive) -> None:
    body = "“No,” she said in the café.".encode("windows-1252")
    archive.answer("https://courier.example/road", body, ("Content-Type", "text/plain; charset=ISO-8859-1"))
    assert article(only(archive.found())).text == "“No,” she said in the café."


def test_a_plain_text_is_no_page_whatever_it_begins_with(archive: Archive) -> None:
    archive.resource("https://courier.example/road.txt", b"<html> is a tag, a driver said.", "text/plain")
    assert article(only(archive.found())).text == "<html> is a tag, a driver said."


def test_what_is_no_page_is_passed_over_and_counted(archive: Archive) -> None:
    archive.answer("https://courier.example/a.png", b"\x89PNG", ("Content-Type", "image/png"))
    archive.answer("https://courier.example/gone", PAGE, HTML, status="404 Not Found")
    archive.answer("https://courier.example/moved", b"", ("Location", "/road"), status="301 Moved")
    archive.answer("https://courier.example/robots.txt", b"User-agent: *", ("Content-Type", "text/plain"))
    archive.answer("https://courier.example/again", b"", HTML, kind="revisit")
    archive.answer("https://courier.example/unknown", b"\x00\x01", ("Server", "x"))
    archive.answer("https://courier.example/road")
    archive.answer("https://courier.example/road", b"", ("Host", "courier.example"), kind="request")
    passed: Counter[str] = Counter()
    assert only(archive.found(passed=passed)).source == "https://courier.example/road"
    assert passed == {archive.path: 6}


@pytest.mark.parametrize("target", ["https://[oops/road", "https://courier.example:x/road"])
def test_an_address_that_is_none_does_no_harm(archive: Archive, target: str) -> None:
    archive.answer(target)
    assert only(archive.found()).given == Given()


def test_a_record_of_no_web_page_is_named_by_its_file_and_its_id(archive: Archive) -> None:
    archive.resource("file:///news/road.txt", ROAD.encode(), "text/plain")
    one = only(archive.found())
    assert one.source.startswith(f"{archive.path}#")
    assert len(one.source.rpartition("#")[2]) == 36
    assert one.given == Given()


@pytest.mark.parametrize(
    ("body", "headers", "words"),
    [
        (PAGE, {"Content-Encoding": "br"}, "packed as 'br'"),
        (PACKED[:-9], {"Content-Encoding": "gzip"}, "its gzip content is damaged"),
        (PACKED[:40] + b"xx" + PACKED[42:], {"Content-Encoding": "gzip"}, "its gzip content is damaged"),
        (gzip.compress(b"<p>" * 2_000_000), {"Content-Encoding": "gzip"}, "unpacks to more than 2000000 bytes"),
        (b"<p>" * 2_000_000, {}, "larger than 2000000 bytes"),
    ],
    ids=["unknown packing", "cut", "changed", "bomb", "large"],
)
def test_a_bad_record_is_told_and_the_next_is_read(
    archive: Archive, body: bytes, headers: dict[str, str], words: str
) -> None:
    archive.answer("https://courier.example/bad", body, HTML, *headers.items())
    archive.answer("https://courier.example/road")
    told, one = archive.found()
    assert isinstance(told, Failure)
    assert told.reason.startswith(f"{archive.path}: record 1 (https://courier.example/bad): ")
    assert words in told.reason
    assert isinstance(one, Capture)


def test_what_stands_before_the_damage_is_read(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    archive.answer("https://courier.example/road")
    archive.answer("https://courier.example/more")
    archive._file.close()
    whole = Path(archive.path).read_bytes()
    for cut in (len(whole) - 60, len(whole) - 300, whole.index(b"WARC/", 5) + 7):
        Path(archive.path).write_bytes(whole[:cut])
        one, *told = list(captures([archive.path]))
        assert isinstance(one, Capture)
        assert all(isinstance(other, Failure) for other in told), cut
        assert len(told) == 1, cut
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (b"Content-Length: ", b"Content-Laenge: ", "a record without its Content-Length"),
        (b"WARC-Target-URI: ", b"X" * 1_100_000 + b": ", "a header without an end"),
        (b"WARC/1.", b"<html>", "not a WARC archive"),
    ],
)
def test_an_archive_that_cannot_be_read_is_one_line(
    archive: Archive, capsys: pytest.CaptureFixture[str], before: bytes, after: bytes, words: str
) -> None:
    archive.answer("https://courier.example/road x")
    archive.change(before, after)
    (told,) = archive.found()
    assert isinstance(told, Failure)
    assert told.reason.startswith(archive.path)
    assert words in told.reason
    assert "\n" not in told.reason
    assert capsys.readouterr() == ("", "")


def test_a_journal_is_read_as_what_was_accepted(tmp_path: Path) -> None:
    accepted = [
        Capture(source="/news/straße.txt", data=ROAD.encode()),
        Capture(source="-#2", data=PAGE, media_type="text/html", given=Given(title="“Road”", language="en")),
    ]
    Journal(tmp_path).append(accepted)
    (segment,) = (tmp_path / "journal").iterdir()
    assert list(captures([str(segment)])) == accepted
