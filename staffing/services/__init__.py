"""The acts of the register, one public function each; page, API, command and decisions elsewhere call these."""

from staffing.services.alerts import clear_alert, enter_alert, link_alert
from staffing.services.ceilings import set_ceiling
from staffing.services.commitments import commit_posts, oldest_with_posts_left, release_commitment, use_commitment
from staffing.services.importing import abandon_run, read_workbook, write_run
from staffing.services.posts import NewPost, enter_post, leave_post, open_roster
from staffing.services.quotas import change_leadership_quota, change_quota, declare_leaders, declare_staff
from staffing.services.sharing import Word, confirm_rows, end_share, share_register
from staffing.services.taking_over import Wish, ask_before_taking_over

__all__ = [
    "NewPost",
    "Wish",
    "Word",
    "abandon_run",
    "ask_before_taking_over",
    "change_leadership_quota",
    "change_quota",
    "clear_alert",
    "commit_posts",
    "confirm_rows",
    "declare_leaders",
    "declare_staff",
    "end_share",
    "enter_alert",
    "enter_post",
    "leave_post",
    "link_alert",
    "oldest_with_posts_left",
    "open_roster",
    "read_workbook",
    "release_commitment",
    "set_ceiling",
    "share_register",
    "use_commitment",
    "write_run",
]
