"""Run the platform: the web server and the two clusters of background jobs, as children of one process."""

from __future__ import annotations

import errno
import json
import os
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Self

from tools.house.ground import COULD_NOT, FINE, PYTHON, ROOT, HouseError, environment, openly, quietly, step, tell
from tools.house.ready import RUNTIME, ready
from tools.house.tls import Tls, given, lan_addresses, own, tell_authority

DEMO = ROOT / "var" / "demo"
CAST = "cast.json"
PATIENCE = 10.0  # seconds a child gets to end by itself
WORKERS = ("--workers", "2", "--blocking-threads", "4", "--backpressure", "64")
DOOR = ("--workers", "1", "--blocking-threads", "2", "--backpressure", "32")
START = 60.0  # seconds the server gets to answer


def check_port(host: str, port: int) -> None:
    """Refuse a port that somebody else holds, before anything is set up for it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise HouseError(
                    f"port {port} is in use", f"stop what uses it, or choose another: --port {port + 1}"
                ) from None
            raise HouseError(
                f"cannot listen on {host}:{port}: {error.strerror}", "choose another --host or --port"
            ) from None


def manage(*arguments: str, env: dict[str, str], wrong: str) -> str:
    """Run one of Django's commands and return what it printed."""
    return quietly([PYTHON, "manage.py", *arguments], wrong=wrong, mend="see the lines above", env=env)


@dataclass
class Children:
    """The processes of one running platform: they start together and none outlives the others."""

    env: dict[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    asked_to_stop: bool = False

    def start(self, name: str, *command: str, **more: str) -> None:
        """Start one child in a session of its own, so that a Ctrl-C reaches it only through us; it talks to standard error."""
        self.running[name] = subprocess.Popen(
            [str(PYTHON), *command], cwd=ROOT, env=self.env | more, stdout=sys.stderr, start_new_session=True
        )

    def ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Note the person's wish; the waiting loop acts on it."""
        self.asked_to_stop = True

    def ended(self) -> str | None:
        """Return the name of a child that ended by itself."""
        return next((name for name, child in self.running.items() if child.poll() is not None), None)

    def stop(self) -> None:
        """End all children, gently first."""
        for child in self.running.values():
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + PATIENCE
        for child in self.running.values():
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def start_all(children: Children, host: str, port: int, tls: Tls | None = None, plain_port: int = 0) -> None:
    """Start the web server with two workers and both clusters of jobs; with TLS also a plain door, which only leads to it."""
    counters = Path(children.env.get("WENMING_VAR", ROOT / "var")) / "metrics"
    shutil.rmtree(counters, ignore_errors=True)
    counters.mkdir(parents=True)
    # Both workers count into this folder, so that /metrics adds them up whichever of them answers.
    children.env["PROMETHEUS_MULTIPROC_DIR"] = str(counters)
    application = "wenming.config.wsgi:application"
    server = ["-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning", "--host", host]
    options = tls.options if tls else ()
    children.start("web server", *server, *WORKERS, *options, "--port", str(port), application)
    if tls and plain_port:
        children.start("plain door", *server, *DOOR, "--port", str(plain_port), application)
    children.start("quick jobs", "manage.py", "qcluster")
    # The variable, not qcluster's --name: Django has read the configuration by the time that option is looked at.
    children.start("long jobs", "manage.py", "qcluster", Q_CLUSTER_NAME="long")


def answers(address: str, authority: str = "") -> bool:
    """Whether the server says it is well; with TLS its certificate must be the authority's."""
    trust = ssl.create_default_context(cafile=authority) if authority else None
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=2, context=trust) as reply:  # noqa: S310  our own address
            return reply.status < 300
    except urllib.error.HTTPError:
        return False
    except OSError:
        return False


def wait_until_up(children: Children, address: str, authority: str = "") -> None:
    """Return once the server answers; HouseError when a child ends or nothing answers in time."""
    until = time.monotonic() + START
    while not answers(address, authority):
        ended = children.ended()
        if ended:
            raise HouseError(f"the {ended} ended at once", "see its lines above")
        if time.monotonic() > until:
            raise HouseError(f"{address} does not answer", "see the server's lines above")
        if children.asked_to_stop:
            return
        time.sleep(0.1)


def watch(children: Children) -> int:
    """Wait until the person stops us, or until a child ends, which ends all."""
    while not children.asked_to_stop:
        ended = children.ended()
        if ended:
            tell(f"The {ended} ended unexpectedly; stopping the rest.")
            return COULD_NOT
        time.sleep(0.2)
    tell("Stopping.")
    return FINE


def address_of(host: str, port: int, scheme: str = "http") -> str:
    """Return what to type into a browser."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"{scheme}://{shown}:{port}"


def demo_environment(folder: Path, *hosts: str) -> dict[str, str]:
    """Return the demo's environment: its own folder, SQLite, settings of a rehearsal; SMS go into the log."""
    return environment(
        DJANGO_SETTINGS_MODULE="wenming.config.settings.development",
        WENMING_VAR=folder,
        DATABASE_URL=None,
        WENMING_HOSTS=",".join(["localhost", "127.0.0.1", "[::1]", *map(bracketed, hosts)]),
        WENMING_LOG_LEVEL="WARNING",
        WENMING_SMS=os.environ.get("WENMING_SMS", "log"),
        WENMING_SECRET_KEY=demo_secret(folder),
    )


def demo_unless_named() -> dict[str, str] | None:
    """Return the environment of the demo where there is one and the caller's names no other installation, else None: the caller's own."""
    named = any(os.environ.get(name) for name in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "WENMING_VAR"))
    return None if named or not (DEMO / CAST).exists() else demo_environment(DEMO)


def bracketed(host: str) -> str:
    """Return a host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


def demo_secret(folder: Path) -> str:
    """Return the demo's own signing key, drawn once and kept beside its data: nobody else's demo can forge its sessions."""
    kept = folder / "secret"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return kept.read_text(encoding="utf-8")


def seed(folder: Path, cities: int, env: dict[str, str], canary: str = "") -> dict[str, Any]:
    """Bring the demo's database up to date; fill it when it is new or when another number of cities is asked for."""
    kept = folder / CAST
    (folder / "static").mkdir(parents=True, exist_ok=True)
    with step("database"):
        manage(
            "migrate", "--no-input", "--verbosity", "0", env=env, wrong="the database could not be brought up to date"
        )
    if kept.exists():
        cast = json.loads(kept.read_text(encoding="utf-8"))
        if cast["cities"] == cities and cast.get("canary", "") == canary:
            return cast
    with step(f"demo data: {cities} {'city' if cities == 1 else 'cities'}"):
        wanted = ["--cities", str(cities), *(["--canary", canary] if canary else [])]
        printed = manage("seed_demo", *wanted, env=env, wrong="the demo data could not be made")
    try:
        cast = {"cities": cities, "canary": canary, **json.loads(printed)}
    except ValueError:
        raise HouseError("seed_demo did not print JSON", f"it printed: {printed[:200]!r}") from None
    kept.write_text(json.dumps(cast, ensure_ascii=False, indent=1), encoding="utf-8")
    return cast


def tell_cast(headline: str, cast: dict[str, Any]) -> None:
    """Print where the demo is and who can sign in."""
    print(f"\n{headline}\n")
    for person in cast["cast"]:
        print(f"  {person['username']:20} {person['name']}  {person['role']}  {person['city']}".rstrip())
    print(f"\n  {cast['password']}  is everybody's password.")
    print("\nThe data stays in var/demo; --fresh starts anew.", flush=True)


def demo(
    *,
    host: str,
    port: int,
    fresh: bool,
    serve: bool,
    cities: int,
    canary: str,
    as_json: bool,
    lan: Lan | None = None,
) -> int:
    """Set up, fill and serve a rehearsal city, and beside it one that bears a mark (``canary``); return the exit status."""
    if serve:
        check_port(host, port)
    ready(RUNTIME)
    if fresh and DEMO.exists():
        shutil.rmtree(DEMO)
    env = demo_environment(DEMO, host, *(lan.addresses if lan else ()))
    tls = own(DEMO / "tls", ["127.0.0.1", "localhost", *lan.addresses], port) if lan else None
    env |= tls.variables if tls else {}
    cast = seed(DEMO, cities, env, canary)
    address = address_of(host, port, "https" if tls else "http")
    told = {"address": address if serve else None, **cast, **(lan.told(tls, port) if lan and tls else {})}
    if not serve:
        print(json.dumps(told, ensure_ascii=False)) if as_json else tell_cast("Not served (--no-serve).", cast)
        return FINE
    with Children(env) as children:
        start_all(children, host, port, tls, lan.plain_port if lan else 0)
        wait_until_up(children, address, tls.authority if tls else "")
        if as_json:
            print(json.dumps(told, ensure_ascii=False), flush=True)
        else:
            tell_cast(f"{address}   (Ctrl-C stops it)", cast)
            if lan and tls:
                lan.tell(tls, port)
        return watch(children)


@dataclass(frozen=True)
class Lan:
    """The demo for the machines around: their way here, and the plain door with the install sheet."""

    addresses: list[str]
    plain_port: int

    @classmethod
    def around(cls, port: int, plain_port: int) -> Lan:
        """Return the ways by which others reach this machine."""
        # the demo listens on IPv4; whoever wants the other names --host
        addresses = [one for one in lan_addresses() if ":" not in one]
        if not addresses:
            raise HouseError(
                "this machine has no address that others could reach", "connect it to a network, or leave --lan out"
            )
        return cls(addresses, plain_port or port + 1)

    def told(self, tls: Tls, port: int) -> dict[str, Any]:
        """Return what machines are told."""
        return {
            "addresses": [address_of(one, port, "https") for one in self.addresses],
            "install": address_of(self.addresses[0], self.plain_port) + "/install/",
            "authority": tls.authority,
            "fingerprint": tls.fingerprint,
        }

    def tell(self, tls: Tls, port: int) -> None:
        """Say where others open the demo."""
        told = self.told(tls, port)
        tell("\nFor others in this network:")
        for address in told["addresses"]:
            tell(f"  {address}")
        tell_authority(tls, told["install"])


def serve(*, host: str, port: int, tls: Door | None = None) -> int:
    """Serve a real installation: production settings from the environment, no seed."""
    lacking = [name for name in ("WENMING_SECRET_KEY", "WENMING_HOSTS") if not os.environ.get(name)]
    if lacking:
        raise HouseError(f"{lacking[0]} is not set", "docs/howto/variables.md says what it wants")
    check_port(host, port)
    ready(RUNTIME)
    env = environment(DJANGO_SETTINGS_MODULE="wenming.config.settings.production")
    var = Path(env.get("WENMING_VAR", ROOT / "var"))
    var.mkdir(parents=True, exist_ok=True)
    held = tls.held(var / "tls", port) if tls else None
    env |= held.variables if held else {}
    with step("database and static files"):
        manage(
            "migrate", "--no-input", "--verbosity", "0", env=env, wrong="the database could not be brought up to date"
        )
        manage(
            "collectstatic", "--no-input", "--verbosity", "0", env=env, wrong="the static files could not be collected"
        )
    with Children(env) as children:
        start_all(children, host, port, held, tls.plain_port if tls else 0)
        if held is None:
            tell(f"Serving on {address_of(host, port)}, behind the proxy that holds TLS. SIGTERM or Ctrl-C stops it.")
        else:
            tell(f"Serving on {address_of(host, port, 'https')}. SIGTERM or Ctrl-C stops it.")
            if held.authority:
                tell_authority(held, "/install/ of every address")
        return watch(children)


@dataclass(frozen=True)
class Door:
    """TLS in our own hands: a certificate and its key, or "" for one of our own authority; ``plain_port`` 0 = no plain door."""

    certificate: str
    key: str
    plain_port: int

    def held(self, folder: Path, port: int) -> Tls:
        """Return the certificate: the given one, or one for the hosts of the installation and the addresses of this machine."""
        if self.plain_port:
            check_port("0.0.0.0", self.plain_port)  # noqa: S104  whatever the host, the port must be free
        hosts = [one.strip().strip("[]") for one in os.environ["WENMING_HOSTS"].split(",") if one.strip()]
        named = [one for one in hosts if not one.startswith((".", "*"))]
        return given(self.certificate, self.key, port) or own(
            folder, ["127.0.0.1", "localhost", *named, *lan_addresses()], port
        )


def shot(out: Path) -> int:
    """Start a fresh demo in a folder of its own and let tools/shot.py photograph its pages."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = ROOT / "var" / "shot"
    if folder.exists():
        shutil.rmtree(folder)
    env = demo_environment(folder)
    seed(folder, 1, env)
    with Children(env) as children:
        address = address_of("127.0.0.1", port)
        start_all(children, "127.0.0.1", port)
        wait_until_up(children, address)
        return openly([PYTHON, "tools/shot.py", address, folder / CAST, "--out", out], env=env)
