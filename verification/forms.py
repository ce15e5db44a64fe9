"""Forms of verification check shape; services check rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from problems.pages.files import FilesForm
from problems.pages.forms import ActForm, DayField
from staffing.rules import Answer

SIGNED, PASSED, FAILED = "signed", "passed", "failed"  # values of "decision"


class ApplyForm(FilesForm):
    statement = forms.CharField(
        label=_("What was rectified"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    own_look_back = forms.CharField(
        label=_("The unit's own look-back"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who looked, when, and whether it holds."),
    )
    field_order = ("statement", "own_look_back", "kept", "files", "formed_on", "key", "version")


class RecordForm(FilesForm):
    """A check, acceptance or look-back. The button says whether it is passed."""

    held_on = DayField(label=_("Held on"))
    people = forms.CharField(
        label=_("People taking part"), max_length=200, help_text=_("Names, with the department of those from outside.")
    )
    on_site = forms.BooleanField(label=_("Held on site"), required=False)
    findings = forms.CharField(
        label=_("Findings"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was seen. When it is not passed, also what the unit has to do."),
    )
    differs_because = forms.CharField(
        label=_("If you differ from today's figures, say why"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order: tuple[str, ...] = (
        "held_on", "people", "on_site", "findings", "differs_because", "kept", "files", "formed_on", "key", "version",
    )  # fmt: skip

    def __init__(self, *args: Any, with_site: bool = False, rule: Answer | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not with_site:
            del self.fields["on_site"]
        if rule is None:
            del self.fields["differs_because"]
        else:
            self.fields["differs_because"].help_text = rule.words

    def record(self) -> dict[str, Any]:
        """The arguments of the service that come from the fields."""
        names = ("held_on", "people", "findings", "on_site", "differs_because")
        found = {name: self.cleaned_data[name] for name in names if name in self.fields}
        return {**found, "files": self.new_files()}


class LaterLookBackForm(RecordForm):
    """A look-back after closing: it holds, with a further one if wanted, or it is a relapse with a new deadline."""

    deadline = DayField(
        label=_("New deadline"), required=False, help_text=_("Only after a relapse: a working day after today.")
    )
    next_on = DayField(
        label=_("Further look-back"), required=False, help_text=_("Only when it holds and should be looked at again.")
    )
    field_order = (
        "held_on", "people", "findings", "differs_because", "next_on", "deadline", "kept", "files", "formed_on", "key",
        "version",
    )  # fmt: skip

    def record(self) -> dict[str, Any]:
        return {
            **super().record(),
            "deadline": self.cleaned_data["deadline"],
            "next_on": self.cleaned_data["next_on"],
        }


class NoteForm(ActForm):
    """Sign or keep open: the button says which; keeping open needs its reason."""

    note = forms.CharField(
        label=_("Note, or why it is kept open"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ConsentForm(ActForm):
    """The superior's answer: the button says which; return and refusal need their reason."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for a return or a refusal: what has to be done first."),
    )
