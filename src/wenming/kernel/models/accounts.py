"""Who signs in. What a person may do in a city follows from posts (organisations), never from the account itself."""

from __future__ import annotations

import hashlib

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from wenming.kernel.enums import CodePurpose, LinkPurpose


class AccountManager(BaseUserManager):
    """Creates accounts with a hashed password."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """Find an account by its sign-in name, in whatever case it was typed."""
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """A person who signs in.

    ``username`` is the sign-in name, ``name`` the person's own name. ``is_operator`` marks who runs the installation
    (jobs, health), which gives no sight of any city's records. ``phone`` is normalised (kernel.rules.normal_phone) and opens sign-in by
    code. While ``must_change_password`` holds, only the page that asks for an own password opens; the first one works until
    ``password_until`` (empty = without an end). Every session of an account carries its ``session_number``: counting it up ends them all.
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
    phone = models.CharField(_("手机号"), max_length=20, blank=True, default="")
    must_change_password = models.BooleanField(_("须先改密码"), default=False)
    password_until = models.DateTimeField(_("初始密码有效期"), null=True, blank=True)
    session_number = models.PositiveIntegerField(_("会话批次"), default=0)
    created_at = models.DateTimeField(_("建立时间"))

    objects = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ("name",)

    class Meta:
        verbose_name = _("账号")
        constraints = (
            models.UniqueConstraint(fields=("phone",), condition=~models.Q(phone=""), name="phone_opens_one_account"),
            models.CheckConstraint(
                condition=models.Q(password_until__isnull=True) | models.Q(must_change_password=True),
                name="only_a_first_password_runs_out",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what every session of this account must carry; Django compares it at each request."""
        value = f"{self.password}#{self.session_number}" if self.session_number else self.password
        return salted_hmac("wenming.kernel.Account.session", value, secret=secret, algorithm="sha256").hexdigest()


class SignInLink(models.Model):
    """A link that signs one account in, once, until a moment. Only the digest (SHA-256, hexadecimal) of its secret is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="links", verbose_name=_("账号"))
    digest = models.CharField(_("校验码"), max_length=64, unique=True)
    purpose = models.CharField(_("用途"), max_length=20, choices=LinkPurpose.choices)
    made_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("签发人")
    )
    made_at = models.DateTimeField(_("签发时间"))
    until = models.DateTimeField(_("有效期至"))
    used_at = models.DateTimeField(_("使用时间"), null=True)

    class Meta:
        verbose_name = _("一次性登录链接")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("made_at")), name="link_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.purpose}"


def digest_of_secret(secret: str) -> str:
    """Return what is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


class SignInCode(models.Model):
    """A code of six digits that was asked for a telephone number; ``account`` is empty where nobody has that number.

    ``sought`` is the keyed digest of the number, by which requests are counted; ``number`` is kept only where a new number is to be
    proven. ``digest`` is empty until the job has drawn the code. Rows are swept after two days.
    """

    purpose = models.CharField(_("用途"), max_length=20, choices=CodePurpose.choices)
    sought = models.CharField(max_length=64)
    number = models.CharField(_("手机号"), max_length=20, blank=True)
    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, null=True, related_name="codes", verbose_name=_("账号")
    )
    address = models.GenericIPAddressField(null=True)
    digest = models.CharField(_("校验码"), max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(_("已试次数"), default=0)
    made_at = models.DateTimeField(_("申请时间"))
    until = models.DateTimeField(_("有效期至"))
    used_at = models.DateTimeField(_("使用时间"), null=True)

    class Meta:
        verbose_name = _("登录验证码")
        constraints = (
            models.CheckConstraint(condition=models.Q(until__gt=models.F("made_at")), name="code_ends_after_it_begins"),
        )
        indexes = (
            models.Index(fields=("sought", "made_at"), name="code_by_number"),
            models.Index(fields=("address", "made_at"), name="code_by_address"),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class IdentityRequest(models.Model):
    """Somebody whom an identity provider knows and we do not, with the reference by which an office links him to an account."""

    provider = models.CharField(_("登录方式"), max_length=40)
    identity = models.CharField(_("对方账号"), max_length=191)
    name = models.CharField(_("姓名"), max_length=40, blank=True)
    reference = models.CharField(_("关联编号"), max_length=9, unique=True)
    made_at = models.DateTimeField(_("申请时间"))
    until = models.DateTimeField(_("有效期至"))
    used_at = models.DateTimeField(_("使用时间"), null=True)

    class Meta:
        verbose_name = _("关联申请")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("made_at")), name="identity_request_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return self.reference
