"""Who may import whom, read from the imports themselves."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
WIRING = {
    "workshop.settings",
    "workshop.urls",
    "workshop.asgi",
    "workshop.apps",
    "workshop.doors",
    "workshop.preparing",
    "workshop.live.server",
}
WIRING_FOLDERS = ("workshop.demo", "workshop.organizers", "workshop.rehearsal", "workshop.management")


def layer(module):
    """The layer a module belongs to: wiring, export, insights, gallery, fishbowl, live or core."""
    if module in WIRING or module.startswith(WIRING_FOLDERS):
        return "wiring"
    for name in ("export", "insights", "live"):
        if module.startswith(f"workshop.{name}"):
            return name
    return module.split(".")[0] if module.startswith(("gallery", "fishbowl")) else "core"


MAY_IMPORT = {
    "wiring": {"wiring", "export", "insights", "gallery", "fishbowl", "live", "core"},
    "export": {"export", "insights", "gallery", "fishbowl", "core", "live"},
    "insights": {"insights", "gallery", "fishbowl", "core", "live"},
    "gallery": {"gallery", "core", "live"},
    "fishbowl": {"fishbowl", "core", "live"},
    "core": {"core", "live"},
    "live": {"live", "core"},
}


def modules():
    for path in sorted(ROOT.glob("**/*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] in ("workshop", "gallery", "fishbowl") and "migrations" not in parts:
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}


def ours(path):
    return {name for name in imports(path) if name.split(".")[0] in ("workshop", "gallery", "fishbowl")}


def test_layers_import_downwards_only():
    known = {name for name, _path in modules()}
    wrong = [
        f"{name} -> {used}"
        for name, path in modules()
        for used in ours(path) & known
        if layer(used) not in MAY_IMPORT[layer(name)] and not (name.endswith("urls") or used == "workshop.doors")
    ]
    assert wrong == []


def test_models_know_no_actions_and_actions_know_no_requests():
    wrong = []
    for name, path in modules():
        used = set(imports(path))
        if name.endswith(".models") and any(part.endswith((".actions", ".views", ".forms")) for part in used):
            wrong.append(name)
        if name.endswith(".actions") and any(part.startswith(("django.http", "django.shortcuts")) for part in used):
            wrong.append(name)
    assert wrong == []


def test_only_the_live_room_knows_the_channel_layer():
    users = {name for name, path in modules() if any(used.startswith("channels.layers") for used in imports(path))}
    assert {layer(name) for name in users} == {"live"}


def test_nothing_stands_at_the_top_that_does_not_belong_there():
    code = {path.name for path in ROOT.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert code == {"manage.py", "workshop", "gallery", "fishbowl", "tests"}
