"""Clients that others' generators make from the schema do the main job against a running server."""

import importlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from annotations.actions.access import make_token
from annotations.models import Claim, Scope
from tests.api.calling import openapi
from tests.make import alice, make_policy

ROOT = Path(settings.BASE_DIR)
NODE_PACKAGES = ROOT / "node_modules"
TEXT = "A bridge for the old harbour\n\nThe bridge cost 12 million euros. It opened in May."


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(openapi()), "utf-8")
    return path


@pytest.fixture
def secret() -> str:
    make_policy()
    return make_token(alice(), by=alice(), scopes=[Scope.READ, Scope.WRITE])[1]


@pytest.fixture
def generated(schema: Path, tmp_path: Path) -> Iterator[ModuleType]:
    """The package that openapi-python-client makes, without a word of warning."""
    (tmp_path / "config.yml").write_text("post_hooks: []\n", "utf-8")
    command = f"generate --path {schema} --output-path {tmp_path}/newsroom_client --meta none"
    command += f" --config {tmp_path}/config.yml --fail-on-warning"
    made = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", *command.split()],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, str(tmp_path))
    yield importlib.import_module("newsroom_client")
    sys.path.remove(str(tmp_path))
    for name in [name for name in sys.modules if name.split(".")[0] == "newsroom_client"]:
        del sys.modules[name]


@pytest.mark.django_db(transaction=True)
def test_a_generated_python_client_brings_an_article_from_import_to_a_published_check(
    generated: ModuleType, live_server: LiveServer, secret: str, settings: Any
) -> None:
    settings.BASE_URL = live_server.url
    client = generated.AuthenticatedClient(base_url=live_server.url, token=secret)
    do = main_job(client)
    assert (do.pulled.state.value, do.pulled.verdict.rating.key) == ("published", "false")
    assert do.pulled.evidence[0].stance.value == "refutes"
    assert do.missing.code == "not_found"
    assert Claim.objects.get().state == "published"


def called(client: Any, name: str, *path: Any, **arguments: Any) -> Any:
    """What the generated function for this operation answers; its body is made from plain values."""
    tag, _, _ = name.partition("_")
    module = importlib.import_module(f"newsroom_client.api.{tag}.{name}")
    return module.sync(*path, client=client, **arguments)


def model(kind: str, /, **values: Any) -> Any:
    return getattr(importlib.import_module("newsroom_client.models"), kind).from_dict(values)


def main_job(client: Any) -> SimpleNamespace:
    article = called(client, "articles_create", body=model("ArticleIn", text=TEXT, publisher="The Courier"))
    quote = {"type": "TextQuoteSelector", "exact": "The bridge cost 12 million euros"}
    target = {"selector": quote}
    claim = called(client, "claims_create", body=model("ClaimIn", article=str(article.uid), target=target))
    source = called(client, "sources_create", body=model("SourceIn", title="Harbour accounts", type="report"))
    evidence = model("EvidenceIn", source=str(source.uid), stance="refutes", locator="7")
    called(client, "claims_evidence_create", claim.uid, body=evidence)
    reading = model("AssessmentIn", rating="false", rationale="It cost 14.1 million.")
    called(client, "claims_assessments_create", claim.uid, body=reading)
    mayor = called(client, "agents_create", body=model("AgentIn", name="The mayor"))
    change = model("ClaimChangeIn", claimant=str(mayor.uid), tags=["bridge"])
    called(client, "claims_partial_update", claim.uid, body=change, if_match="*")
    called(client, "claims_steps_create", claim.uid, body=model("SubmitStepIn", step="submit"))
    explain = model("ExplainStepIn", step="explain", explanation="It cost **14.1 million**.")
    called(client, "claims_steps_create", claim.uid, body=explain)
    called(client, "claims_steps_create", claim.uid, body=model("PublishStepIn", step="publish"))
    [pulled] = called(client, "claims_list", since="0").results
    return SimpleNamespace(pulled=pulled, missing=called(client, "claims_retrieve", source.uid))


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    not (NODE_PACKAGES / "openapi-typescript").is_dir() or not shutil.which("node"),
    reason="openapi-typescript is not there: run `npm install --no-package-lock` beside package.json",
)
def test_a_typescript_client_with_generated_types_does_the_same(
    schema: Path, tmp_path: Path, live_server: LiveServer, secret: str, settings: Any
) -> None:
    settings.BASE_URL = live_server.url
    (tmp_path / "node_modules").symlink_to(NODE_PACKAGES)
    (tmp_path / "package.json").write_text('{"type": "module"}', "utf-8")
    shutil.copy(ROOT / "tests" / "api" / "generated_client.ts", tmp_path / "client.ts")
    node(tmp_path, "node_modules/openapi-typescript/bin/cli.js", str(schema), "-o", "schema.d.ts")
    node(tmp_path, "node_modules/typescript/bin/tsc", *TYPED, "client.ts")
    told = json.loads(node(tmp_path, "client.js", live_server.url, secret))
    assert (told["state"], told["rating"]) == ("published", "false")
    assert told["since"] > "0"


TYPED = (
    "--strict",
    "--skipDefaultLibCheck",
    "--target",
    "es2022",
    "--module",
    "nodenext",
    "--lib",
    "es2022,dom",
)
"""TypeScript's own declarations are taken as they are; ours are looked at."""


def node(folder: Path, *words: str) -> str:
    ended = subprocess.run(["node", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout
