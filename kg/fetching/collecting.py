"""Addresses → captures: pages, and what feeds and sitemaps list."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Self

from kg.addresses import canonical
from kg.articles import Failure
from kg.capture import Capture
from kg.fetching import contents
from kg.fetching.addresses import Resolver, checked, resolve, shown
from kg.fetching.books import Book, Budget
from kg.fetching.client import Answer
from kg.fetching.entries import Entry, Listing
from kg.fetching.fetcher import NOT_MODIFIED, Fetcher, Validators, validators, whole
from kg.fetching.kinds import Kind, sniffing
from kg.fetching.lanes import Job, Lanes, Step
from kg.fetching.memory import Known, Memory
from kg.fetching.refusals import BusyHostError, FetchError, GoneError, UnfitError
from kg.fetching.web import Web

Found = Capture | Failure
_Step = Step[Found]
_Job = Job[Found]


class Collector:
    """`unchanged` counts the articles that were not fetched, or not sent again, because they are known.

    A capture is known from when `accept` is told that it is safe in the store; leaving the context without an error
    closes the books on the lists.
    """

    def __init__(
        self,
        web: Web | None = None,
        *,
        memory: Memory | None = None,
        resolve: Resolver = resolve,
    ) -> None:
        self.unchanged = 0
        self._web = web or Web()
        self._memory = memory
        self._fetcher = Fetcher(self._web.manners, resolve=resolve)
        self._books: list[Book] = []
        self._seen: set[str] = set()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._memory is not None:
            if kind is None:
                for book in self._books:
                    book.close(self._memory)
            self._memory.__exit__()

    def accept(self, source: str) -> None:
        """What was captured there is safe in the store: it need not be fetched again until it changes."""
        if self._memory is not None:
            self._memory.accept(source)

    def captures(self, addresses: Iterable[str]) -> Iterator[Found]:
        """What the addresses hold; what one host has comes in order, and different hosts' as it arrives. Only once."""
        jobs: list[_Job] = []
        for address in addresses:
            try:
                jobs.append(self._opening(checked(address), Budget(self._web.choice.limit)))
            except FetchError as error:
                yield Failure(source=shown(address), reason=str(error))
        if jobs:
            yield from Lanes[Found](self._web.manners, self._fetcher.hosts).results(jobs)

    def _opening(self, address: str, budget: Budget, within: Book | None = None, stamp: str = "") -> _Job:
        """The job to see what an address holds. A list `within` another has the `stamp` that the other tells."""
        return Job(
            address,
            lambda: self._open(address, budget, within, stamp),
            lambda error: self._unopened(address, within, error),
        )

    def _open(self, address: str, budget: Budget, within: Book | None, stamp: str) -> _Step:
        known = self._known(self._list_name(address)) or self._known(address)
        answer = self._fetcher.get(address, sniffing(shown(address)), known=known.validators if known else None)
        if answer.status == NOT_MODIFIED:
            self._count(known.entries if known else 0)
            return Step()
        listing = contents.listing(answer)
        if listing is None:
            if within is not None:
                raise FetchError(f"{shown(address)}: listed as a sitemap, but it is none: tell its site")
            return self._captured(Entry(address=address), answer)
        book = self._book(address, answer, listing, budget, within, stamp)
        return Step(more=[*self._pages(listing, book), *self._lists(listing, book)])

    def _book(
        self, address: str, answer: Answer, listing: Listing, budget: Budget, within: Book | None, stamp: str
    ) -> Book:
        again = time.time() + max(listing.rest, contents.max_age(answer))
        # A list of lists that is as before says nothing of these, so it is read again each time.
        said = Validators(address=address) if listing.lists else validators(answer)
        known = Known(validators=said, stamp=stamp, again=again, entries=len(listing.entries))
        depth = within.depth + 1 if within else 1
        book = Book(self._list_name(address), known, budget, depth=depth, missed=not listing.whole)
        (within.parts if within else self._books).append(book)
        return book

    def _unopened(self, address: str, within: Book | None, error: FetchError) -> _Step:
        if within is not None:
            within.missed = True
        if isinstance(error, BusyHostError) and error.wait and self._memory is not None:
            name = self._list_name(address)
            known = self._memory.get(name) or Known(validators=Validators(address=address))
            self._memory.keep(name, replace(known, again=time.time() + error.wait))
        return _failure(address, error)

    def _pages(self, listing: Listing, book: Book) -> Iterator[_Job]:
        """The jobs for those of its articles that are wanted, and new or changed."""
        chosen = self._web.choice.of(self._new(listing.entries, book))
        with self._lock:
            chosen = chosen[: book.budget.take(len(chosen))]
        for entry in chosen:
            if self._is_as_before(entry.address, entry.stamp):
                continue
            yield self._keeping(entry, book) if entry.inline else self._fetching(entry, book)

    def _lists(self, listing: Listing, book: Book) -> Iterator[_Job]:
        if book.is_deepest:
            book.missed = book.missed or bool(listing.lists)
            return
        found = sorted(self._new(listing.lists, book), key=lambda one: str(one.day or ""), reverse=True)
        with self._lock:
            taken = found[: book.budget.take_lists(len(found))]
        book.missed = book.missed or len(taken) < len(found)
        for one in taken:
            if not self._is_as_before(self._list_name(one.address), one.stamp):
                yield self._opening(one.address, book.budget, book, one.stamp)

    def _new(self, entries: Iterable[Entry], book: Book) -> Iterator[Entry]:
        """Those that no other list has named already; what is no address is left out."""
        for entry in entries:
            try:
                address = entry.address if entry.inline else checked(entry.address)
            except FetchError:
                continue
            same = address if entry.inline else canonical(address) or address
            with self._lock:
                if same in self._seen:
                    continue
                self._seen.add(same)
            yield replace(entry, address=address)

    def _fetching(self, entry: Entry, book: Book) -> _Job:
        return Job(entry.address, lambda: self._fetch(entry, book), lambda error: self._unfetched(entry, book, error))

    def _fetch(self, entry: Entry, book: Book) -> _Step:
        known = self._known(entry.address)
        read = whole(Kind.PAGE.most, shown(entry.address))
        answer = self._fetcher.get(entry.address, read, known=known.validators if known else None)
        if answer.status == NOT_MODIFIED and known and self._memory:
            self._memory.keep(entry.address, replace(known, stamp=entry.stamp))
            self._count(1)
            return Step()
        return self._captured(entry, answer, book)

    def _captured(self, entry: Entry, answer: Answer, book: Book | None = None) -> _Step:
        capture = contents.page(entry, answer)
        self._propose(entry, validators(answer), book)
        return Step([capture])

    def _unfetched(self, entry: Entry, book: Book, error: FetchError) -> _Step:
        """What the feed holds of it, else why there is nothing."""
        capture = contents.content(entry)
        if capture is not None:
            self._propose(entry, Validators(address=entry.address), book)
            return Step([capture])
        if isinstance(error, UnfitError) and self._memory is not None:
            nothing = Known(validators=Validators(address=entry.address), stamp=entry.stamp, entries=0)
            self._memory.keep(entry.address, nothing)
        book.missed = book.missed or not isinstance(error, GoneError | UnfitError)
        return _failure(entry.address, error)

    def _keeping(self, entry: Entry, book: Book) -> _Job:
        """The job of an article that has no address of its own."""
        nowhere = UnfitError(f"{shown(entry.address)}: the feed gives neither its address nor its text: left out")
        return Job(entry.address, lambda: self._unfetched(entry, book, nowhere), lambda error: _failure("", error))

    def _propose(self, entry: Entry, said: Validators, book: Book | None) -> None:
        if self._memory is not None:
            self._memory.propose(entry.address, Known(validators=said, stamp=entry.stamp))
            if book is not None:
                book.names.append(entry.address)

    def _is_as_before(self, name: str, stamp: str) -> bool:
        known = self._known(name) if stamp else None
        same = known is not None and known.stamp == stamp
        if known and same:
            self._count(known.entries)
        return same

    def _list_name(self, address: str) -> str:
        return list_name(address, self._web)

    def _known(self, name: str) -> Known | None:
        return self._memory.get(name) if self._memory is not None else None

    def _count(self, number: int) -> None:
        with self._lock:
            self.unchanged += number


def rest(address: str, web: Web, store: Path) -> float:
    """Seconds for which an address wants to be left alone, as far as the memory of a store knows."""
    with Memory(store) as memory, suppress(FetchError):
        known = memory.get(list_name(checked(address), web))
        return max(0.0, known.again - time.time()) if known else 0.0
    return 0.0


def list_name(address: str, web: Web) -> str:
    """A list of which other articles are wanted than the last time is another list."""
    return f"{address} {web.choice}"


def _failure(address: str, error: FetchError) -> _Step:
    return Step([Failure(source=shown(address), reason=str(error))])
