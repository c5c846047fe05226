"""Why a change of a title, a cycle, the watch ledger, the matrix or a decomposition table was not possible, and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

_REFUSALS = {
    "title_known": _("已经有这个名称的称号；请换一个名称，或打开已有的那个"),
    "titles_changed": _("排序期间称号有增减；请看过现在的名单再排一次"),
    "status_cannot_follow": _("称号不能从现在的状态直接变到这个状态；请看可选的状态，或先补登中间的变动"),
    "change_before_last": _("日期早于上一次变动；请改正日期，或先更正上一次变动"),
    "change_in_future": _("日期在今天之后；称号变动在发生之后登记"),
    "not_the_latest": _("只能更正最近一次变动；请从最近的一次往前逐个更正"),
    "recheck_done": _("这次复审已经办结，不能再改"),
    "recheck_planned": _("这个称号在那一天已经有一次复审；请改日期"),
    "recheck_in_future": _("完成日期在今天之后；请在复审完成后登记"),
    "next_before_this": _("下次复审不能早于这次完成的日期；请改晚一些"),
    "campaign_known": _("已经有这个名称的周期；请换一个名称"),
    "cycle_on_that_day": _("这个称号已经有一个同一天开始的周期；请打开那一个，或改开始日期"),
    "cycle_ends_before": _("结束日期早于开始日期；请改正其中一个"),
    "milestone_known": _("这一天已经有同名的节点；请改名称或日期"),
    "milestone_closed": _("这个节点已经完成或取消；要改先撤回"),
    "milestone_open": _("这个节点还没有完成，没有要撤回的"),
    "done_in_future": _("完成日期在今天之后；请在完成后登记"),
    "year_outside": _("这一年不在本周期之内；请选周期里的年度"),
    "rank_outside": _("名次大于参评数；请改正其中一个"),
    "rule_unknown": _("依据的版本里没有这一条；请重选，不清楚就选“未定条款”"),
    "event_in_future": _("发生日期在今天之后；请改正"),
    "points_without_effect": _("只有认定有影响的事项才扣分；请改研判结论，或不填扣分"),
    "score_wanted": _("这个条件写有分数线；请填三年综合成绩，由系统对照"),
    "no_line": _("这个条件没有写分数线；请直接选符合或未达到"),
    "due_before_asked": _("答复时限早于发出日期；请改正其中一个"),
    "nobody_asked": _("这些单位在那一天都已经征求过意见；请换单位或日期"),
    "answer_before_asked": _("答复日期早于发出日期；请改正"),
    "answer_in_future": _("答复日期在今天之后；请在收到答复后登记"),
    "objection_without_words": _("有意见的要写明是什么意见；请填说明"),
    "move_same_edition": _("选的就是现在的版本；请选另一个版本"),
    "move_open": _("这个周期已有一次换版正在审阅；请先办完或放弃它"),
    "move_closed": _("这次换版已经办结，不能再改"),
    "move_undecided": _("还有条目没有定去向；请先逐条决定"),
    "choice_unknown": _("没有这种去向；请从给出的去向里选"),
    "move_stale": _("审阅期间周期已换到别的版本；请放弃这次换版，重新开始"),
    "move_not_applied": _("这次换版没有采用，没有要撤回的"),
    "move_built_upon": _("换版以后责任分工又有变动，不能整体撤回；请再做一次换版"),
    "other_edition": _("这个条目不属于创建周期现在采用的测评体系；请刷新矩阵再改"),
    "unit_ended": _("这个单位已经撤销，不能再承担分工；请选承接它的单位"),
    "no_part": _("这个单位在这一条已经没有分工；请刷新矩阵再看"),
    "named_twice": _("同一个单位写了两种分工；请只留一种"),
    "unit_goes_on": _("这个单位还没有撤销，不用移交；要换单位请逐条调整"),
    "no_successor": _("所选单位不是承接单位；请先在单位页登记合并或分设"),
    "not_the_last": _("后来又有人改过分工，不能撤销这一步；请直接调整"),
    "changed_since": _("这几项分工后来又变过，不能撤销；请直接调整"),
    "chief_already": _("此人已经是这一条的负责领导；不必重复指定"),
    "no_chief": _("这一条现在没有负责领导；请刷新页面再看"),
    "not_open": _("这份分解表已经采用或放弃，不能再改"),
    "problems": _("还有没处理的格子；请处理，或明确只采用认出的部分"),
    "nothing_usable": _("没有读出任何单位分工；请核对表头和单位名称"),
    "nothing_to_undo": _("没有可以撤销的处理"),
    "not_a_clause": _("测评体系里没有这个条目；请从列表里选一个"),
    "not_a_unit": _("没有这个单位；请从列表里选一个"),
    "group_used": _("已经有分工用了这个单位组，不能撤销；可以改它的成员"),
    "name_taken": _("这个名称已经是另一个单位的名称或别名；请先取消那个别名"),
    "ended": _("这个单位已经撤销；请另选一个单位"),
}


def refusal_words(reason: str) -> str:
    """Say in words why an action was not possible, and how to mend it."""
    return str(_REFUSALS[reason])
