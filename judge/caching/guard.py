"""In tests and development: a write to a table that cachalot keeps, which no transaction holds, is an error.

Cachalot forgets before it writes. In autocommit a reader in between keeps the old row as if it were the new one;
inside `atomic()` it forgets once more when the write can be seen.
"""

import re

from django.conf import settings
from django.db.transaction import TransactionManagementError

WRITE = r"""\b(?:insert\s+(?:or\s+\w+\s+)?into|replace\s+into|update(?:\s+only)?|delete\s+from(?:\s+only)?
    |merge\s+into|truncate(?:\s+table)?|copy)\s+(?:["\w]+\.)?"?({})\b"""


class UnguardedWrite(TransactionManagementError):
    """Nothing was written."""


def guarded(connection) -> None:
    """From now on, each of the connection's statements is looked at, raw SQL too."""
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)


def watch(execute, sql, params, many, context):
    found = written(str(sql))
    if found and not is_held(context["connection"]):
        raise UnguardedWrite(
            f"cachalot keeps {found}: write to it inside transaction.atomic(), or pages may go on showing old rows"
        )
    return execute(sql, params, many, context)


def written(sql: str) -> str | None:
    """The table that cachalot keeps and the statement writes to."""
    found = PATTERN.search(sql)
    return found and found[1]


def is_held(connection) -> bool:
    """By a transaction of the code's own: a test's, around all of it, would hide that there is none."""
    return any(not block._from_testcase for block in connection.atomic_blocks)


PATTERN = re.compile(WRITE.format("|".join(settings.CACHALOT_ONLY_CACHABLE_TABLES)), re.IGNORECASE | re.VERBOSE)
