"""Words of the ground."""

from django.db import models
from django.utils.translation import pgettext_lazy


class JobState(models.TextChoices):
    """Where a background job stands."""

    WAITING = "waiting", pgettext_lazy("job", "等待")
    DONE = "done", pgettext_lazy("job", "完成")
    DEAD = "dead", pgettext_lazy("job", "停下待查")


class LinkPurpose(models.TextChoices):
    """Why somebody got a link that signs in once."""

    FIRST = "first", pgettext_lazy("link", "首次登录")
    HELP = "help", pgettext_lazy("link", "管理员协助")
    SHELL = "shell", pgettext_lazy("link", "命令行签发")


class CodePurpose(models.TextChoices):
    """What a code that came by SMS is for."""

    SIGN_IN = "sign_in", pgettext_lazy("code", "登录")
    PHONE_CHANGE = "phone_change", pgettext_lazy("code", "核对新手机号")
