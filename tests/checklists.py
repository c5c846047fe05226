"""A small second title and a small collection of checklists, for the tests of crosswalk and handbook. All of it is invented."""

from __future__ import annotations

from typing import Any

from tests.people import HOME, OFFICER, make_account, make_city
from tests.rounds import AT

SANITARY = """\
format: wenming-standard/1
code: sanitary-example
title: {zh: 国家卫生城市标准（示例）, en: Sanitary city (example)}
edition: "2014"
complete: true
points: 30
levels: [project, content]
rules: {missing: exclude, not_applicable: exclude}
sources:
  made: {zh: 测试用, en: For tests, confidence: unverified}
source: made
tree:
  - code: s2
    name: {zh: 市容环境卫生, en: City looks}
    points: 20
    children:
      - {code: s2.1, name: {zh: 主次干道, en: Streets}, points: 10}
      - {code: s2.2, name: {zh: 集贸市场, en: Markets}, points: 10}
  - {code: s3, name: {zh: 病媒生物防制, en: Pest control}, points: 10}
cards:
  - {code: k1, name: {zh: 卫生城市几年复审一次？, en: How often is it reviewed}, answer: {zh: 每三年一次。, en: Every three years.}, clauses: [s3]}
"""
CHECKLISTS = """\
format: wenming-checklists/1
code: field-example
title: {zh: 实地检查表（示例）, en: Field forms (example)}
edition: "1"
sources:
  made: {zh: 测试用, en: For tests, confidence: unverified}
source: made
site_types:
  - code: 农贸市场
    name: {zh: 农贸市场, en: Market}
    walk: {zh: 正门进入，走完全部通道, en: Enter by the main gate and walk every aisle}
    minutes: 20
    time_from: "8:00"
    time_to: "10:00"
    aliases: [集贸市场]
  - {code: 主干道, name: {zh: 主干道, en: Main road}, walk: {zh: 任选一段走 500 米, en: Walk 500 m anywhere}, metres: 500}
check_items:
  - code: 农贸-01-01
    name: {zh: 场内无积水, en: No standing water}
    site_type: 农贸市场
    how: {zh: 走完全部通道，见一处积水即不符合, en: Any puddle fails}
    clauses: [suzhou-2016-district/11.2, sanitary-example/s2.2]
  - code: 农贸-02-01
    name: {zh: 公益广告不少于 5 处, en: Five public-interest advertisements}
    site_type: 农贸市场
    judge: count
    at_least: 5
    apart_metres: 10
    clauses: [suzhou-2016-district/4.1, suzhou-2016-district/8.2]
  - code: 干道-01-01
    name: {zh: 每 200 米不少于 1 处公益广告, en: An advertisement every 200 m}
    site_type: 主干道
    judge: count
    at_least: 1
    at_most: 9
    per_metres: 200
    clauses: [suzhou-2016-district/4.1]
  - {code: 干道-02-01, name: {zh: 灭鼠毒饵站完好, en: Bait stations whole}, site_type: 主干道, judge: grade, clauses: [sanitary-example/s3]}
crosswalk:
  - {code: x1, name: {zh: 道路, en: Streets}, clauses: [suzhou-2016-district/10.2, sanitary-example/s2.1]}
  - {code: x2, name: {zh: 市容, en: Looks}, clauses: [suzhou-2016-district/12, sanitary-example/s2]}
cards:
  - {code: c1, name: {zh: 社会主义核心价值观是什么？, en: What the core values are}, answer: {zh: 富强、民主、文明、和谐……, en: Prosperity and so on}, clauses: [suzhou-2016-district/1.1]}
"""


def adopt_example(source: str = CHECKLISTS, *, at: Any = AT) -> Any:
    """The collection, adopted by the city."""
    from wenming.standards.actions import adopt_checklists

    return adopt_checklists(city=make_city(HOME), source=source, file_name="c.yaml", by=make_account(OFFICER), at=at)


def adopt_sanitary(source: str = SANITARY) -> Any:
    """The second title, adopted by the city."""
    from wenming.standards.actions import adopt_edition

    return adopt_edition(city=make_city(HOME), source=source, file_name="s.yaml", by=make_account(OFFICER), at=AT)
