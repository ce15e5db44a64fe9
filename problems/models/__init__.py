"""Tables of the ledger."""

from problems.models.changes import Correction, NatureClaim
from problems.models.drafts import Draft
from problems.models.entries import Closing, Handling, NumberSeries, Problem, Receipt
from problems.models.evidence import Comment, CommentFile, Evidence
from problems.models.intake import ImportProfile, ImportRun, TakeOver
from problems.models.joining import Assisting, Link
from problems.models.lists import Batch, Export, SavedView
from problems.models.rectification import Measure, Milestone, ProgressReport, RectificationPlan
from problems.models.sharing import Share
from problems.models.supervision import Incident, ListedSupervision, Urging
from problems.models.timing import AbsorptionStep, Extension, Pause, RequiredConsent
from problems.models.words import Cause, ConsentRule, Source, ViolationType

__all__ = [
    "AbsorptionStep",
    "Assisting",
    "Batch",
    "Cause",
    "Closing",
    "Comment",
    "CommentFile",
    "ConsentRule",
    "Correction",
    "Draft",
    "Evidence",
    "Export",
    "Extension",
    "Handling",
    "ImportProfile",
    "ImportRun",
    "Incident",
    "Link",
    "ListedSupervision",
    "Measure",
    "Milestone",
    "NatureClaim",
    "NumberSeries",
    "Pause",
    "Problem",
    "ProgressReport",
    "Receipt",
    "RectificationPlan",
    "RequiredConsent",
    "SavedView",
    "Share",
    "Source",
    "TakeOver",
    "Urging",
    "ViolationType",
]
