"""G10: whatever a program sends within or beside the schema, the API answers as the schema says and never fails.

A small reading of OpenAPI, enough for our own schema: bodies are made from it and answers are held to it.
"""

import re
from typing import Any

import pytest
from django.urls import Resolver404, resolve
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from site_bodies import HEADERS
from site_matrix import ROWS
from site_world import World, fingerprint, undone

SCHEMA: dict[str, Any] = {}
WHO = ("clerk", "unit_clerk", "superior", "auditor", "anonymous")
SKIPPED = {"api_imports", "api_replace_evidence"}  # take a file; their own tests send odd ones


def schema() -> dict[str, Any]:
    if not SCHEMA:
        SCHEMA.update(SchemaGenerator().get_schema(request=None, public=True))
    return SCHEMA


def plain(part: dict[str, Any]) -> dict[str, Any]:
    """The part with its reference followed; of alternatives the first that is not empty."""
    while "$ref" in part or "allOf" in part:
        part = (
            {**schema()["components"]["schemas"][part["$ref"].rsplit("/", 1)[1]], **_rest(part, "$ref")}
            if ("$ref" in part)
            else {**plain(part["allOf"][0]), **_rest(part, "allOf")}
        )
    return part


def _rest(part: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in part.items() if name != key}


ODD = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=12), st.lists(st.integers(), max_size=3))


def values(part: dict[str, Any], depth: int = 0) -> st.SearchStrategy:
    """Values that the part allows, as far as it says."""
    part = plain(part)
    if "oneOf" in part or "anyOf" in part:
        return st.one_of(*(values(one, depth) for one in part.get("oneOf") or part["anyOf"]))
    if "enum" in part:
        return st.sampled_from(part["enum"])
    kind = part.get("type", "string")
    if kind == "object":
        named = part.get("properties", {})
        needed = {name: values(one, depth + 1) for name, one in named.items() if name in part.get("required", ())}
        free = {name: values(one, depth + 1) for name, one in named.items() if name not in part.get("required", ())}
        return st.fixed_dictionaries(needed, optional=free)
    if kind == "array":
        return st.lists(values(part["items"], depth + 1), min_size=part.get("minItems", 0), max_size=3)
    if kind == "integer":
        return st.integers(part.get("minimum", -(10**6)), part.get("maximum", 10**6))
    if kind == "boolean":
        return st.booleans()
    if part.get("format") == "date":
        return st.dates().map(lambda day: day.isoformat())
    return st.text(max_size=min(part.get("maxLength", 40), 40))


def wrong(part: dict[str, Any], value: Any, at: str = "") -> list[str]:
    """Where an answer differs from what the schema says of it."""
    part = plain(part)
    if value is None:
        return [] if part.get("nullable") or not part.get("type") else [f"{at}: null"]
    if "oneOf" in part or "anyOf" in part:
        some = [wrong(one, value, at) for one in part.get("oneOf") or part["anyOf"]]
        return [] if any(not one for one in some) else some[0]
    if "enum" in part and value not in part["enum"]:
        return [f"{at}: {value!r} is no {part['enum'][:4]}"]
    kinds: dict[str, Any] = {
        "object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool,
    }  # fmt: skip
    kind = part.get("type")
    if kind in kinds and not isinstance(value, kinds[kind]):
        return [f"{at}: {type(value).__name__} instead of {kind}"]
    if kind == "array":
        return [line for place, one in enumerate(value) for line in wrong(part["items"], one, f"{at}[{place}]")]
    if kind == "object" and "properties" in part:
        lines = [f"{at}.{name}: missing" for name in part.get("required", ()) if name not in value]
        lines += [f"{at}.{name}: not in the schema" for name in value if name not in part["properties"]]
        named = part["properties"]
        return lines + [one for n, v in value.items() if n in named for one in wrong(named[n], v, f"{at}.{n}")]
    return []


def operations() -> list[tuple[str, str, str]]:
    """(route, method, path) of every operation."""
    found = []
    for path, methods in schema()["paths"].items():
        for method in methods:
            url = re.sub(r"\{[^}]+\}", "1", path)
            try:
                found.append((str(resolve(url).url_name), method.upper(), path))
            except Resolver404:  # pragma: no cover - the schema would name an address that is not ours
                found.append(("?", method.upper(), path))
    return found


OPERATIONS = operations()


def test_the_schema_names_only_addresses_that_there_are() -> None:
    assert [one for one in OPERATIONS if one[0] == "?"] == []
    assert {(route, method) for route, method, _path in OPERATIONS} == {
        (row.route, row.method) for row in ROWS if row.route.startswith("api_") and row.method != "EMPTY"
    } - {("api_schema", "GET")}


def thing_of(route: str, method: str) -> str:
    return next(row.thing for row in ROWS if row.route == route and row.method == method)


def judged(operation: dict[str, Any], answer: Any) -> list[str]:
    code = str(answer.status_code)
    if answer.status_code >= 500:
        return [f"{code}: {answer.content[:300]!r}"]
    if code not in operation["responses"]:
        return [f"{code} is not in the schema: {getattr(answer, 'content', b'')[:200]!r}"]
    described = operation["responses"][code].get("content", {})
    if "application/json" not in described:
        return []
    if not answer["Content-Type"].startswith("application/json"):
        return [] if len(described) > 1 else [f"{code}: {answer['Content-Type']}"]
    return wrong(described["application/json"]["schema"], answer.json(), code)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one[1]} {one[0]}")
def test_answers_are_those_of_the_schema(world: World, operation: tuple[str, str, str]) -> None:
    route, method, path = operation
    if route in SKIPPED:
        return
    described = schema()["paths"][path][method.lower()]
    url = world.url(route, thing_of(route, method))
    body = described.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    bodies = st.one_of(values(body), ODD) if body else st.just({})
    asked = {one["name"]: values(one["schema"]) for one in described.get("parameters", ()) if one["in"] == "query"}
    queries = st.fixed_dictionaries({}, optional=asked) if asked else st.just({})
    found: list[str] = []

    @settings(max_examples=6, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(who=st.sampled_from(WHO), body=bodies, query=queries)
    def tried(who: str, body: Any, query: dict[str, Any]) -> None:
        with undone():
            extra = {"headers": HEADERS.get(route, {})}
            if method == "GET":
                answer = world.visit(who, "GET", url, query, **extra)
            else:
                answer = world.visit(who, "POST", url, body if body is not None else [], **extra)
            if answer.streaming:
                answer.getvalue()
                return
            found.extend(f"{who} {query or body!r}: {line}" for line in judged(described, answer))
            assert answer.status_code != 200 or who != "anonymous"

    before = fingerprint() if method == "GET" else None
    tried()
    assert found == []
    assert before is None or fingerprint() == before
