"""Forms of the time when an entry is worked on: progress, comments, files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from problems.models import Comment
from problems.pages.files import FilesForm
from problems.pages.forms import ActForm


class CommentForm(FilesForm):
    """A remark; people of the offices also choose who reads it."""

    text = forms.CharField(label=_("Comment"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    side = forms.ChoiceField(
        label=_("Who reads it"), choices=Comment.Side, widget=forms.RadioSelect, initial="both", required=False
    )
    formed_on = None  # type: ignore[assignment]
    field_order = ("text", "side", "kept", "files", "key", "version")

    def __init__(self, *args: Any, with_side: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not with_side:
            del self.fields["side"]


class ProgressForm(FilesForm):
    text = forms.CharField(label=_("What was done"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    done = forms.IntegerField(label=_("Done so far"), required=False, min_value=0, max_value=1_000_000)
    milestone = forms.ChoiceField(label=_("Milestone reached with this"), required=False)
    field_order = ("text", "done", "milestone", "kept", "files", "formed_on", "key", "version")

    def __init__(self, *args: Any, milestones: Any = (), counts: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["milestone"].choices = [("", _("None")), *((str(one.pk), one.title) for one in milestones)]
        if not counts:
            del fields["done"]
        if not milestones:
            del fields["milestone"]


class ReplaceForm(FilesForm):
    """The newer version of one file."""

    reason = forms.CharField(label=_("Why it is replaced"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("kept", "files", "formed_on", "reason", "key", "version")


class WithdrawForm(ActForm):
    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class ReuseForm(ActForm):
    """Files of other entries of the same unit, each named with its entry."""

    files = forms.MultipleChoiceField(  # type: ignore[assignment]
        label=_("Files of other entries of this unit"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, offered: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["files"].choices = [(str(one.pk), f"{one.name} — {one.problem.number or '—'}") for one in offered]
