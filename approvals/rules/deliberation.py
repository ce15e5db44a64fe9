"""What deliberation is measured by. Source: D7, domain facts §2.5."""

from typing import Any

from django.utils.translation import gettext_lazy as _

FEWEST = 3  # members who vote; our choice, as for exceptions from the gate
# The three criteria.
CRITERIA: dict[str, Any] = {
    "leadership": _("It serves the Party's leadership"),
    "lawful": _("It accords with law and policy"),
    "sound": _("It is scientific and reasonable"),
}
