"""Offices, sections, units, people, roles, scope: who may see what."""
