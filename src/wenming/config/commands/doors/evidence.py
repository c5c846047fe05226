"""Addresses of photos as proof."""

from __future__ import annotations

from wenming.config.commands.doors.shape import UNITS, Door, act, circle, form, page, vague
from wenming.organisations.enums import Role

CHECKS = circle(Role.OFFICE, Role.SUPERVISOR)

EVIDENCE: dict[str, Door] = {
    "evidence:findings": page(CHECKS),
    "evidence:export": page(CHECKS),
    "evidence:weights": form(CHECKS),
    "evidence:finding": page(CHECKS, pk="finding"),
    "evidence:explain": act(CHECKS, pk="finding"),
    "evidence:answer": vague(act(UNITS, pk="finding")),
    "evidence:photo": page(CHECKS, pk="evidence", size="small"),
}
