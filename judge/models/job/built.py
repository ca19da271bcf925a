"""UPDATEs that are built once. For Django to build one anew takes a worker longer than for the database to run it."""

from contextlib import contextmanager
from typing import Any

from django.db import connection, models
from django.db.models.sql import UpdateQuery


class Built:
    """An UPDATE of a queryset's rows, with blanks to be filled in each time that it is run."""

    def __init__(self, rows: models.QuerySet, values: dict, returning: bool = False):
        self.model, self.returned = rows.model, rows.model._meta.concrete_fields if returning else ()
        query: Any = rows.query.chain(UpdateQuery)  # as QuerySet.update() goes about it
        query.add_update_fields([(self.model._meta.get_field(name), None, value) for name, value in values.items()])
        compiler = query.get_compiler(connection=connection)
        compiler.returning_fields = self.returned
        self.sql, self.params = compiler.as_sql()
        columns = [field.get_col(self.model._meta.db_table) for field in self.returned]
        self.converters, self.convert = compiler.get_converters(columns), compiler.apply_converters

    def run(self, blanks: dict) -> list | int:
        """The rows as they are now, or how many have changed."""
        with connection.cursor() as cursor:
            with by_the_orm():
                cursor.execute(self.sql, [filled(param, blanks) for param in self.params])
            if not self.returned:
                return cursor.rowcount
            rows = cursor.fetchall()
        names = [field.attname for field in self.returned]
        return [self.model.from_db(connection.alias, names, row) for row in self.convert(rows, self.converters)]


@contextmanager
def by_the_orm():
    """As far as cachalot is concerned, which otherwise reads each statement for the tables that it may write to."""
    noted: Any = connection
    noted.raw = False
    try:
        yield
    finally:
        noted.raw = True


def filled(param, blanks: dict):
    """In the type in which the database's driver wants it."""
    if param not in blanks:
        return param
    value = blanks[param]
    return value if value is None else type(param)(value)
