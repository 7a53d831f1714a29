"""How a program that asks servers of others behaves: it says who it is, and hears when it is to come back."""

from __future__ import annotations

import email.utils
import re
import time
from importlib.metadata import version
from typing import Final

from kg.errors import UsageError

NAME: Final = "Claimgraph"
_CONTACT = re.compile(r"[!-~]+@[!-~]+|https?://[!-~]+|[!-~][ -~]*[ (](?:[!-~]+@[!-~]+|https?://[!-~]+)[ -~]*")


def agent(contact: str) -> str:
    """What stands in User-Agent: name, version, and whom to write to."""
    return f"{NAME}/{version('claimgraph')}" + (f" ({contact})" if contact else "")


def check_contact(contact: str) -> None:
    """Raises UsageError for a contact that is neither empty nor an e-mail address or a web page."""
    if contact and not _CONTACT.fullmatch(contact):
        raise UsageError(f"the contact {contact!r} tells nobody whom to write to: give an e-mail address or a web page")


def retry_after(value: str) -> float | None:
    """Seconds, from a number of them or a date (RFC 9110, section 10.2.3); None for what is neither."""
    if value.isdecimal():
        return float(value[:9])
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
