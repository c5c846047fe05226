"""Two editions of one title with every kind of change between them, and a file that has faults."""

BEFORE = """format: wenming-standard/1
code: riverside-2021
title: {zh: 滨河文明指数, en: Riverside index}
edition: "2021"
complete: true
levels: [project, indicator, content]
rules: {missing: exclude, not_applicable: exclude}
sources:
  notice: {zh: 滨河市创建办通知 2021 年第 3 号, en: Notice no. 3 of 2021, confidence: sourced}
  talk: {zh: 会议口头说明, en: Said at a meeting, confidence: unverified}
source: notice
tree:
  - code: "1"
    name: {zh: 公共环境, en: Public environment}
    children:
      - code: "1.1"
        name: {zh: 市容环境卫生, en: Street cleaning}
        children:
          - {code: 1.1.1, name: {zh: 主次干道保洁, en: Main roads are clean}, points: 6, methods: [field_inspection]}
          - {code: 1.1.2, name: {zh: 背街小巷路面硬化, en: Back lanes are paved}, points: 4, methods: [field_inspection]}
          - {code: 1.1.3, name: {zh: 公共厕所管理, en: Public toilets}, points: 4, sites: 6, methods: [field_inspection]}
      - code: "1.2"
        name: {zh: 园林绿化, en: Parks and greenery}
        children:
          - {code: 1.2.1, name: {zh: 公园设施完好, en: Facilities in parks}, points: 5, methods: [field_inspection]}
          - {code: 1.2.2, name: {zh: 绿地养护, en: Care of green spaces}, points: 3, methods: [field_inspection]}
  - code: "2"
    name: {zh: 公共秩序, en: Public order}
    children:
      - code: "2.1"
        name: {zh: 交通文明, en: Traffic}
        children:
          - {code: 2.1.1, name: {zh: 机动车礼让行人和非机动车停放, en: Cars give way and bicycles are parked}, points: 8, methods: [field_inspection]}
          - {code: 2.1.2, name: {zh: 交通信号遵守率, en: Signals are obeyed}, points: 5, methods: [field_inspection]}
      - code: "2.2"
        name: {zh: 窗口服务, en: Service counters}
        children:
          - {code: 2.2.1, name: {zh: 办事大厅服务, en: Service halls}, points: 5, methods: [field_inspection]}
          - {code: 2.2.2, name: {zh: 社区窗口服务, en: Counters in communities}, points: 3, methods: [field_inspection]}
          - {code: 2.2.3, name: {zh: 网吧管理, en: Internet cafes}, points: 2, methods: [media_check]}
  - code: "3"
    name: {zh: 群众参与, en: Participation}
    children:
      - {code: "3.1", name: {zh: 市民满意度, en: Satisfaction}, points: 15, methods: [survey], source: talk}
cycle: {weights: [0.15, 0.25, 0.6]}
"""

AFTER = """format: wenming-standard/1
code: riverside-2024
title: {zh: 滨河文明指数, en: Riverside index}
edition: "2024"
complete: true
levels: [project, indicator, content]
rules: {missing: exclude, not_applicable: exclude}
sources:
  notice: {zh: 滨河市创建办通知 2021 年第 3 号, en: Notice no. 3 of 2021, confidence: sourced}
source: notice
tree:
  - code: "1"
    name: {zh: 公共环境, en: Public environment}
    children:
      - code: "1.1"
        name: {zh: 市容环境卫生, en: Street cleaning}
        children:
          - {code: 1.1.1, name: {zh: 主次干道保洁, en: Main roads are clean}, points: 6, methods: [field_inspection]}
          - {code: 1.1.2, name: {zh: 背街小巷路面硬化与照明, en: Back lanes are paved and lit}, points: 4, methods: [field_inspection]}
          - {code: 1.1.3, name: {zh: 公共厕所管理, en: Public toilets}, points: 6, sites: 8, methods: [field_inspection, survey]}
          - {code: 1.1.4, name: {zh: 绿地养护, en: Care of green spaces}, points: 3, methods: [field_inspection]}
      - code: "1.2"
        name: {zh: 园林绿化, en: Parks and greenery}
        children:
          - {code: 1.2.1, name: {zh: 公园设施完好, en: Facilities in parks}, points: 5, methods: [field_inspection]}
          - {code: 1.2.2, name: {zh: 口袋公园建设, en: Pocket parks}, points: 2, methods: [material_review]}
  - code: "2"
    name: {zh: 公共秩序, en: Public order}
    children:
      - code: "2.1"
        name: {zh: 交通文明, en: Traffic}
        children:
          - {code: 2.1.1, name: {zh: 机动车礼让行人, en: Cars give way}, points: 5, methods: [field_inspection]}
          - {code: 2.1.2, name: {zh: 非机动车停放, en: Bicycles are parked}, points: 3, methods: [field_inspection]}
          - {code: 2.1.3, name: {zh: 交通信号遵守率, en: Signals are obeyed}, points: 5, methods: [field_inspection]}
      - code: "2.2"
        name: {zh: 窗口服务, en: Service counters}
        children:
          - {code: 2.2.1, name: {zh: 办事大厅服务和社区窗口服务, en: Service halls and counters}, points: 8, methods: [field_inspection]}
  - code: "3"
    name: {zh: 群众参与, en: Participation}
    children:
      - {code: "3.1", name: {zh: 市民满意度, en: Satisfaction}, points: 12, methods: [survey]}
      - {code: "3.2", name: {zh: 志愿服务, en: Volunteers}, points: 3, methods: [material_review]}
cycle: {weights: [0.2, 0.2, 0.6]}
"""

FAULTY = BEFORE.replace("points: 6, methods", "points: 六, methods", 1).replace("[media_check]", "[media_chek]", 1)
"""A word and a number that nobody can use: the word has one that looks like it."""

RICH = (
    BEFORE.replace("riverside-2021", "riverside-full").replace(
        "complete: true", "complete: false\nnot_covered:\n  - {zh: 志愿服务的全部标准, en: Everything about volunteers}"
    )
    + """
conditions:
  - {code: A1, name: {zh: 申报前 12 个月内没有重大安全事故, en: No major accident in the 12 months before}, months: 12}
negative_list:
  - code: G15
    name: {zh: 发生有全国影响的重大安全事故, en: A major accident known in the whole country}
    holder: {effect: suspend, months: 12}
    nominated: {effect: deduct, points: 3, months: 12}
    applicant: {effect: disqualify, months: 12}
  - {code: G16, name: {zh: 创建工作滑坡, en: The work declines}, holder: {effect: cancel}}
bonus:
  - {code: B1, name: {zh: 获得国家级荣誉, en: A national honour}, points: 0.5}
questions:
  - {code: Q1, name: {zh: 您对本市环境卫生满意吗, en: Are you content with the cleanliness}, options: [满意, 一般, 不满意], scores: [1, 0.6, 0], headline: satisfaction, methods: [street_intercept], at_least: 0.85, clauses: ["3.1"]}
materials:
  - {code: M1, name: {zh: 公共厕所管理制度, en: Rules for public toilets}, kind: document, count: 1, months: 12, clauses: [1.1.3]}
figures:
  - {code: F1, name: {zh: 建成区绿地率, en: Share of green space}, at_least: 38, unit: "%", clauses: ["1.2"]}
samples:
  - {code: S1, name: {zh: 背街小巷, en: Back lanes}, size: 4, population_below: 50, clauses: [1.1.2]}
  - {code: S2, name: {zh: 背街小巷, en: Back lanes}, size: 6, population_from: 50, population_below: 100, clauses: [1.1.2]}
site_types:
  - {code: 主干道, name: {zh: 主次干道, en: Main roads}, walk: {zh: 沿两侧人行道走到路口折返, en: Along both pavements and back}, metres: 500, minutes: 30, time_from: "7:40", time_to: "9:00"}
  - {code: 公厕, name: {zh: 公共厕所, en: Public toilets}, minutes: 10}
check_items:
  - {code: 主干道-1, name: {zh: 公益广告, en: Public notices}, site_type: 主干道, judge: count, at_least: 2, per_metres: 100, apart_metres: 50, clauses: [1.1.1]}
  - {code: 主干道-2, name: {zh: 无乱贴乱画, en: No bills and scrawls}, site_type: 主干道, clauses: [1.1.1]}
  - {code: 公厕-1, name: {zh: 公益广告, en: Public notices}, site_type: 公厕, clauses: [1.1.3]}
  - {code: 公厕-2, name: {zh: 洗手液充足, en: Soap is there}, site_type: 公厕, how: {zh: 逐个按压, en: Press each one}, clauses: [1.1.3]}
"""
)
"""An edition that says something in every section of its pages."""

FORM_ROWS = [
    ["测评项目", "测评指标", "测评内容", "分值", "测评方法", "附件"],
    ["Ⅰ-1 组织领导", "Ⅱ-1 领导重视", "Ⅲ-1 专题研究创建工作", "５", "材料审核", "甲"],
    ["", "", "Ⅲ-2 落实经费", "3", "材料审核、实地考察", ""],
    ["", "Ⅱ-2 全员参与", "Ⅲ-3 志愿服务", "七", "实地考查", ""],
    ["Ⅰ-2 环境面貌", "Ⅱ-3 环境卫生", "Ⅲ-4 办公区整洁", "10", "实地考察", ""],
]
FORM_MERGED = [(1, 0, 3, 0), (1, 1, 2, 1)]


def office_form():
    """Return a Word document as an office keeps it: merged cells, an unknown column, a number in words, a slip of the pen."""
    from tests.standards.officefiles import Table, word

    contacts = Table("附件：联系人", [["姓名", "处室"], ["某某", "办公室"]])
    return word([Table("滨河市文明单位测评体系（2023年版）", FORM_ROWS, FORM_MERGED), contacts])
