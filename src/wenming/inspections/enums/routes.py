"""What is said about routes: why a visit is not planned, what the checker found, what is wrong with a file."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.engine.routes import FileFault, Finding, Obstacle, RouteFault, RouteFileError

OBSTACLES = {
    Obstacle.NO_SHIFT: gettext_lazy("指定的人或日期没有排班"),
    Obstacle.CLOSED: gettext_lazy("排班的日子都不开放"),
    Obstacle.WINDOW_SHORT: gettext_lazy("开放时间比要用的时间短"),
    Obstacle.OFF_SHIFT: gettext_lazy("开放时间不在任何人的班次内"),
    Obstacle.SHIFT_SHORT: gettext_lazy("单独去一趟也赶不回来：路远或班次太短"),
    Obstacle.FEW_PEOPLE: gettext_lazy("要由不同的人去，人手不够"),
    Obstacle.FULL: gettext_lazy("能去的班次都排满了"),
    Obstacle.NOT_WORTH: gettext_lazy("可去可不去：排不下，或绕路不值得"),
}
_FINDINGS = {
    RouteFault.OTHER_PROBLEM: gettext_lazy("方案不是按这份条件排的"),
    RouteFault.UNKNOWN_SHIFT: gettext_lazy("没有这个班次"),
    RouteFault.SHIFT_TWICE: gettext_lazy("同一班次排了两条路线"),
    RouteFault.LEAVES_EARLY: gettext_lazy("出发早于上班 %(amount)s"),
    RouteFault.TOO_FAST: gettext_lazy("路上时间少了 %(amount)s"),
    RouteFault.BEGINS_EARLY: gettext_lazy("到达前 %(amount)s 就开始"),
    RouteFault.CUT_SHORT: gettext_lazy("停留少了 %(amount)s"),
    RouteFault.CLOSED_THEN: gettext_lazy("这段时间不开放"),
    RouteFault.BACK_LATE: gettext_lazy("收工晚了 %(amount)s"),
    RouteFault.OVERLOADED: gettext_lazy("超出班次容量 %(count)s"),
    RouteFault.UNKNOWN_VISIT: gettext_lazy("条件里没有这个点位"),
    RouteFault.VISIT_TWICE: gettext_lazy("排了不止一次"),
    RouteFault.DONE_AGAIN: gettext_lazy("已经去过，又排了一次"),
    RouteFault.MISSING: gettext_lazy("漏排，也没有说明原因"),
    RouteFault.PLANNED_AND_LEFT: gettext_lazy("既排进路线，又列为没有排上"),
    RouteFault.UNTRUE_REASON: gettext_lazy("说排不上，其实单独排得上"),
    RouteFault.OTHER_INSPECTOR: gettext_lazy("指定由别人去"),
    RouteFault.OTHER_DAY: gettext_lazy("指定在别的日期去"),
    RouteFault.NOT_FIRST: gettext_lazy("指定当天第一个去"),
    RouteFault.SAME_INSPECTOR: gettext_lazy("应由不同的人去，却是同一个人"),
}
_FILES = {
    FileFault.UNREADABLE: gettext_lazy("不是 JSON 文件；请检查这一行的逗号、引号和括号"),
    FileFault.OTHER_FORM: gettext_lazy("不是这一种文件；format 应为 %(found)s"),
    FileFault.MISSING: gettext_lazy("缺少这一项；请补上"),
    FileFault.UNKNOWN_FIELD: gettext_lazy("不认识的项；请删去或改正拼写"),
    FileFault.NO_TABLE: gettext_lazy("应为 {…}，现为 %(found)s"),
    FileFault.NO_LIST: gettext_lazy("应为 […]，现为 %(found)s"),
    FileFault.NO_TEXT: gettext_lazy("应为不空的文字，现为 %(found)s"),
    FileFault.NO_NUMBER: gettext_lazy("应为范围内的数字，现为 %(found)s"),
    FileFault.NO_FLAG: gettext_lazy("应为 true 或 false，现为 %(found)s"),
    FileFault.NO_CLOCK: gettext_lazy('应为时刻，如 "8:30"，最晚 "48:00"，现为 %(found)s'),
    FileFault.NO_DAY: gettext_lazy('应为日期，如 "2026-11-30"，现为 %(found)s'),
    FileFault.NO_POSITION: gettext_lazy("应为 [纬度, 经度]，现为 %(found)s"),
    FileFault.UNKNOWN_NAME: gettext_lazy("没有这个名字：%(found)s；请用文件里有的"),
    FileFault.BACKWARDS: gettext_lazy("结束应晚于开始、不过次日零点之后 24 小时：%(found)s"),
    FileFault.SIZE: gettext_lazy("表的大小应为 %(found)s"),
    FileFault.BESIDE: gettext_lazy("要几个人去时，不能同时写 %(found)s"),
    FileFault.TWICE: gettext_lazy("重复：%(found)s；请改名或删去一个"),
    FileFault.NO_WAY: gettext_lazy("不知道路上要多久（%(found)s）；请给出位置，或在 matrices 里补上"),
}  # fmt: skip


def span_words(seconds: int) -> str:
    """Return a duration as people say it: 1 小时 5 分, 40 秒."""
    hours, rest = divmod(abs(seconds), 3600)
    parts = [_("%(n)s 小时") % {"n": hours}] if hours else []
    parts += [_("%(n)s 分") % {"n": rest // 60}] if rest >= 60 else []
    parts += [_("%(n)s 秒") % {"n": rest % 60}] if rest % 60 and not hours else []
    return " ".join(parts) or _("%(n)s 分") % {"n": 0}


def obstacle_words(obstacle: str) -> str:
    """Return why a visit is not planned."""
    return str(OBSTACLES[Obstacle(obstacle)])


def finding_words(finding: Finding) -> str:
    """Return what the checker found, without where."""
    return str(_FINDINGS[finding.fault]) % {"amount": span_words(finding.amount), "count": finding.amount}


def route_file_words(fault: RouteFileError) -> str:
    """Return what is wrong in a file, where, and how to mend it."""
    text = str(_FILES[fault.wrong]) % {"found": fault.found}
    return f"{fault.place}: {text}" if fault.place else text
