"""``issues rates``: 天门 (W-2) and 金华 (W-6) reproduce; mistakes are said in one line."""

import json

import pytest

from tests.config.test_cli import run
from tests.data import use_messages

use_messages()
TIANMEN = """kind,source,上报数,立案数,应结案数,结案数,按期结案数
事件,巡查,971,930,915,865,700
事件,微信,58,41,41,37,30
部件,巡查,25,23,14,8,6
部件,微信,0,2,2,1,1
"""
"""The sums of each kind and source are those of the paper; how they lie within is made up."""
JINHUA = """应结案数,缓办数,结案数,按期结案数,紧急应结案数,紧急结案数,紧急按期结案数
105,5,87,68,100,98,94
"""


@pytest.fixture
def rates(tmp_path, capsys):
    """Return what reckons a table: exit status, what was printed on both channels."""

    def reckon(text: str, *more: str, encoding: str = "utf-8"):
        file = tmp_path / "cases.csv"
        file.write_bytes(text.encode(encoding))
        return run(capsys, "issues", "rates", file, *more)

    return reckon


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_reckon_the_cases_of_tianmen_gives_the_published_rates(rates, encoding):
    done = rates(TIANMEN, "--scheme", "tianmen", "--by", "kind", "--by", "source", "--json", encoding=encoding)
    answer = json.loads(done[1])
    assert done[0] == 0
    counters = answer["counters"]
    assert [counters[name] for name in ("report", "file", "to_close", "closed", "closed_in_time")] == [
        1054,
        996,
        972,
        911,
        737,
    ]
    percents = {key: rate["percent"] for key, rate in answer["rates"].items()}
    assert percents == {"filing": "94.50", "closing": "93.72", "closing_in_time": "75.82"}
    assert answer["rates"]["closing"]["exact"] == "911/972"
    sources, kinds = answer["groups"]["source"], answer["groups"]["kind"]
    assert [sources[name]["share_of_filed"] for name in ("巡查", "微信")] == ["95.68", "4.32"]
    assert {name: (found["counters"]["file"], found["counters"]["to_close"], found["counters"]["closed"], found["rates"]["closing"]["percent"])
            for name, found in kinds.items()} == {"事件": (971, 956, 902, "94.35"), "部件": (25, 16, 9, "56.25")}  # fmt: skip


def test_reckon_the_sheet_of_jinhua_gives_its_points(rates):
    answer = json.loads(rates(JINHUA, "--scheme", "jinhua", "--json")[1])
    points = {key: item["points"] for key, item in answer["items"].items()}
    assert points == {
        "organisation": None,
        "in_time": "48",
        "closing": "17",
        "urgent": "8.5",
        "honesty": "5",
        "assigned": None,
    }
    assert answer["items"]["urgent"]["lost"] == ["1", "0.5"]
    assert (answer["total"], answer["total_of"]) == ("78.5", "85")
    assert len(answer["unknown"]) == 5


def test_reckon_cases_by_their_hours_counts_each_of_them(rates):
    text = """编号,上报时间,立案时间,到期时间,处置完成时间,结案时间,紧急,挂账
1,2026-11-02 09:00,2026-11-02 09:30,2026-11-02 14:00,2026-11-02 11:00,2026-11-03 09:00,是,
2,2026/11/02 09:00,2026/11/02 10:00,2026/11/02 15:00,2026/11/02 16:00,2026/11/03 09:00,,
3,2026-11-02,2026-11-02,2026-11-05,,,,是

4,2026-11-02,,,,,,
5,2026-11-02,2026-11-02,,,2026-11-02,否,否
"""
    answer = json.loads(rates(text, "--scheme", "jinhua", "--json")[1])
    assert answer["rows"] == 5
    assert answer["counters"] == {
        "report": 5, "file": 4, "to_close": 4, "closed": 3, "closed_in_time": 2, "deferred": 1,
        "urgent_to_close": 1, "urgent_closed": 1, "urgent_closed_in_time": 1,
    }  # fmt: skip
    assert answer["rates"]["closing"]["exact"] == "1"


def test_reckon_rates_for_a_person_prints_one_line_each(rates):
    done = rates(JINHUA, "--scheme", "jinhua")
    assert "结案率  87.00%  (87/100)" in done[1]
    assert "组织领导  无法计算 / 5" in done[1]
    grouped = rates(TIANMEN, "--scheme", "fuzhou", "--by", "kind")
    assert "kind 部件" in grouped[1]
    assert "返工率  无  (0/0)" in grouped[1]


MISTAKES = {
    "没有名为“x”的计算办法": (TIANMEN, "x", ()),
    "没有认得的表头": ("编号\n1\n", "tianmen", ()),
    "第 3 行“closed”：“许多”不是个数": ("结案数\n1\n许多\n", "tianmen", ()),
    "第 2 行“closed_at”：看不懂时间“昨天”": ("结案时间\n昨天\n", "tianmen", ()),
    "没有“街道”这一列；可分组的列：kind、source": (TIANMEN, "tianmen", ("--by", "街道")),
}


@pytest.mark.parametrize("said", MISTAKES)
def test_reckon_what_is_wrong_says_so_in_one_line(rates, said):
    text, scheme, more = MISTAKES[said]
    done = rates(text, "--scheme", scheme, *more)
    assert (done[0], done[2].count("\n")) == (2, 1)
    assert said in done[2]


def test_reckon_a_file_or_a_scheme_that_is_not_there_says_so(rates, tmp_path, capsys):
    assert "打不开" in run(capsys, "issues", "rates", tmp_path / "no.csv", "--scheme", "tianmen")[2]
    assert "打不开" in rates(TIANMEN, "--scheme", str(tmp_path / "no.yaml"))[2]


BASE = "key: a\nname: 甲\nsource: 乙\n"
RATE = "rates:\n  - {key: r, name: 率, of: closed, per: to_close}\n"
WRONG = {
    "不是 YAML 文件": "a: [",
    "文件最外层应为": "- 1",
    "rates：至少要有一个比率": BASE,
    "rates：应为列表": f"{BASE}rates: {{a: 1}}\n",
    "rates[1]：应为“名称: 值”的一组": f"{BASE}rates: [1]\n",
    "rates[1].of：没有计数项“x”": f"{BASE}rates:\n  - {{key: r, name: 率, of: x, per: to_close}}\n",
    "rates[1].per：看不懂“a / b”": f"{BASE}rates:\n  - {{key: r, name: 率, of: closed, per: a / b}}\n",
    "name：缺少，应为文字": f"key: a\nsource: 乙\n{RATE}",
    "items[1].share：没有比率“x”；可用：r": f"{BASE}{RATE}items:\n  - {{key: i, name: 项, points: 1, share: x}}\n",
    "items[1].points：缺少，应为不小于 0 的数": f"{BASE}{RATE}items:\n  - {{key: i, name: 项, points: -1}}\n",
    "items[1].deduct[1]：没有计数项“x”": f"{BASE}{RATE}items:\n  - {{key: i, name: 项, points: 1, deduct: [{{counter: x, each: 1}}]}}\n",
    "items[1].deduct[1].rate：没有比率“x”": f"{BASE}{RATE}items:\n  - {{key: i, name: 项, points: 1, deduct: [{{rate: x, below: 1, each: 1}}]}}\n",
}


def test_read_a_scheme_with_a_mistake_says_where_it_is():
    from wenming.issues.imports.rates import SchemeError, read_scheme

    for said, text in WRONG.items():
        with pytest.raises(SchemeError) as fault:
            read_scheme(text)
        assert said in str(fault.value)


def test_read_every_scheme_that_comes_along_works():
    from wenming.engine.rates import judge
    from wenming.issues.imports.rates import scheme_named, scheme_names

    assert scheme_names() == ["district", "fuzhou", "jinhua", "liujiang", "tianmen", "yangzhou"]
    for name in scheme_names():
        scheme = scheme_named(name)
        assert scheme.key == name
        assert all(rate.name_en for rate in scheme.rates)
        assert judge(scheme, {}).total == (5 if name == "jinhua" else 0)
