"""Who signs in. What a person may do in a city follows from posts (organisations), never from the account itself."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountManager(BaseUserManager):
    """Creates accounts with a hashed password."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """Find an account by its sign-in name, in whatever case it was typed."""
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """A person who signs in.

    ``username`` is the sign-in name, ``name`` the person's own name. ``is_operator`` marks who runs the installation
    (jobs, health), which gives no sight of any city's records.
    """

    username = models.CharField(
        _("登录名"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[\w.@+-]+$", _("登录名只能用字母、数字、汉字和 . @ + - _"))],
    )
    name = models.CharField(_("姓名"), max_length=40)
    email = models.EmailField(_("电子邮箱"), blank=True)
    is_active = models.BooleanField(_("可登录"), default=True)
    is_operator = models.BooleanField(_("系统运维"), default=False)
    created_at = models.DateTimeField(_("建立时间"))

    objects = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ("name",)

    class Meta:
        verbose_name = _("账号")

    def __str__(self) -> str:
        return self.name or self.username
