"""A server on this machine that speaks Gemini's REST protocol, for the real SDK to talk to.

- server: the protocol, and who was called with what
- answers: what it says: an answer, or one of the ways to have none
- scripts: answers from files, `answers/<problem>/<task>.yaml`, to prompts that hold what `answers/<problem>/match` says

`python -m tests.gemini` runs it by hand, with the scripts; `python -m tests.gemini COMMAND …` for that command alone.
"""
