"""Write validator, generator, solutions: Gemini writes, the platform runs, people decide.

- beginning: what a draft needs first
- questions, schemas: what the model is asked; constraints: the bounds that it is told
- suite: what it has written by now; taking: what is taken of an answer
- tryout: a suite run, with imagining, probing, generating, killing, searching, agreeing; report: what came of it
- rounds: from one round to the next; pieces: what people are asked about at the end
- accepting: into the draft; placing: where; scripting: its lines; origins: what is from a proposal
- straight: all rounds at once, without jobs
- evaluating, scores, summing: how good the tests are, for packages whose right and wrong solutions are known
"""
