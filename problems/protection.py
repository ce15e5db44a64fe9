"""What the database keeps of files and comments: only the withdrawal can be added, once. Source: B7, B8."""

from audit.sql import Function, Trigger

_WITHDRAWN = """
BEGIN
  IF to_jsonb(NEW) - '{withdrawn_on,withdrawn_by_id,withdraw_reason}'::text[]
     <> to_jsonb(OLD) - '{withdrawn_on,withdrawn_by_id,withdraw_reason}'::text[]
     OR OLD.withdrawn_on IS NOT NULL THEN
    RAISE EXCEPTION 'row % of % is written once and withdrawn once', OLD.id, TG_TABLE_NAME USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END
"""


def functions() -> list[Function]:
    """Functions of this room, compared and put in place by ``audit.protection``."""
    return [Function("ledger_withdrawn_once", "trigger", _WITHDRAWN)]


def triggers() -> list[Trigger]:
    """Triggers of this room, in the words in which PostgreSQL gives them back."""
    before = ("CREATE TRIGGER", "BEFORE UPDATE", "FOR EACH ROW", "ledger_withdrawn_once")
    return [
        Trigger("ledger_withdrawn_once", "problems_evidence", *before),
        Trigger("ledger_withdrawn_once", "problems_comment", *before),
    ]
