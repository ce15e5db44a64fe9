"""Doors of the import: pages, forms and API. They parse, call ``problems.services.importing`` and present."""
