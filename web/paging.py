"""Pages of a list, at one statement each: the whole count comes with the rows."""

from functools import cached_property

from django.db.models import Count, Window

from web.http import asked_number

SIZE = 50


class Page:
    def __init__(self, request, rows, size=SIZE):
        self.number = asked_number(request, "page") or 1
        self.query, self.size = request.GET.copy(), size
        self.query.pop("page", None)
        start = (self.number - 1) * size
        self.rows = list(rows.annotate(total=Window(Count("pk")))[start : start + size])

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)

    @property
    def total(self) -> int:
        """Of a page behind the last one nothing is known: it is empty."""
        return self.rows[0].total if self.rows else 0

    @property
    def last(self) -> int:
        return max(-(-self.total // self.size), 1)

    @cached_property
    def earlier(self) -> str:
        return self.link(min(self.number - 1, self.last) if self.rows else 1) if self.number > 1 else ""

    @cached_property
    def later(self) -> str:
        return self.link(self.number + 1) if self.number < self.last else ""

    def link(self, number: int) -> str:
        query = self.query.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"
