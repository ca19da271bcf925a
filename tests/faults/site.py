"""The site as it is served, with a trap between a request's commit and its message."""

from judge.asgi import application
from judge.queue import kinds
from tests.faults import hooks

kinds.send = hooks.around(kinds.send, before="sending")

__all__ = ["application"]
