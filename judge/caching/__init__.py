"""The cache: a copy that nothing depends on. One that is away is a miss, never an error.

- backend: Redis that forgives being away
- queries: which queries cachalot may keep, and under which names; cachalot: where it keeps them
- guard: in tests and development, a write to what is kept that no transaction holds
- nearby: what this process has read lately
- pieces: what pages keep by its content
- entries: what lies in it, by name: counted, weighed, dropped by pattern
- lookups: how often something was found
- overview: both of these, for people
- restarts: a database that was restarted is another one
"""
