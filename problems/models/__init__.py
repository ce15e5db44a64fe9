"""Tables of the ledger."""

from problems.models.entries import Closing, Handling, NumberSeries, Problem, Receipt
from problems.models.evidence import Comment, CommentFile, Evidence
from problems.models.intake import ImportProfile, ImportRun, TakeOver
from problems.models.rectification import Measure, Milestone, ProgressReport, RectificationPlan
from problems.models.supervision import Incident, ListedSupervision, Urging
from problems.models.timing import AbsorptionStep, Extension, Pause, RequiredConsent
from problems.models.words import Cause, ConsentRule, Source, ViolationType

__all__ = [
    "AbsorptionStep",
    "Cause",
    "Closing",
    "Comment",
    "CommentFile",
    "ConsentRule",
    "Evidence",
    "Extension",
    "Handling",
    "ImportProfile",
    "ImportRun",
    "Incident",
    "ListedSupervision",
    "Measure",
    "Milestone",
    "NumberSeries",
    "Pause",
    "Problem",
    "ProgressReport",
    "Receipt",
    "RectificationPlan",
    "RequiredConsent",
    "Source",
    "TakeOver",
    "Urging",
    "ViolationType",
]
