"""Every write of mass creation: programmes, applications, what was checked and decided, the ledger of titles."""

from wenming.materials.actions.creation.applying import apply_for_title, resubmit_application, withdraw_application
from wenming.materials.actions.creation.checking import Found, record_findings
from wenming.materials.actions.creation.deciding import (
    accept_application,
    name_unit,
    publish_notice,
    recommend_application,
    record_objection,
    refuse_application,
    return_application,
    settle_objection,
)
from wenming.materials.actions.creation.entering import Known, enter_titles
from wenming.materials.actions.creation.holding import (
    end_title,
    expire_title,
    keep_title,
    move_title,
    void_title,
    warn_title,
    withdraw_title,
)
from wenming.materials.actions.creation.programmes import change_programme, end_programme, open_programme

__all__ = [
    "Found", "Known", "accept_application", "apply_for_title", "change_programme", "end_programme", "end_title", "enter_titles", "expire_title", "keep_title",
    "move_title", "name_unit", "open_programme", "publish_notice", "recommend_application", "record_findings", "record_objection", "refuse_application",
    "resubmit_application", "return_application", "settle_objection", "void_title", "warn_title", "withdraw_application", "withdraw_title",
]  # fmt: skip
