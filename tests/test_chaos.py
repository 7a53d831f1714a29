"""A minute in which everything dies but the server: no good query fails, and nobody sees half an article."""

from __future__ import annotations

import os
from pathlib import Path

import chaos
import pytest
from served import served

from kg.store import Writer

pytestmark = pytest.mark.timed

SECONDS = 60


def test_nothing_is_lost_nothing_is_halved_and_no_good_query_fails(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "store.db") as writer:
        writer.replace(chaos.article(0, 0))
    with served(tmp_path / "store.db", "--memory", "300") as server:
        seen = chaos.run(tmp_path / "store.db", server.url, server.pid, seconds=SECONDS)
        assert seen.failed == []
        assert seen.partial == []
        assert list(chaos.lost(server.url, seen)) == []
        assert len(os.listdir(f"/proc/{server.pid}/fd")) < 60
    assert seen.published > 20
    assert len(seen.seconds) > 100
    assert min(seen.done[kind] for kind in ("builders killed", "workers killed", "nurseries killed")) > 3
