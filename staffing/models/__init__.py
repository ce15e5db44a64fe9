"""Tables of the staffing register."""

from staffing.models.alerts import Alert
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
from staffing.models.runs import StaffingRun
from staffing.models.sharing import Confirmation, Share
from staffing.models.words import LeadershipLevel, PostKind

__all__ = [
    "Alert",
    "Ceiling",
    "Commitment",
    "CommitmentUse",
    "Confirmation",
    "DeclaredLeaders",
    "DeclaredStaff",
    "LeadershipLevel",
    "LeadershipQuota",
    "Member",
    "Post",
    "PostKind",
    "Quota",
    "RosterOpening",
    "Share",
    "StaffingRun",
]
