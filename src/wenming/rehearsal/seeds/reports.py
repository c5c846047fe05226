"""Made-up reports of a city's units, the same for the same seed: honest ones, honest look-alikes, and copies in disguise. No paper of a real office."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

ACTS = (
    "开展集中清理", "落实分片包干", "组织联合执法", "实行错时巡查", "安排专人值守", "推行网格管理", "建立问题台账", "逐户上门劝导", "发放告知书", "召开现场推进会",
    "设置便民设施", "修补破损路面", "更换老化管线", "疏通排水井口", "补植行道树木", "粉刷临街墙面", "拆除违规棚架", "规范停车泊位", "增设分类容器", "改造旧式公厕",
    "举办文明讲堂", "招募社区能人", "培训一线队员", "评选身边榜样", "走访困难家庭", "征集居民意见", "制作宣传展板", "开设夜间课堂", "编排情景短剧", "结对帮扶商户",
)  # fmt: skip
THINGS = (
    "临街门店", "农贸市场", "老旧楼院", "背街小巷", "学校周边", "公交站台", "河道两岸", "城郊结合部", "施工围挡", "垃圾中转站", "非机动车道", "沿街广告牌",
    "社区广场", "小微公园", "地下通道", "医院门前", "物流站点", "餐饮后厨", "夜市摊群", "停车场库", "架空线缆", "铁路涵洞", "空闲地块", "商业综合体",
    "图书阅览室", "志愿服务岗", "居民议事厅", "儿童活动角", "养老服务点", "健身步道",
)  # fmt: skip
WAYS = (
    "坚持一处一策", "按照先急后缓的次序", "由分管负责人带队", "会同辖区派出所", "邀请人大代表监督", "采用早晚两班的办法", "对照问题清单逐项销号", "结合商户作息时间",
    "在充分听取意见的基础上", "利用周末和节假日", "依托网格微信群", "发挥老党员的作用", "通过以奖代补的方式", "经过三轮入户摸底", "借助视频巡查手段", "采取样板先行的步骤",
)  # fmt: skip
ENDS = (
    "占道现象明显减少", "群众投诉大幅下降", "环境面貌焕然一新", "出行条件得到改善", "商户由被动变为主动", "长效机制初步形成", "居民参与热情高涨", "设施完好率稳步提升",
    "乱停乱放得到遏制", "积存垃圾全部清零", "邻里关系更加融洽", "夜间噪声有效控制", "应急处置更加及时", "卫生死角逐步消除", "文明习惯渐成自觉", "服务半径进一步缩短",
)  # fmt: skip
FRAMES = (
    "针对{thing}存在的突出情况，我们{way}，{act}，累计涉及{place}等 {n} 处，{end}。",
    "{way}，先后在{place}、{place2}{act}，出动人员 {m} 人次，{end}。",
    "围绕{thing}管理，{act}与{act2}同步推进，覆盖 {n} 个片区，{end}。",
    "在{place}试点{act}，{way}，带动{thing}整体提升，{p}% 的受访居民表示满意。",
    "全年共{act} {n} 批次，{thing}问题由上年的 {m} 件降到 {n} 件，{end}。",
    "{place}的{thing}过去无人管护，{way}后{act}，现已移交物业常态维护。",
    "为巩固成果，{act2}，{way}，把{thing}纳入每周 {n} 次的巡查范围。",
    "{place2}居民代表提出的{thing}改造建议已被采纳，{act}工程投入 {m} 万元，{end}。",
    "同时{act}，重点解决{place}一带{thing}反复回潮的问题，{end}，返潮率降至 {p}%。",
    "{thing}责任单位{way}签订承诺书 {m} 份，{act2}，{end}。",
)
FAMILY = "陈林赵钱孙李周吴郑王冯褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏"
SPOTS = "丰庆安宁康泰和顺祥瑞文昌武胜建设新华红旗东风长江黄河太行泰山青松翠柏梅兰竹菊荷塘柳溪桃园杏林"
ROADS = ("路", "巷", "街", "小区", "家园", "桥头", "村口", "里弄")
OFFICIAL = (
    "以习近平新时代中国特色社会主义思想为指导，深入贯彻落实上级关于精神文明建设的决策部署，坚持人民城市人民建、人民城市为人民。",
    "坚持把创建工作作为一把手工程，做到主要领导亲自抓、分管领导具体抓，形成一级抓一级、层层抓落实的工作格局。",
    "大力弘扬和践行社会主义核心价值观，富强、民主、文明、和谐，自由、平等、公正、法治，爱国、敬业、诚信、友善。",
    "坚持创建为民、创建惠民、创建靠民，不断增强人民群众的获得感、幸福感、安全感。",
    "下一步，我们将对标对表测评体系，查漏补缺，持续用力，为巩固全国文明城市创建成果作出新的更大贡献。",
)
HEADS = ("一、组织领导", "二、主要做法", "三、取得成效")
UNITS = tuple(f"{one}{other}街道办事处" for one in "东西南北中" for other in "湖山门桥河园城江")


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up paper: its key, who wrote it, its text, whether it is a table; and of which other one it is a copy (0: of none)."""

    key: int
    unit: str
    text: str
    table: bool = False
    copy_of: int = 0


def _place(chance: random.Random) -> str:
    return "".join(chance.choice(SPOTS) for _letter in range(2)) + chance.choice(ROADS)


def sentence(chance: random.Random) -> str:
    """Return one sentence about work that was done."""
    act, act2 = chance.sample(ACTS, 2)
    return chance.choice(FRAMES).format(
        act=act,
        act2=act2,
        thing=chance.choice(THINGS),
        way=chance.choice(WAYS),
        end=chance.choice(ENDS),
        place=_place(chance),
        place2=_place(chance),
        n=chance.randrange(3, 60),
        m=chance.randrange(60, 900),
        p=chance.randrange(60, 99),
    )


def body(chance: random.Random, sentences: int) -> list[str]:
    """Return the sentences of a report by itself."""
    return [sentence(chance) for _one in range(sentences)]


def framed(unit: str, year: int, own: list[str], chance: random.Random, quoted: int = 2) -> str:
    """Return a whole report: a title, the headings that all have, official sentences, what the unit has to say, its name and the day."""
    said = chance.sample(OFFICIAL, quoted)
    half = len(own) // 2
    parts = [
        f"{unit}关于 {year} 年创建工作情况的说明", HEADS[0], said[0], HEADS[1], *own[:half], HEADS[2], *own[half:], *said[1:],
        unit, f"{year} 年 {chance.randrange(1, 13)} 月 {chance.randrange(1, 29)} 日",
    ]  # fmt: skip
    return "\n".join(parts)


def disguised(text: str, unit: str, other: str, chance: random.Random, rewritten: float) -> str:
    """Return a copy: other figures, another name, this share of the sentences written anew, the rest in another order here and there."""
    text = text.replace(unit, other)
    text = re.sub(r"\d+", lambda found: str(chance.randrange(1, 10 ** len(found[0]) + 1)), text)
    lines = text.split("\n")
    for place, line in enumerate(lines):
        if line.endswith("。") and line not in OFFICIAL and chance.random() < rewritten:
            lines[place] = sentence(chance)
    return "\n".join(lines)


def table(form: int, month: int, chance: random.Random) -> str:
    """Return a month's statistics: the same form every month, other figures."""
    rows = "\n".join(
        f"{number + 1}\t{THINGS[(form * 7 + number) % len(THINGS)]}\t{chance.randrange(20, 4000)}\t{chance.randrange(20, 900)}\t{chance.randrange(60, 99)}%"
        for number in range(14)
    )
    return f"公共服务设施开放情况统计表（{month} 月）\n序号\t项目\t接待人次\t活动场次\t满意率\n{rows}\n填表人：\t审核人：\t"


def short_form(unit: str, month: int) -> str:
    """Return what a unit sends that has nothing to report."""
    return f"{unit}本月情况报告单\n报送单位：{unit}\n所属月份：{month} 月\n本月无新增事项，无需要协调解决的问题，各项日常工作正常开展。\n填报人：\n审核人："


def city_reports(number: int, *, copies: int, seed: int = 2026) -> list[Made]:
    """Return a city's papers, ``copies`` of them in disguise: of another unit or of last year, whole or as the larger part of something longer."""
    chance = random.Random(seed)  # noqa: S311  made-up papers, no secret
    made: list[Made] = []
    honest = number - copies
    for key in range(1, honest + 1):
        unit = UNITS[key % len(UNITS)]
        way = key % 10
        if way == 0:
            text = table(key % 5, key % 12 + 1, chance)
        elif way == 5:
            text = short_form(unit, key % 12 + 1)
        else:
            own = body(chance, chance.randrange(8, 22))
            text = framed(unit, 2025 + key % 2, own, chance, quoted=4 if way in {3, 7} else 2)
        made.append(Made(key, unit, text, table=way == 0))
    sources = chance.sample([one for one in made if not one.table and len(one.text) > 400], copies)
    for key, source in enumerate(sources, honest + 1):
        other = source.unit if key % 3 == 0 else chance.choice([one for one in UNITS if one != source.unit])
        text = disguised(source.text, source.unit, other, chance, rewritten=(0.0, 0.1, 0.2, 0.3)[key % 4])
        if key % 5 == 0:
            text = framed(other, 2026, [*text.split("\n")[4:-3], *body(chance, 5)], chance)
        made.append(Made(key, other, text, copy_of=source.key))
    return made
