"""Two lists that the city's office keeps under a name, so that the demonstration shows what views are for."""

from organizations.models import Account
from problems.models import SavedView
from problems.services.saved_views import save_view

# (whose, name, address of the list)
VIEWS = (
    ("yc_chief", "逾期未销", "state=open&overdue=yes&sort=deadline"),
    ("yc_chief", "编外用工进度", "type=outside_quota_staff&state=open&columns=unit&columns=count&columns=done"),
)


def keep_views() -> int:
    """Keep the views that are missing, shared with the office; answers how many."""
    made = 0
    for username, name, query in VIEWS:
        account = Account.objects.filter(username=username).first()
        if account and not SavedView.objects.filter(account=account, name=name).exists():
            save_view(name=name, query=query, shared=True, actor=account)
            made += 1
    return made
