"""Reports of a made city with known truth: every matter is reported once to four times, each channel in its own words and with its own errors.

What makes it hard on purpose: other matters lie at the same place and hour, matters of the same kind lie 100 m apart or come back after
three weeks at the same place, and the words of two people differ. Not half of the reports have the category that is true, the others the one
that their words speak for; one of twenty has a wrong one.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from wenming.engine.likeness import Sighting
from wenming.engine.proposing import votes_by_words

MATTERS = {
    1: (
        "垃圾桶满溢未清，桶周散落垃圾",
        "垃圾桶满了没人收，旁边全是垃圾",
        "垃圾外溢，桶边有散落垃圾",
        "垃圾好几天没清，桶都满出来了",
    ),
    2: (
        "商户占道经营，水果摊压盲道",
        "水果摊摆到人行道上，盲道都占了",
        "占道经营，摊位占压盲道",
        "卖水果的占道摆摊，走不了路",
    ),
    3: ("人行道地砖松动破损，有积水", "人行道的砖坏了，一踩一身水", "路面地砖破损松动", "地砖松了积水，老人容易摔"),
    4: ("路灯不亮，夜间出行不便", "晚上路灯不亮，黑得很", "路灯损坏不亮", "好几盏路灯都不亮了"),
    5: ("楼道墙面小广告", "楼道里贴满小广告没人管", "墙面非法小广告多处", "小广告贴得到处都是，楼道墙面"),
    6: (
        "非机动车停放越线，占压消防通道",
        "电动车把消防通道堵了",
        "消防通道被非机动车占用",
        "电动车乱停，消防通道走不通",
    ),
    7: ("井盖破损松动", "井盖坏了，车过去咣咣响", "窨井盖松动破损", "路上井盖松了很危险"),
    8: ("绿化带黄土裸露", "绿化带里光秃秃的全是黄土", "绿化带缺株，黄土裸露", "草都死了，绿化带露着黄土"),
}
STREETS = ("望河路", "建设街", "民权路", "东风大道", "文化路", "胜利街", "新华路", "团结巷")
START = datetime(2026, 11, 2, 8, tzinfo=UTC)
COMES_BACK = timedelta(days=20)
"""A matter of the same kind at the same spot is another one only after that time: before, nobody could tell."""
WORDS = {
    "垃圾": (1,),
    "占道": (2,),
    "摊": (2,),
    "地砖": (3,),
    "路面": (3,),
    "路灯": (4,),
    "小广告": (5,),
    "消防通道": (6,),
    "井盖": (7,),
    "绿化带": (8,),
}
"""What people say, as a city's table has it."""
METRE = 1 / 111_195
"""Degrees of latitude."""


def guessed(text: str) -> int | None:
    """Return the category that the words speak for, as intake fills it in; None where they say nothing."""
    votes = votes_by_words(text, WORDS)
    return votes[0].key if votes else None


def _written(dice: random.Random, category: int, text: str) -> int | None:
    """Return the category that a report carries: true, guessed, or wrong."""
    draw = dice.random()
    if draw < 0.05:
        return dice.randrange(1, len(MATTERS) + 1)
    return category if draw < 0.5 else guessed(text)


def reports(seed: int, matters: int = 240) -> tuple[list[Sighting], dict[int, int]]:
    """Return sightings and key -> matter. Places are drawn among few, so that neighbours are common."""
    dice = random.Random(seed)
    spots = [(32.10 + 100 * METRE * (number % 12), 114.05 + 120 * METRE * (number // 12)) for number in range(96)]
    found: list[Sighting] = []
    truth: dict[int, int] = {}
    last: dict[tuple[int, int], datetime] = {}
    for matter in range(matters):
        category, spot = dice.randrange(1, len(MATTERS) + 1), dice.randrange(len(spots))
        begun = START + timedelta(hours=dice.uniform(0, 24 * 45))
        if abs(begun - last.get((category, spot), START - timedelta(days=99))) < COMES_BACK:
            continue
        last[category, spot] = begun
        sayings = dice.sample(MATTERS[category], k=dice.choice((1, 1, 1, 2, 2, 3, 4)))
        for number, text in enumerate(sayings):
            key = len(found) + 1
            error = (5, 15, 30, 60)[number]
            position = (
                spots[spot][0] + dice.gauss(0, error / 2) * METRE,
                spots[spot][1] + dice.gauss(0, error / 2) * METRE,
            )
            # the hotline knows the place in words alone; a third of the reports has no category yet
            in_words = number == 3
            found.append(
                Sighting(
                    key=key,
                    text=f"{text}{dice.randrange(1, 30)}处",
                    at=begun + timedelta(hours=dice.uniform(0, 60) if number else 0),
                    position=None if in_words else position,
                    accuracy=None if in_words else error,
                    site=spot if not in_words and dice.random() < 0.3 else None,
                    place=f"{STREETS[spot // 12]}{2 * (spot % 12) + 1}号{'门口' if in_words else ''}",
                    category=_written(dice, category, text),
                )
            )
            truth[key] = matter
    return found, truth
