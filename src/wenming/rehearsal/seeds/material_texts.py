"""Made-up reports and tables of the rehearsal city: each in its own words, but for those that are copies in disguise. The same on every machine."""

from __future__ import annotations

import random

ACTS = (
    "集中清理", "联合执法", "错时巡查", "专人值守", "网格包干", "上门劝导", "现场推进", "以奖代补", "样板先行", "结对帮扶", "轮班保洁", "限时销号", "夜间抽查", "入户摸底", "志愿服务",
)  # fmt: skip
THINGS = (
    "临街门店", "农贸市场", "老旧楼院", "背街小巷", "学校门口", "公交站台", "河道两岸", "施工围挡", "垃圾中转站", "非机动车道", "沿街广告", "社区广场", "小微公园", "医院周边", "夜市摊群",
    "停车场库", "架空线缆", "空闲地块", "物流站点", "铁路涵洞",
)  # fmt: skip
WAYS = (
    "坚持一处一策", "按先急后缓排定次序", "由分管负责人带队", "会同辖区派出所", "邀请人大代表监督", "对照清单逐项核查", "结合商户作息调整班次", "依托网格微信群调度", "发挥老党员带头作用",
    "经过三轮走访听取意见", "借助视频巡查手段", "利用周末时间突击",
)  # fmt: skip
ENDS = (
    "占道现象明显减少", "群众投诉大幅下降", "通行条件得到改善", "商户由被动变主动", "长效机制初步形成", "居民参与热情高涨", "设施完好率稳步提升", "乱停乱放得到遏制", "积存垃圾基本清零",
    "邻里关系更加融洽", "夜间噪声有效控制", "卫生死角逐步消除",
)  # fmt: skip
FRAMES = (
    "围绕{thing}，{way}，开展{act} {n} 次，{end}。",
    "{way}，在{spot}一带推行{act}，出动 {m} 人次，{end}。",
    "{thing}过去无人管护，{act}与{other}同步推进后，{end}，合格率达到 {p}%。",
    "针对{thing}反复回潮，{way}，实行{act}，处理 {n} 起，{end}。",
    "{spot}居民提出的{thing}改造建议已经采纳，投入 {m} 万元，{end}。",
    "把{thing}纳入每周 {n} 次的{act}，{way}，{end}。",
)
QUOTED = "坚持创建为民、创建惠民、创建靠民，不断增强人民群众的获得感、幸福感、安全感。"
"""What several reports say, as such reports do."""
FAMILY, ROADS = (
    "丰庆安宁康泰和顺祥瑞文昌武胜建设新华红旗东风长江青松翠柏兰菊荷柳桃杏",
    ("路", "巷", "街", "小区", "桥头"),
)
SENTENCES = 7
ROWS = (
    "借阅大厅", "少儿阅览室", "自修室", "展览厅", "电影放映", "流动服务点", "公益讲座", "数字资源", "盲人阅览室", "排练厅",
)  # fmt: skip


def report_lines(seed: str, figures: str) -> list[str]:
    """Return the sentences of a report; ``seed`` chooses the words, ``figures`` the figures alone."""
    words, numbers = random.Random(seed), random.Random(figures)  # noqa: S311  a rehearsal, no secret
    found = [_sentence(words, numbers) for _one in range(SENTENCES)]
    return [QUOTED, *found] if words.random() < QUOTING else found


QUOTING = 0.4


def _sentence(words: random.Random, numbers: random.Random) -> str:
    act, other = words.sample(ACTS, 2)
    return words.choice(FRAMES).format(
        act=act,
        other=other,
        thing=words.choice(THINGS),
        way=words.choice(WAYS),
        end=words.choice(ENDS),
        spot="".join(words.sample(FAMILY, 2)) + words.choice(ROADS),
        n=numbers.randrange(3, 40),
        m=numbers.randrange(50, 600),
        p=numbers.randrange(85, 99),
    )


def table_lines(figures: str) -> list[str]:
    """Return a month's statistics: the same form for everybody, its own figures."""
    numbers = random.Random(figures)  # noqa: S311  a rehearsal, no secret
    return [f"{row} 接待 {numbers.randrange(120, 6000)} 人次，开放 {numbers.randrange(20, 31)} 天" for row in ROWS]
