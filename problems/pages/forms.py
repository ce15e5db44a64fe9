"""Forms check shape; services check rules. A refusal of a service is put on the fields it names."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.conf import settings
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.errors import DomainError, Invalid
from organizations.models import Unit
from problems.models import Source, ViolationType
from problems.models.entries import Nature, Pace
from problems.models.words import ConsentRule
from problems.selectors.stale import changes_since
from problems.states import OPEN, State

COLON = pgettext_lazy("between label and message", ": ")
CHOOSE, OPEN_YET, ALL = _("Choose"), _("Not clear yet"), _("All")


def is_id(text: str) -> bool:
    """Whether the text can be the key of a row."""
    return text.isascii() and text.isdecimal() and len(text) < 19


class DayInput(forms.DateInput):
    """A day picked or typed; sent as ISO, typed as 2026-03-31, 2026.3.31 or 2026年3月31日."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day in any of the ways these offices write it."""

    widget = DayInput
    input_formats = ("%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日")
    default_error_messages = {"invalid": _("Enter a day such as 2026-03-31.")}


class TypeSelect(forms.Select):
    """Violation types, each saying which figures it counts, so that the page can show only those."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        kind = getattr(value, "instance", None)
        if kind is not None:
            line = " line" if kind.consent_rule == ConsentRule.LINE_INTERFERENCE else ""
            option["attrs"]["data-figures"] = kind.figures + line
        return option


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; empty list when none was chosen."""

    widget = FilesInput(attrs={"data-max-bytes": settings.EVIDENCE_MAX_BYTES})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return list(given)  # emptiness, size and type are judged by the service, with a sentence each


class ActForm(forms.Form):
    """A form of an act: carries the key that makes it count once and the version it was filled on."""

    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    use_required_attribute = True
    asked: Collection[str] = ()  # fields that the service wants though the form can be sent without them
    warned = False  # nothing is wrong with what was typed; something has to be looked at first
    present: dict[str, Any] | None = None  # what others did meanwhile, beside a form that came too late

    def beside(self, problem: Any) -> None:
        """After a stale refusal: show the present state beside what was typed, and fill the form on that state."""
        self.filled_on(changes_since(problem.pk, self.cleaned_data.get("version") or 0), problem.version)

    def filled_on(self, present: dict[str, Any], version: int) -> None:
        """Take what was typed as filled on ``version``, with what others did until then beside it."""
        self.present = present
        kept: Any = self.data.copy()  # type: ignore[attr-defined]
        kept[self.add_prefix("version")] = str(version)
        self.data = kept

    @property
    def expected_version(self) -> int | None:
        return self.cleaned_data.get("version")

    def refuse(self, error: DomainError) -> int:
        """Show a refusal on the fields it names, or above them; answers the HTTP status of the page."""
        if isinstance(error, Invalid) and error.errors:
            for name, sentences in error.errors.items():
                for sentence in sentences:
                    shown = name in self.fields and not self.fields[name].widget.is_hidden
                    label = self.fields[name].label if name in self.fields and not shown else ""
                    self.add_error(name if shown else None, f"{label}{COLON}{sentence}" if label else str(sentence))
        else:
            self.add_error(None, str(error))
        return error.http_status


class AssignForm(ActForm):
    deadline = DayField(label=_("Rectify until"), help_text=_("A working day after today."))
    responsible = forms.CharField(label=_("Head of the unit, first person responsible"), max_length=40)
    handler = forms.CharField(label=_("Contact in the unit"), max_length=40, required=False)
    pace = forms.ChoiceField(label=_("Pace"), choices=Pace, initial=Pace.IN_STAGES)
    note = forms.CharField(
        label=_("Requirements to the unit"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class PlanForm(ActForm):
    head = forms.CharField(label=_("Head of the unit, first person responsible"), max_length=40)
    contact = forms.CharField(label=_("Contact"), max_length=40, required=False)
    promised_on = DayField(label=_("The unit promises to finish by"), required=False)
    stability_risks = forms.CharField(
        label=_("Stability risks"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Where people are affected: what could arise."),
    )
    measures = forms.CharField(label=_("Measures"), required=False, widget=forms.HiddenInput)
    milestones = forms.CharField(label=_("Milestones"), required=False, widget=forms.HiddenInput)


class MeasureForm(forms.Form):
    text = forms.CharField(
        label=_("Measure"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    responsible = forms.CharField(label=_("Who"), required=False, max_length=60)
    due_on = DayField(label=_("Until"), required=False)


class MilestoneForm(forms.Form):
    title = forms.CharField(label=_("Milestone"), required=False, max_length=120)
    due_on = DayField(label=_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("title") and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Say until when."))
        if data.get("due_on") and not data.get("title"):
            self.add_error("title", _("Name the milestone."))
        return data


MeasureSet = formset_factory(MeasureForm, extra=0, max_num=30, validate_max=True)
MilestoneSet = formset_factory(MilestoneForm, extra=0, max_num=30, validate_max=True)


class DecisionForm(ActForm):
    """Approve or return: the button says which; a return needs its reason."""

    reason = forms.CharField(
        label=_("Note, or what has to change"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(ActForm):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


LIGHTS = (("", _("All")), ("red", _("Overdue")), ("yellow", _("Due soon")), ("green", _("On track")))
# Reports that wait, what was merged, and reports that were not accepted: asked for by name only.
ASIDE = (State.REPORTED, State.MERGED, State.REFUSED)
STATES = (
    ("", _("All")),
    ("open", _("Open")),
    *((s.value, s.label) for s in (*OPEN, State.CLOSED, State.VOIDED, *ASIDE)),
)


class FilterForm(forms.Form):
    """What the ledger list can be asked. Unknown values are ignored rather than refused: the list still shows."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    light = forms.ChoiceField(label=_("Light"), required=False, choices=LIGHTS)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), required=False, empty_label=ALL)
    type = forms.ModelChoiceField(
        ViolationType.objects.none(), label=_("Violation type"), required=False, to_field_name="code", empty_label=ALL
    )
    source = forms.ModelChoiceField(
        Source.objects.none(), label=_("Source"), required=False, to_field_name="code", empty_label=ALL
    )
    nature = forms.ChoiceField(label=_("Nature"), required=False, choices=(("", _("All")), *Nature.choices))
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1990, max_value=2100)
    office = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Office"), required=False, to_field_name="code", empty_label=_("Own ledger")
    )
    subtree = forms.BooleanField(label=_("With lower offices"), required=False)
    on_time = forms.ChoiceField(
        label=_("Closed on time"), required=False, choices=(("", _("All")), ("yes", _("Yes")), ("no", _("No")))
    )
    listed = forms.BooleanField(label=_("Listed for supervision"), required=False)
    run = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Any, types: Any, sources: Any, offices: Any, has_lower: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = units
        fields["type"].queryset = types
        fields["source"].queryset = sources
        fields["office"].queryset = offices
        if not has_lower:
            del fields["office"]
            del fields["subtree"]
