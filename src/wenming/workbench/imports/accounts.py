"""The list of people who are to get accounts: name, unit, telephone, role, sign-in name, title, last day."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wenming.documents.imports.workbooks import read_workbook
from wenming.engine.observations import NothingReadableError
from wenming.engine.rosters import AccountRow, RosterProblem
from wenming.kernel.rules import normal_phone
from wenming.organisations.enums import Role
from wenming.workbench.imports.rosters import words_of
from wenming.workbench.imports.sheets import Line, WrongCellError, lines_of, problem_of

SHEET = "账号"
ACCOUNT_HEADS = ("姓名", "单位", "手机", "职责", "登录名", "职务", "到期日期")
NAME = re.compile(r"[\w.@+-]{1,60}")


def read_accounts(content: bytes) -> tuple[list[AccountRow], list[RosterProblem], int]:
    """Return the rows of the first sheet with the heads, every row that cannot be used, and how many rows there were.

    Raises NothingReadableError where the bytes are no workbook or no sheet has the heads.
    """
    for sheet in read_workbook(content):
        lines = lines_of(sheet, ACCOUNT_HEADS)
        if lines is not None:
            break
    else:
        raise NothingReadableError(_("没有找到表头“姓名”：请用模板，一行一个人"))
    rows: list[AccountRow] = []
    problems: list[RosterProblem] = []
    roles, count, names = words_of(Role), 0, set[str]()
    for line in lines:
        count += 1
        try:
            rows.append(_row(line, roles, names))
        except WrongCellError as fault:
            problems.append(problem_of(sheet.name, line, fault))
    if not count:
        raise NothingReadableError(_("表里没有一行人员"))
    return rows, problems, count


def _row(line: Line, roles: Mapping[str, str], names: set[str]) -> AccountRow:
    """Return one row; sign-in names of the list are kept in ``names``."""
    username = line.short("登录名", 60)
    if username and not NAME.fullmatch(username):
        raise WrongCellError(
            "登录名", username, _("有不能用的字符"), _("只用字母、数字、汉字和 . @ + - _，或清空由系统起名")
        )
    if username and username.lower() in names:
        raise WrongCellError("登录名", username, _("这个登录名出现了两次"), _("改其中一个，或清空由系统起名"))
    row = AccountRow(
        row=line.row,
        name=line.needed("姓名", 40),
        unit=line.short("单位", 80),
        phone=_phone(line),
        role=line.one_of("职责", roles, usual=str(Role.LIAISON)),
        username=username,
        title=line.short("职务", 60),
        until=line.day("到期日期"),
    )
    if row.role == Role.FIRM and row.until is None:
        raise WrongCellError("到期日期", "", _("第三方机构要有到期日期"), _("填合同的最后一天，例如 2026-12-31"))
    names.add(username.lower())
    return row


def _phone(line: Line) -> str:
    """Return the number of a row as accounts keep it."""
    text = line.short("手机", 30)
    try:
        return normal_phone(text) if text else ""
    except ValidationError:
        raise WrongCellError("手机", text, _("不是手机号"), _("填 11 位手机号，或清空")) from None
