"""Deciding about many chosen rows at once: what is meant is shown first, and done after the confirmation."""

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from supervision import access
from supervision.admin import links
from supervision.admin.decisions import selections
from supervision.admin.decisions.decision import DecisionPage
from supervision.models import Region

MOST_LISTED = 100


class ManyPage(DecisionPage):
    """Of rows kept by `selections`, for those who supervise their region."""

    model: ClassVar[type[Model]]
    template = "admin/supervision/many.html"

    def rows_of(self, request: HttpRequest) -> QuerySet[Any]:
        """Those that the person sees, in the order in which they are listed, with all that the page says of them."""
        raise NotImplementedError

    @property
    def region(self) -> Region:
        raise NotImplementedError

    def subject_of(self, request: HttpRequest, **named: Any) -> tuple[Any, ...]:
        return selections.chosen(request, named["token"], self.rows_of(request))

    def may_decide(self, request: HttpRequest) -> bool:
        return access.can_supervise(request.user, self.region)

    def about(self) -> dict[str, Any]:
        return {"opts": self.model._meta}

    def back(self) -> str:
        return links.list_url(self.model)

    def words(self) -> dict[str, Any]:
        chosen: tuple[Any, ...] = self.subject
        return {"chosen": len(chosen), "listed": [str(row) for row in chosen[:MOST_LISTED]], "region": self.region}

    def carry_out(self, form: Any, shown: Any) -> str:
        done = self.do(form, shown)
        selections.drop(self.request, self.kwargs["token"])
        return done

    def do(self, form: Any, shown: Any) -> str:
        """Inside a transaction; gives the words for "done"."""
        raise NotImplementedError
