"""Build hook: a wheel always holds the stylesheets and fonts, or is not made."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface):
    """Runs ``tools/build_assets.py`` before a wheel or source archive is packed."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the assets; an editable install leaves them to the Makefile."""
        if version == "editable":
            return
        script = Path(self.root) / "tools" / "build_assets.py"
        spec = importlib.util.spec_from_file_location("build_assets", script)
        if spec is None or spec.loader is None:
            raise RuntimeError(f"{script} is missing: the wheel would lack its stylesheets")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.main()
        if not module.up_to_date():
            raise RuntimeError("the stylesheets and fonts of the web pages could not be made")
