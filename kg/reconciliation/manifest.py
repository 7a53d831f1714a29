"""What a reconciliation service says of itself.

Source: Reconciliation Service API 0.2, section "Service manifest"; the forms of authentication are those of OpenAPI.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field

from kg.reconciliation.fields import Given, Number, Template
from kg.reconciliation.messages import Type

VERSION: Final = "0.2"

_NEEDED = {
    "basic": (),
    "apiKey": ("name", "in"),
    "oauth2": (),
    "http": ("scheme",),
    "openIdConnect": ("openIdConnectUrl",),
}


def _security_scheme(scheme: dict[str, Any]) -> dict[str, Any]:
    kind = scheme.get("type")
    if not isinstance(kind, str) or kind not in _NEEDED:
        raise ValueError(f"the type of authentication is one of {', '.join(_NEEDED)}, not {kind!r}")
    if missing := [name for name in _NEEDED[kind] if not isinstance(scheme.get(name), str)]:
        raise ValueError(f"{kind} authentication needs {' and '.join(missing)}")
    if kind == "apiKey" and scheme["in"] not in ("query", "header", "cookie"):
        raise ValueError(f"a key is sent in query, header or cookie, not {scheme['in']!r}")
    return scheme


SecurityScheme = Annotated[dict[str, Any], AfterValidator(_security_scheme)]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Where people can look at an entity."""

    url: Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A small page on an entity; width and height in pixels."""

    url: Template
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestService:
    service_url: Given[str] = None
    service_path: Given[str] = None
    flyout_service_url: Given[str] = None
    flyout_service_path: Given[Annotated[str, Field(pattern=r"\$\{id\}")]] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggest:
    entity: Given[SuggestService] = None
    property: Given[SuggestService] = None
    type: Given[SuggestService] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    name: str
    label: str
    help_text: Given[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSetting(_Setting):
    type: Literal["number"] = "number"
    default: Given[Number | int] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSetting(_Setting):
    type: Literal["text"] = "text"
    default: Given[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckboxSetting(_Setting):
    type: Literal["checkbox"] = "checkbox"
    default: Given[bool] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    value: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectSetting(_Setting):
    choices: tuple[Choice, ...]
    type: Literal["select"] = "select"
    default: Given[str] = None


Setting = Annotated[NumberSetting | TextSetting | CheckboxSetting | SelectSetting, Field(discriminator="type")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeProperties:
    service_url: Given[str] = None
    service_path: Given[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend:
    propose_properties: Given[ProposeProperties] = None
    property_settings: Given[tuple[Setting, ...]] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`identifier_space` is what the identifiers of the service's entities are identifiers of, mostly the IRI that they
    are to be put after."""

    versions: tuple[str, ...]
    name: str
    identifier_space: Annotated[str, Field(alias="identifierSpace")]
    schema_space: Annotated[str, Field(alias="schemaSpace")]
    documentation: Given[str] = None
    service_version: Annotated[Given[str], Field(alias="serviceVersion")] = None
    logo: Given[str] = None
    authentication: Given[SecurityScheme] = None
    view: Given[View] = None
    feature_view: Given[View] = None
    default_types: Annotated[Given[tuple[Type, ...]], Field(alias="defaultTypes")] = None
    suggest: Given[Suggest] = None
    preview: Given[Preview] = None
    extend: Given[Extend] = None

    def __post_init__(self) -> None:
        if VERSION not in self.versions:
            spoken = ", ".join(self.versions) or "no version"
            raise ValueError(f"the service speaks {spoken} of the protocol, and this is {VERSION}")
        if self.default_types and len(set(self.default_types)) < len(self.default_types):
            raise ValueError("defaultTypes has a type twice")
