"""One call through google-genai. Importing this costs 45 MB and a second: `retrying` does, when somebody asks."""

import re
from functools import cache
from typing import Any

import httpx2
from google import genai
from google.genai import errors, types
from pydantic import BaseModel, ValidationError

from judge.gemini.bounded import bound
from judge.gemini.errors import (
    AiError,
    BadRequest,
    Blocked,
    Nonsense,
    Overloaded,
    QuotaExhausted,
    TimedOut,
    Truncated,
    Usage,
    WrongKey,
)
from judge.gemini.prompt import Attachment, Prompt, Reply

CUT = (types.FinishReason.MAX_TOKENS,)
LIMITS = {"default", "maxItems", "maxLength", "maximum", "minItems", "minLength", "minimum", "pattern", "title"}
NAMES = ("$defs", "properties")  # what stands in these are names, and no keywords
FINE = (types.FinishReason.STOP, types.FinishReason.FINISH_REASON_UNSPECIFIED, None)
ONCE = types.HttpRetryOptions(attempts=1)  # who tries again is `retrying`
DELAY = re.compile(r"([\d.]+)s")


@cache
def client_of(key: str, base_url: str | None) -> genai.Client:
    hooks = {"event_hooks": {"response": [bound]}}
    options = types.HttpOptions(base_url=base_url or None, client_args=hooks)
    return genai.Client(api_key=key, vertexai=False, http_options=options)


class Echo(BaseModel):
    text: str


def rehearse(key: str, base_url: str) -> None:
    """Once through it with nobody at the other end: what is loaded late, or made once, is there for all forks."""
    if key:
        client_of(key, base_url)  # it reads all certificates; it doesn't connect yet
    said = {"candidates": [{"content": {"role": "model", "parts": [{"text": '{"text": ""}'}]}, "finishReason": "STOP"}]}
    nobody = httpx2.Client(transport=httpx2.MockTransport(lambda request: httpx2.Response(200, json=said)))
    client = genai.Client(api_key="nobody's", vertexai=False, http_options=types.HttpOptions(httpx_client=nobody))
    prompt = Prompt("", "", "", ("",), model="gemini")
    read(asked(client, prompt, Echo, seconds=1), prompt, Echo)


def asked(
    client: genai.Client, prompt: Prompt, schema: type[BaseModel], seconds: float
) -> types.GenerateContentResponse:
    return client.models.generate_content(
        model=prompt.model,
        contents=types.Content(role="user", parts=[part(each) for each in prompt.parts]),
        config=config(prompt, schema, seconds),
    )


def call[T: BaseModel](key: str, base_url: str, prompt: Prompt, schema: type[T], seconds: float) -> Reply[T]:
    """Raises one of our own errors, with what the call has cost."""
    try:
        answer = asked(client_of(key, base_url), prompt, schema, seconds)
    except errors.APIError as error:
        raise refused(error) from error
    except httpx2.TimeoutException as error:
        raise TimedOut(f"no answer within {seconds:.0f} s") from error
    except httpx2.HTTPError as error:
        raise Overloaded(f"{type(error).__name__}: {error}") from error
    except (ValidationError, ValueError) as error:  # not what the API answers: no JSON, or JSON of another kind
        raise Overloaded(f"no answer of Gemini’s: {type(error).__name__}") from error
    return read(answer, prompt, schema)


def part(given: str | Attachment) -> types.Part:
    if isinstance(given, str):
        return types.Part.from_text(text=given)
    return types.Part.from_bytes(data=given.data, mime_type=given.mime_type)


def config(prompt: Prompt, schema: type[BaseModel], seconds: float) -> types.GenerateContentConfig:
    level = types.ThinkingLevel(prompt.thinking.upper()) if prompt.thinking else None
    return types.GenerateContentConfig(
        system_instruction=prompt.system,
        temperature=prompt.temperature,
        max_output_tokens=prompt.most_output,
        seed=prompt.seed,
        response_mime_type="application/json",
        response_schema=shape(schema.model_json_schema()),
        thinking_config=types.ThinkingConfig(thinking_level=level) if level else None,
        automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
        http_options=types.HttpOptions(timeout=max(1, round(seconds * 1000)), retry_options=ONCE),
    )


def shape(schema: Any) -> Any:
    """Without limits: where they add up to too much, Gemini answers 400 and doesn't say why."""
    if isinstance(schema, list):
        return [shape(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    named = {key: {name: shape(each) for name, each in schema[key].items()} for key in NAMES if key in schema}
    return {key: shape(value) for key, value in schema.items() if key not in LIMITS} | named


def read[T: BaseModel](answer: types.GenerateContentResponse, prompt: Prompt, schema: type[T]) -> Reply[T]:
    usage = usage_of(answer)
    feedback = answer.prompt_feedback
    if feedback and feedback.block_reason:
        raise Blocked(f"the prompt was blocked: {feedback.block_reason.value}", usage)
    if not answer.candidates:
        raise Nonsense("an answer without content", usage)
    finish = answer.candidates[0].finish_reason
    if finish in CUT:
        raise Truncated(f"more than {prompt.most_output} tokens", usage)
    if finish not in FINE:
        raise Blocked(f"the answer was blocked: {finish.value if finish else ''}", usage)
    return Reply(
        data=parsed(text_of(answer.candidates[0]), schema, usage),
        model=prompt.model,
        prompt_tokens=usage.prompt_tokens,
        output_tokens=usage.output_tokens,
        finish=finish.value if finish else "",
    )


def text_of(candidate: types.Candidate) -> str:
    parts = (candidate.content and candidate.content.parts) or []
    return "".join(each.text or "" for each in parts if not each.thought)


def parsed[T: BaseModel](text: str, schema: type[T], usage: Usage) -> T:
    try:
        return schema.model_validate_json(text)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:3])
        raise Nonsense(f"not what was asked for: {wrong}", usage) from error


def usage_of(answer: types.GenerateContentResponse) -> Usage:
    said = answer.usage_metadata
    if said is None:
        return Usage()
    return Usage(said.prompt_token_count or 0, (said.candidates_token_count or 0) + (said.thoughts_token_count or 0))


def refused(error: errors.APIError) -> AiError:
    """By the status: what it means, and whether there is any point in asking again."""
    words = f"{error.code} {error.status}: {error.message}"[:500]
    if error.code == 429:
        return QuotaExhausted(words, retry_after(error.details))
    if error.code in (401, 403) or "API_KEY_INVALID" in str(error.details):
        return WrongKey(words)
    if error.code in (408, 504):
        return TimedOut(words)
    return Overloaded(words) if error.code >= 500 else BadRequest(words)


def retry_after(details: object) -> float | None:
    """Seconds, from a google.rpc.RetryInfo."""
    said = details.get("error", {}).get("details", []) if isinstance(details, dict) else []
    for each in said:
        if isinstance(each, dict) and (found := DELAY.fullmatch(str(each.get("retryDelay", "")))):
            return float(found[1])
    return None
