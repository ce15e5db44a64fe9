"""Own tokens for programs. Made and revoked from a browser's session only: no token makes another. Source: G8."""

from typing import Any

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from organizations.clock import today
from organizations.credentials import ApiToken
from organizations.errors import NotAllowed
from organizations.signed_in import person
from organizations.tokens import create_token, revoke_token, tokens_of


class TokenInput(serializers.Serializer):
    name = serializers.CharField(max_length=60)
    scope = serializers.ChoiceField(choices=ApiToken.Scope.choices)
    expires_on = serializers.DateField()


class TokenOutput(serializers.ModelSerializer):
    in_force = serializers.SerializerMethodField()

    class Meta:
        model = ApiToken
        fields = read_only_fields = (
            "id", "name", "scope", "hint", "created_on", "expires_on", "revoked_on", "last_used_at", "in_force",
        )  # fmt: skip

    def get_in_force(self, token: ApiToken) -> bool:
        return token.revoked_on is None and token.expires_on >= today()


class NewTokenOutput(TokenOutput):
    """A token just made; the secret is in this answer and nowhere else."""

    token = serializers.CharField(read_only=True)

    class Meta(TokenOutput.Meta):
        fields = read_only_fields = (*TokenOutput.Meta.fields, "token")  # type: ignore[assignment]


def by_session(request: Request) -> Any:
    """The person, where no token speaks for them. Raises NotAllowed."""
    if isinstance(request.auth, ApiToken):
        raise NotAllowed
    return person(request)


class Tokens(APIView):
    @extend_schema(
        operation_id="tokens_list", responses=inline_serializer("TokenPage", {"results": TokenOutput(many=True)})
    )
    def get(self, request: Request) -> Response:
        """Own tokens, without their secrets."""
        return Response({"results": TokenOutput(tokens_of(by_session(request))[:50], many=True).data})

    @extend_schema(operation_id="tokens_create", request=TokenInput, responses={201: NewTokenOutput})
    def post(self, request: Request) -> Response:
        """Make a token for oneself. The secret is shown in this answer only."""
        account = by_session(request)
        body = TokenInput(data=request.data)
        body.is_valid(raise_exception=True)
        made: Any
        made, secret = create_token(actor=account, **body.validated_data)
        made.token = secret
        return Response(NewTokenOutput(made).data, status=201)


class RevokeToken(APIView):
    @extend_schema(operation_id="tokens_revoke", request=None, responses=TokenOutput)
    def post(self, request: Request, pk: int) -> Response:
        """End a token of one's own at once."""
        return Response(TokenOutput(revoke_token(token_id=pk, actor=by_session(request))).data)
