"""Who may do what on the ground, what a password must look like, and how large a file may be."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from wenming.kernel.models import Account, City

KINDS_OF_CHARACTER = 3
MOBILE = re.compile(r"1[3-9]\d{9}|\+\d{7,15}")


def operates_system(account: Account) -> bool:
    """The people who run the installation: jobs and health, no city's records."""
    return bool(account.is_authenticated and account.is_operator)


def cities_of(account: Account) -> list[City]:
    """Return the cities that the account may enter; ``organisations``, which knows posts, answers (settings.CITIES_OF)."""
    return import_string(settings.CITIES_OF)(account)


def validate_upload(file: UploadedFile) -> None:
    """Raise ValidationError for a file that is larger than the installation takes from an office."""
    limit = settings.UPLOAD_LIMIT_MEGABYTES
    if file.size > limit * 1024 * 1024:
        raise ValidationError(
            _("文件有 %(size)s MB，上限是 %(limit)s MB；请删去图片或分成几个文件"),
            params={"size": file.size // (1024 * 1024), "limit": limit},
        )


def normal_phone(text: str) -> str:
    """Return a mobile number as accounts keep it: eleven digits inside China, else + and digits.

    Raises ValidationError for what is no mobile number, a landline among them: no code reaches it.
    """
    kept = re.sub(r"[\s()·.\-－–—]", "", unicodedata.normalize("NFKC", text))
    if kept.startswith("00"):
        kept = f"+{kept[2:]}"
    kept = re.sub(r"^\+?86(?=1[3-9]\d{9}$)", "", kept)
    if not MOBILE.fullmatch(kept):
        raise ValidationError(_("不是手机号：请填 11 位手机号，例如 13900000000"), code="phone")
    return kept


class MixedCharactersValidator:
    """等保 2.0: a password mixes at least three of capitals, small letters, digits and signs."""

    def validate(self, password: str, user: Account | None = None) -> None:  # noqa: ARG002  Django's signature
        """Raise ValidationError when fewer than three kinds of character occur."""
        kinds = (r"[A-Z]", r"[a-z]", r"[0-9]", r"[^A-Za-z0-9]")
        if sum(bool(re.search(kind, password)) for kind in kinds) < KINDS_OF_CHARACTER:
            raise ValidationError(self.get_help_text(), code="password_too_uniform")

    def get_help_text(self) -> str:
        """Say the rule to the person who chooses a password."""
        return _("密码须含大写字母、小写字母、数字、符号中的至少三类")
