"""Ask a model over an OpenAI-compatible interface: retries, what it cost, and a cache by what was asked.

The key comes from the environment (KG_LLM_API_KEY, else OPENAI_API_KEY) and is written nowhere.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kg.errors import MissingExtra, ModelError
from kg.extract.llm.prompt import SCHEMA_VERSION, Answer, prompt_hash, schema
from kg.files import write_text

__all__ = ["Client", "CutOff", "Usage", "cache_folder"]

Messages = list[dict[str, str]]


class Unread(ModelError):
    """One article that the model would not or could not read."""

    about_all = False


class CutOff(Unread):
    """An answer that ends before its end; less text may fit."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What was asked of the model: requests, of which retried; answers out of the cache; tokens in and out."""

    requests: int = 0
    retries: int = 0
    cached: int = 0
    tokens_in: int = 0
    tokens_out: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def cost(self, price: tuple[float, float]) -> float:
        """Give the cost in the currency of `price`, which is per million tokens in and out."""
        return (self.tokens_in * price[0] + self.tokens_out * price[1]) / 1_000_000


@dataclass
class Client:
    """One model behind one address. `usage` adds up over its life."""

    model: str
    base_url: str | None = None
    cache: Path | None = None
    timeout: float = 120.0  # seconds for one answer
    max_retries: int = 4
    usage: Usage = Usage()
    _plain: bool = False

    def ask(self, messages: Messages) -> Answer:
        """Give the answer to some messages, from the cache if they were asked before.

        An answer that is not as it should be is asked for once more, with what is wrong. Raises ModelError, CutOff when the answer
        is cut off, MissingExtra without the package.
        """
        place = self._place(messages)
        if place and place.is_file():
            try:
                found = Answer.model_validate_json(place.read_text(encoding="utf-8"))
                self.usage += Usage(cached=1)
                return found
            except (ValidationError, OSError, UnicodeDecodeError):
                pass  # a spoilt entry is asked for anew
        content = self._complete(messages)
        try:
            answer = _parsed(content)
        except ValidationError as error:
            told = f"That is not the JSON that was asked for: {_first(error)}. Answer with the JSON object alone."
            again = [{"role": "assistant", "content": content}, {"role": "user", "content": told}]
            try:
                answer = _parsed(self._complete([*messages, *again]))
            except ValidationError as second:
                raise Unread(f"{self.model} twice gave no usable JSON: {_first(second)}; try another model") from None
        if place:
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_text(place, answer.model_dump_json())
        return answer

    def _place(self, messages: Messages) -> Path | None:
        asked = json.dumps([self.model, self.base_url, SCHEMA_VERSION, prompt_hash(), messages], ensure_ascii=False)
        return self.cache / f"{hashlib.sha256(asked.encode()).hexdigest()}.json" if self.cache else None

    def _complete(self, messages: Messages) -> str:
        openai = _package()
        create = self._client().chat.completions.with_raw_response.create
        form = {} if self._plain else {"response_format": _FORMAT, "temperature": 0}
        try:
            raw = create(model=self.model, messages=messages, **form)
        except openai.BadRequestError as error:
            if not self._plain:  # some servers know no schemas, some models no temperature; the instructions suffice
                self._plain = True
                return self._complete(messages)
            raise ModelError(f"{self.model} refused the request: {_said(error)}") from None
        except openai.AuthenticationError:
            cure = "set KG_LLM_API_KEY (or OPENAI_API_KEY) to a key that holds there"
            raise ModelError(f"{self._where()} does not accept the key; {cure}") from None
        except openai.APIStatusError as error:
            again = error.status_code in {408, 409, 429} or error.status_code >= 500
            tried = f", asked {self.max_retries + 1} times" if again else ""
            raise ModelError(f"{self._where()} answers {error.status_code}{tried}: {_said(error)}") from None
        except openai.APITimeoutError:
            raise ModelError(
                f"{self._where()} gave no answer in {self.timeout:g} s, asked {self.max_retries + 1} times"
            ) from None
        except openai.APIConnectionError as error:
            raise ModelError(f"{self._where()} cannot be reached: {error.__cause__ or error}") from None
        except openai.OpenAIError as error:
            raise ModelError(f"{self.model}: {error}") from None
        return self._content(raw)

    def _content(self, raw: Any) -> str:
        try:
            answer = raw.parse()
            choice = answer.choices[0]
        except (AttributeError, IndexError, TypeError, ValueError):
            raise ModelError(f"{self._where()} gives no chat completion; is --base-url right, with its /v1?") from None
        used = answer.usage
        self.usage += Usage(
            1, raw.retries_taken, 0, used.prompt_tokens if used else 0, used.completion_tokens if used else 0
        )
        if choice.finish_reason == "length":
            raise CutOff(f"{self.model} stopped before the end of its answer; choose a model with a longer output")
        refusal = getattr(choice.message, "refusal", None)
        if refusal or choice.finish_reason == "content_filter" or not choice.message.content:
            raise Unread(f"{self.model} refused to read this article" + (f": {refusal}" if refusal else ""))
        return str(choice.message.content)

    def _client(self) -> Any:
        key = os.environ.get("KG_LLM_API_KEY") or os.environ.get("OPENAI_API_KEY")
        if not key and not self.base_url:
            raise ModelError(
                "no key for the model; set KG_LLM_API_KEY (or OPENAI_API_KEY), or --base-url to your own server"
            )
        return _package().OpenAI(
            api_key=key or "none", base_url=self.base_url, timeout=self.timeout, max_retries=self.max_retries
        )

    def _where(self) -> str:
        return self.base_url or "the OpenAI interface"


def _package() -> Any:
    """Import what few installations have."""
    try:
        import openai
    except ImportError:
        raise MissingExtra("reading with a language model needs: pip install 'cartel-kg[llm]'") from None
    return openai


def cache_folder() -> Path:
    """Give the folder of cached answers: below XDG_CACHE_HOME, else ~/.cache."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kg" / "llm"


_FORMAT = {"type": "json_schema", "json_schema": {"name": "claims", "schema": schema()}}


def _parsed(content: str) -> Answer:
    """Read an answer, out of a fenced block if the model wrote one. Raises ValidationError."""
    bare = content.strip()
    if bare.startswith("```"):
        bare = bare.partition("\n")[2].rpartition("```")[0]
    return Answer.model_validate_json(bare)


def _first(error: ValidationError) -> str:
    one = error.errors()[0]
    place = ".".join(str(part) for part in one["loc"])
    return f"{place}: {one['msg']}" if place else one["msg"]


def _said(error: Any) -> str:
    """Give one line of what a server said, short, whatever it sent."""
    return " ".join(str(error.message).split())[:200]
