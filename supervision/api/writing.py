"""What a view that writes uses beside `idempotency.written`.

class Houses(Writing, Resource):
    write_scope = ApiScope.REGISTER

    @written
    def partial_update(self, request: Request, pk: int) -> Response:
        house = self.row_to_write(self.region_of)     # 404, 403, 412
        asked = self.content_of(HouseAsked)           # 422 that names the fields
        houses.change(house, **asked, by=request.user)
        return self.written_row(house)                # 200 with the ETag
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from supervision import access
from supervision.api import conditions
from supervision.api.problems import Problem
from supervision.models import Region

Row = TypeVar("Row", bound=Model)


class Writing:
    """Mixin of a `Resource`; its methods belong inside `@written`, whose transaction holds the locks."""

    request: Any
    kwargs: dict[str, Any]
    get_queryset: Callable[[], Any]
    get_serializer_context: Callable[[], dict[str, Any]]
    content: Callable[[Any], dict[str, Any]]

    def row_to_write(self, region_of: Callable[[Row], Region] | None, *, key: str = "pk") -> Row:
        """The row of the address, locked until the transaction ends; without `region_of` it is the login's own.

        404 for a stranger, 403 where the login only reads the region, 412 where If-Match names another state.
        """
        rows = self.get_queryset().select_for_update(of=("self",))
        row: Row = get_object_or_404(rows, **{key: self.kwargs[key]})
        if region_of:
            self.need_region(region_of(row))
        conditions.refuse_if_changed(self.request, self.content(row))
        return row

    def need_region(self, region: Region) -> None:
        """403 where the login does not supervise the region."""
        if not access.can_supervise(self.request.user, region):
            raise Problem(403, "forbidden", _("This login reads the region and changes nothing in it."))

    def content_of(self, serializer_class: type[Serializer], **options: Any) -> dict[str, Any]:
        """The request's content as the serializer takes it; 422 for what does not fit, and for names it does not have.

        A name with a typing error left unheeded would look like a change that was made.
        """
        if not isinstance(self.request.data, dict):
            raise ValidationError({"": [_("Send a JSON object.")]})
        asked = serializer_class(data=self.request.data, context=self.get_serializer_context(), **options)
        unknown = sorted(set(self.request.data) - set(asked.fields))
        if unknown:
            raise ValidationError({name: [_("There is no such field.")] for name in unknown})
        asked.is_valid(raise_exception=True)
        valid: dict[str, Any] = asked.validated_data
        return valid

    def written_row(self, row: Model, *, status: int = 200) -> Response:
        """The row as it stands now, read anew, with its ETag; 201 with `Location` for a new one."""
        content = self.content(self.get_queryset().get(pk=row.pk))
        headers = {"ETag": conditions.etag_of(content)}
        if status == 201:
            headers["Location"] = f"{self.request.path}{row.pk}/"
        return Response(content, status=status, headers=headers)
