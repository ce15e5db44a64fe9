"""``manage.py doctor``: looks at an installation and names what is missing or weak, with what mends it.

Changes nothing. Broken things end it with status 1; warnings do not. Settings that stop the start altogether (a weak
SECRET_KEY, an address without https) never get this far: they say so themselves.
"""

import ctypes
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg
import redis
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from audit import protection
from deadlines.models import CalendarYear
from documents import clamd, upkeep
from documents.models import Scan, StoredFile
from organizations.clock import today
from organizations.models import Account

POSTGRESQL, REDIS, WEASYPRINT = 15, (6, 2), 70
SPACE_BROKEN, SPACE_LOW = 500 * 1024**2, 5 * 1024**3  # bytes
CLOCK_SECONDS = 5
SHOWN = 3


@dataclass(frozen=True)
class Finding:
    level: str  # "ok", "warning" or "broken"
    subject: str
    sentence: str
    remedy: str = ""


def ok(subject: str, sentence: str) -> Finding:
    return Finding("ok", subject, sentence)


def warning(subject: str, sentence: str, remedy: str) -> Finding:
    return Finding("warning", subject, sentence, remedy)


def broken(subject: str, sentence: str, remedy: str) -> Finding:
    return Finding("broken", subject, sentence, remedy)


def database() -> Iterator[Finding]:
    held = connection.settings_dict
    # Not through the pool: it only says that it waited.
    with psycopg.connect(
        host=held["HOST"],
        port=held["PORT"] or None,
        user=held["USER"],
        password=held["PASSWORD"],
        dbname=held["NAME"],
        connect_timeout=5,
    ) as session:
        found = session.info.server_version // 10000
    if found < POSTGRESQL:
        yield broken("database", f"PostgreSQL {found} is too old.", f"Move to PostgreSQL {POSTGRESQL} or newer.")
    else:
        yield ok("database", f"PostgreSQL {found} answers.")


def role() -> Iterator[Finding]:
    remedy = "Set DATABASE_URL to a role that owns nothing, then: manage.py protect"
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user, r.rolsuper, exists(select from pg_class c where c.relowner = r.oid and"
            " c.relnamespace = 'public'::regnamespace) from pg_roles r where r.rolname = current_user"
        )
        name, superuser, owner = cursor.fetchone()
    if superuser:
        yield broken("database role", f"{name} is a superuser and could change the past.", remedy)
    elif owner:
        yield broken("database role", f"{name} owns tables and could switch the protection off.", remedy)
    else:
        yield ok("database role", f"{name} owns nothing and is no superuser.")


def migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _backwards in pending)
        yield broken("migrations", f"Not applied: {names}.", "manage.py migrate")
    else:
        yield ok("migrations", "All are applied.")


def trail_protection() -> Iterator[Finding]:
    missing = protection.missing()
    if missing:
        more = f" And {len(missing) - SHOWN} more." if len(missing) > SHOWN else ""
        yield broken("trail protection", " ".join(map(str, missing[:SHOWN])) + more, "manage.py protect, after migrate")
    else:
        yield ok("trail protection", "Triggers, functions and rights stand as they should.")


def reference() -> Iterator[Finding]:
    from problems.reference import SEEDS

    for model, seeds in SEEDS.items():
        known = set(model.objects.order_by().values_list("code", flat=True))
        missing = [seed[0] for seed in seeds if seed[0] not in known]
        if missing:
            yield broken("reference data", f"{model.__name__} lacks: {', '.join(missing)}.", "manage.py reference_data")
            return
    yield ok("reference data", "Violation types, sources and causes are there.")


def calendar() -> Iterator[Finding]:
    year = today().year
    known = set(CalendarYear.objects.values_list("year", flat=True))
    remedy = "manage.py reference_data, once the package chinesecalendar knows the year."
    if year not in known:
        yield broken("calendar", f"{year} is not loaded: its working days are guesses.", remedy)
    elif year + 1 not in known:
        yield warning("calendar", f"{year + 1} is not loaded; dates in it are provisional.", remedy)
    else:
        yield ok("calendar", f"{year} and {year + 1} are loaded.")


def broker() -> Iterator[Finding]:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=3, socket_timeout=3)
    try:
        info = client.info("server")
        found = info.get("redis_version", "0.0")
        if tuple(map(int, found.split(".")[:2])) < REDIS:
            wanted = ".".join(map(str, REDIS))
            yield broken("redis", f"Version {found} is too old.", f"Move to Redis {wanted} or newer, or to Valkey.")
        else:
            yield ok("redis", f"Version {found} answers.")
        yield from _broker_settings(client)
    finally:
        client.close()


def _broker_settings(client: redis.Redis) -> Iterator[Finding]:
    try:
        held = {**client.config_get("maxmemory-policy"), **client.config_get("appendonly")}
    except redis.ResponseError:
        yield warning(
            "redis", "It does not tell its settings.", "Check that it uses noeviction and appendonly yourself."
        )
        return
    if held.get("maxmemory-policy") != "noeviction":
        policy = held.get("maxmemory-policy")
        yield broken("redis", f"With {policy} it forgets tasks when memory is short.", "maxmemory-policy noeviction")
    if held.get("appendonly") != "yes":
        yield warning(
            "redis", "Tasks on their way are lost when it stops; the sweep finds them later.", "appendonly yes"
        )


def papers() -> Iterator[Finding]:
    found = int(version("weasyprint").split(".")[0])
    if found < WEASYPRINT:
        yield broken("papers", f"WeasyPrint {found} is too old to be confined.", "pip install 'weasyprint>=70'")
    try:
        import weasyprint  # noqa: F401
    except OSError as error:
        yield broken("papers", f"WeasyPrint cannot start: {error}", "apt-get install libpango-1.0-0 libpangoft2-1.0-0")
        return
    from documents.fonts import FILES

    lost = [name for name, path in FILES.items() if not Path(path).is_file()]
    if lost:
        yield broken("papers", f"Fonts are missing: {', '.join(lost)}.", "pip install pylopdf-fonts-zh-cn")
    try:
        ctypes.CDLL("libharfbuzz-subset.so.0")
    except OSError:
        yield warning("papers", "A paper takes 5 s instead of 0.2 s.", "apt-get install libharfbuzz-subset0")
    if not lost and found >= WEASYPRINT:
        yield ok("papers", f"WeasyPrint {version('weasyprint')} and Chinese fonts are there.")


def files() -> Iterator[Finding]:
    folder = Path(settings.FILES_DIR)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        yield broken(
            "files", f"{folder} cannot be written: {error.strerror}.", f"Give this account the folder {folder}."
        )
        return
    free = shutil.disk_usage(folder).free
    words = f"{free // 1024**2} MB are free in {folder}."
    if free < SPACE_BROKEN:
        yield broken("files", words, "Make room, or move DATA_DIR to a larger disk.")
    elif free < SPACE_LOW:
        yield warning("files", words, "Make room, or move DATA_DIR to a larger disk.")
    else:
        yield ok("files", words)


def kept_files() -> Iterator[Finding]:
    lost, left = upkeep.missing(), sum(1 for _path in upkeep.strays())
    infected = StoredFile.objects.filter(scan=Scan.INFECTED).count()
    if lost:
        names = ", ".join(one.sha256[:12] for one in lost[:SHOWN])
        yield broken("kept files", f"{len(lost)} are gone from the disk: {names}.", "manage.py verify_files; restore")
    else:
        yield ok("kept files", "All are on the disk; manage.py verify_files reads their bytes.")
    if left:
        yield warning("kept files", f"{left} have no row.", "manage.py verify_files --remove-strays")
    if infected:
        yield warning("virus scanner", f"{infected} files are infected and held back.", "See their entries.")
    if not settings.FILE_SCANNER:
        yield warning("virus scanner", "None is set, so files are handed out unscanned.", "Set FILE_SCANNER.")
    elif not clamd.ping(settings.FILE_SCANNER):
        yield broken("virus scanner", f"{settings.FILE_SCANNER} does not answer.", "Start clamd; files wait for it.")
    else:
        yield ok("virus scanner", f"{settings.FILE_SCANNER} answers.")


def static_files() -> Iterator[Finding]:
    if settings.DEBUG or (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        yield ok("static files", "Style sheets and scripts are there.")
    else:
        yield broken("static files", "They have not been gathered.", "manage.py collectstatic --noinput")


def secrets() -> Iterator[Finding]:
    key = settings.SECRET_KEY
    if len(key) < 40 or len(set(key)) < 10 or "insecure" in key:
        yield broken("secret key", "It is too weak.", "Set SECRET_KEY to 50 random characters.")
    else:
        yield ok("secret key", "Long and mixed.")


def address() -> Iterator[Finding]:
    if settings.SECURE:
        yield ok("address", f"{settings.PUBLIC_URL} is encrypted.")
    else:
        yield warning(
            "address",
            f"{settings.PUBLIC_URL} is not encrypted and serves this machine only.",
            "Set PUBLIC_URL=https://… for people on other machines.",
        )


def demonstration() -> Iterator[Finding]:
    from demo.people import EVERYBODY

    if settings.DEMO or settings.DEBUG:
        on = " and ".join(
            name for name, set_ in (("LEDGER_DEMO", settings.DEMO), ("LEDGER_DEBUG", settings.DEBUG)) if set_
        )
        yield warning("demonstration", f"{on} is set: this is no production.", "Unset it where people work.")
        return
    names = [one.username for one in EVERYBODY]
    left = Account.objects.filter(username__in=names, status=Account.Status.ACTIVE).count()
    if left:
        yield broken(
            "demonstration",
            f"{left} accounts of the demonstration can sign in.",
            "Start production on an empty database; nothing in the ledger is deleted.",
        )
    else:
        yield ok("demonstration", "Off.")


def clocks() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        apart = abs(cursor.fetchone()[0] - timezone.now())
    if apart > timedelta(seconds=protection.clock_tolerance()):
        yield broken(
            "clock",
            f"Database and this machine differ by {apart.seconds} s, so nothing can be written.",
            "Set both by NTP.",
        )
    elif apart > timedelta(seconds=CLOCK_SECONDS):
        yield warning("clock", f"Database and this machine differ by {apart.seconds} s.", "Set both by NTP.")
    else:
        yield ok("clock", "Database and this machine agree.")


Check = Callable[[], Iterable[Finding]]
# Subject, check, what mends it when the check itself cannot be made; with the database gone, those on it are left out.
ON_DATABASE: tuple[Check, ...] = (
    role,
    migrations,
    trail_protection,
    reference,
    calendar,
    demonstration,
    clocks,
    kept_files,
)
ELSEWHERE: tuple[tuple[Check, str], ...] = (
    (broker, "Start Redis and check REDIS_URL."),
    (papers, "make runtime"),
    (files, "Check DATA_DIR."),
    (static_files, "manage.py collectstatic --noinput"),
    (secrets, "Set SECRET_KEY."),
    (address, "Set PUBLIC_URL."),
)


def examine() -> list[Finding]:
    """Every finding, good ones too."""
    found = _made(database, "Start the database and check DATABASE_URL.")
    if not any(one.level == "broken" for one in found):
        for check in ON_DATABASE:
            found += _made(check, "manage.py migrate")
    for check, remedy in ELSEWHERE:
        found += _made(check, remedy)
    return found


def _made(check: Check, remedy: str) -> list[Finding]:
    """The findings of a check; one that fails is a finding itself."""
    try:
        return list(check())
    except Exception as error:
        first = str(error).strip().splitlines() or [type(error).__name__]
        return [broken(check.__name__.replace("_", " "), first[0], remedy)]


class Command(BaseCommand):
    help = "Names what is missing or weak in this installation, and what mends it. Status 1 when something is broken."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        found = examine()
        if options["format"] == "json":
            self.stdout.write(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
        else:
            for one in found:
                self.stdout.write(f"{one.level:<8} {one.subject}: {one.sentence}")
                if one.remedy:
                    self.stdout.write(f"{'':<8} → {one.remedy}")
        if any(one.level == "broken" for one in found):
            raise SystemExit(1)
