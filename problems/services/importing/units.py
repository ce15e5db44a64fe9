"""The units of an office as a sheet may name them. Nothing is guessed: a near name is offered, never taken."""

import difflib

from organizations.models import Office, Unit
from organizations.pinyin import sorting_key

MAX_SUGGESTIONS = 200  # unknown names for which near ones are looked up; more mean that the wrong column was chosen


class Units:
    """The units of an office by name and code, and the names most like an unknown one. One query."""

    def __init__(self, office: Office) -> None:
        rows = list(Unit.objects.filter(office=office).select_related("competent_department").order_by("pk"))
        standing = [one for one in rows if one.valid_until is None]
        ended = [one for one in rows if one.valid_until is not None]
        # Those that stand come last and so win over ended ones of the same name.
        self.found = {name: one for one in (*ended, *standing) for name in (one.code, one.name)}
        self.by_code = {one.code: one for one in (*ended, *standing)}
        self.by_key = {one.pk: one for one in (*ended, *standing)}
        self.names = [one.name for one in standing if one.in_scope]
        self.sounds: dict[str, list[str]] = {}
        for one in standing:
            if one.in_scope:
                self.sounds.setdefault(one.pinyin or sorting_key(one.name), []).append(one.name)
        self.near: dict[str, tuple[str, ...]] = {}

    def unknown(self, name: str) -> bool:
        """Whether ``name`` is neither a unit's name nor its code."""
        return name not in self.found

    def closest(self, name: str) -> tuple[str, ...]:
        """Up to three names that look or sound like ``name``, the likeliest first."""
        if name not in self.near:
            if len(self.near) >= MAX_SUGGESTIONS:
                return ()
            inside = [one for one in self.names if name in one or one in name]
            alike = difflib.get_close_matches(name, self.names, n=3, cutoff=0.5)
            sounding = difflib.get_close_matches(sorting_key(name), self.sounds, n=2, cutoff=0.85)
            like_sound = [one for key in sounding for one in self.sounds[key]]
            self.near[name] = tuple(dict.fromkeys([*like_sound, *alike, *inside]))[:3]
        return self.near[name]
