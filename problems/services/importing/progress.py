"""How far a running commit is. It writes one transaction, so nothing of it is in the tables before its end."""

import contextlib
from dataclasses import dataclass

import redis
from django.core.cache import cache

from problems.models import ImportRun

KEEP_SECONDS = 3600


@dataclass(frozen=True)
class Progress:
    """Rows written so far, of how many that are to be written; known rows are none of them."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0


def tell(run_id: int, done: int, total: int) -> None:
    """Say how far the commit is; a cache that does not answer must not stop it."""
    with contextlib.suppress(redis.RedisError):
        cache.set(_key(run_id), (done, total), KEEP_SECONDS)


def forget(run_id: int) -> None:
    """The commit has ended; the run itself says how."""
    with contextlib.suppress(redis.RedisError):
        cache.delete_many([_key(run_id), _tries(run_id)])


def count_try(run_id: int) -> int:
    """How often this commit has been begun; 1 when nobody can count."""
    try:
        cache.add(_tries(run_id), 0, KEEP_SECONDS)
        return cache.incr(_tries(run_id))
    except (redis.RedisError, ValueError):
        return 1


def progress_of(run: ImportRun) -> Progress:
    """How far the run is: from the commit while it works, from the run before and after."""
    known = None
    if run.state == ImportRun.State.COMMITTING:
        with contextlib.suppress(redis.RedisError):
            known = cache.get(_key(run.pk))
    return Progress(*known) if known else Progress(run.rows_done, run.rows_total - run.rows_known)


def _key(run_id: int) -> str:
    return f"import:{run_id}"


def _tries(run_id: int) -> str:
    return f"import:{run_id}:tries"
