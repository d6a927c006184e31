"""Settings from the environment, read once, here and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP = "blueprint-bot"


@dataclass(frozen=True)
class Settings:
    """Where things are kept. ``data_dir`` holds what an operator imports and backs up."""

    data_dir: Path
    cache_dir: Path

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; ``environment`` is the process's own unless given."""
        environment = os.environ if environment is None else environment
        data_dir = environment.get("BLUEPRINT_DATA_DIR")
        cache_dir = environment.get("BLUEPRINT_CACHE_DIR")
        return cls(
            data_dir=Path(data_dir) if data_dir else platformdirs.user_data_path(APP),
            cache_dir=Path(cache_dir) if cache_dir else platformdirs.user_cache_path(APP),
        )
