"""Tables of the ledger."""

from problems.models.entries import Closing, Handling, NumberSeries, Problem, Receipt
from problems.models.evidence import Comment, CommentFile, Evidence
from problems.models.intake import ImportProfile, ImportRun, TakeOver
from problems.models.rectification import Measure, Milestone, ProgressReport, RectificationPlan
from problems.models.words import Cause, ConsentRule, Source, ViolationType

__all__ = [
    "Cause",
    "Closing",
    "Comment",
    "CommentFile",
    "ConsentRule",
    "Evidence",
    "Handling",
    "ImportProfile",
    "ImportRun",
    "Measure",
    "Milestone",
    "NumberSeries",
    "Problem",
    "ProgressReport",
    "Receipt",
    "RectificationPlan",
    "Source",
    "TakeOver",
    "ViolationType",
]
