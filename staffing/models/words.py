"""Reference data of the register: kinds of posts and levels of leadership, extended by an office, never mixed."""

from typing import ClassVar

from audit.history import tracked
from organizations.models import Word


class PostKind(Word):
    """编制类型: 行政, 事业, 工勤 … A quota of one kind never covers staff of another (decree 486, article 15)."""

    history = tracked()

    class Meta:
        ordering: ClassVar = ["position", "code"]


class LeadershipLevel(Word):
    """A level at which leadership posts are approved: heads, deputies, internal bodies … Source: F3."""

    history = tracked()

    class Meta:
        ordering: ClassVar = ["position", "code"]
