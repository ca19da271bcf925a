"""What was made of something, kept under a hash of all that it was made of: other content is another entry."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha1

from django.core.cache import cache

from judge.caching import lookups

LIFE = 300  # seconds


def kept[T](name: str, sources: Sequence[object], make: Callable[[Iterable[int]], Iterable[T]]) -> list[T]:
    """One piece of each source. `make(indexes)` makes those that aren't kept. The cache is asked once and told once."""
    keys = [f"{name}:{sha1(repr(source).encode()).hexdigest()}" for source in sources]
    found = cache.get_many(keys)
    for key in keys:
        lookups.count(key, hit=key in found)
    missing = [index for index, key in enumerate(keys) if key not in found]
    made = dict(zip((keys[index] for index in missing), make(missing), strict=True))
    if made:
        cache.set_many(made, LIFE)
    return [found[key] if key in found else made[key] for key in keys]
