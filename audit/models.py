"""Tables of the trail, and the base of every ledger table.

Acts say who, when and why; trail rows hold what was written; blocks seal the rows of a transaction to all earlier
ones. The database writes trail rows and blocks itself (see ``audit.protection``); nothing here decides anything.
"""

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.defaults import CurrentAct, CurrentTransaction, WallClock
from audit.facts import DOORS


class GuardedWrite(TypeError):
    """A call that would change a ledger table without history."""


class LedgerQuerySet(models.QuerySet):
    """Reads freely; refuses the calls that leave no history. A handrail: the wall is in the database."""

    def _refuse(self, call: str, remedy: str) -> NoReturn:
        raise GuardedWrite(f"{self.model.__name__}.objects.{call}() leaves no history. {remedy}")

    def update(self, **kwargs: Any) -> NoReturn:
        self._refuse("update", "Use audit.sets.update_with_history(), or save() one row inside an act.")

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        self._refuse("bulk_create", "Use audit.sets.create_with_history().")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        self._refuse("bulk_update", "Use audit.sets.update_with_history().")

    def delete(self) -> NoReturn:
        self._refuse("delete", "Nothing in the ledger is deleted; void it, end it or correct it with a new entry.")

    def _raw_delete(self, using: str | None) -> NoReturn:
        self._refuse("_raw_delete", "Nothing in the ledger is deleted; void it, end it or correct it with a new entry.")

    update.alters_data = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]
    _raw_delete.alters_data = True  # type: ignore[attr-defined]


LedgerManager = models.Manager.from_queryset(LedgerQuerySet, class_name="LedgerManager")


class LedgerModel(models.Model):
    """Base of every tracked table: guarded manager, no deletion. Add ``history = tracked()`` to each."""

    objects = LedgerManager()

    class Meta:
        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise GuardedWrite(
            f"{type(self).__name__} rows are never deleted; void it, end it or correct it with a new entry."
        )


class Act(models.Model):
    """One call of a service: who did what, when, why and through which door, as it stood at that moment."""

    name = models.CharField(_("act"), max_length=100)
    xid = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)
    at = models.DateTimeField(_("at"), db_default=WallClock(), editable=False)
    actor_account_id = models.BigIntegerField()  # 0: the installation itself or nobody signed in; no key, kept for ever
    actor_person_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(_("actor"), max_length=150)
    actor_unit = models.CharField(_("unit"), max_length=200, blank=True)
    actor_role = models.CharField(_("role"), max_length=100, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    address = models.CharField(_("address"), max_length=45, blank=True)
    door = models.CharField(_("door"), max_length=10)

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        indexes = [
            models.Index(fields=["at"], name="audit_act_at"),
            models.Index(fields=["actor_account_id", "at"], name="audit_act_actor"),
            models.Index(fields=["name", "at"], name="audit_act_name"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(door__in=DOORS), name="audit_act_door_known"),
            models.CheckConstraint(condition=~Q(actor_name="") & ~Q(name=""), name="audit_act_named"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class ActReference(models.Model):
    """A row that belongs to the act open when it was written; without an open act the database refuses it."""

    act = models.ForeignKey(
        Act, on_delete=models.PROTECT, related_name="+", db_default=CurrentAct(), editable=False, verbose_name=_("act")
    )

    class Meta:
        abstract = True


class ActHistory(ActReference):
    """Base of every history table, for ``audit.history.tracked``."""

    class Meta:
        abstract = True


class Event(ActReference):
    """Something that changed no ledger row and is worth keeping: a sign-in, a refusal, a download."""

    class Kind(models.TextChoices):
        SIGN_IN = "sign_in", _("sign-in")
        SIGN_IN_LOCKED = "sign_in_locked", _("sign-in locked")
        SIGN_OUT = "sign_out", _("sign-out")
        REFUSED = "refused", _("refused")
        READ = "read", _("read")
        DOWNLOAD = "download", _("download")
        EXPORT = "export", _("export")
        PRINT = "print", _("print")

    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices)
    at = models.DateTimeField(_("at"), db_default=WallClock(), editable=False)
    object_kind = models.CharField(_("object"), max_length=60, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(_("outcome"), max_length=100)  # "ok", "failed", or the code of the refusal
    details = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["kind", "at"], name="audit_event_kind"),
            models.Index(fields=["object_kind", "object_id"], name="audit_event_object"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class TrailRow(models.Model):
    """One row as it was written, with its hash. Written by the database only."""

    act_id = models.BigIntegerField()
    xid = models.BigIntegerField()
    table_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    ordinal = models.IntegerField()  # position within the statement that wrote it, from 1
    payload = models.TextField()  # the row as JSON; times in UTC
    hash = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["xid", "id"], name="audit_trailrow_transaction")]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_id}"


class Block(models.Model):
    """Seal over the rows of one transaction and over the block before. Written by the database only."""

    seq = models.BigIntegerField(primary_key=True)
    act_id = models.BigIntegerField()  # the first act sealed here
    xid = models.BigIntegerField()
    row_count = models.IntegerField()
    first_row = models.BigIntegerField()
    last_row = models.BigIntegerField()
    rows_digest = models.BinaryField()
    previous_hash = models.BinaryField()
    hash = models.BinaryField()
    algorithm = models.CharField(max_length=10)  # "sha256"; another one may follow for new blocks
    sealed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["xid", "last_row"], name="audit_block_transaction")]

    def __str__(self) -> str:
        return str(self.seq)


class Head(models.Model):
    """The last block; one row, locked for the moment of sealing."""

    seq = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="audit_head_single")]

    def __str__(self) -> str:
        return str(self.seq)
