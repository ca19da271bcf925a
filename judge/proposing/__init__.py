"""Write validator, generator, solutions: Gemini writes, the platform runs, people decide.

- beginning: what a draft needs first
- questions, schemas: what the model is asked; suite: what is taken of its answers
- tryout: a suite run, with imagining, probing, agreeing, killing; report: what came of it
- rounds: from one round to the next; pieces: what people are asked about at the end
- placing, accepting: into the draft, beside what is there
- straight: all rounds at once, without jobs
- evaluating, scores, summing: how good the tests are, for packages whose right and wrong solutions are known
"""
