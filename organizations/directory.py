"""Reads of the administrators: accounts with their posts, and the bodies a post can be held in. Source: A6."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from organizations import policies
from organizations.accounts import posts_against
from organizations.clock import today
from organizations.errors import Invalid, NotFound
from organizations.models import Account, Appointment, Handover, Office, Partner, Unit, in_force
from organizations.scope import Standing, standing_of

POST = ("office", "section", "unit", "partner")


def account_list(*, viewer: Account, text: str = "") -> QuerySet[Account]:
    """Accounts the administrator looks after, by name of the person.

    Raises: NotFound for people who look after nobody.
    """
    if not policies.administered_offices(standing_of(viewer)):
        raise NotFound
    rows = policies.accounts_visible_to(viewer).select_related("person").order_by("person__name", "pk")
    text = text.replace("\0", "").strip()[:60]
    if text:
        rows = rows.filter(Q(person__name__icontains=text) | Q(username__icontains=text))
    return rows


def successors_of(*, viewer: Account, post: Appointment) -> QuerySet[Account]:
    """Accounts to which a post can be handed over.

    Left out are the holder, the viewer, suspended people, and those whose other post forbids it without an end; one
    that ends is judged by the day of the handover (``accounts.posts_against``).
    """
    barred = posts_against(post.role, date.max).values("person_id")
    rows = account_list(viewer=viewer).exclude(status=Account.Status.SUSPENDED)
    return rows.exclude(person_id__in=[post.person_id, viewer.person_id]).exclude(person_id__in=barred)


def attach_posts(accounts: Iterable[Account]) -> None:
    """Give each account ``posts``: those its person holds today. One query."""
    rows: list[Any] = list(accounts)
    held: dict[int, list[Appointment]] = defaultdict(list)
    posts = Appointment.objects.filter(in_force(today()), person_id__in={one.person_id for one in rows})
    for post in posts.select_related(*POST).order_by("pk"):
        held[post.person_id].append(post)
    for one in rows:
        one.posts = held[one.person_id]


def account_for(*, viewer: Account, account_id: int) -> Any:
    """One account with ``held`` (posts, the newest first, each with ``handover`` in or out). Raises NotFound."""
    found: Any = policies.accounts_visible_to(viewer).select_related("person").filter(pk=account_id).first()
    if found is None:
        raise NotFound
    found.held = list(
        Appointment.objects.filter(person_id=found.person_id)
        .select_related(*POST, "handed_over__taken_up__person", "taken_over__given_up__person")
        .order_by("-since", "-pk")
    )
    offices = policies.administered_offices(standing_of(viewer))
    for post in found.held:
        post.administered = office_id_of(post) in offices
        post.now = post.until is None or post.until >= today()
        post.given = getattr(post, "handed_over", None)
        post.taken = getattr(post, "taken_over", None)
    return found


def post_for(*, viewer: Account, appointment_id: int) -> Appointment:
    """One post of a person the administrator looks after, in an office of theirs. Raises NotFound."""
    standing = standing_of(viewer)
    post = Appointment.objects.select_related("person", *POST).filter(pk=appointment_id).first()
    if post is None or office_id_of(post) not in policies.administered_offices(standing):
        raise NotFound
    return post


def office_id_of(post: Appointment) -> int | None:
    """The office that looks after the body of a post."""
    if post.office_id:
        return post.office_id
    body: Any = post.unit or post.partner
    return body.office_id if body else None


def bodies_of(standing: Standing, of_kind: str) -> list[tuple[str, str]]:
    """Offices, units or partners of the administered offices, as choices ``kind:key``; the kind is that of a role."""
    offices = policies.administered_offices(standing)
    rows: dict[str, QuerySet[Any]] = {
        "office": Office.objects.filter(pk__in=offices).order_by("code"),
        "unit": Unit.objects.filter(office_id__in=offices, valid_until=None).order_by("pinyin", "pk"),
        "partner": Partner.objects.filter(office_id__in=offices).order_by("name", "pk"),
    }
    return [(f"{of_kind}:{one.pk}", one.name) for one in rows[of_kind]]


def body_of(choice: str) -> Any:
    """The office, unit or partner behind ``kind:key``. Raises Invalid."""
    kind, _colon, key = choice.partition(":")
    models: dict[str, Any] = {"office": Office, "unit": Unit, "partner": Partner}
    usable = kind in models and key.isascii() and key.isdecimal() and len(key) < 19
    found = models[kind].objects.filter(pk=int(key)).first() if usable else None
    if found is None:
        raise Invalid(errors={"body": ["?"]})
    return found


def people_to_admit(standing: Standing) -> QuerySet[Account]:
    """New accounts that wait for this security administrator: to be activated, or to be given a first post. A6."""
    if not (policies.may(standing, "account.activate") and policies.may(standing, "post.grant")):
        return Account.objects.none()
    posts = Appointment.objects.filter(person_id=OuterRef("person_id"))
    waiting = Q(status=Account.Status.CREATED) | (Q(status=Account.Status.ACTIVE) & ~Exists(posts))
    rows = policies.accounts_visible_to(standing).filter(waiting).exclude(person_id=standing.person_id)
    return rows.select_related("person").order_by("pk")


def taken_over_by(person_id: int) -> list[Handover]:
    """Posts a person took up from somebody in the last month, the newest first, for their first page."""
    since = today() - timedelta(days=31)
    rows = Handover.objects.filter(taken_up__person_id=person_id, last_day__lt=today(), last_day__gte=since)
    joined = ("given_up__person", "given_up__unit", "given_up__office", "taken_up")
    return list(rows.select_related(*joined).order_by("-last_day", "-pk")[:5])
