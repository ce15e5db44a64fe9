"""Who acts in the tests of the trail, and a small ledger row to act on."""

from audit.acts import ActorFacts
from organizations.models import Office

CLERK = ActorFacts(account_id=7, person_id=70, name="李明", unit="滨海市委编办", role="clerk")
CHIEF = ActorFacts(account_id=8, person_id=80, name="王芳", unit="滨海市委编办", role="section_chief")


def an_office(code: str = "T001", name: str = "测试编办", **fields: object) -> Office:
    """An unsaved office."""
    values = {"short_name": name, "level": Office.Level.CITY, "document_mark": "测编办", **fields}
    return Office(code=code, name=name, **values)
