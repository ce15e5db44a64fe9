"""How forms look everywhere: one renderer, so that label, help and error are tied to their field."""

from django.forms.renderers import TemplatesSetting


class LedgerFormRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
