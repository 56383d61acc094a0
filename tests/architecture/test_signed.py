"""What is signed or hashed with the installation's key names nothing that a sequence may give out twice.

A restored database gives out again the numbers of rows that were made after the backup: what was signed over such a
number then belongs to another row. So every place that signs stands here, with what it signs and why that names one
thing for ever. A NEW ONE? Sign a hash of a secret that the row has; then add the line.
"""

import ast
from collections.abc import Iterator

from tests.architecture.source import modules

SIGNING = {"dumps", "sign_object", "salted_hmac", "set_signed_cookie"}
OF = {"signing", "Signer", "TimestampSigner"}
NUMBERS = {"pk", "id"}

SIGNED = {
    ("supervision.dialogs.answering", "sign"): "the hash of the invitation's secret, and an account of the messenger",
    ("supervision.company_page.coming", "post"): "the hash of the link's token",
    ("supervision.actions.company_links", "hash_of_code"): "the hash of the link's token, and the code",
    ("supervision.actions.invited", "hash_of_code"): "a region and a code, compared with rows that hold the same",
    ("supervision.linking.subscriptions", "secret_of"): "a region, and the random seed of its token",
    ("supervision.outgoing.signing", "_key"): "the random salt of the endpoint",
    (
        "supervision.outgoing.export_lines",
        "write_cursor",
    ): "the number of the cluster, which refuses places of another one",
    ("supervision.signin.devices", "note"): "hashes of logins with their passwords, as sessions have them",
    ("supervision.api.pagination", "_link"): "where a page of a list begins: rows are asked for with one's own rights",
    ("supervision.admin.decisions.signed_values", "signed"): "what a page showed, compared with what stands there now",
}


def signers() -> Iterator[tuple[str, str, ast.Call]]:
    for module in modules():
        for function in ast.walk(module.tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and _signs(call):
                    yield module.name, function.name, call


def _signs(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id in SIGNING
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in SIGNING:
        return False
    return call.func.attr != "dumps" or (isinstance(call.func.value, ast.Name) and call.func.value.id in OF)


def test_whatever_is_signed_is_said_to_name_one_thing_for_ever() -> None:
    assert {(module, function) for module, function, _call in signers()} == set(SIGNED)


def test_no_number_of_a_row_is_signed() -> None:
    numbers = [
        f"{module}.{function}: {ast.unparse(call)}"
        for module, function, call in signers()
        for part in ast.walk(call)
        if isinstance(part, ast.Attribute) and part.attr in NUMBERS
    ]
    assert numbers == []


def test_what_stays_in_a_browser_is_what_the_table_of_threats_says() -> None:
    """Beside the framework's own cookies: that a device is known, and the page of a company."""
    setting = {
        module.name
        for module in modules()
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Attribute) and call.attr in {"set_cookie", "set_signed_cookie"}
    }
    assert setting == {"supervision.signin.devices", "supervision.company_page.coming"}
