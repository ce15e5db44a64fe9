"""Forms of dates, supervision and incidents. They check shape; services check rules."""

from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from problems.models import ListedSupervision
from problems.models.rectification import RiskLevel
from problems.pages.files import FilesForm
from problems.pages.forms import ActForm, DayField, PlanForm

CHOOSE_LEVEL = ("", _("Choose"))


class AskExtensionForm(FilesForm):
    wanted_on = DayField(label=_("Wanted date"), help_text=_("A working day after the deadline."))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why the deadline cannot be kept, and what has been done so far."),
    )
    field_order = ("wanted_on", "reason", "files", "formed_on", "kept", "key", "version")
    asked = ("files",)


class DecideExtensionForm(ActForm):
    """Grant or refuse: the button says which."""

    granted_on = DayField(
        label=_("Granted until"), required=False, help_text=_("The wanted date or an earlier working day.")
    )
    reason = forms.CharField(
        label=_("Note, or why it is refused"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RequiredConsentForm(FilesForm):
    body = forms.CharField(label=_("Body that consented"), max_length=120)
    document = forms.CharField(label=_("Number or title of its document"), max_length=120)
    consented_on = DayField(label=_("Day of the document"))
    until_on = DayField(label=_("Consented until"))
    field_order = ("body", "document", "consented_on", "until_on", "files", "formed_on", "kept", "key", "version")


class LeaderForm(ActForm):
    leader = forms.ChoiceField(label=_("Leader in charge"))
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, leaders: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["leader"].choices = [(str(pk), name) for pk, name in leaders]


class ListForm(LeaderForm):
    level = forms.ChoiceField(label=_("Level"), choices=ListedSupervision.Level)
    field_order = ("level", "leader", "reason", "key", "version")


class UrgeForm(ActForm):
    text = forms.CharField(
        label=_("What the unit has to do"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class IncidentForm(FilesForm):
    happened_on = DayField(label=_("Happened on"))
    what = forms.CharField(label=_("What happened"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    handling = forms.CharField(label=_("How it is handled"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ("happened_on", "what", "handling", "files", "formed_on", "kept", "key", "version")


class NoteForm(ActForm):
    note = forms.CharField(
        label=_("Note to the unit"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AbsorptionForm(ActForm):
    reason = forms.CharField(
        label=_("What it rests on"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The unit's report or the document that sets the pace."),
    )
    absorption = forms.CharField(label=_("Absorption plan"), required=False, widget=forms.HiddenInput)


class StepForm(forms.Form):
    """One step of an absorption plan."""

    due_on = DayField(label=_("Until"), required=False)
    remaining_at_most = forms.IntegerField(
        label=_("Remaining at most"), required=False, min_value=0, max_value=1_000_000
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, left = data.get("due_on"), data.get("remaining_at_most")
        if left is not None and day is None and "due_on" not in self.errors:
            self.add_error("due_on", _("Say until when."))
        if day is not None and left is None and "remaining_at_most" not in self.errors:
            self.add_error("remaining_at_most", _("Say how many may remain."))
        return data


StepSet = formset_factory(StepForm, extra=0, max_num=30, validate_max=True)


class FullPlanForm(PlanForm):
    """The plan with target and stability risk; fields that do not concern the entry are left out."""

    target = forms.IntegerField(
        label=_("Target"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("How many of those found are done by the deadline; empty for all."),
    )
    risk_level = forms.ChoiceField(
        label=_("Level of the stability risk"), required=False, choices=[CHOOSE_LEVEL, *RiskLevel.choices]
    )
    risk_handling = forms.CharField(
        label=_("Handling of the risk"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where there is a risk."),
    )
    risk_responsible = forms.CharField(
        label=_("Responsible for it"), required=False, max_length=40, help_text=_("Needed where there is a risk.")
    )
    absorption = forms.CharField(label=_("Absorption plan"), required=False, widget=forms.HiddenInput)
    steps = forms.IntegerField(label=_("Number of milestones"), required=False, min_value=1, max_value=30, initial=3)

    def __init__(self, *args: Any, counts: bool, of_people: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.asked = ("risk_level",) if of_people else ()
        if not counts:
            del self.fields["target"]  # type: ignore[attr-defined]
