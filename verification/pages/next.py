"""Which act is done where, and the word on its button."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from verification import policies

# act: (route, word on the button of the desk)
ROUTES: dict[str, tuple[str, str | Promise]] = {
    policies.CHECK: ("verification:check", gettext_lazy("Check")),
    policies.ACCEPTANCE: ("verification:acceptance", gettext_lazy("Accept")),
    policies.LOOK_BACK: ("verification:look_back", gettext_lazy("Look back")),
    policies.SIGN_OFF: ("verification:sign_off", gettext_lazy("Sign")),
    policies.CONSENT: ("verification:consent", gettext_lazy("Answer")),
    policies.LATER_LOOK_BACK: ("verification:later_look_back", gettext_lazy("Look back")),
    policies.OPINION: ("verification:opinion", gettext_lazy("Give the opinion")),
    policies.NAME_VERIFIER: ("verification:name_verifier", gettext_lazy("Name a verifier")),
    policies.FEED_BACK: ("verification:feedback", gettext_lazy("Feed back")),
}
