"""Reading with a language model: its options, and what is said when it is done."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from kg.claim_file import ClaimFile
    from kg.extract import Document
    from kg.extract.llm import Client, Refusal

__all__ = ["client_of", "model_options", "read_by", "spent"]

Command = TypeVar("Command", bound=Callable[..., Any])


class _Price(click.ParamType[tuple[float, float]]):
    name = "in/out"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, float]:
        """Read two prices per million tokens."""
        try:
            price_in, _, price_out = str(value).partition("/")
            return float(price_in), float(price_out)
        except ValueError:
            self.fail(f"{value!r} is not two prices; write 0.15/0.60, per million tokens in and out", param, ctx)


def model_options(command: Command) -> Command:
    """Add --llm, --base-url and --price: an option, never a need."""
    options = (
        click.option("--llm", metavar="MODEL", help="Read with this language model; the key is in KG_LLM_API_KEY or OPENAI_API_KEY."),
        click.option("--base-url", metavar="URL", help="With --llm: an OpenAI-compatible server, e.g. http://127.0.0.1:11434/v1."),
        click.option("--price", type=_Price(), metavar="IN/OUT", help="With --llm: prices per million tokens, to say what it cost."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def client_of(llm: str | None, base_url: str | None, price: tuple[float, float] | None) -> "Client | None":
    """Give the client of the options, or None when no model is asked for."""
    if llm is None:
        if base_url or price:
            raise click.UsageError("--base-url and --price are for --llm MODEL")
        return None
    from kg.extract.llm import Client, cache_folder

    return Client(llm, base_url=base_url, cache=cache_folder())


def read_by(client: "Client", document: "Document", say: Callable[[str], None]) -> "ClaimFile":
    """Read an article with a model, and say on stderr what it said that was refused."""
    from kg import _terminal
    from kg.extract.llm import read_with

    found = read_with(client, document, say=say)
    for refusal in found.refused:
        _terminal.note(f"{document.file}: refused: {_short(refusal)}")
    return found.file


def spent(client: "Client", price: tuple[float, float] | None) -> str:
    """Say what a model was asked and what it cost."""
    used = client.usage
    asked = f"{client.model}: {used.requests} requests" + (f", {used.retries} retries" if used.retries else "")
    cached = f", {used.cached} answers from the cache" if used.cached else ""
    tokens = f"; {used.tokens_in} tokens in, {used.tokens_out} out"
    return asked + cached + tokens + (f"; cost {used.cost(price):.4f}" if price else "")


def _short(refusal: "Refusal") -> str:
    quote = " ".join(refusal.quote.split())
    return f"«{quote[:80]}{'…' if len(quote) > 80 else ''}»: {refusal.why}"
