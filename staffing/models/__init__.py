"""Tables of the staffing register."""

from staffing.models.figures import (
    Ceiling,
    Commitment,
    CommitmentUse,
    DeclaredLeaders,
    DeclaredStaff,
    LeadershipQuota,
    Quota,
)
from staffing.models.roster import Member, Post, RosterOpening
from staffing.models.words import LeadershipLevel, PostKind

__all__ = [
    "Ceiling",
    "Commitment",
    "CommitmentUse",
    "DeclaredLeaders",
    "DeclaredStaff",
    "LeadershipLevel",
    "LeadershipQuota",
    "Member",
    "Post",
    "PostKind",
    "Quota",
    "RosterOpening",
]
