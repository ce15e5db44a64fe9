"""Forms of registering: the office's, and the shorter one of a unit's report. Source: B1–B5, B15."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations.clock import today
from organizations.models import Unit
from problems.models import Cause, Source, ViolationType
from problems.models.entries import FinderLevel, Nature
from problems.pages.forms import CHOOSE, OPEN_YET, ActForm, DayField, TypeSelect
from problems.pages.kept_files import kept_field
from problems.services.intake import NewEntry


class RegisterForm(ActForm):
    asked = ("policy_document", "policy_reason", "policy_file")  # shown where the nature is policy-caused
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    violation_type = forms.ModelChoiceField(
        ViolationType.objects.none(), label=_("Violation type"), widget=TypeSelect, empty_label=CHOOSE
    )
    source = forms.ModelChoiceField(Source.objects.none(), label=_("Source"), empty_label=CHOOSE)
    finder_level = forms.ChoiceField(label=_("Found by"), choices=FinderLevel, initial=FinderLevel.OWN)
    found_on = DayField(label=_("Found on"))
    facts = forms.CharField(
        label=_("Facts"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was found, where and since when. One matter, one entry."),
        max_length=4000,
    )
    quota = forms.IntegerField(label=_("Quota"), min_value=0, max_value=1_000_000, required=False)
    actual = forms.IntegerField(label=_("Actual number"), min_value=0, max_value=1_000_000, required=False)
    found = forms.IntegerField(
        label=_("Number concerned"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text=_("People, posts or bodies. For over quota it is actual minus quota and may stay empty."),
    )
    nature = forms.ChoiceField(label=_("Nature"), choices=Nature, initial=Nature.VIOLATION)
    cause = forms.ModelChoiceField(Cause.objects.none(), label=_("Cause"), required=False, empty_label=OPEN_YET)
    sub_source = forms.CharField(label=_("Sub-source"), max_length=100, required=False)
    source_document = forms.CharField(label=_("Source document"), max_length=120, required=False)
    required_on = DayField(
        label=_("Required date"), required=False, help_text=_("Where a superior or the source set one.")
    )
    required_by = forms.CharField(
        label=_("Required by"), max_length=120, required=False, help_text=_("The body that set the required date.")
    )
    affected_office = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Lower office interfered with"),
        required=False,
        help_text=_("Only for vertical-line interference."),
    )
    remark = forms.CharField(label=_("Remark"), max_length=1000, required=False)
    policy_document = forms.CharField(
        label=_("Policy document"),
        max_length=200,
        required=False,
        help_text=_("Only for policy-caused: title and number as printed on it. A second person confirms it."),
    )
    policy_reason = forms.CharField(
        label=_("How it brought this about"),
        max_length=2000,
        required=False,
        help_text=_("Which reform, or which military placement."),
    )
    policy_file = forms.FileField(label=_("The document"), required=False)
    policy_file_kept = kept_field()
    draft = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: dict[str, Any], office_id: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for name, rows in offered.items():
            fields[name].queryset = rows
        fields["unit"].widget.attrs.update(
            {
                "data-unit-search": f"{reverse('problems:units')}?office={office_id}",
                "data-placeholder": _("A part of the name, or pinyin initials"),
                "data-choose": _("Choose a unit from the list."),
            }
        )
        for name in ("unit", "violation_type", "facts"):
            fields[name].widget.attrs.update(
                {
                    "hx-get": reverse("problems:similar"),
                    "hx-target": "#similar",
                    "hx-include": "closest form",
                    "hx-params": "unit,violation_type,facts",
                    "hx-trigger": "input changed delay:600ms" if name == "facts" else "change",
                    "hx-sync": "closest form:replace",
                }
            )

    def entry(self) -> NewEntry:
        """The entry as the service takes it."""
        data = self.cleaned_data
        return NewEntry(
            unit_id=data["unit"].pk,
            violation_type_id=data["violation_type"].pk,
            source_id=data["source"].pk,
            facts=data["facts"],
            found_on=data["found_on"],
            nature=data["nature"],
            finder_level=data["finder_level"],
            cause_id=data["cause"].pk if data["cause"] else None,
            sub_source=data["sub_source"],
            source_document=data["source_document"],
            quota=data["quota"],
            actual=data["actual"],
            found=data["found"],
            required_on=data["required_on"],
            required_by=data["required_by"],
            affected_office_id=data["affected_office"].pk if data["affected_office"] else None,
            remark=data["remark"],
        )


class ReportForm(RegisterForm):
    """What a unit says of a problem it found; source and finder are set by the act, nature and cause by the office."""

    LEFT_TO_THE_OFFICE = (
        "source",
        "finder_level",
        "nature",
        "cause",
        "sub_source",
        "source_document",
        "required_on",
        "required_by",
        "policy_document",
        "policy_reason",
        "policy_file",
        "policy_file_kept",
    )

    def __init__(self, *args: Any, offered: dict[str, Any], office_id: int, **kwargs: Any):
        super().__init__(*args, offered=offered, office_id=office_id, **kwargs)
        fields: dict[str, Any] = self.fields
        for name in self.LEFT_TO_THE_OFFICE:
            del fields[name]
        unit = fields["unit"]
        unit.widget.attrs = {name: value for name, value in unit.widget.attrs.items() if not name.startswith("data-")}
        unit.empty_label = None

    def entry(self) -> NewEntry:
        """The report as the service takes it."""
        data = self.cleaned_data
        return NewEntry(
            unit_id=data["unit"].pk,
            violation_type_id=data["violation_type"].pk,
            source_id=0,
            facts=data["facts"],
            found_on=data["found_on"],
            quota=data["quota"],
            actual=data["actual"],
            found=data["found"],
            affected_office_id=data["affected_office"].pk if data["affected_office"] else None,
            remark=data["remark"],
        )


class AcceptForm(ActForm):
    """What the office sees differently from the unit; facts and days stay as reported."""

    violation_type = forms.ModelChoiceField(ViolationType.objects.none(), label=_("Violation type"), widget=TypeSelect)
    quota = forms.IntegerField(label=_("Quota"), min_value=0, max_value=1_000_000, required=False)
    actual = forms.IntegerField(label=_("Actual number"), min_value=0, max_value=1_000_000, required=False)
    found = forms.IntegerField(label=_("Number concerned"), min_value=0, max_value=1_000_000, required=False)
    affected_office = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Lower office interfered with"), required=False
    )
    cause = forms.ModelChoiceField(Cause.objects.none(), label=_("Cause"), required=False, empty_label=OPEN_YET)
    required_on = DayField(label=_("Required date"), required=False)
    required_by = forms.CharField(
        label=_("Required by"), max_length=120, required=False, help_text=_("The body that set the required date.")
    )
    remark = forms.CharField(label=_("Remark"), max_length=1000, required=False)
    note = forms.CharField(
        label=_("Answer to the unit"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def changes(self) -> dict[str, Any]:
        """By the names of the service."""
        data = self.cleaned_data
        given = {name: data[name] for name in ("quota", "actual", "found", "required_on", "required_by", "remark")}
        keys = ("violation_type", "affected_office", "cause")
        return given | {f"{name}_id": data[name].pk if data[name] else None for name in keys}


def new_entry_data(**initial: Any) -> dict[str, Any]:
    """What an empty form of registering starts with."""
    return {"found_on": today(), "finder_level": FinderLevel.OWN, "nature": Nature.VIOLATION, **initial}
