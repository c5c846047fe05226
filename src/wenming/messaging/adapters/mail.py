"""E-mail, through the server that the installation names (WENMING_MAIL)."""

from __future__ import annotations

import smtplib
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wenming.messaging.adapters.outcomes import ARRIVED, Outcome, Parcel
from wenming.messaging.enums import DIGEST, news_words

PERMANENT = range(500, 600)


def available() -> bool:
    """Whether this installation sends mail at all."""
    return not settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend")


def send(parcel: Parcel, *, at: datetime) -> Outcome:  # noqa: ARG001  every sender is told the hour
    """Send one letter with all the news; its Message-ID is the same on every attempt."""
    count = len(parcel.items)
    if parcel.kind == DIGEST:
        subject = ngettext("待办摘要：%(count)s 件", "待办摘要：%(count)s 件", count)
    else:
        subject = ngettext("%(count)s 条消息", "%(count)s 条消息", count)
    lines = [f"{news_words(item.kind)} {item.number}\n{item.url}" for item in parcel.items]
    foot = _("内容登录后查看。请勿回复本邮件。")
    return _posted(parcel.address, subject % {"count": count}, "\n\n".join([*lines, foot]), parcel.uid)


def send_proof(address: str, url: str, uid: str) -> Outcome:
    """Send the link by which a person proves an address."""
    text = _("打开下面的链接，确认用这个邮箱接收待办摘要。链接三天内有效；不是您本人申请的，不用理会。")
    return _posted(address, _("确认邮箱"), f"{text}\n\n{url}", uid)


def _posted(address: str, subject: str, text: str, uid: str) -> Outcome:
    """Hand a letter to the server and say what came of it."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    message = EmailMessage(
        f"【{settings.SYSTEM_NAME}】{subject}",
        text,
        to=[address],
        headers={"Message-ID": f"<{uid}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _said in refusal.recipients.values()]
        return Outcome(f"SMTP {codes[0]}", slow=codes[0] not in PERMANENT)
    except (OSError, smtplib.SMTPException) as failure:
        return Outcome(type(failure).__name__, slow=True)
    return ARRIVED
