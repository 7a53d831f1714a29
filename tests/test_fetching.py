"""Fetching one address: whom we ask, what we take, and how long we wait for it."""

from __future__ import annotations

import ssl
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from local_web import QUICK, LocalWeb, article, local_web, packed, resolve, rss, saying

from kg.articles import Failure
from kg.capture import Capture
from kg.errors import UsageError
from kg.fetching import Collector, Manners, Web
from kg.fetching.addresses import checked, is_address, is_public, joined
from kg.fetching.client import Client
from kg.fetching.refusals import FetchError

SOFT = replace(QUICK, timeout=2.0, patience=0.4)


@pytest.fixture
def web() -> Iterator[LocalWeb]:
    with local_web() as one:
        yield one


def fetched(web: LocalWeb, path: str, manners: Manners = QUICK) -> Capture | Failure:
    (found,) = web.collector(manners).captures([web.url(path)])
    return found


def reason(web: LocalWeb, path: str, manners: Manners = QUICK) -> str:
    found = fetched(web, path, manners)
    assert isinstance(found, Failure), found
    assert found.reason.startswith("http://"), "a reason names the address"
    assert "\n" not in found.reason
    return found.reason


# fmt: off
LOCAL = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "0.0.0.0", "169.254.169.254", "100.100.100.200",
    "168.63.129.16", "192.0.0.192", "198.18.0.1", "203.0.113.5", "224.0.0.251", "240.0.0.1", "255.255.255.255",
    "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1",
    "100::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1",
    "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
]
# fmt: on


@pytest.mark.parametrize("address", LOCAL)
def test_an_address_of_the_local_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("gazette.example", ["10.0.0.7"]),
        ("gazette.example", ["8.8.8.8", "127.0.0.1"]),  # every address that a name has must do
        ("gazette.example", ["::ffff:192.168.0.1"]),
        ("[::1]", ["::1"]),
    ],
)
def test_a_name_of_the_local_network_is_never_connected_to(web: LocalWeb, host: str, found: list[str]) -> None:
    client = Client(Manners(), resolve=lambda name, port: found)
    with pytest.raises(FetchError, match=r"is in the local network .*--allow-private"):
        client.get(f"http://{host}:{web.port}/", fields={}, read=b"".join)
    assert not web.asked


@pytest.mark.parametrize("host", ["2130706433", "127.1", "0x7f.0.0.1", "017700000001", "localhost"])
def test_other_spellings_of_the_local_network_are_known(web: LocalWeb, host: str) -> None:
    with pytest.raises(FetchError, match=r"is in the local network \((127\.0\.0\.1|::1)\)|no address|no host"):
        Client(Manners()).get(checked(f"http://{host}:{web.port}/"), fields={}, read=b"".join)
    assert not web.asked


def test_a_name_is_looked_up_once_and_the_connection_goes_where_the_look_went(web: LocalWeb) -> None:
    web.put("/a", article("Words."))
    asked: list[str] = []

    def rebinding(name: str, port: int) -> Sequence[str]:
        asked.append(name)
        return ["127.0.0.1"] if len(asked) == 1 else ["8.8.8.8"]

    answer = Client(QUICK, resolve=rebinding).get(web.url("/a"), fields={}, read=b"".join)
    assert (answer.status, asked) == (200, ["gazette.example"])
    assert web.asked[0].host == f"gazette.example:{web.port}", "the site is told by which name it is called"


def test_a_redirect_into_the_local_network_is_refused(web: LocalWeb) -> None:
    web.put("/a", "", status=302, headers={"Location": "http://inner.example/secret"})
    public = {"gazette.example": "127.0.0.1", "inner.example": "10.0.0.1"}

    class Outside(Client):
        """Where loopback counts as outside, so that a site can be asked, and nothing else does not."""

        def _checked(self, host: str, port: int, address: str) -> list[str]:
            if public[host] != "127.0.0.1":
                return super()._checked(host, port, address)
            return [public[host]]

    collector = web.collector(Manners(interval=0.0))
    collector._fetcher._client = Outside(Manners(), resolve=lambda name, port: [public[name]])
    (found,) = collector.captures([web.url("/a")])
    assert isinstance(found, Failure)
    assert "http://inner.example/secret: is in the local network (10.0.0.1)" in found.reason


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("file:///etc/passwd", "neither http nor https"),
        ("ftp://gazette.example/a", "neither http nor https"),
        ("http://reader:secret@gazette.example/", "holds a user name or a password"),
        ("http:///a", "names no host"),
        ("http://gazette.example:99999/", "no address"),
        ("http://[::1/", "no address"),
        ("http://gaz ette.example/", "no address"),
        ("http://gazette.example/" + "a" * 3_000, "longer than"),
    ],
)
def test_what_nobody_may_ask_is_told(web: LocalWeb, address: str, why: str) -> None:
    (found,) = web.collector().captures([address])
    assert isinstance(found, Failure)
    assert why in found.reason
    assert "secret" not in found.reason
    assert is_address(address)


def test_a_path_is_no_address(tmp_path: Path) -> None:
    assert not any(map(is_address, ["-", "a.txt", str(tmp_path), "C:\\news", "news:today", "a/http://b"]))


@given(st.text(max_size=60) | st.builds("http://{}".format, st.text(max_size=60)))
@settings(max_examples=300, deadline=None)
@example("http://a.example/%zz\ud800")
@example("http://0x7f.1/")
def test_an_address_is_refused_or_has_one_spelling(text: str) -> None:
    try:
        address = checked(text)
    except FetchError as error:
        reason = str(error)
        address = ""
    if not address:
        assert reason.isprintable()
        return
    assert checked(address) == address
    assert address.isascii()
    assert address.startswith(("http://", "https://"))


@given(st.ip_addresses(v=4))
def test_an_address_in_disguise_is_as_public_as_it_is(address: IPv4Address) -> None:
    public = is_public(str(address))
    assert is_public(f"::ffff:{address}") == is_public(f"64:ff9b::{address}") == is_public(f"::{address}") == public


def test_an_address_in_any_script_is_asked_as_the_web_spells_it() -> None:
    assert checked("https://Zeitung.example/Übersicht?q=ж#oben") == "https://zeitung.example/%C3%9Cbersicht?q=%D0%B6"
    assert joined("http://a.example/x/y", "../z") == "http://a.example/z"


def test_a_page_is_captured_with_its_address_after_redirects_and_what_its_server_calls_it(web: LocalWeb) -> None:
    web.put("/old", "", status=301, headers={"Location": "/new"})
    web.put("/new", article("Words."), "text/html; charset=iso-8859-1")
    found = fetched(web, "/old")
    assert isinstance(found, Capture)
    assert found.source == web.url("/old")
    assert found.given.url == web.url("/new")
    assert found.media_type == "text/html; charset=iso-8859-1"
    assert found.data == article("Words.").encode()


def test_it_says_who_asks_and_keeps_no_cookies(web: LocalWeb) -> None:
    web.put("/a", "", status=302, headers={"Location": "/b", "Set-Cookie": "id=1; Path=/"})
    web.put("/b", article("Words."))
    fetched(web, "/a", replace(QUICK, contact="desk@press.example"))
    assert {one.path for one in web.asked} == {"/robots.txt", "/a", "/b"}
    for one in web.asked:
        assert one.headers["User-Agent"].startswith("Claimgraph/")
        assert one.headers["User-Agent"].endswith("(desk@press.example)")
        assert "Cookie" not in one.headers
        assert "Authorization" not in one.headers


def test_a_contact_that_tells_nobody_whom_to_write_to_is_refused() -> None:
    with pytest.raises(UsageError, match="tells nobody whom to write to"):
        Manners(contact="me")


def test_redirects_in_a_circle_end(web: LocalWeb) -> None:
    web.put("/a", "", status=302, headers={"Location": "/a"})
    assert "is redirected again and again" in reason(web, "/a")
    assert web.paths == ["/a"] * 6


def test_a_redirect_to_a_file_is_refused(web: LocalWeb) -> None:
    web.put("/a", "", status=302, headers={"Location": "file:///etc/passwd"})
    assert "leads to file:/etc/passwd: neither http nor https" in reason(web, "/a")


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (404, "is there no more (status 404)"),
        (410, "is there no more (status 410)"),
        (403, "may not be read by everybody"),
        (500, "answers with status 500"),
        (204, "answers with status 204"),
    ],
)
def test_what_a_server_refuses_is_told(web: LocalWeb, status: int, why: str) -> None:
    web.put("/a", "", status=status)
    assert why in reason(web, "/a")


def refused(address: str, manners: Manners) -> str:
    with pytest.raises(FetchError) as refusal:
        Client(manners, resolve=resolve).get(address, fields={}, read=b"".join)
    return str(refusal.value)


def test_a_body_that_never_ends_is_given_up(web: LocalWeb) -> None:
    def drip(out: Any) -> None:
        while not web.ended.wait(0.02):
            out.write(b"<p>more</p>")

    web.put("/a", b"", write=drip)
    assert "not complete after 0.4 seconds" in refused(web.url("/a"), SOFT)


def test_a_silent_server_is_given_up(web: LocalWeb) -> None:
    web.put("/a", b"", write=lambda out: web.ended.wait(5))
    assert "no answer within 0.2 seconds" in refused(web.url("/a"), replace(QUICK, timeout=0.2))


def test_headers_that_never_end_are_given_up() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listening:
        ended = threading.Event()

        def drip() -> None:
            line, _ = listening.accept()
            with line:
                line.sendall(b"HTTP/1.1 200 OK\r\n")
                for _ in range(1_000):
                    if ended.wait(0.02):
                        return
                    try:
                        line.sendall(b"X: y\r\n")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        assert "not complete after 0.4 seconds" in refused(address, SOFT)
        ended.set()
        thread.join()


def test_a_body_that_is_cut_off_is_no_article(web: LocalWeb) -> None:
    web.put("/a", article("Words."), headers={"Content-Encoding": "gzip"})
    web.pages["/a"] = replace(web.pages["/a"], body=packed(article("Words. " * 500))[:-20])
    assert "cut off before its end" in reason(web, "/a")
    web.put("/b", b"", headers={"Content-Length": "1000"}, write=lambda out: out.write(b"<p>half"))
    assert "cannot be reached" in reason(web, "/b")


def test_a_packed_page_is_unpacked(web: LocalWeb) -> None:
    web.put("/a", packed(article("Words.")) + packed("<p>More.</p>"), headers={"Content-Encoding": "gzip"})
    found = fetched(web, "/a")
    assert isinstance(found, Capture)
    assert found.data.decode() == article("Words.") + "<p>More.</p>"


def test_a_bomb_is_not_unpacked_beyond_the_limit(web: LocalWeb) -> None:
    bomb = packed("<html>" + " " * 20_000_000)
    web.put("/a", bomb, headers={"Content-Encoding": "gzip"})
    began = time.process_time()
    assert "larger than the 2000000 bytes of a page" in reason(web, "/a")
    assert time.process_time() - began < 1.0, "it stops at the limit"
    web.put("/b", packed("<urlset>" + " " * 60_000_000), "application/gzip")
    assert "larger than 50000000 bytes" in reason(web, "/b")


def test_a_packing_that_was_not_asked_for_is_told(web: LocalWeb) -> None:
    web.put("/a", b"\x1b\x03", headers={"Content-Encoding": "br"})
    assert "sent as 'br', which was not asked for" in reason(web, "/a")
    assert web.asked[-1].headers["Accept-Encoding"] == "gzip"


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "video/mp4", "text/css", "text/xml"])
def test_what_is_no_text_is_told(web: LocalWeb, kind: str) -> None:
    web.put("/a", b"%PDF-1.7", kind)
    assert f"no article, feed or sitemap but {kind}" in reason(web, "/a")


def test_a_page_that_is_called_xml_is_a_page(web: LocalWeb) -> None:
    web.put("/a", "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><p>Words.</p></html>", "text/xml")
    assert isinstance(fetched(web, "/a"), Capture)


def test_robots_txt_is_asked_once_and_obeyed(web: LocalWeb) -> None:
    web.put("/robots.txt", "User-agent: Claimgraph\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n", "text/plain")
    web.put("/a", article("Words."))
    web.put("/private/b", article("Words."))
    found = list(web.collector().captures([web.url("/a"), web.url("/private/b")]))
    assert [type(one) for one in found] == [Capture, Failure]
    assert isinstance(found[1], Failure)
    assert "the robots.txt of its site forbids" in found[1].reason
    assert [one.path for one in web.asked] == ["/robots.txt", "/a"]


def test_robots_txt_counts_after_a_redirect_too(web: LocalWeb) -> None:
    web.put("/robots.txt", "User-agent: *\nDisallow: /private\n", "text/plain")
    web.put("/a", "", status=302, headers={"Location": "/private"})
    web.put("/private", article("Words."))
    assert "forbids" in reason(web, "/a")
    assert web.paths == ["/a"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_robots_txt_allows_everything(web: LocalWeb, status: int) -> None:
    web.put("/robots.txt", "User-agent: *\nDisallow: /\n", status=status)
    web.put("/a", article("Words."))
    assert isinstance(fetched(web, "/a"), Capture)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_site_that_cannot_tell_its_rules_is_not_read_now(web: LocalWeb, status: int) -> None:
    web.put("/robots.txt", "", status=status)
    web.put("/a", article("Words."))
    assert "may not be read now: its robots.txt cannot be read" in reason(web, "/a")
    assert not web.paths


def test_a_robots_txt_without_end_is_read_as_far_as_it_counts(web: LocalWeb) -> None:
    web.put("/robots.txt", "User-agent: *\nDisallow: /private\n" + "# much\n" * 200_000, "text/plain")
    web.put("/private", article("Words."))
    assert "forbids" in reason(web, "/private")


def test_the_pause_that_a_site_wants_is_kept(web: LocalWeb) -> None:
    web.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.15\n", "text/plain")
    for path in ("/a", "/b", "/c"):
        web.put(path, article("Words."))
    began = time.monotonic()
    assert len(list(web.collector().captures(map(web.url, ("/a", "/b", "/c"))))) == 3
    assert time.monotonic() - began >= 0.3


def test_a_site_that_wants_pauses_without_end_is_left_out(web: LocalWeb) -> None:
    web.put("/robots.txt", "User-agent: *\nCrawl-delay: 1000000000\n", "text/plain")
    assert "wants 1000000000 seconds between two requests" in reason(web, "/a")


def test_one_host_gets_one_request_at_a_time_and_several_hosts_are_asked_at_once(web: LocalWeb) -> None:
    hosts = [f"site{number}.example" for number in range(6)]
    together = threading.Barrier(4, timeout=5.0)

    def meet(out: Any) -> None:
        together.wait()  # breaks unless four hosts are asked at the same time
        out.write(article("Words.").encode())

    for path in ("/a", "/b"):
        web.put(path, b"", write=meet)
    web.pages["/b"] = replace(web.pages["/b"], write=lambda out: out.write(article("Words.").encode()))
    found = list(web.collector().captures([web.url("/a", one) for one in hosts[:4]]))
    found += web.collector().captures([web.url("/b", one) for one in hosts for _ in range(2)])
    assert len(found) == 4 + 6 * 2
    assert all(isinstance(one, Capture) for one in found), found
    assert set(web.most_at_once.values()) == {1}


def test_a_busy_server_is_asked_again_when_it_says(web: LocalWeb) -> None:
    web.put("/a", article("Words."))
    busy = replace(web.pages["/a"], status=503, headers={"Retry-After": "0"})
    web.next["/a"] = [busy, busy]
    assert isinstance(fetched(web, "/a"), Capture)
    web.next["/a"] = [busy, busy, busy]
    assert "its server is busy (status 503)" in reason(web, "/a")


def test_a_server_that_wants_to_be_left_alone_for_hours_is(web: LocalWeb) -> None:
    web.put("/a", "", status=429, headers={"Retry-After": "86400"})
    found = list(web.collector().captures([web.url("/a"), web.url("/b")]))
    assert all(isinstance(one, Failure) and "wants to be left alone for 8" in one.reason for one in found)
    assert web.paths == ["/a"]


def test_whoever_leaves_early_lets_nothing_more_be_asked(web: LocalWeb) -> None:
    web.put("/a", article("Words."))
    found = web.collector().captures([web.url(f"/a?{number}") for number in range(100)])
    for number in range(100):
        web.put(f"/a?{number}", article("Words."))
    next(found)
    found.close()  # type: ignore[attr-defined]
    assert len(web.asked) < 20


def test_a_mistake_of_our_own_is_not_hidden(web: LocalWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr("kg.fetching.contents.page", broken)
    web.put("/a", article("Words."))
    with pytest.raises(ZeroDivisionError):
        list(web.collector().captures([web.url("/a")]))


def test_a_secure_site_is_asked_for_by_its_name_and_must_have_it_in_its_certificate(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=gazette.example"]
    make += ["-addext", "subjectAltName=DNS:gazette.example", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(make, check=True, capture_output=True)
    names: list[str | None] = []
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate, key)
    theirs.sni_callback = lambda line, name, context: names.append(name)
    ours = ssl.create_default_context(cafile=str(certificate))
    with local_web(theirs) as web:
        web.put("/a", article("Words."))
        client = Client(QUICK, resolve=lambda name, port: ["127.0.0.1"])
        client.__dict__["_context"] = ours
        answer = client.get(f"https://gazette.example:{web.port}/a", fields={}, read=b"".join)
        assert (answer.status, names) == (200, ["gazette.example"])
        with pytest.raises(FetchError, match="certificate"):
            client.get(f"https://other.example:{web.port}/a", fields={}, read=b"".join)


@pytest.mark.parametrize(
    "nonsense",
    [
        b"",
        b"\r\n\r\n",
        b"<html>no status</html>",
        b"HTTP/1.1 999999 Odd\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nwords",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nwords",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nwords",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nwords",
        b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe\r\n\r\n",
        b"HTTP/1.1 302 Found\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000,
    ],
)
def test_a_server_that_talks_nonsense_is_told(nonsense: bytes) -> None:
    with saying(nonsense) as address:
        (found,) = Collector(Web(manners=SOFT)).captures([address])
    assert isinstance(found, Failure), found
    assert found.reason.startswith(address)
    assert found.reason.isprintable()


def test_a_list_that_cannot_be_read_is_told(web: LocalWeb) -> None:
    web.put("/feed", rss()[:-40] + "<<<", "application/rss+xml")
    web.put("/map", "<urlset><url>", "text/xml")
    web.put("/json", '{"version": "https://jsonfeed.org/version/1.1", "items": 3', "application/json")
    assert "a feed that cannot be read" in reason(web, "/feed")
    assert "a sitemap that cannot be read" in reason(web, "/map")
    assert "a JSON feed that cannot be read" in reason(web, "/json")
