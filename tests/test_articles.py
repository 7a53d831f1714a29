"""Reading: plain text, encodings, folders and what is refused."""

import contextlib
import hashlib
import io
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.articles import Failure, from_bytes, left_out, read, read_one, sources
from kg.errors import InputError
from kg.model import Article

FIXTURES = Path(__file__).parent / "fixtures" / "articles"


def article(text: str | bytes) -> Article:
    data = text if isinstance(text, bytes) else text.encode()
    return from_bytes(data, source="given.txt")


def refusal(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        from_bytes(data, source="given.txt")
    message = str(caught.value)
    assert message.startswith("given.txt: ")
    assert "\n" not in message
    return message


def test_the_text_is_kept_as_it_is(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes("He said\r\n  “no” .\rThen\tleft.\n\n".encode())
    assert read_one(str(path)).text == "He said\r\n  “no” .\rThen\tleft.\n\n"


def test_a_first_line_with_a_date_is_metadata_and_the_rest_of_it_is_prose():
    found = article(" date 2031-05-06 The road is open.\n\nSo they say.")
    assert found.published == date(2031, 5, 6)
    assert found.text[found.body.start : found.body.end] == "The road is open.\n\nSo they say."
    assert found.text.startswith(" date")


@pytest.mark.parametrize(
    "first", ["date 2031-13-40", "date 2031-05-061", "date 31-05-06", "No date 2031-05-06", "date"]
)
def test_what_is_no_date_line_is_prose(first: str):
    found = article(f"{first}\nThe road is open.")
    assert found.published is None
    assert found.body.start == 0


def test_the_key_tells_the_day_and_the_content():
    dated, undated = article("date 2031-05-06\nThe road is open."), article("The road is open.")
    assert dated.key == "2031-05-06-" + hashlib.sha256(b"date 2031-05-06\nThe road is open.").hexdigest()[:16]
    assert undated.key == "undated-" + hashlib.sha256(b"The road is open.").hexdigest()[:16]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Road opens\n\nA driver said so.", "Road opens"),
        ("date 2031-05-06\nRoad opens\r\n\r\nA driver said so.", "Road opens"),
        ("The road is open.\n\nA driver said so.", None),
        ("Road opens\nA driver said so.", None),
        ("Road opens\n\n", None),
        ("* * *\n\nA driver said so.", None),
        ("He said:\n\nA driver said so.", None),
        ("Very " * 40 + "long\n\nA driver said so.", None),
    ],
)
def test_the_title_is_a_first_line_that_looks_like_a_headline(text: str, title: str | None):
    assert article(text).title == title


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-8"])
def test_a_byte_order_mark_tells_the_encoding_and_is_no_text(encoding: str):
    assert article("“Суджа is ours,” he said.".encode(encoding)).text == "“Суджа is ours,” he said."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("“We hold the town,” the mayor said – it’s ours. The owner of the café agreed with him.", "windows-1252"),
        ("Северные войска заняли центр города, сообщило министерство обороны в среду.", "windows-1251"),
    ],
)
def test_another_encoding_is_read_when_it_can_be_told(text: str, encoding: str):
    assert article(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("La café est à nous, dit-il. Où sont-ils allés ? Près de la forêt, déclare le ministre.", "windows-1252"),
        ("Żołnierze zajęli miasto, powiedział rzecznik. Łódź się broni, mówią mieszkańcy.", "windows-1250"),
        ("Askerler şehre girdi, dedi bakan. Öğleden sonra çatışma sürdü, ışıklar söndü.", "windows-1254"),
    ],
)
def test_an_encoding_is_not_told_where_another_reads_as_well(text: str, encoding: str):
    assert "iconv" in refusal(text.encode(encoding))


def test_damaged_utf_8_is_refused_at_its_byte_and_not_guessed():
    message = refusal("“We hold it,” he said".encode() + b"\xff and left.")
    assert "UTF-8" in message
    assert "byte 25 is 0xff" in message
    assert "iconv" in message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        ("\ufeff\n".encode(), "empty"),
        (b"Some words\0and more", "binary file (byte 10 is NUL)"),
        (b"\x01\x02\x03 abc \x04\x05", "binary"),
        (b"%PDF-1.7 words", "a PDF"),
        (b"\x1f\x8b\x08 words", "compressed"),
        (bytes(range(128, 256)) * 4, "not UTF-8 text (byte 0 is 0x80)"),
        (b"\xff\xfea\0b", "UTF-16"),
        (b"date 2031-05-06\n\n", "no prose"),
        (b"* * *\n1234", "no prose"),
    ],
)
def test_what_is_no_article_is_refused_with_its_reason(data: bytes, words: str):
    assert words in refusal(data)


def test_a_longer_text_is_refused_unless_asked_for():
    data = b"word " * 40_001
    assert "200005 characters, more than 200000" in refusal(data)
    assert "--max-characters" in refusal(data)
    assert len(from_bytes(data, source="long.txt", max_characters=300_000).text) == 200_005


def test_no_more_is_read_of_a_file_than_its_limit(tmp_path: Path):
    path = tmp_path / "endless.txt"
    path.write_bytes(b"word " * 500_000)
    with pytest.raises(InputError, match="larger than 2000000 bytes"):
        read_one(str(path))


def test_a_missing_file_is_named():
    with pytest.raises(InputError, match=r"nowhere\.txt: no such file or folder"):
        read_one("nowhere.txt")


def test_a_path_that_no_file_can_have_is_an_input_error():
    with pytest.raises(InputError, match="cannot be read"):
        read_one("a\0b.txt")


def test_standard_input_is_a_source(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("“Ours,” he said.".encode())))
    assert list(sources(["-"])) == ["-"]
    found = read_one("-")
    assert (found.source, found.text) == ("-", "“Ours,” he said.")


def test_a_folder_stands_for_its_articles_at_any_depth_in_order():
    found = [os.path.relpath(name, FIXTURES) for name in sources([FIXTURES])]
    assert found == ["denial.txt", "report.html", "more/road.txt"]


def test_a_named_file_is_read_whatever_its_suffix(tmp_path: Path):
    path = tmp_path / "article.news"
    path.write_text("A driver said so.")
    assert read_one(*sources([path])).text == "A driver said so."


def test_what_a_folder_holds_beside_its_articles_is_told(tmp_path: Path):
    for name in ("a.txt", "notes.md", ".hidden.md"):
        (tmp_path / name).write_text("Words.")
    assert list(left_out([tmp_path, "-", "nowhere"])) == [str(tmp_path / "notes.md")]


def test_a_folder_without_articles_is_an_error(tmp_path: Path):
    (tmp_path / "notes.md").write_text("a,b")
    (tmp_path / ".hidden.txt").write_text("A driver said so.")
    with pytest.raises(InputError, match="no article in this folder"):
        read_one(*sources([tmp_path]))


def test_a_broken_link_in_a_folder_is_told_and_a_pipe_is_left_alone(tmp_path: Path):
    (tmp_path / "gone.txt").symlink_to("nowhere.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    (found,) = read(sources([tmp_path]))
    assert isinstance(found, Failure)
    assert "gone.txt: no such file" in found.reason


def test_a_batch_goes_on_past_what_cannot_be_read():
    road = str(FIXTURES / "more" / "road.txt")
    missing, found = read(["nowhere.txt", road])
    assert isinstance(missing, Failure)
    assert missing.source == "nowhere.txt"
    assert missing.reason.startswith("nowhere.txt: no such file")
    assert isinstance(found, Article)
    assert found.source == road


@settings(deadline=None)  # the first example imports the engines
@given(st.binary(max_size=300), st.sampled_from(["given.txt", "given.html"]))
def test_any_bytes_are_an_article_or_an_input_error(data: bytes, source: str):
    with contextlib.suppress(InputError):
        found = from_bytes(data, source=source)
        assert found.text.encode("utf-8")
        assert 0 <= found.body.start < found.body.end == len(found.text)
        assert found.title is None or found.title.strip()


PIECES = ["<p>", "</p>", "<blockquote>", "</blockquote>", "<q>", "</q>", "<br>", "<li>", "<pre>", "<h1>", "<table><td>"]


@settings(deadline=None)  # the first example imports the engines
@given(st.lists(st.sampled_from([*PIECES, "The road is open. ", "“No,” ", "\n", "&amp;", "<!--", "-->"]), max_size=25))
def test_block_quotations_lie_in_the_text_in_order(pieces: list[str]):
    with contextlib.suppress(InputError):
        found = from_bytes("".join(["<html><body>", *pieces]).encode(), source="given.html")
        quoted = [found.text[start:end] for start, end in found.block_quotes]
        assert quoted == [words.strip() for words in quoted if words]
        assert list(found.block_quotes) == sorted(found.block_quotes)
