"""A problem read from a page, a text or a PDF by the AI; its solution is run on the samples before it is believed.

- asked: what somebody brought, and the key under which the same is known
- source: what is read, once it is text; markup, letters, taking, tables, formulas, pdf: how it becomes that
- figures: which images are the statement's; album: they are fetched and put aside; redrawing: a stranger's becomes ours
- reading: what the AI answers, as plain data of bounded size
- placing: pictures that it has left out of its words
- rehearsal: its solution run on its samples
- wording: the statement as the draft has it, and how that looks
- chain: all of it, step by step
- result: what came out; beginning: a draft made of it
"""

from judge.extraction.asked import cached, held, key_of
from judge.extraction.beginning import begin, check
from judge.extraction.chain import Refusal, extracted
from judge.extraction.result import missing, origin, picture, result_of

__all__ = [
    "Refusal",
    "begin",
    "cached",
    "check",
    "extracted",
    "held",
    "key_of",
    "missing",
    "origin",
    "picture",
    "result_of",
]
