"""What the server says to one call. Each is sent by `send(handler, request)`."""

import json
import time
from dataclasses import dataclass, field
from typing import Any

LIMITS = {429: "RESOURCE_EXHAUSTED", 400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED"}
NAMES = LIMITS | {404: "NOT_FOUND", 500: "INTERNAL", 503: "UNAVAILABLE", 504: "DEADLINE_EXCEEDED"}
PROMPT_TOKENS, OUTPUT_TOKENS = 1000, 200


@dataclass
class Says:
    """An answer: a text, or anything as JSON."""

    data: Any
    finish: str = "STOP"
    after: float = 0  # seconds
    prompt_tokens: int = PROMPT_TOKENS
    output_tokens: int = OUTPUT_TOKENS

    def send(self, handler, request):
        time.sleep(self.after)
        text = self.data if isinstance(self.data, str) else json.dumps(self.data)
        if request.is_stream:
            half = len(text) // 2
            handler.send_events([self.body(text[:half], None), self.body(text[half:], self.finish)])
        else:
            handler.send_json(200, self.body(text, self.finish))

    def body(self, text, finish):
        candidate = {"content": {"role": "model", "parts": [{"text": text}]}, "index": 0}
        return {
            "candidates": [candidate | ({"finishReason": finish} if finish else {})],
            "usageMetadata": usage(self.prompt_tokens, self.output_tokens),
            "modelVersion": "scripted",
            "responseId": "scripted",
        }


def usage(prompt, output):
    return {"promptTokenCount": prompt, "candidatesTokenCount": output, "totalTokenCount": prompt + output}


@dataclass
class Fails:
    """An error in Google's form."""

    code: int
    message: str = "it failed"
    details: list = field(default_factory=list)

    def send(self, handler, request):
        error = {"code": self.code, "message": self.message, "status": NAMES.get(self.code, "UNKNOWN")}
        handler.send_json(self.code, {"error": error | ({"details": self.details} if self.details else {})})


def quota(seconds=None):
    info = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": f"{seconds}s"}] if seconds else []
    return Fails(429, "You exceeded your current quota.", info)


def wrong_key():
    """As Gemini says it: a 400."""
    info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
    return Fails(400, "API key not valid. Please pass a valid API key.", [info])


@dataclass
class Blocks:
    """By the safety filter: the question, or the answer."""

    prompt: bool = True

    def send(self, handler, request):
        used = {"usageMetadata": usage(PROMPT_TOKENS, 0)}
        if self.prompt:
            handler.send_json(200, {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}} | used)
        else:
            handler.send_json(200, {"candidates": [{"finishReason": "SAFETY", "index": 0}]} | used)


def truncated(data):
    return Says(json.dumps(data)[:-10], finish="MAX_TOKENS")


@dataclass
class Raw:
    """Any bytes, with the length that they say they have."""

    data: bytes
    length: int | None = None
    status: int = 200

    def send(self, handler, request):
        handler.send_bytes(self.status, self.data, "application/json", self.length)


@dataclass
class Drips:
    """An answer that never ends: a byte now and then."""

    seconds: float = 60
    every: float = 0.2

    def send(self, handler, request):
        handler.begin(200, "application/json", 10_000_000)
        until = time.monotonic() + self.seconds
        while time.monotonic() < until:
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(self.every)


@dataclass
class HangsUp:
    def send(self, handler, request):
        handler.close_connection = True
        handler.connection.close()
