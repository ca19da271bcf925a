"""What happens to a topic, told to whoever watches.

An event is {"fence": attempt's fence or None, …}. Nothing depends on them: without Redis a page shows the row's state.

- stream: where they are kept, and what was told so far
- publishing: tells them
- hub: hears them, for all pages that a web process keeps open
"""

from judge.events.hub import AWAY, BACK, Hub, Reader, listen
from judge.events.publishing import Publisher, forget, forget_on_commit, publish, publish_on_commit
from judge.events.stream import key, last_id, numbers, so_far

__all__ = [
    "AWAY",
    "BACK",
    "Hub",
    "Publisher",
    "Reader",
    "forget",
    "forget_on_commit",
    "key",
    "last_id",
    "listen",
    "numbers",
    "publish",
    "publish_on_commit",
    "so_far",
]
