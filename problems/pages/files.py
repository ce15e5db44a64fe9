"""Forms that take files: several at once, each with the day its paper was formed, kept when the form is refused.

Without JavaScript one day counts for all; with it each chosen file has a field of its own (static/js/files.js), sent as
``formed_0``, ``formed_1`` … in the order of the files.
"""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from documents import kept
from documents.files import keep_upload
from documents.kept import Kept
from organizations.errors import Invalid
from organizations.signed_in import person
from problems.pages.forms import ActForm, DayField, FilesField
from problems.services.evidence import NewFile

HELP = _("PDF, OFD, pictures, Word, Excel, PowerPoint or text; several at once.")


class KeptWidget(forms.Widget):
    """Uploads of the sending before, by name, each with a tick to leave it out."""

    template_name = "documents/kept_files.html"
    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """The references sent along, less those ticked."""
        given = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        out = data.getlist(f"{name}_out") if hasattr(data, "getlist") else data.get(f"{name}_out", [])
        return [one for one in given if one not in out][: settings.EVIDENCE_MAX_FILES]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return {**super().get_context(name, None, attrs), "kept": value or [], "name": name}


class KeptField(forms.Field):
    """What an earlier sending of this form brought; hidden while there is nothing."""

    widget = KeptWidget

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.shown: list[Kept] = []

    def bound_data(self, data: Any, initial: Any) -> Any:
        return self.shown


class FilesForm(ActForm):
    """A form of an act that takes files."""

    files = FilesField(label=_("Files"), required=False, help_text=HELP)  # type: ignore[assignment]
    formed_on = DayField(
        label=_("Day the papers were formed"),
        required=False,
        help_text=_("For all files that have no day of their own."),
    )
    kept = KeptField(label=_("Files kept from before"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.recalled: list[Kept] = []
        if not self.is_bound or not self._references():
            del self.fields["kept"]

    def _references(self) -> list[str]:
        return self.fields["kept"].widget.value_from_datadict(self.data, self.files, self.add_prefix("kept"))

    def recall(self, request: HttpRequest) -> None:
        """Find the uploads that the earlier sending of this form by this person brought."""
        if "kept" not in self.fields:
            return
        found = [kept.recall(one, account_id=person(request).pk, form=request.path) for one in self._references()]
        self.recalled = [one for one in found if one is not None]
        self._show(self.recalled)
        if len(self.recalled) < len(found):
            self.full_clean()
            self.add_error("files", _("A file kept from before is no longer there. Choose it again."))

    def new_files(self) -> list[NewFile]:
        """Uploads and files kept from before as services take them."""
        day = self.cleaned_data.get("formed_on")
        earlier = [NewFile(None, one.formed_on or day, one) for one in self.recalled]
        uploads = self.cleaned_data.get("files", [])
        return [*earlier, *(NewFile(one, self._day_of(place, day)) for place, one in enumerate(uploads))]

    def _day_of(self, place: int, common: Any) -> Any:
        given = str(self.data.get(f"formed_{place}", ""))[:20].strip()
        if not given:
            return common
        try:
            return DayField(required=False).clean(given)
        except forms.ValidationError:
            return common

    def keep(self, request: HttpRequest) -> None:
        """After a refusal: keep the uploads and name them on the form that is shown again. Faulty ones are not kept."""
        cleaned = getattr(self, "cleaned_data", {})
        shown, given = list(self.recalled), cast(MultiValueDict[str, Any], self.files)
        for place, upload in enumerate(given.getlist(self.add_prefix("files")) if given else []):
            try:
                stored = keep_upload(upload)
            except Invalid:
                continue
            day = self._day_of(place, cleaned.get("formed_on"))
            shown.append(
                kept.remember(
                    stored, NewFile(upload).name, formed_on=day, account_id=person(request).pk, form=request.path
                )
            )
        self._show(shown[: settings.EVIDENCE_MAX_FILES])

    def _show(self, shown: list[Kept]) -> None:
        if not shown:
            self.fields.pop("kept", None)
            return
        field = KeptField(label=_("Files kept from before"), required=False)
        field.shown = shown
        self.fields["kept"] = field
        self.order_fields(self.field_order)
