"""Servers for the tests of stores: each started on a free port of loopback, in a folder of its own, and stopped."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

_VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 10
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 5
ServerRoot = .
[SPARQL]
ResultSetMaxRows = 10000
"""


@dataclass
class Server:
    """A server that can be killed and started again with what it has on disk."""

    command: list[str]
    folder: Path
    url: str
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def start(self) -> None:
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(self.command, cwd=self.folder, stdout=log, stderr=log)
        for _ in range(600):
            try:
                urllib.request.build_opener(urllib.request.ProxyHandler({})).open(self.url, timeout=5).close()
            except urllib.error.HTTPError:
                return  # it answers
            except OSError:
                assert self.process.poll() is None, (self.folder / "server.log").read_text()
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def oxigraph_command() -> str | None:
    """Give the path of Oxigraph's server, beside the running Python or anywhere."""
    beside = Path(sys.executable).with_name("oxigraph")
    return str(beside) if beside.exists() else shutil.which("oxigraph")


@pytest.fixture(scope="module")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep copies of builds out of the user's own cache."""
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    yield
    patch.undo()


@pytest.fixture(scope="module")
def oxigraph(
    tmp_path_factory: pytest.TempPathFactory, need: Callable[[bool, str], None], own_cache: None
) -> Iterator[Server]:
    command = oxigraph_command()
    need(command is not None, "the Oxigraph server is not installed: pip install oxigraph")
    folder, port = tmp_path_factory.mktemp("oxigraph"), free_port()
    serve = [str(command), "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"]
    server = Server(serve, folder, f"http://127.0.0.1:{port}")
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def virtuoso(
    tmp_path_factory: pytest.TempPathFactory, need: Callable[[bool, str], None], own_cache: None
) -> Iterator[Server]:
    command = shutil.which("virtuoso-t")
    need(command is not None, "Virtuoso is not installed: apt-get install virtuoso-opensource-7-bin")
    folder, port = tmp_path_factory.mktemp("virtuoso"), free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(port=port, sql=free_port()), encoding="utf-8")
    serve = [str(command), "+foreground", "+configfile", "virtuoso.ini"]
    server = Server(serve, folder, f"http://127.0.0.1:{port}/sparql")
    patch = pytest.MonkeyPatch()
    patch.setenv("KG_STORE_USER", "dba")
    patch.setenv("KG_STORE_PASSWORD", "dba")
    server.start()
    yield server
    patch.undo()
    server.kill()


@pytest.fixture(params=["oxigraph", "virtuoso"], scope="module")
def server(request: pytest.FixtureRequest) -> Server:
    """Each server in turn."""
    found: Server = request.getfixturevalue(request.param)
    return found
