"""Why something was not possible with an issue, and how to mend it."""

from django.utils.translation import gettext_lazy as _

_REFUSALS = {
    "not_here": _("这件问题的状态已经变了，现在不能这样办；请刷新后看最新状态"),
    "no_text": _("请写一句话；没有填写的内容不会保存"),
    "no_reason": _("请写明原因；对方和以后查看的人都要看到"),
    "no_category": _("立案前要先选小类；请选好再立案"),
    "no_unit": _("这件问题没有责任单位；请先派遣"),
    "no_dispatcher": _("只能转派给区县、开发区、街道、乡镇；请直接派遣给这个单位"),
    "not_below": _("只能转派给本级以下的单位；请另选一个"),
    "not_correctable": _("这一项不能更正"),
    "unit_ended": _("这个单位已经撤销；请选它的承接单位"),
    "unit_helps_itself": _("牵头单位不能同时是会办单位；请去掉其中一个"),
    "no_new_helpers": _("选的单位都已在会办；请另选"),
    "same_unit": _("已经派给这个单位了；要改时限请用“延期”"),
    "until_past": _("时间已经过了；请选一个以后的时间"),
    "until_missing": _("申请延期要写明延到什么时候"),
    "not_longer": _("新的时限要晚于现在的到期时间"),
    "asked_already": _("已经有一个申请在等答复；请等答复后再申请"),
    "nothing_asked": _("没有等待答复的申请；可能已经有人答复了"),
    "own_answer": _("处置反馈是您本人填报的，核查要由另一个人办理"),
    "children_open": _("分办出去的问题还没有全部办结；请先办结那些问题"),
    "child_of_another": _("这件问题本身是分办出来的，不能再分；请从原问题分办"),
    "joined_to_itself": _("不能并入自己；请另选一件"),
    "not_in_check": _("这次导入已经写入或放弃，不能再改；要再导入请重新上传"),
    "being_written": _("正在写入，现在不能改；写完后再看"),
    "nothing_usable": _("没有可以写入的行；请先处理列出的问题"),
    "written_partly": _("已有一部分写入台账，不能退回核对；请点“重新写入”接着写"),
    "no_source": _("请先选择这张表的来源"),
    "name_taken": _("已有同名的对应；请换一个名称"),
    "master_not_open": _("要并入的问题已经办结或作废；请选一件未结的问题"),
    "denied": _("这件问题现在不归您办理；可能已转给别人，请刷新后再看"),
    "too_many_views": _("最多保存 12 个视图；请先删去一个"),
    "pair_decided": _("这一对已经有人处理过；请刷新后看最新情况"),
    "pair_open": _("这一对还没有处理，没有什么可撤回的"),
    "major_taken": _("这个代码已经是另一个大类的；请换一个代码"),
    "minor_taken": _("这个大类里已经有同一代码的小类；请换一个代码"),
    "minors_changed": _("排序期间小类有增减；请看过现在的名单再排一次"),
    "desk_first": _("二级派遣单位还没有核查；请先由它核查，或由市创建办代它核查"),
    "no_desk": _("这件问题不在二级派遣单位；核查通过就是结案"),
    "note_moved": _("这件批示已经到了下一个环节；请刷新后看最新状态"),
    "note_late": _("期限不能早于今天；请改一个日期"),
    "answered_already": _("这个点位已经答复过了；要更正请联系市创建办"),
    "nothing_to_ask": _("没有可以发出的点位：要是同类型、在用、有责任单位，并且 30 天内没有就同一小类问过"),
    "no_type": _("这件问题没有登记点位，不知道同类点位是哪些；请先更正信息，补上点位"),
    "look_back_early": _("还没有到回头看的日子；请在日期到了以后再去"),
    "looked_back_already": _("这件问题的回头看都已安排；请在回头看记录里查看"),
    "nobody_free": _(
        "测评员、第三方、督查人员里没有可以去的人：都办理过这件问题，或属于办理单位；请先增加一个测评员岗位"
    ),
    "number_taken": _("这个来源编号已经登记过；请在问题台账里查看那一件，不要重复登记"),
    "draft_settled": _("这条草稿已经上报或放弃了；请刷新后再看"),
    "not_own_desk": _("只有本单位收办的问题才能直接立案、派遣；请把收办单位改为本单位"),
    "paper_issued": _("这份公文已登记印发，不能再改；需要更正时请另做一份"),
    "no_number": _("请填写公文系统返回的发文字号"),
    "paper_number_taken": _("这个发文字号已登记在另一份公文上；请核对"),
    "no_issues": _("请至少勾选一件问题；没有问题做不出这份公文"),
    "several_units": _("一份督办单或整改通知书只发给一个单位；请按单位分别制作"),
    "has_followers": _("这件问题已有其他问题并入；请先把那些问题逐件并到新的问题"),
}


def refusal_words(reason: str) -> str:
    """Say in words why an action was not possible, and how to mend it."""
    return str(_REFUSALS[reason])
