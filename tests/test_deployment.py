"""The app behind its proxy, as plain processes (nginx and two replicas), and the files of `deploy/`."""

import asyncio
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, nullcontext
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import websockets
import websockets.sync.client
import yaml
from browsing import PATIENCE, settled
from serving import CHECKOUT, OURS, Server, free_port, started, wait_for
from visitors import Answer, Visitor, errors_of

from smartpick.web.server import READY, security_headers

DEPLOY = CHECKOUT / "deploy"
# Debian keeps it where only root looks for commands.
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
# Time, status, method, kind, bytes, seconds, replicas and their statuses: nothing of the one who asked.
LOGGED = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00 \d{3} [A-Z]+ (?:page|asset|file|session|upload|app) \d+B "
    r"\d+\.\d{3}s (?P<replicas>-|(?:(?:127\.0\.0\.1:\d+|smartpick)(?:, )?)+) [-\d, ]+"
)
SECRET = "step2_ck_score"


class Cluster(NamedTuple):
    """A proxy and its replicas, by the address that the proxy knows."""

    address: str
    folder: Path
    replicas: dict[str, Server]

    def ask(self, path: str, **headers: str) -> tuple[int, dict[str, str]]:
        """Ask for a path and return status and headers; by then it is in the log.

        That is why something is asked for after it: a connection is served in order.
        """
        connection = HTTPConnection(self.address.removeprefix("http://"), timeout=20)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        connection.request("GET", "/_stcore/metrics")
        connection.getresponse().read()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}

    def logged(self) -> list[str]:
        return (self.folder / "access.log").read_text(encoding="ascii").splitlines()

    def replica_of(self, route: str) -> str:
        """Return where the proxy leads a visitor with this route."""
        assert self.ask("/ready", Cookie=f"smartpick_route={route}")[0] == 200
        found = LOGGED.fullmatch([line for line in self.logged() if " GET page " in line][-1])
        assert found
        return found["replicas"].split(", ")[-1]


def rendered(**values: str) -> str:
    """Return the proxy's configuration with its variables, all of them, replaced."""
    template = (DEPLOY / "nginx.conf.template").read_text(encoding="utf-8")
    return re.sub(r"\$\{SMARTPICK_(\w+)\}", lambda found: values[found[1].lower()], template)


@pytest.fixture(scope="module")
def cluster(shared_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    if NGINX is None:
        pytest.skip("no nginx on this machine")
    folder, port = tmp_path_factory.mktemp("proxy"), free_port()
    app = [sys.executable, "-m", OURS, "run", "dashboard.py", "--server.port", "{port}"]
    with ExitStack() as servers:
        replicas = [servers.enter_context(started(app, "/_stcore/health")) for _ in range(2)]
        for replica in replicas:
            wait_for(f"{replica.address}{READY}")
        known = {replica.address.removeprefix("http://"): replica for replica in replicas}
        configuration = folder / "nginx.conf"
        configuration.write_text(
            rendered(
                listen=f"127.0.0.1:{port}",
                servers=" ".join(f"server {one} max_fails=3;" for one in known),
                resolver="127.0.0.1",
                trusted="127.0.0.1",
                scratch=str(folder),
                access_log=str(folder / "access.log"),
            ),
            encoding="utf-8",
        )
        # Started by root, its workers would be somebody who may not look into the folder.
        alone = "daemon off;" + (" user root;" if os.geteuid() == 0 else "")
        proxy = [NGINX, "-c", str(configuration), "-e", "stderr", "-g", alone]
        subprocess.run([*proxy, "-t", "-q"], check=True, timeout=20)
        yield Cluster(
            servers.enter_context(started(proxy, "/_stcore/health", port=port)).address, folder, known
        )


@pytest.mark.slow
def test_the_proxy_leads_a_visitor_to_one_replica_and_tells_browsers_what_a_page_may_do(
    cluster: Cluster,
) -> None:
    for path in ("/", "/_stcore/health", "/static/favicon.png", "/curves"):
        status, headers = cluster.ask(f"{path}?{SECRET}=231")
        assert status == 200
        assert {name.lower(): value for name, value in security_headers().items()}.items() <= headers.items()
    for closed in ("/_stcore/metrics", "/_stcore/agent/x"):
        status, headers = cluster.ask(closed)
        assert status == 404
        assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
    # Behind whoever ends the encryption, browsers are told to come back encrypted.
    _, headers = cluster.ask("/", **{"X-Forwarded-Proto": "https"})
    assert headers["strict-transport-security"] and headers["set-cookie"].endswith("SameSite=Lax; Secure")

    routes = [f"{number:03x}" for number in range(0, 4096, 256)]
    led = {route: cluster.replica_of(route) for route in routes}
    assert set(led.values()) == set(cluster.replicas)
    assert led == {route: cluster.replica_of(route) for route in routes}
    # A room's code begins with its owner's route, and whoever opens its link goes the same way from then on.
    code = "0a1" + "5" * 6 + ".x"
    _, headers = cluster.ask(f"/?room={code}", Cookie="smartpick_route=fff")
    assert headers["set-cookie"].startswith("smartpick_route=0a1; Path=/; HttpOnly")
    _, headers = cluster.ask("/?room=5555.x", Cookie="smartpick_route=fff")
    assert "set-cookie" not in headers

    # Under its public name, and for nobody else's pages.
    port = cluster.address.rpartition(":")[2]
    for origin, welcome in (("http://smartpick.example.org", True), ("http://elsewhere.example", False)):
        with nullcontext() if welcome else pytest.raises(websockets.InvalidStatus):  # noqa: SIM117
            with websockets.sync.client.connect(
                "ws://smartpick.example.org/_stcore/stream",
                sock=socket.create_connection(("127.0.0.1", int(port))),
                origin=websockets.Origin(origin),
                subprotocols=[websockets.Subprotocol("streamlit")],
            ):
                pass


class Sitting:
    """A visitor who moves the slider again and again, and whose page is opened again where it is lost."""

    def __init__(self, address: str, link: str, route: str) -> None:
        self.address, self.link, self.route = address, link, route
        self.answers: list[Answer] = []
        self.errors: list[str] = []
        self.losses = 0

    async def go_on(self, until: threading.Event) -> None:
        while not until.is_set() and self.losses < 5:
            try:
                async with await Visitor.at(
                    self.address, self.link, f"smartpick_route={self.route}"
                ) as visitor:
                    self.answers.append(await visitor.load())
                    while not until.is_set():
                        self.answers.append(await visitor.move(230 + len(self.answers) % 10))
                        self.link = visitor.link
                        await asyncio.sleep(1)
            except websockets.ConnectionClosed:
                self.losses += 1
            except Exception as error:
                self.errors.append(f"{type(error).__name__}: {error}")
                return


async def _all(sittings: list[Sitting], until: threading.Event) -> None:
    await asyncio.gather(*(sitting.go_on(until) for sitting in sittings))


@pytest.mark.slow
@pytest.mark.browser
def test_when_a_replica_is_killed_its_sessions_go_on_in_the_other_from_their_links(
    cluster: Cluster, chromium: Any
) -> None:
    routes = {cluster.replica_of(route): route for route in (f"{number:03x}" for number in range(64))}
    (lost, route), (_, other) = routes.items()
    context = chromium.new_context()
    context.add_cookies([{"name": "smartpick_route", "value": route, "url": cluster.address}])
    page, sessions, said = context.new_page(), [], []
    page.set_default_timeout(PATIENCE)
    page.on("websocket", lambda session: sessions.append(session))
    page.on("console", lambda message: said.append(message.text))
    # In a thread: Playwright has a loop of its own in this one.
    until = threading.Event()
    sittings = [Sitting(cluster.address, f"v=1&{SECRET}=222&us_letters=4", one) for one in (route, other)]
    with ThreadPoolExecutor(1) as thread:
        going_on = thread.submit(asyncio.run, _all(sittings, until))
        try:
            page.goto(f"{cluster.address}/?v=1&{SECRET}=231")
            settled(page)
            _wait_for(lambda: all(len(one.answers) > 1 or one.errors for one in sittings))
            os.kill(cluster.replicas[lost].process, signal.SIGKILL)
            _wait_for(lambda: len(sessions) > 1, page)
            after = [len(one.answers) for one in sittings]
            settled(page)
            slider = page.locator(".score-slider input")
            assert slider.input_value() == "231"
            slider.press("ArrowRight")
            page.wait_for_url(f"**{SECRET}=232*")
            settled(page)
            answers = page.locator(".score-slider").inner_text()
            assert "232" in answers and "%" in answers
            _wait_for(
                lambda: all(
                    len(one.answers) > before + 1 or one.errors
                    for one, before in zip(sittings, after, strict=True)
                )
            )
        finally:
            until.set()
            going_on.result(60)
    context.close()
    for sitting in sittings:
        assert sitting.errors == [] and errors_of(sitting.answers) == []
        assert sitting.losses == (sitting.route == route)
        assert "us_letters=4" in sitting.link and f"{SECRET}=222" not in sitting.link
    assert not [line for line in said if "Content Security Policy" in line]

    # What was asked for, by whom, and from where, is not written down anywhere on the way.
    assert [line for line in cluster.logged() if not LOGGED.fullmatch(line)] == []
    kept = [file for file in cluster.folder.rglob("*") if file.is_file()]
    assert len(kept) > 3
    assert [file for file in kept if SECRET.encode() in file.read_bytes()] == []


def _wait_for(come: Any, page: Any = None) -> None:
    """Wait until it has come; a page goes on meanwhile."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not come():
        assert time.monotonic() < deadline
        page.wait_for_timeout(50) if page else time.sleep(0.05)


VARIABLES = set(re.findall(r"\$\{(SMARTPICK_\w+)\}", (DEPLOY / "nginx.conf.template").read_text("utf-8")))


def test_compose_runs_the_image_without_rights_and_without_a_way_out() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    app, proxy = compose["services"]["app"], compose["services"]["proxy"]
    for service in (app, proxy):
        assert service["read_only"] and service["tmpfs"] and service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    assert app["networks"] == ["inside"] and compose["networks"]["inside"] == {"internal": True}
    assert (DEPLOY / app["build"]["context"] / app["build"]["dockerfile"]).is_file()
    assert set(proxy["environment"]) >= VARIABLES
    # Each replica by the name that compose gives it.
    port = _port_of_the_image()
    named = re.findall(r"server (\S+):(\d+) max_fails=3 resolve;", proxy["environment"]["SMARTPICK_SERVERS"])
    assert named == [(f"{compose['name']}-app-{number}", port) for number in range(1, 5)]
    assert proxy["ports"][0].endswith(":" + proxy["environment"]["SMARTPICK_LISTEN"])


def _port_of_the_image() -> str:
    """Return the port that the image serves on, and look at the rest of its recipe on the way."""
    recipe = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    last = recipe.rpartition("\nFROM ")[2]
    user = re.search(r"^USER (\d+):\d+$", last, re.MULTILINE)
    port = re.search(r"^EXPOSE (\d+)$", last, re.MULTILINE)
    assert user and int(user[1]) > 0 and port
    assert re.search(rf"^HEALTHCHECK .*127\.0\.0\.1:{port[1]}/_stcore/health", last, re.MULTILINE)
    assert f'"{OURS}", "run", "dashboard.py", "--server.port", "{port[1]}"' in last
    shown = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    for words in re.findall(r"^COPY (?!--from)(.+)$", recipe, re.MULTILINE):
        for source in words.split()[:-1]:
            assert (CHECKOUT / source).exists() and f"!{source}" in shown, source
    return port[1]


def test_the_kubernetes_manifest_holds_together() -> None:
    parts = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8")))
    by_kind: dict[str, dict[str, Any]] = {}
    for part in parts:
        by_kind.setdefault(part["kind"], {})[part["metadata"]["name"]] = part
    pods = {name: one["spec"]["template"] for name, one in by_kind["Deployment"].items()}
    assert set(pods) == {"app", "proxy"}
    for name, pod in pods.items():
        labels, (container,) = pod["metadata"]["labels"], pod["spec"]["containers"]
        chosen = [
            by_kind["Deployment"][name]["spec"]["selector"]["matchLabels"],
            by_kind["Service"][name]["spec"]["selector"],
            by_kind["PodDisruptionBudget"][name]["spec"]["selector"]["matchLabels"],
            pod["spec"]["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"],
        ]
        assert chosen == [labels] * 4
        assert pod["spec"]["securityContext"]["runAsNonRoot"] and pod["spec"]["securityContext"]["runAsUser"]
        assert container["securityContext"] == {
            "readOnlyRootFilesystem": True,
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
        }
        assert {"requests", "limits"} == container["resources"].keys()
        assert {"readinessProbe", "livenessProbe"} <= container.keys()
        assert {mount["name"] for mount in container["volumeMounts"]} == {
            one["name"] for one in pod["spec"]["volumes"]
        }
        assert by_kind["Service"][name]["spec"]["ports"][0]["targetPort"] == container["ports"][0]["name"]
    (app,), (proxy,) = (pods[name]["spec"]["containers"] for name in ("app", "proxy"))
    assert app["ports"][0]["containerPort"] == int(_port_of_the_image())
    assert {entry["name"] for entry in proxy["env"]} >= VARIABLES
    scaled = by_kind["HorizontalPodAutoscaler"]["app"]["spec"]
    assert (
        scaled["scaleTargetRef"]["name"] == "app" and "replicas" not in by_kind["Deployment"]["app"]["spec"]
    )
    policy = by_kind["NetworkPolicy"]["app"]["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"] and "egress" not in policy
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    assert proxy["image"] == compose["services"]["proxy"]["image"]
    kustomization = yaml.safe_load((DEPLOY / "kustomization.yaml").read_text(encoding="utf-8"))
    assert all((DEPLOY / file).is_file() for file in kustomization["resources"])
    (made,) = kustomization["configMapGenerator"]
    assert pods["proxy"]["spec"]["volumes"][0]["configMap"]["name"] == made["name"]
    assert kustomization["images"][0]["name"] == app["image"]
    version = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert kustomization["images"][0]["newTag"] == version


def test_the_proxy_lets_through_what_the_app_takes() -> None:
    config = tomllib.loads((CHECKOUT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    template = (DEPLOY / "nginx.conf.template").read_text(encoding="utf-8")
    most = re.search(r"/_stcore/upload_file/ \{[^}]*client_max_body_size (\d+)m;", template)
    assert most and int(most[1]) > config["server"]["maxUploadSize"]
