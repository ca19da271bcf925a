"""What the model is asked for. What it answers is a stranger's data: `taking` takes it up, cut and cleaned."""

from typing import Literal

from pydantic import BaseModel, Field

Language = Literal["python3", "cpp"]
Kind = Literal["small", "random", "extreme", "structured", "adversarial", "slow"]


class Program(BaseModel):
    name: str = Field(description="A short file name without its ending: letters, digits, - and _.")
    language: Language
    source: str
    explanation: str = Field(description="One or two plain sentences for the problem’s author.")


class Probe(BaseModel):
    input: str = Field(description="A whole input, with its line ends.")
    valid: bool = Field(description="Whether the constraints allow it.")
    why: str = Field(description="What it is about, in a few words.")


class Validator(BaseModel):
    validator: Program
    probes: list[Probe]


class Wrong(Program):
    verdict: Literal["WA", "TLE", "RTE", "MLE"] = Field(description="What it should get on a test that catches it.")


class Solutions(BaseModel):
    slow: Program
    wrong: list[Wrong]


class Generator(Program):
    kind: Kind
    lines: list[str] = Field(description="Each makes one test: the generator’s name and its arguments.")


class Generators(BaseModel):
    generators: list[Generator]


class Repair(BaseModel):
    """Only what is to be replaced or added; a program takes the place of the one with its name."""

    validator: Program | None = None
    probes: list[Probe] = []
    slow: Program | None = None
    wrong: list[Wrong] = []
    generators: list[Generator] = []
    removed: list[str] = Field(default=[], description="Names of wrong solutions that are right after all.")
