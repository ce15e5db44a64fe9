"""What the schema of the API says of every operation: how it refuses, and with which codes. Source: G8."""

from typing import Any

REFUSAL = {
    "type": "object",
    "description": "Every refusal, whatever its status. `code` is stable; `message` is a sentence for a person, in the"
    " language asked for by Accept-Language or else of the account.",
    "properties": {
        "code": {"type": "string", "example": "wrong_state"},
        "message": {"type": "string"},
        "errors": {
            "type": "object",
            "description": "With status 422: sentences by field.",
            "additionalProperties": {},
        },
        "version": {"type": "integer", "description": "With `stale`: the present version of the matter."},
        "request_id": {"type": "string", "description": "With status 500: name it when you ask for help."},
    },
    "required": ["code", "message"],
}
ALWAYS = {
    "401": "Not signed in, or a token that does not hold (`not_signed_in`, `token_refused`).",
    "403": "Visible, but not this person's to do (`not_allowed`, `token_reads_only`, `password_must_change`, …).",
    "404": "There is nothing that this person may see (`not_found`); hidden and missing answer alike.",
    "422": "What was sent does not hold (`invalid`); `errors` names the fields.",
    "429": "Too many requests with this token (`too_many`).",
}
FOR_ACTS = {
    "400": "The request cannot be read (`refused`).",
    "415": "The body is of a kind that this address does not take (`refused`).",
    "409": "It does not fit the present state (`wrong_state`, `stale`, `key_used`, …).",
}
REQUEST_ID = {"description": "Ties the answer to log and trail.", "schema": {"type": "string"}}


def with_refusals(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Adds the refusals to each operation; a hook of drf-spectacular."""
    result.setdefault("components", {}).setdefault("schemas", {})["Refusal"] = REFUSAL
    for path in result["paths"].values():
        for method, operation in path.items():
            wanted = ALWAYS if method == "get" else ALWAYS | FOR_ACTS
            for status, description in wanted.items():
                operation["responses"].setdefault(
                    status,
                    {
                        "description": description,
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}},
                    },
                )
            for answer in operation["responses"].values():
                answer.setdefault("headers", {})["X-Request-ID"] = REQUEST_ID
    return result
