"""The acts of the register, one public function each; page, API, command and decisions elsewhere call these."""

from staffing.services.ceilings import set_ceiling
from staffing.services.commitments import commit_posts, release_commitment, use_commitment
from staffing.services.posts import NewPost, enter_post, leave_post, open_roster
from staffing.services.quotas import change_leadership_quota, change_quota, declare_leaders, declare_staff

__all__ = [
    "NewPost",
    "change_leadership_quota",
    "change_quota",
    "commit_posts",
    "declare_leaders",
    "declare_staff",
    "enter_post",
    "leave_post",
    "open_roster",
    "release_commitment",
    "set_ceiling",
    "use_commitment",
]
