"""Which queries cachalot may keep, and under which names: `problem_version:ID:HASH` of the query.

Only rows that never change, those only by their id, and of them only what pages read. Cachalot forgets a table's
entries when the table is written, but a SELECT that runs while another transaction commits is kept as newer than that:
only an answer that no commit can change is safe from it.
"""

import inspect
from hashlib import sha1

from cachalot.utils import UncachableQuery
from django.db.models.lookups import Exact
from django.db.models.sql.compiler import SQLInsertCompiler

FOREVER = {"judge_problemversion": "problem_version"}  # tables whose rows never change; the name of their entries
STAMP = "table:"  # since when what is kept of a table counts


def is_stamp(key: str) -> bool:
    return key.startswith(STAMP)


def stamp_of(using: str, table: str) -> str:
    """CACHALOT_TABLE_KEYGEN."""
    return f"{STAMP}{using}:{table}"


def entry_of(compiler) -> str:
    """CACHALOT_QUERY_KEYGEN. What may not be kept is refused before it costs anything."""
    name = FOREVER.get(compiler.query.get_meta().db_table)
    row = identity(compiler.query) if name and not is_heavy(compiler.query) else None
    if row is None:
        raise UncachableQuery
    sql, _ = compiler.as_sql()
    return f"{name}:{row}:{sha1(f'{compiler.using} {sql}'.encode()).hexdigest()}"


def identity(query) -> int | None:
    """The id, when a row is asked for by it and by nothing else, and nothing of another table comes along."""
    conditions = query.where.children
    if query.select_related or query.annotations or len(query.alias_map) != 1 or len(conditions) != 1:
        return None
    [condition] = conditions
    if query.where.negated or not isinstance(condition, Exact) or not isinstance(condition.rhs, int):
        return None
    return condition.rhs if getattr(condition.lhs, "target", None) is query.get_meta().pk else None


def is_heavy(query) -> bool:
    """It reads what no page needs and jobs read once: of a problem with many tests, megabytes."""
    names, are_left_out = query.deferred_loading
    heavy = set(query.model.FOR_JUDGES)
    return not heavy <= names if are_left_out else bool(heavy & names)


def keep_on_insert() -> None:
    """A new row changes no answer about another one: cachalot would forget all of them at each publication."""
    cautious = SQLInsertCompiler.execute_sql
    plain = inspect.unwrap(cautious)

    def execute_sql(compiler, *args, **kwargs):
        query = compiler.query
        if query.get_meta().db_table not in FOREVER or query.on_conflict is not None:
            return cautious(compiler, *args, **kwargs)
        compiler.connection.raw = False  # for cachalot, which otherwise reads the SQL for what it may write to
        try:
            return plain(compiler, *args, **kwargs)
        finally:
            compiler.connection.raw = True

    SQLInsertCompiler.execute_sql = execute_sql  # type: ignore[assignment,method-assign]
