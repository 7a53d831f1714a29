"""Kinds of fields that several messages have."""

from __future__ import annotations

from typing import Annotated, TypeAlias, TypeVar

from pydantic import AfterValidator, Field

T = TypeVar("T")


def _refused(_: None) -> None:
    """The protocol leaves out what it does not say: its schemas have no null."""
    raise ValueError("null: leave it out instead")


Given: TypeAlias = T | Annotated[None, AfterValidator(_refused)]
"""A field that may be left out."""

Number = Annotated[float, Field(allow_inf_nan=False)]
Template = Annotated[str, Field(pattern=r"\{\{id\}\}")]
"""A URL with {{id}} where an identifier goes."""
