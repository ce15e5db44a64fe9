"""What the database keeps of posts: an administrator holds no other role at the same time. Source: A3, H13."""

from audit.sql import Function, Trigger
from organizations.roles import ADMIN_ROLES

_ADMINS = ", ".join(f"'{role}'" for role in sorted(ADMIN_ROLES))
_APART = f"""
BEGIN
  PERFORM 1 FROM public.organizations_person WHERE id = NEW.person_id FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT FROM public.organizations_appointment a
     WHERE a.person_id = NEW.person_id AND a.id <> NEW.id AND a.role <> NEW.role
       AND (a.role IN ({_ADMINS}) OR NEW.role IN ({_ADMINS}))
       AND coalesce(a.until, 'infinity') >= NEW.since AND coalesce(NEW.until, 'infinity') >= a.since
  ) THEN
    RAISE EXCEPTION 'person % cannot hold % beside another role', NEW.person_id, NEW.role USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END
"""


def functions() -> list[Function]:
    """Functions of this room, compared and put in place by ``audit.protection``."""
    return [Function("ledger_administrators_apart", "trigger", _APART)]


def triggers() -> list[Trigger]:
    """Triggers of this room, in the words in which PostgreSQL gives them back."""
    return [
        Trigger(
            "ledger_administrators_apart",
            "organizations_appointment",
            "CREATE TRIGGER",
            "BEFORE INSERT OR UPDATE",
            "FOR EACH ROW",
            "ledger_administrators_apart",
        )
    ]
