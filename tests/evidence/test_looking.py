"""What is found about photos of issues, and what is not."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from tests.evidence.proofs import cleaned, findings, look, place, repair, report
from tests.evidence.scenes import ATTACKS, crop, jpeg, poster, scene, with_poster
from tests.issues.cases import HOUR, make_issue
from tests.people import AT, make_city
from tests.queries import assert_queries
from tests.sites.places import make_site
from wenming.evidence.models import Evidence, EvidenceFeatures
from wenming.evidence.queries import risk_of
from wenming.kernel.models import Event

pytestmark = pytest.mark.django_db


def kinds() -> list[tuple[str, str, str]]:
    """Return (issue, kind, issue of the earlier photo) of everything found."""
    return [(one.evidence.matter[-1], one.kind, one.other.matter[-1] if one.other else "") for one in findings()]


def test_report_issue_with_photos_keeps_them_as_evidence():
    issue = report(1, position=(32.1, 114.0), accuracy=12)
    (kept,) = Evidence.objects.in_city(make_city())
    photo = issue.photos.get()
    assert (photo.evidence_id, kept.matter, kept.moment) == (kept.pk, issue.number, "before")
    assert (kept.bytes_sha256, kept.lat, kept.lng, kept.accuracy) == (photo.file.sha256, 32.1, 114.0, 12)
    assert (kept.looked_at, kept.at, kept.not_before) == (None, AT, AT)


def test_look_at_photo_computes_what_it_is():
    report(1)
    assert (look(), look()) == (1, 0)
    (seen,) = Evidence.objects.in_city(make_city())
    assert (seen.width, seen.height, len(seen.fingerprint), seen.quality, seen.fault) == (640, 480, 64, 100, "")
    assert len(EvidenceFeatures.objects.in_city(make_city()).get().content) == 200 * 36
    event = Event.objects.in_city(make_city()).get(kind="evidence.looked_at")
    assert event.data == {"first": seen.pk, "last": seen.pk, "photos": 1, "findings": 0}


def test_look_at_the_same_file_of_another_issue_asks_for_a_second_look():
    repair(report(1), place(11))
    repair(report(2, at=AT + 24 * HOUR), place(11))
    look()
    assert kinds() == [("2", "same_bytes", "1")]


def test_look_at_photos_used_again_finds_each_way():
    """Mirrored, cut, turned and stamped, in one batch and against the archive of an earlier one."""
    repair(report(1), place(11), place(12))
    look()
    picture = scene(11)
    again = [jpeg(ATTACKS[name](picture), 70) for name in ("mirrored", "turned 90", "stamp")]
    repair(report(2, at=AT + 24 * HOUR), *again, jpeg(crop(0.4)(scene(12)), 70))
    look()
    found = [(one.kind, one.variant) for one in findings()]
    assert found == [
        ("same_picture", "mirrored"), ("same_picture", "turned_270"), ("same_view", "as_it_is"), ("same_view", "as_it_is"),
    ]  # fmt: skip
    last = findings()[-1]
    assert last.inliers >= 40
    assert last.agreement >= 800
    assert len(last.drawing["points"]) == 24


def test_look_at_repair_of_the_same_scene_calls_it_proof():
    before = scene(1)
    issue = repair(report(1, photo=jpeg(before)), jpeg(cleaned(before)))
    look()
    assert kinds() == [("1", "same_scene", "1")]
    key = issue.photos.get(moment="after").evidence_id
    assert risk_of(make_city(), [key])[key].points == 0


def test_look_at_repair_from_another_spot_that_shows_the_same_sign_calls_it_proof():
    sign = poster(5)
    before, after = with_poster(scene(1), sign, 60, 90), with_poster(scene(2), sign, 220, 120, 4)
    repair(report(1, photo=jpeg(before)), jpeg(after))
    look()
    assert kinds() == [("1", "same_scene", "1")]


def test_look_at_the_same_poster_at_two_sites_finds_nothing():
    notice = poster(7)
    for number, (left, lean) in enumerate(((40, 0), (200, 3), (310, -4)), start=1):
        report(
            number, photo=jpeg(with_poster(scene(20 + number), notice, left, 60, lean)), site=make_site(f"点位{number}")
        )
    look()
    assert kinds() == []


def test_look_at_the_photo_of_the_problem_sent_as_that_of_the_repair_asks():
    issue = repair(report(1), jpeg(scene(1), 60))
    look()
    assert kinds() == [("1", "same_picture", "1")]
    key = issue.photos.get(moment="after").evidence_id
    assert risk_of(make_city(), [key])[key].reasons == ("same_picture",)


def test_look_at_the_same_photos_at_once_writes_them_once(monkeypatch):
    """Somebody else was quicker: what we saw is theirs already."""
    from wenming.evidence.actions import looking

    report(1)
    real = looking.archive_of

    def slow(city, *, at):
        monkeypatch.setattr(looking, "archive_of", real)
        look()
        return real(city, at=at)

    monkeypatch.setattr(looking, "archive_of", slow)
    look()
    assert Event.objects.in_city(make_city()).filter(kind="evidence.looked_at").count() == 1
    assert EvidenceFeatures.objects.in_city(make_city()).count() == 1


def test_look_at_photo_older_than_24_months_compares_with_nothing():
    repair(report(1), place(11))
    repair(report(2, at=AT + timedelta(days=740)), place(11))
    look(at=AT + timedelta(days=760))
    assert kinds() == []


def test_look_at_photo_of_a_camera_says_time_and_place():
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0132] = "Maker", "Maker X\x00", "2026:10:30 08:00:00"
    exif[0x8825] = {1: "N", 2: (32.0, 10.0, 0.0), 3: "E", 4: (114.0, 0.0, 0.0)}
    site = make_site("S1", "中心广场", at=(32.1, 114.0))
    repair(report(1, site=site), jpeg(scene(3), exif=exif))
    look()
    seen = Evidence.objects.in_city(make_city()).get(moment="after")
    assert (seen.camera, seen.taken_at.isoformat()) == ("Maker X", "2026-10-30T00:00:00+00:00")
    assert [(one.kind, one.minutes, one.metres) for one in findings()] == [
        ("taken_earlier", 3 * 24 * 60 + 60, None), ("far_away", None, 7413),
    ]  # fmt: skip


def test_look_at_photo_that_is_plain_compares_nothing():
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), "#999").save(buffer, "JPEG")
    repair(report(1), buffer.getvalue())
    repair(report(2, at=AT + 24 * HOUR), jpeg(Image.new("RGB", (600, 480), "#989898")))
    look()
    assert (kinds(), Evidence.objects.in_city(make_city()).filter(quality__lt=50).count()) == ([], 2)


def test_look_at_photo_whose_file_is_gone_says_so_and_goes_on(settings):
    from wenming.kernel.adapters.stores import path_of

    report(1)
    report(2)
    first = Evidence.objects.in_city(make_city()).select_related("file").order_by("pk").first()
    path_of(make_city().slug, first.file.sha256).unlink()
    assert look() == 2
    first.refresh_from_db()
    assert (first.fault, first.fingerprint) == ("damaged", "")


def test_look_at_photo_whose_bytes_are_spoilt_says_so():
    report(1)
    row = Evidence.objects.in_city(make_city()).select_related("file").get()
    file_of(row).write_bytes(file_of(row).read_bytes()[:4000])
    look()
    row.refresh_from_db()
    assert (row.fault, row.quality, row.looked_at is None) == ("damaged", None, False)


def test_look_at_photo_beside_one_whose_file_is_gone_tells_what_is_still_known():
    repair(report(1), place(11))
    look()
    file_of(Evidence.objects.in_city(make_city()).select_related("file").get(moment="after")).unlink()
    repair(report(2, at=AT + 24 * HOUR), jpeg(scene(11), 50))
    look()
    assert [(one.kind, one.inliers) for one in findings()] == [("same_picture", None)]


def test_look_at_photos_through_the_index_on_the_disk_finds_parts_of_them(monkeypatch, settings, tmp_path):
    """Segments of two photos; one that was spoilt is made anew."""
    from wenming.evidence.adapters import segments
    from wenming.evidence.queries import archive

    monkeypatch.setattr(archive, "SEGMENT", 2)
    monkeypatch.setattr(segments, "folder_of", lambda slug: tmp_path / slug)
    repair(report(1), place(11), place(12))
    look()
    repair(report(2, at=AT + 24 * HOUR), jpeg(crop(0.4)(scene(11)), 70))
    look()
    folders = sorted((tmp_path / make_city().slug).iterdir())
    assert len(folders) == 1
    assert len(segments.sealed(make_city().slug)) == 1
    segments.seal(make_city().slug, segments.sealed(make_city().slug)[0])
    (folders[0] / "starts.npy").write_bytes(b"spoilt")
    repair(report(3, at=AT + 48 * HOUR), jpeg(crop(0.4)(scene(12)), 70))
    look()
    assert kinds() == [("2", "same_view", "1"), ("3", "same_view", "1")]
    assert len(segments.sealed(make_city().slug)) == 2


def file_of(row):
    """Return where the bytes of a photo lie."""
    from wenming.kernel.adapters.stores import path_of

    return path_of(make_city().slug, row.file.sha256)


def test_tie_photos_costs_two_queries_and_none_without_photos():
    from wenming.issues.actions.photos import keep_photos, tie_photos

    step = make_issue("垃圾桶满溢").steps.select_related("issue", "city", "by").get()
    kept = keep_photos(make_city(), [("一.jpg", place(1)), ("二.jpg", place(2))], by=None, at=AT)
    with assert_queries(0):
        tie_photos(step, "before", [])
    with assert_queries(2):
        tie_photos(step, "before", kept)
