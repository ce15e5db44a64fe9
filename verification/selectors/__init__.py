"""Reads of this room for people."""

from verification.selectors.close_outs import (
    Desk,
    Line,
    close_out_of,
    close_outs_of,
    desk,
    feedback_of,
    later_look_backs_of,
    next_on_desk,
    notice_for,
    notice_of,
    scheduled_look_backs,
)

__all__ = [
    "Desk",
    "Line",
    "close_out_of",
    "close_outs_of",
    "desk",
    "feedback_of",
    "later_look_backs_of",
    "next_on_desk",
    "notice_for",
    "notice_of",
    "scheduled_look_backs",
]
