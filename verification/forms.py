"""Forms of verification check shape; services check rules."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from problems.pages.files import FilesForm
from problems.pages.forms import ActForm, DayField, FilesField
from problems.services.evidence import NewFile
from staffing.rules import Answer
from verification.models import Answered, Feedback
from verification.selectors.questions import ANSWER_LENGTH, Question

SIGNED, PASSED, FAILED, RECURS = "signed", "passed", "failed", "recurs"  # values of "decision"


class ApplyForm(FilesForm):
    statement = forms.CharField(
        label=_("What was rectified"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    look_back_on = DayField(label=_("Day of the unit's own look-back"))
    look_back_people = forms.CharField(
        label=_("Who looked"), max_length=200, help_text=_("Names of the people of your unit who took part.")
    )
    own_look_back = forms.CharField(
        label=_("What the unit's own look-back found"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Apply only when it holds; otherwise go on rectifying and report progress."),
    )
    own_files = FilesField(  # type: ignore[assignment]
        label=_("Files of the own look-back"), required=False
    )
    field_order = (
        "statement", "kept", "files", "formed_on", "look_back_on", "look_back_people", "own_look_back", "own_files",
        "key", "version",
    )  # fmt: skip

    def look_back_files(self) -> list[NewFile]:
        """Files of the own look-back, formed on its day."""
        return [NewFile(upload, self.cleaned_data["look_back_on"]) for upload in self.cleaned_data["own_files"]]


class OnSite(forms.BoundField):
    """A field that matters only when the check is held on site; the page hides it otherwise."""

    def css_classes(self, extra_classes: Any = None) -> str:
        return f"{super().css_classes(extra_classes)} l-on-site".strip()


class Sign(forms.BoundField):
    """A question that the data raise."""

    def css_classes(self, extra_classes: Any = None) -> str:
        return f"{super().css_classes(extra_classes)} l-sign".strip()


class RecordForm(FilesForm):
    """A check, acceptance or look-back. The button says whether it is passed."""

    held_on = DayField(label=_("Held on"))
    people = forms.CharField(
        label=_("People taking part"), max_length=200, help_text=_("Names, with the department of those from outside.")
    )
    on_site = forms.BooleanField(label=_("Held on site"), required=False)
    place = forms.CharField(  # type: ignore[call-arg]
        label=_("Place"), max_length=200, required=False, bound_field_class=OnSite
    )
    people_met = forms.CharField(  # type: ignore[call-arg]
        label=_("People met there"),
        max_length=200,
        required=False,
        bound_field_class=OnSite,
        help_text=_("Names and posts of those spoken with."),
    )
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
        "held_on", "people", "on_site", "place", "people_met", "findings", "differs_because", "kept", "files",
        "formed_on", "key", "version",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        with_site: bool = False,
        questions: Sequence[Question] = (),
        rule: Answer | None = None,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        if not with_site:
            for name in ("on_site", "place", "people_met"):
                del self.fields[name]
        for one in self.questions:
            sign = one.kind == Answered.Kind.SIGN
            self.fields[f"answer_{one.code}"] = forms.CharField(  # type: ignore[call-arg]
                label=one.text,
                required=False,  # the service asks for what belongs to this record
                max_length=ANSWER_LENGTH,
                widget=forms.Textarea(attrs={"rows": 2}),
                bound_field_class=Sign if sign else OnSite if one.on_site_only else None,
                help_text=_("The data raise this question; the unit does not see it. Answer it in a sentence.")
                if sign
                else "",
            )
        if rule is None:
            del self.fields["differs_because"]
        else:
            self.fields["differs_because"].help_text = rule.words
        names = [f"answer_{one.code}" for one in self.questions]
        first = ("held_on", "people", "on_site", "place", "people_met")
        self.field_order = (*first, *names, *(name for name in self.field_order if name not in first))
        self.order_fields(self.field_order)

    def record(self) -> dict[str, Any]:
        """The arguments of the service that come from the fields."""
        names = ("held_on", "people", "findings", "on_site", "place", "people_met", "differs_because")
        found = {name: self.cleaned_data[name] for name in names if name in self.fields}
        if self.questions:
            found["answers"] = {one.code: self.cleaned_data[f"answer_{one.code}"] for one in self.questions}
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


class InviteForm(ActForm):
    """Departments to ask, and what they should look at."""

    partner_ids = forms.TypedMultipleChoiceField(
        label=_("Departments"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    question = forms.CharField(
        label=_("What they should look at"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, partners: Sequence[Any] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["partner_ids"].choices = [(one.pk, one.name) for one in partners]


class WithdrawForm(ActForm):
    invitation_id = forms.TypedChoiceField(label=_("Department"), coerce=int, empty_value=0, required=False)  # type: ignore[arg-type]
    reason = forms.CharField(
        label=_("Why it need not be asked"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, invitations: Sequence[Any] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["invitation_id"].choices = [(one.pk, one.partner.name) for one in invitations]


class OpinionForm(FilesForm):
    """The opinion of a department: the button says which."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed for a disagreement: what is missing."),
    )
    field_order = ("reason", "kept", "files", "formed_on", "key", "version")


class AskVerifierForm(ActForm):
    reason = forms.CharField(
        label=_("Why your office cannot verify it"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class NameVerifierForm(ActForm):
    person_id = forms.TypedChoiceField(label=_("Verifier"), coerce=int, empty_value=None, required=False)
    note = forms.CharField(
        label=_("Note, or why nobody is lent"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, people: Sequence[Any] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["person_id"].choices = [("", _("Choose")), *((one.pk, one.name) for one in people)]


class WaiverForm(ActForm):
    rule_id = forms.TypedChoiceField(label=_("Rule"), coerce=int, empty_value=0)  # type: ignore[arg-type]
    reason = forms.CharField(
        label=_("Why this entry needs no look-back"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, rules: Sequence[Any] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["rule_id"].choices = [(one.pk, f"{one.name} ({one.document})") for one in rules]


class FeedbackForm(FilesForm):
    """反馈: who was told, how and when."""

    sender = forms.CharField(label=_("Fed back to"), max_length=100)
    given_on = DayField(label=_("Fed back on"))
    way = forms.ChoiceField(label=_("How"), choices=Feedback.Way)
    document = forms.CharField(
        label=_("Document"), max_length=120, required=False, help_text=_("Needed for a letter: its number or name.")
    )
    note = forms.CharField(label=_("Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("sender", "given_on", "way", "document", "note", "kept", "files", "formed_on", "key", "version")
