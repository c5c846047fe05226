"""Files: on the disk before the record, found again by content, orphans swept."""

import hashlib
import os
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.people import OFFICER, make_account, make_city
from wenming.kernel.actions.files import store_file, sweep_orphans
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import StoredFile

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path
    return tmp_path


def store(content: bytes, slug: str = "qinghe", name: str = "台账.xlsx") -> StoredFile:
    return store_file(
        city=make_city(slug), name=name, chunks=[content[:3], content[3:]], by=make_account(OFFICER), at=AT
    )


def test_store_file_keeps_the_bytes_under_their_digest(folder):
    stored = store("扣分".encode())
    sha256 = hashlib.sha256("扣分".encode()).hexdigest()
    place = folder / "qinghe" / sha256[:2] / sha256
    assert (stored.sha256, stored.size, stored.name) == (sha256, 6, "台账.xlsx")
    assert place.read_bytes() == "扣分".encode()
    assert [path.name for path in (folder / "qinghe").iterdir()] == [sha256[:2]]


def test_store_file_with_the_same_content_twice_keeps_one_file_and_two_records(folder):
    store(b"same"), store(b"same", name="again.xlsx")
    assert [path.is_file() for path in folder.rglob("*")].count(True) == 1
    assert StoredFile.objects.in_city(make_city()).count() == 2


def test_store_file_with_a_path_as_name_keeps_the_last_part(folder):
    assert store(b"x", name="../../etc/passwd").name == "passwd"
    assert len(store(b"y", name="长" * 300 + ".xlsx").name) == 200


def test_store_file_when_the_chunks_break_off_leaves_no_record(folder):
    def broken():
        yield b"first"
        raise OSError("the line went dead")

    with pytest.raises(OSError, match="dead"):
        store_file(city=make_city(), name="x", chunks=broken(), by=None, at=AT)
    assert StoredFile.objects.across_cities().count() == 0


def test_sweep_orphans_removes_only_old_files_without_a_record(folder):
    kept = store(b"kept")
    orphan = folder / "qinghe" / "incoming-1"
    orphan.write_bytes(b"half")
    fresh = folder / "qinghe" / "incoming-2"
    fresh.write_bytes(b"being written")
    two_days_ago = time.time() - 2 * 86400
    awaited = folder / "qinghe" / "parts" / "a-photo"
    awaited.parent.mkdir()
    awaited.write_bytes(b"first half")
    for path in (orphan, awaited, path_of("qinghe", kept.sha256)):
        os.utime(path, (two_days_ago, two_days_ago))
    removed = sweep_orphans(folder=folder, older_than=datetime.now(UTC) - timedelta(days=1))
    assert removed == 1
    left = [path.exists() for path in (orphan, fresh, awaited, path_of("qinghe", kept.sha256))]
    assert left == [False, True, True, True]
