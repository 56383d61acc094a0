"""A client in TypeScript and one in Java, generated from the schema, compile as strictly as can be asked and work.

What an integrator writes with each stands in languages/. Goes before the made up requests, as test_client.py does.
"""

import importlib.util
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest
from portal import Portal

from conftest import PATIENCE_SECONDS, TokenOf

WRITTEN = Path(__file__).with_name("languages")
INSTALLED = Path(__file__).resolve().parents[2] / ".api"
SCHEMA, TYPESCRIPT = INSTALLED / "schema.json", INSTALLED / "typescript"
# beside what lies in the generator's own jar: Debian's libhttpmime-java and libgeronimo-annotation-1.3-spec-java
JARS = [Path("/usr/share/java") / f"{name}.jar" for name in ("httpmime", "httpclient", "httpcore")]
JARS.append(Path("/usr/share/java/geronimo-annotation-1.3-spec.jar"))
HAS_JAVA = shutil.which("javac") is not None and all(jar.exists() for jar in JARS)
GENERATED = "models,apis,supportingFiles,apiTests=false,modelTests=false,apiDocs=false,modelDocs=false"
SECONDS = 1200
ACCOUNT = 5_000_000_017  # more than 32 bits hold


def done(*command: object, cwd: Path, **more: str) -> str:
    ran = subprocess.run(
        [str(each) for each in command],
        cwd=cwd,
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert ran.returncode == 0, f"{ran.stdout}\n{ran.stderr}"
    return ran.stdout


@pytest.fixture(scope="module")
def known(portal: Portal, token_of: TokenOf) -> dict[str, str]:
    """What the programs are told of the portal: of a house, and of a person with a large number."""
    person = {
        "organisation": portal.scene["organisations"]["ТСЖ «Садовая»"],
        "full_name": "Иванова Мария Петровна",
        "messenger_id": ACCOUNT,
    }
    token = token_of("integrator")
    answer = httpx.post(
        f"{portal.url}/api/v1/representatives/",
        json=person,
        headers={"Authorization": f"Bearer {token}"},
        timeout=PATIENCE_SECONDS,
    )
    return {
        "PORTAL": portal.url,
        "TOKEN": token,
        "HOUSE": f"{portal.scene['managed'][4]['house']}",
        "PERSON": f"{answer.raise_for_status().json()['id']}",
        "MESSENGER_ID": f"{ACCOUNT}",
    }


def houses(known: dict[str, str]) -> list[dict[str, Any]]:
    headers = {"Authorization": f"Bearer {known['TOKEN']}"}
    address = f"{known['PORTAL']}/api/v1/houses/?page_size=500"
    found: list[dict[str, Any]] = httpx.get(address, headers=headers, timeout=PATIENCE_SECONDS).json()["results"]
    return found


@pytest.mark.skipif(not TYPESCRIPT.exists(), reason="npm was not there when .api was installed")
def test_typescript(portal: Portal, known: dict[str, str]) -> None:
    for name in ("integrator.ts", "tsconfig.json"):
        shutil.copy(WRITTEN / name, TYPESCRIPT)
    tools = TYPESCRIPT / "node_modules" / ".bin"
    # a field with a default may be left out of a request
    done(tools / "openapi-typescript", SCHEMA, "-o", "portal.d.ts", "--default-non-nullable=false", cwd=TYPESCRIPT)
    done(tools / "tsc", cwd=TYPESCRIPT)
    told = json.loads(done("node", "built/integrator.js", cwd=TYPESCRIPT, **known))
    expected = {"houses": len(houses(known)), "guid": portal.scene["managed"][4]["guid"], "accounts": [ACCOUNT]}
    assert told == {**expected, "refused": ["inn"]}


@pytest.mark.skipif(not HAS_JAVA, reason=f"javac is not there, or one of {', '.join(map(str, JARS))}")
def test_java(portal: Portal, known: dict[str, str], tmp_path: Path) -> None:
    jar = Path(str(importlib.util.find_spec("openapi_generator_cli").origin)).with_name("openapi-generator.jar")
    made_of = "openApiNullable=false,hideGenerationTimestamp=true,annotationLibrary=none,documentationProvider=none"
    how = ["-g", "java", "--library", "native", "--global-property", GENERATED, "--additional-properties", made_of]
    told = done("java", "-jar", jar, "generate", "-i", SCHEMA, "-o", "client", *how, cwd=tmp_path)
    assert "COLLISION" not in told, told  # of two classes of one name the second is all that is left
    sources = [*map(str, tmp_path.rglob("*.java")), str(WRITTEN / "Integrator.java")]
    (tmp_path / "sources").write_text("\n".join(sources), encoding="utf-8")
    classes = os.pathsep.join(map(str, [jar, *JARS, tmp_path / "classes"]))
    how = ["-nowarn", "-proc:none", "-encoding", "UTF-8", "-d", "classes", "-cp", classes]
    done("javac", *how, "@sources", cwd=tmp_path)
    guid, account, status, addresses = done("java", "-cp", classes, "Integrator", cwd=tmp_path, **known).split()
    assert (guid, int(account), status) == (portal.scene["managed"][4]["guid"], ACCOUNT, "422")
    assert int(addresses) >= 0
