"""Text copied out of a chat, read as matters: who wrote is read past, numbered lists fall apart, markers of pictures keep their places.

The usual shapes of WeChat and DingTalk are known (name and hour in one line, name with a colon, an hour in brackets before the name); a text
without any names is read line by line. Nothing is guessed and nothing is lost: every line is a matter, a part of one, the head of a message, or
listed as left over with the reason. Names of senders and telephone numbers never leave this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from wenming.engine.deadlines import LimitUnit

LONGEST = 300
"""Characters of a matter; what is longer is cut at the end and listed."""
_DAY = r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/月]\d{1,2}日?|今天|昨天|前天|(?:星期|周)[一二三四五六日天])"
_TIME = r"(?:凌晨|早上|上午|中午|下午|晚上)?\s*\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp][Mm])?"
_STAMP = rf"(?:{_DAY}\s*)?{_TIME}"
_DASHES = r"[—–\-=_\s·•]*"
_BEHIND = re.compile(rf"(?P<name>[^\[\]【】:：，。；！？]{{1,30}}?)\s+{_STAMP}")
_BEFORE = re.compile(rf"[\[【(（]?{_STAMP}[\]】)）]?\s*(?P<name>[^:：，。；！？]{{1,30}}?)\s*[:：]\s*(?P<rest>.*)")
_COLON = re.compile(r"(?P<name>[^\s:：，。；！？、]{1,12})[:：]")
_ALONE = re.compile(r"[^\s:：，。；！？、\[\]]{1,12}")
_HOUR = re.compile(_STAMP)
_RULE = re.compile(rf"{_DASHES}(?:{_DAY}|{_STAMP})(?:\s*(?:星期|周).)?{_DASHES}|{_DASHES}")
_NO_NAME = re.compile(
    "问题|地点|位置|情况|如下|要求|时限|期限|单位|时间|照片|整改|点位|责任|注意|通知|检查|(?:路|街|巷|小区|广场|市场|公园|社区|花园|医院|学校|车站)$"
)
"""Words, and ends of names of places, by which a line that ends in a colon or an hour names no sender."""
_MOST_OF_NAME = 6
"""A head without a message behind it and with a longer name is no head but a sentence that ends in an hour."""
_SYSTEM = re.compile(
    "撤回了|加入了?群聊|邀请.{1,60}(?:加入|进)了?群|拍了拍|修改群名|移出了?群聊|开启了|的聊天记录$|以上是|recalled a message",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"[\[【<](?:图片|照片|图|photo|image|picture)\d{0,3}[\]】>]", re.IGNORECASE)
_ATTACHMENT = re.compile(
    r"[\[【<](?:视频|语音|文件|链接|小程序|位置|聊天记录|名片|红包|video|voice|file|link)[^\]】>]{0,80}[\]】>]",
    re.IGNORECASE,
)
_EMOJI = re.compile(
    r"\[(?:强|OK|好的|握手|抱拳|合十|玫瑰|微笑|捂脸|鼓掌|愉快|呲牙|偷笑|流汗|尴尬|再见|庆祝|加油|太阳|咖啡|爱心|赞|发怒|可怜|大哭|流泪|疑问|耶"
    r"|拜托|表情|动画表情)\]",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<!\d)(?:(?:电话|手机|联系电话|tel)[:：]?\s*)?(?:1[3-9]\d{9}|0\d{2,3}-\d{7,8})(?!\d)", re.IGNORECASE
)
_MENTION = re.compile(r"@\s?([^\s@，。；,;:：、！!？?\u2005]{1,30})[\u2005 ]?")
_CHATTER = re.compile(
    "(?:收到.{0,12}|好的?.{0,4}|明白|知道了|谢谢.{0,4}|感谢.{0,6}|辛苦了?.{0,4}|嗯+|ok|行|可以|在吗"
    "|(?:马上|立即|立刻|正在)(?:安排|处理|办理?|去|整改).{0,6}|已.{0,6}(?:处理|清理|整改|完成|解决|安排|通知|清运|落实).{0,6}|(?:处理|清理|整改|清运)(?:完毕|完成|好了|到位))",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"\s*(?:[(（]\d{1,2}[)）]|\d{1,2}[.、．)）](?!\d)|[①-⑳]|[(（]?[一二三四五六七八九十]{1,3}[、)）](?!\d))\s*"
)
_INLINE = re.compile(r"(?<![\d.])(\d{1,2})[、.．)）](?!\d)")
_ASKS = re.compile(r"@|请|限|要求|责任单位|麻烦|尽快|立即|马上|务必|整改时限|立行立改|即知即改")
"""How a line begins that asks for something about the matter before it, and is none itself."""
_ENDS = "，。；！？,;!?：:"

_LENGTH = re.compile(
    "(?:限|限时)?(?:(?P<digits>[0-9]{1,3})|(?P<spoken>[一二三四五六七八九十]))\\s*个?(?P<unit>工作日|工作时|小时|天|日)(?:之?内|以内)"
)
_UNITS = {
    "工作日": LimitUnit.WORK_DAY,
    "工作时": LimitUnit.WORK_HOUR,
    "小时": LimitUnit.HOUR,
    "天": LimitUnit.DAY,
    "日": LimitUnit.DAY,
}
_AT_ONCE = re.compile("立行立改|即知即改|立即整改|马上整改|立整立改")
_UNTIL = re.compile(r"(?<!\d)(?:\d{1,2}月\d{1,2}日|\d{1,2}\.\d{1,2})(?:之?前|以前)")


class Leftover(StrEnum):
    """Why a line became no matter."""

    SYSTEM = "system"
    CHATTER = "chatter"
    ATTACHMENT = "attachment"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Rest:
    """A line, or a part of one, that became no matter; ``text`` is empty where it would name somebody."""

    line: int
    why: Leftover
    text: str


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that somebody found: its sentence, what was asked for beside it (``asked``), whom that called (@), its pictures.

    ``lead`` is the line before the list that it stood in. ``pictures`` are the numbers of the markers, from 0, in the order of the whole text; ``line`` counts from 1.
    """

    text: str
    line: int
    lead: str = ""
    asked: str = ""
    called: tuple[str, ...] = ()
    pictures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Chat:
    """What a text was read as. ``heads`` are the lines that only said who and when; ``loose`` the pictures that belong to no matter."""

    matters: tuple[Matter, ...]
    rests: tuple[Rest, ...]
    lines: int
    heads: int
    pictures: int
    loose: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """By when somebody wants it settled: in these words; ``amount`` of ``unit`` where they give a length, ``urgent`` for 立行立改."""

    words: str
    amount: int = 0
    unit: LimitUnit | None = None
    urgent: bool = False


def read_wish(text: str) -> Wish | None:
    """Return the first limit that a text asks for. A day of the month is kept in words only: nobody wrote its year."""
    found = _LENGTH.search(text)
    if found:
        amount = int(found["digits"]) if found["digits"] else "一二三四五六七八九十".index(found["spoken"]) + 1
        if amount:
            return Wish(found[0], amount, _UNITS[found["unit"]])
    at_once = _AT_ONCE.search(text)
    if at_once:
        return Wish(at_once[0], urgent=True)
    day = _UNTIL.search(text)
    return Wish(day[0]) if day else None


@dataclass
class _Part:
    """A matter while it is read."""

    line: int
    sender: int
    text: str = ""
    lead: str = ""
    asked: list[str] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)


@dataclass
class _Message:
    """What one person sent at once: number of the sender in this text (0 = unknown), the lines with their numbers."""

    sender: int
    lines: list[tuple[int, str]] = field(default_factory=list)

    @property
    def fresh(self) -> bool:
        """Whether somebody is named and nothing is said yet."""
        return self.sender > 0 and not self.lines


def read_chat(text: str) -> Chat:
    """Read a text copied out of a chat."""
    return _Reader(text).read()


class _Reader:
    """Reads one text, line by line; what it has seen so far."""

    def __init__(self, text: str) -> None:
        self.lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
        self.rests: list[Rest] = []
        self.parts: list[_Part] = []
        self.heads = 0
        self.pictures = 0
        self.waiting: dict[int, list[int]] = {}
        self.senders: dict[str, int] = {}
        self.pictures_first: set[int] = set()

    def read(self) -> Chat:
        messages, named = self._messages()
        for message in messages:
            self._message(message, named=named)
        self._settle_waiting()
        matters = tuple(matter for part in self.parts if (matter := self._matter(part)))
        kept = {number for matter in matters for number in matter.pictures}
        return Chat(
            matters,
            tuple(sorted(self.rests, key=lambda rest: rest.line)),
            sum(bool(line) for _number, line in self.lines),
            self.heads,
            self.pictures,
            tuple(number for number in range(self.pictures) if number not in kept),
        )

    def _messages(self) -> tuple[list[_Message], bool]:
        """Divide the lines among messages; without a single head an empty line divides. True = somebody is named."""
        found, named = [_Message(0)], False
        for place, (number, line) in enumerate(self.lines):
            system = _SYSTEM.search(line)
            head = None if system else self._head(place)
            if head is not None:
                named = True
                found.append(head)
            elif not line:
                found += [] if named else [_Message(0)]
            elif system:
                self.rests.append(Rest(number, Leftover.SYSTEM, ""))
            elif _RULE.fullmatch(line):
                self.heads += 1
                # the hour below a name belongs to that head
                found += [] if found[-1].fresh else [_Message(0)]
            else:
                found[-1].lines.append((number, line))
        return found, named

    def _head(self, place: int) -> _Message | None:
        """Return the message that a line begins, None where it is no head."""
        number, line = self.lines[place]
        following = next((later for _number, later in self.lines[place + 1 :] if later), "")
        if line and _ALONE.fullmatch(line) and _HOUR.fullmatch(following) and not _NO_NAME.search(line):
            return self._from(line, number, "")
        # what stands with a colon before a numbered list introduces it
        for pattern in (_BEHIND, _BEFORE) if _ITEM.match(following) else (_BEHIND, _BEFORE, _COLON):
            head = pattern.fullmatch(line)
            if head and not _NO_NAME.search(head["name"]) and not self._is_sentence(head["name"], following):
                return self._from(head["name"].strip(), number, head.groupdict().get("rest") or "")
        return None

    def _from(self, name: str, number: int, rest: str) -> _Message:
        """Begin the message of a sender."""
        self.heads += 1
        sender = self.senders.setdefault(name, len(self.senders) + 1)
        return _Message(sender, [(number, rest)] if rest else [])

    @staticmethod
    def _is_sentence(name: str, following: str) -> bool:
        """Tell whether what looks like a head is a sentence: too long for a name, and no message follows it."""
        return len(name) > _MOST_OF_NAME and (not following or bool(_BEHIND.fullmatch(following)))

    def _message(self, message: _Message, *, named: bool) -> None:
        """Read the lines of one message into matters."""
        lines = [line for entry in message.lines for line in self._cleaned(*entry)]
        begins, lead = len(self.parts), ""
        for place, (number, line, pictures) in enumerate(lines):
            items = list(_items(line)) if line else []
            own = self.parts[begins:]
            if items and (not own or line[-1] in ":：") and self._leads(line, lines[place + 1 :]):
                lead = line.rstrip(_ENDS)
                items = []
            elif len(items) == 1 and _ASKS.match(line) and self.parts:
                self._ask(own or self.parts[-1:], line)
                items = []
            elif named and own and len(items) == 1 and not _ITEM.match(line):
                own[-1].text = _joined(own[-1].text, line)
                items = []
            for item in items:
                waiting = self.waiting.pop(message.sender, [])
                self.parts.append(_Part(number, message.sender, item, lead, pictures=waiting))
            self._picture(message.sender, pictures, with_words=bool(items))

    @staticmethod
    def _leads(line: str, following: list[tuple[int, str, list[int]]]) -> bool:
        """Tell whether a line introduces a numbered list that follows."""
        return (
            bool(following) and not _ITEM.match(line) and not _ASKS.match(line) and bool(_ITEM.match(following[0][1]))
        )

    @staticmethod
    def _ask(parts: list[_Part], line: str) -> None:
        """Add what is asked for to all parts of a message, or to the matter before it."""
        for part in parts:
            part.asked.append(line)

    def _picture(self, sender: int, pictures: list[int], *, with_words: bool) -> None:
        """Put pictures to the sender's latest matter. Who began with a picture sends pictures before the words: they wait for these."""
        last = next((part for part in reversed(self.parts) if part.sender == sender), None)
        if last is None and pictures:
            self.pictures_first.add(sender)
        if last is None or (sender in self.pictures_first and not with_words):
            self.waiting.setdefault(sender, []).extend(pictures)
        else:
            last.pictures += pictures

    def _settle_waiting(self) -> None:
        """Put pictures that no words followed to the last matter of whoever sent them."""
        for part in reversed(self.parts):
            part.pictures += self.waiting.pop(part.sender, [])

    def _cleaned(self, number: int, line: str) -> Iterator[tuple[int, str, list[int]]]:
        """Yield a line without markers and telephone numbers, and its pictures; nothing where it says nothing."""
        pictures = list(range(self.pictures, self.pictures + len(_PICTURE.findall(line))))
        self.pictures += len(pictures)
        for found in _ATTACHMENT.findall(line):
            self.rests.append(Rest(number, Leftover.ATTACHMENT, found))
        plain = line
        for pattern in (_PICTURE, _ATTACHMENT, _EMOJI, _PHONE):
            plain = pattern.sub(" ", plain)
        plain = " ".join(plain.split())
        if plain and _CHATTER.fullmatch(_MENTION.sub("", plain).strip(" ，。！!~～.")):
            self.rests.append(Rest(number, Leftover.CHATTER, _MENTION.sub("", plain).strip()))
            plain = ""
        if not plain and not pictures and not _ATTACHMENT.search(line) and _EMOJI.search(line):
            self.rests.append(Rest(number, Leftover.CHATTER, line))
        if plain or pictures:
            yield number, plain, pictures

    def _matter(self, part: _Part) -> Matter | None:
        """Return what a part says, None where nothing is left of it."""
        called = [name for said in (part.text, *part.asked) for name in _MENTION.findall(said)]
        text = " ".join(_MENTION.sub(" ", part.text).split()).strip(" ，；;、")
        if len(text) > LONGEST:
            self.rests.append(Rest(part.line, Leftover.TOO_LONG, text[LONGEST:]))
        asked = " ".join(_MENTION.sub(" ", said).strip() for said in part.asked).strip()
        return (
            Matter(text[:LONGEST], part.line, part.lead, asked, tuple(dict.fromkeys(called)), tuple(part.pictures))
            if text
            else None
        )


def _items(line: str) -> Iterator[str]:
    """Yield the entries of a line: those of a list numbered 1, 2, 3 … within it, else the line without its own number."""
    marks = list(_INLINE.finditer(line))
    if [int(found[1]) for found in marks] != list(range(1, len(marks) + 1)) or len(marks) < 2:
        yield _ITEM.sub("", line, count=1) if _ITEM.match(line) else line
        return
    before = line[: marks[0].start()].strip(f" {_ENDS}")
    for place, found in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(line)
        entry = line[found.end() : end].strip(" ；;，,。")
        if entry:
            yield f"{before}：{entry}" if before else entry


def _joined(first: str, second: str) -> str:
    """Return two lines as one sentence."""
    return f"{first}{second}" if not first or first[-1] in _ENDS else f"{first}，{second}"
