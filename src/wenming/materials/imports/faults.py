"""Why a file is not taken: one line for the person who sent it, which names the file, says what is wrong and what helps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

_WORDS: Mapping[str, Callable[[], str]] = {
    "format": lambda: _("“%(name)s”的格式不能收；这里可以报送：%(allowed)s"),
    "old_format": lambda: _("“%(name)s”是 %(ending)s 格式，平台读不出里面的文字；请用原来的软件另存为 %(better)s 再传"),
    "heic": lambda: _("“%(name)s”是苹果手机的 HEIC 图片，别人打不开；请在手机相机设置里选“兼容性最佳”，或另存为 JPEG 再传"),
    "program": lambda: _("“%(name)s”是程序或脚本，不是材料；请只传文档、表格和图片"),
    "empty": lambda: _("“%(name)s”是空文件；请重新选择"),
    "large": lambda: _("“%(name)s”超过 %(most)s MB；请压缩或分成几个文件"),
    "renamed": lambda: _("“%(name)s”的内容不是 %(ending)s 文件，其实是%(really)s（只改扩展名不行）；请用原来的软件另存一份"),
    "damaged": lambda: _("“%(name)s”已损坏或没有传完，打不开；请用原来的软件打开后另存一份再传"),
    "encrypted": lambda: _("“%(name)s”加了密码，别人打不开；请去掉密码后再传"),
    "bomb": lambda: _("“%(name)s”展开后大得不正常，没有收；请重新制作这个文件，或去掉里面的大图再传"),
    "macros": lambda: _("“%(name)s”带有宏，没有收；请另存为不带宏的 %(better)s 再传"),
    "program_inside": lambda: _("“%(name)s”里面夹带程序（%(inside)s），没有收；请删去后再传"),
    "virus": lambda: _("“%(name)s”查出病毒（%(found)s），没有收；请给电脑杀毒后重新制作这个文件"),
    "unchecked": lambda: _("“%(name)s”没有查成病毒：查毒服务现在没有应答；请稍后再传，或告诉系统管理员"),
    "secret": lambda: _("“%(name)s”标有“%(mark)s”，涉密和内部资料不得上传；请改用可以公开的材料"),
    "long": lambda: _("“%(name)s”有 %(count)s 字，超过 %(most)s 字；请删减后再传"),
    "small": lambda: _("“%(name)s”太小，长边 %(found)s 像素，不到 %(pixels)s 像素；请传原图"),
    "pixels": lambda: _("“%(name)s”的像素太多（上限 8000 万）；请缩小尺寸后再传"),
    "long_path": lambda: _("“%(name)s”的路径超过 400 字；请缩短文件夹名后再传"),
    "zip_damaged": lambda: _("压缩包“%(name)s”打不开，可能没有传完；请重新压缩，或改传文件夹"),
    "zip_bomb": lambda: _("压缩包“%(name)s”展开后大得不正常，没有收；请改传文件夹"),
    "zip_many": lambda: _("压缩包“%(name)s”里的文件超过 %(most)s 个；请分成几个压缩包"),
    "zip_large": lambda: _("压缩包“%(name)s”超过 %(most)s MB；请分成几个压缩包，或改传文件夹"),
}  # fmt: skip
CODES = tuple(_WORDS)


def fault_words(code: str, facts: Mapping[str, Any]) -> str:
    """Return the line for a fault; one that an older version kept and this one does not know any more, as it stands."""
    return _WORDS[code]() % facts if code in _WORDS else code


class PaperError(Exception):
    """A file that cannot be taken; the message is one line for the person who sent it. ``code`` and ``facts`` say the same to be kept."""

    def __init__(self, code: str, name: str, **facts: Any) -> None:
        self.code, self.facts = code, {"name": name, **facts}
        super().__init__(fault_words(code, self.facts))


class PapersError(Exception):
    """Some of several files cannot be taken: a line for each; ``places`` say which they are among those that were sent."""

    def __init__(self, faults: Mapping[int, PaperError]) -> None:
        self.places = frozenset(faults)
        self.lines: Sequence[str] = [str(fault) for fault in faults.values()]
        super().__init__("\n".join(self.lines))
