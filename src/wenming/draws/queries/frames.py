"""The frame and the rule that a draw was sealed with, read back and checked."""

from __future__ import annotations

from wenming.draws.models import Draw
from wenming.engine.sampling import Frame, FrameError, Rule, read_frame, rule_of
from wenming.kernel.adapters.stores import path_of


class FrameChangedError(Exception):
    """The kept file is not the one that was sealed."""


def kept_frame(draw: Draw) -> Frame:
    """Return the frame of a draw. Raises FrameChangedError."""
    try:
        frame = read_frame(path_of(draw.city.slug, draw.frame.sha256).read_bytes())
    except (OSError, FrameError):
        raise FrameChangedError from None
    if frame.digest != draw.frame_digest:
        raise FrameChangedError
    return frame


def kept_rule(draw: Draw) -> Rule:
    """Return the rule of a draw. Raises FrameChangedError."""
    rule = rule_of(draw.rule)
    if rule.digest != draw.rule_digest:
        raise FrameChangedError
    return rule
