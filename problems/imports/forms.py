"""Shapes of what the import pages send. Rules are the services' matter."""

import secrets
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from organizations.models import Office
from problems.models.entries import FinderLevel, Nature
from problems.services.importing.mapping import OTHER_VALUES, PROGRESS_STATES, Vocabulary
from problems.services.importing.runs import FIRST_LEDGER_YEAR, LAST_LEDGER_YEAR
from problems.spreadsheets.errors import column_letter
from problems.spreadsheets.fields import FIELDS, FIELDS_BY_KEY
from problems.spreadsheets.header import Header
from problems.states import State

# More different words than this are a column of free text: only "all other words" is asked for.
MAX_WORDS = 60


class UploadForm(forms.Form):
    """The workbook and the year whose numbers it gets."""

    office = forms.ModelChoiceField(Office.objects.none(), label=_("Office"), empty_label=None)
    upload = forms.FileField(
        label=_("Workbook"),
        help_text=_("An .xlsx workbook or a .csv table, 20 MB at most."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv", "data-max-bytes": settings.WORKBOOK_MAX_BYTES}),
    )
    ledger_year = forms.IntegerField(
        label=_("Year of the ledger"),
        min_value=FIRST_LEDGER_YEAR,
        max_value=LAST_LEDGER_YEAR,
        help_text=_(
            "A leader's take-over gives new entries numbers of this year, in the order of the sheet. "
            "Without one they get numbers of the year in which they are written."
        ),
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["office"]
        field.queryset = offices
        if len(offices) < 2:
            field.widget = forms.HiddenInput()
        self.fields["key"].initial = secrets.token_hex(16)


def new_key() -> str:
    return secrets.token_urlsafe(16)


class VersionForm(forms.Form):
    """The version of the run that a page showed, and the key that makes a form count once."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=new_key)


class SheetForm(VersionForm):
    """Which sheet holds the ledger."""

    sheet = forms.ChoiceField(label=_("Sheet"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, sheets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["sheet"]
        field.choices = [
            (
                one.name,
                format_lazy(
                    _("{name} ({rows} rows, {columns} columns)"), name=one.name, rows=one.rows, columns=one.columns
                ),
            )
            for one in sheets
        ]


class ColumnsForm(VersionForm):
    """Which column holds which field. Choices are 0-based columns under their headings."""

    def __init__(self, *args: Any, header: Header, chosen: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [
            (str(index), f"{column_letter(index)}  {heading}" if heading else column_letter(index))
            for index, heading in enumerate(header.columns)
        ]
        for one in FIELDS:
            self.fields[one.key] = forms.TypedChoiceField(
                label=one.label,
                choices=[("", _("— not in the sheet —")), *columns],
                coerce=int,
                empty_value=None,
                required=one.required,
                initial=str(chosen[one.key]) if one.key in chosen else "",
            )

    @property
    def columns(self) -> dict[str, int]:
        """Field key to column, as chosen."""
        return {one.key: self.cleaned_data[one.key] for one in FIELDS if self.cleaned_data.get(one.key) is not None}


class UnitWordField(forms.TypedChoiceField):
    """A unit of the office for a name of the sheet: near names are listed, any other is found by typing."""

    def __init__(self, *, word: str, vocabulary: Vocabulary, known: str | None, **kwargs: Any) -> None:
        units = vocabulary.units
        listed = [units.found[name] for name in units.closest(word) if name in units.found]
        if known in units.by_code:
            listed.append(units.by_code[known])
        choices = {str(one.pk): f"{one.name} ({one.code})" for one in listed}
        super().__init__(
            choices=[("", _("— not said yet —")), *choices.items()],
            coerce=lambda key: units.by_key[int(key)].code,
            empty_value="",
            initial=str(units.by_code[known].pk) if known in units.by_code else "",
            required=False,
            **kwargs,
        )
        self.keys = {str(key) for key in units.by_key}
        self.widget.attrs.update(
            {
                "data-unit-search": f"{reverse('problems:units')}?office={vocabulary.office_id}",
                "data-placeholder": _("A part of the name, or pinyin initials"),
                "data-choose": _("Choose a unit from the list."),
            }
        )

    def valid_value(self, value: Any) -> bool:
        """Any unit of the office, also one that the page did not list."""
        return str(value) in self.keys


class ValuesForm(VersionForm):
    """What the words of each choice column mean here; a word left open makes its rows faulty."""

    def __init__(
        self,
        *args: Any,
        words: Mapping[str, Mapping[str, int]],
        vocabulary: Vocabulary,
        chosen: Mapping[str, Mapping[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked: list[tuple[str, str, int, str]] = []  # field key, word, rows, name of the form's field
        for key, counted in words.items():
            known = chosen.get(key, {})
            listed = dict(list(counted.items())[:MAX_WORDS])
            for place, (word, rows) in enumerate(listed.items()):
                self._ask(key, word, rows, f"{key}-{place}", known.get(word), vocabulary)
            if key == "progress" and counted:
                self._ask(key, OTHER_VALUES, 0, f"{key}-other", known.get(OTHER_VALUES), vocabulary)

    def _ask(self, key: str, word: str, rows: int, name: str, known: Any, vocabulary: Vocabulary) -> None:
        self.asked.append((key, word, rows, name))
        label = _("all other words") if word == OTHER_VALUES else word
        if key == "unit":
            self.fields[name] = UnitWordField(word=word, vocabulary=vocabulary, known=known, label=label)
            return
        code = known["source"] if key == "source" and known else known
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=[("", _("— not said yet —")), *choices_of(key, vocabulary)],
            required=False,
            initial=code or "",
        )
        if key == "source":
            self.fields[f"{name}-finder"] = forms.ChoiceField(
                label=format_lazy(_("{word}: found by"), word=label),
                choices=[("", _("as usual for this source")), *FinderLevel.choices],
                required=False,
                initial=known["finder_level"] if known else "",
            )

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The questions by field, for the page; those still open come first."""
        found: dict[str, list[dict[str, Any]]] = {}
        for key, word, rows, name in self.asked:
            field = self[name]
            found.setdefault(key, []).append(
                {
                    "word": field.label,
                    "other": word == OTHER_VALUES,
                    "rows": rows,
                    "field": field,
                    "finder": self[f"{name}-finder"] if key == "source" else None,
                    "open": word != OTHER_VALUES and not field.value(),
                }
            )
        return [
            {
                "key": key,
                "label": FIELDS_BY_KEY[key].label,
                "questions": sorted(questions, key=lambda one: not one["open"]),
                "open": sum(one["open"] for one in questions),
            }
            for key, questions in found.items()
        ]

    @property
    def values(self) -> dict[str, dict[str, Any]]:
        """The meaning of each word that was said."""
        said: dict[str, dict[str, Any]] = {}
        for key, word, _rows, name in self.asked:
            code = self.cleaned_data.get(name)
            if code:
                meaning: Any = code
                if key == "source":
                    meaning = {"source": code, "finder_level": self.cleaned_data.get(f"{name}-finder") or None}
                said.setdefault(key, {})[word] = meaning
        return said


def choices_of(key: str, vocabulary: Vocabulary) -> list[tuple[str, Any]]:
    """What a word of a field may mean, with its name for the reader."""
    if key == "source":
        return [(code, one.name) for code, one in vocabulary.sources.items()]
    if key == "violation_type":
        return [(code, one.name) for code, one in vocabulary.types.items()]
    if key == "cause":
        return [(code, one.name) for code, one in vocabulary.causes.items()]
    if key == "nature":
        return list(Nature.choices)
    if key == "finder_level":
        return list(FinderLevel.choices)
    return [(str(state), State(state).label) for state in PROGRESS_STATES]


class RowsForm(VersionForm):
    """Ticked rows of the preview, and why."""

    rows = forms.TypedMultipleChoiceField(coerce=int, required=True)
    reason = forms.CharField(label=_("Why"), required=False, max_length=500)
    again = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["rows"]
        field.valid_value = lambda value: str(value).isdecimal() and len(str(value)) < 8
        field.error_messages["required"] = _("Tick the rows first.")


class AnswerForm(RowsForm):
    """Whether ticked rows are entries of the ledger; ``entry-ROW`` says which, where a row looks like several."""

    said = forms.ChoiceField(choices=[("same", ""), ("new", "")], required=False)

    @property
    def entries(self) -> dict[int, int]:
        """Row to the key of the entry that was chosen for it."""
        chosen = {row: str(self.data.get(f"entry-{row}", "")) for row in self.cleaned_data["rows"]}
        return {row: int(key) for row, key in chosen.items() if key.isascii() and key.isdecimal() and len(key) < 19}


class UndoForm(VersionForm):
    """Why a written import is undone."""

    reason = forms.CharField(
        label=_("Why it is undone"),
        help_text=_("It stays with every number of the import."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OrderForm(VersionForm):
    """The leader's order."""

    reason = forms.CharField(
        label=_("Reason of the take-over"),
        help_text=_("It stays with every entry, and says why it stands closed without verification here."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
