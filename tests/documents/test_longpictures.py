"""One long picture for a chat: how wide, what wraps, what it refuses; a machine without Chinese fonts says which package helps."""

import io

import pytest
from PIL import Image

from wenming.documents.adapters import fonts
from wenming.documents.exports import longpictures
from wenming.documents.exports.longpictures import Figure, LongPicture, Photo, PictureRow, Section, long_picture
from wenming.issues.seeds.pictures import street_photo


def test_draw_a_picture_is_1080_wide_and_grows_with_rows_and_photos():
    photo = Photo("整改前", street_photo("a", dirty=True))
    bare = Section("未结", rows=[PictureRow("2026-11-0001", "垃圾桶满溢", "超 2 工作时", "red")])
    whole = Section("未结", "2 件", [Figure("未结", "326"), Figure("超期", "19", "red")], ["请按时处置。"], [
        PictureRow("2026-11-0001", "垃圾桶满溢" * 60, notes=["责任单位：市城管局"], photos=[photo, photo, photo]),
    ])  # fmt: skip
    sizes = []
    for section in (bare, whole):
        drawn = long_picture(LongPicture("问题", "截至今天", [section], "https://a.invalid/x", "扫码", "文明创城平台"))
        with Image.open(io.BytesIO(drawn)) as opened:
            sizes.append(opened.size)
            assert opened.format == "PNG"
            # the head is the brand's blue, the page behind the cards grey
            assert opened.getpixel((4, 4)) == (0x17, 0x3F, 0x75)
            assert opened.getpixel((4, opened.height - 4)) == (0xED, 0xF0, 0xF4)
    assert [width for width, _height in sizes] == [1080, 1080]
    assert sizes[1][1] - sizes[0][1] > 2 * longpictures.PHOTO_HEIGHT


def test_wrap_a_text_keeps_every_letter_and_no_closing_mark_begins_a_line():
    text = "人行道地砖破损松动，积水约 0.8 平方米；" * 4
    lines = longpictures.wrapped(text, 30, 300, most=50)
    assert "".join(lines) == text
    assert not [line for line in lines if line[:1] in longpictures.NOT_FIRST]
    assert longpictures.wrapped(text, 30, 300, most=2)[-1].endswith("…")


def test_draw_beyond_what_phones_open_is_refused():
    rows = [PictureRow(str(number), "问题") for number in range(600)]
    with pytest.raises(longpictures.TooLongError):
        long_picture(LongPicture("问题", "", [Section("未结", rows=rows)]))


def test_draw_without_a_chinese_font_names_the_package(monkeypatch, tmp_path, settings):
    settings.FONTS_FOLDER = tmp_path / "fonts"
    monkeypatch.setattr(fonts, "FOLDERS", (str(tmp_path / "none"),))
    with pytest.raises(fonts.NoFontError, match="fonts-noto-cjk"):
        fonts.font(20)


def test_find_a_font_takes_the_folder_of_the_installation_first(tmp_path, settings):
    known = fonts.font(20).path
    own = tmp_path / "fonts"
    own.mkdir()
    (own / "own.ttc").symlink_to(known)
    settings.FONTS_FOLDER = tmp_path / "fonts"
    assert fonts.font(20).path == str(own / "own.ttc")
    assert fonts.font(20, bold=True).path == str(own / "own.ttc")
