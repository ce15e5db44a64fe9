"""One upload of a form that was refused: kept by ``documents.kept``, named to the next sending by its reference."""

from typing import Any, ClassVar

from django.forms import CharField, HiddenInput
from django.http import HttpRequest
from django.utils.translation import gettext as _

from documents import kept
from documents.files import keep_upload
from documents.kept import Kept
from organizations.errors import Invalid
from organizations.signed_in import person
from problems.pages.forms import ActForm
from problems.services.evidence import NewFile


def kept_field() -> CharField:
    """The hidden field beside a file field ``x``; name it ``x_kept``."""
    return CharField(required=False, max_length=2000, widget=HiddenInput)


class KeptFileForm(ActForm):
    """A form of an act with single files. Each of ``uploads`` is a file field with its ``kept_field`` beside it."""

    uploads: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._found: dict[str, NewFile | None] = {}

    def recall(self, request: HttpRequest) -> None:
        """Before the act: take each file sent now, else the one that the earlier sending brought."""
        self._found = {name: file_of(self, name, request) for name in self.uploads}

    def new_file(self, name: str) -> NewFile | None:
        """The file of a field as services take it; None when there is none."""
        return self._found.get(name)

    def keep(self, request: HttpRequest) -> None:
        """After a refusal: keep the files for the next sending and name them on the form that is shown again."""
        for name in self.uploads:
            keep_for_next_time(self, name, request)


def file_of(form: Any, name: str, request: HttpRequest) -> NewFile | None:
    """The file of a bound form: the one sent now, else the one kept before; None when there is neither."""
    sent = form.files.get(form.add_prefix(name))
    if sent is not None:
        return NewFile(sent)
    earlier = _earlier(form, name, request)
    return NewFile(None, None, earlier) if earlier else None


def keep_for_next_time(form: Any, name: str, request: HttpRequest) -> None:
    """Before a form is shown again with errors: keep its upload, and say under which name it is kept.

    A file that is refused itself is not kept; its error comes with the act.
    """
    sent, found = form.files.get(form.add_prefix(name)), None
    field = form.fields[name]
    if sent is not None:
        try:
            stored = keep_upload(sent)
        except Invalid:
            field.help_text = _("This file was not kept. Choose a file again.")
        else:
            name_of = NewFile(sent).name
            found = kept.remember(stored, name_of, formed_on=None, account_id=person(request).pk, form=request.path)
    else:
        found = _earlier(form, name, request)
    data = form.data.copy()
    data[form.add_prefix(f"{name}_kept")] = found.reference if found else ""
    form.data = data
    if found:
        field.help_text = _("“%(name)s” is kept; choose another file only to replace it.") % {"name": found.name}
    form[name].help_text = field.help_text  # the bound field may have been made before


def _earlier(form: Any, name: str, request: HttpRequest) -> Kept | None:
    reference = form.data.get(form.add_prefix(f"{name}_kept"), "")
    return kept.recall(reference, account_id=person(request).pk, form=request.path) if reference else None
