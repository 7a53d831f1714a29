"""Names in questions: what a graph is read for."""

from pathlib import Path

import pytest
from stored_graphs import reader

from kg.errors import UnknownNameError
from kg.queries.names import loose, normal, resolve
from kg.store import Reader


def test_the_names_of_a_graph_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, asked = reader(tmp_path), list[str]()
    write = Reader.write
    monkeypatch.setattr(Reader, "write", lambda self, sparql, **how: (asked.append(sparql), write(self, sparql, **how)))
    for name in ("Nowhereville", "Elsewhere", "Nowhereville"):
        with pytest.raises(UnknownNameError):
            resolve(store, name, kind="place")
    assert len(asked) == len(set(asked)) == 2


def test_a_type_of_event_that_nobody_tells_of_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"no events of type 'agreement'; it has: .*Holding"):
        resolve(reader(tmp_path), "agreement", kind="event")


@pytest.mark.parametrize(("name", "same"), [("The U.S.", "us"), ("Zürich’s", "zurich"), ("Łódź", "lodz")])
def test_names_that_differ_in_spelling_have_one_normal_form(name: str, same: str) -> None:
    assert normal(name) == same


def test_what_a_place_or_a_force_is_does_not_count() -> None:
    assert loose("the town of Northfield") == loose("Northfield troops") == "northfield"
