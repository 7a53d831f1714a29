"""The files of stored queries: what grlc and the SIB importer need in order to read them too."""

import configparser
import re
from pathlib import Path

import pytest

from kg import resources
from kg.errors import DataError
from kg.ontology import ACTOR_TYPES, CG, PREFIXES
from kg.queries import catalogue
from kg.queries.names import CLASSES
from kg.queries.questions import example, match
from kg.queries.stored import read

FILES = sorted(resources.folder("queries").glob("*.rq"))
FORM = re.compile(r"SELECT|ASK|CONSTRUCT|DESCRIBE")
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
each_question = pytest.mark.parametrize(
    ("name", "template"), [(q.name, template) for q in catalogue().values() for template in q.questions]
)


@each_file
def test_the_header_is_one_block_at_the_top(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    marked = [number for number, line in enumerate(lines) if line.startswith("#+")]
    assert marked == list(range(len(marked)))
    assert not any("#+" in line for line in lines[len(marked) :])


@each_file
def test_the_header_is_plain_yaml_of_one_line_values(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#+"):
            value = re.sub(r"^#\+ +(?:- )?(?:\w+:(?: |$))?", "", line)
            assert not re.search(r": | #|:$", value)
            assert not value.startswith(("[", "{", "&", "*", "!", "|", ">", "'", '"', "%", "@", "`"))


@each_file
def test_no_query_form_is_named_before_the_query(path: Path) -> None:
    text = "\n".join(x for x in path.read_text(encoding="utf-8").splitlines() if not x.startswith("#"))
    assert not FORM.search(text[: text.index("SELECT")].upper())


@each_file
def test_a_prefix_is_declared_on_its_own_line_and_as_the_vocabulary_has_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    declared = re.findall(r"^PREFIX (\w+): <([^>]*)>$", text, re.MULTILINE)
    assert len(declared) == text.count("PREFIX ")
    assert all(PREFIXES[prefix] == iri for prefix, iri in declared)


@each_file
def test_parameters_and_defaults_have_names_that_grlc_can_read(path: Path) -> None:
    query = read(path)
    assert all(re.fullmatch(r"[A-Za-z0-9]+", name) for name in query.parameters)
    assert set(query.defaults) <= set(query.parameters)
    assert all(p.kind in {*CLASSES, "event", None} for p in query.parameters.values())
    assert not any(query.parameters[name].kind == "place" and "%" in value for name, value in query.defaults.items())


@each_file
def test_a_required_parameter_has_a_default_to_try_it_with(path: Path) -> None:
    query = read(path)
    assert {p.name for p in query.parameters.values() if p.required} <= set(query.defaults)


@each_question
def test_a_question_is_answered_by_the_query_that_lists_it(name: str, template: str) -> None:
    found = match(example(template).replace("{", "X").replace("}", ""), catalogue().values())
    assert found.query.name == name
    assert set(found.slots) <= set(found.query.parameters)


def test_grlc_finds_its_settings_beside_the_queries() -> None:
    settings = configparser.ConfigParser()
    settings.read(resources.folder("queries") / "local-api-config.ini", encoding="utf-8")
    assert {"repo_title", "api_description", "contact_name", "contact_url", "licence_url"} <= set(settings["repo_info"])


def test_a_malformed_header_is_an_error_that_names_the_file_and_the_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.rq"
    path.write_text("#+ summary: Broken?\n#+ nonsense\nSELECT * WHERE { ?s ?p ?o }\n")
    with pytest.raises(DataError, match=r"broken\.rq, line 2"):
        read(path)


def test_every_query_names_all_types_of_actors_where_it_lists_types() -> None:
    for query in catalogue().values():
        if "cg:GovernmentBody" in query.text:
            assert all(f"cg:{name}" in query.text for name in ACTOR_TYPES), (query.name, CG)
