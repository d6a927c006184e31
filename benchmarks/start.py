"""Measures one `ask` as a whole cold process against ``python -c "import numpy, pydantic"``.

    python -m benchmarks.start [RUNS]

The two take turns, so that a drift of the machine's speed meets both; the first, uncounted run of
`ask` fills the cache. Memory is the largest peak of any `ask` process.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ASK = [
    str(Path(sys.executable).with_name("blueprint-bot")),
    "ask",
    "What should a school leader do about family engagement?",
]
PEER = [sys.executable, "-c", "import numpy, pydantic"]


def seconds(command: list[str]) -> float:
    """Run a command to its end and return how long it took."""
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    """Print both medians, their ratio and the peak memory."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    first = seconds(ASK)
    pairs = [(seconds(ASK), seconds(PEER)) for _ in range(runs)]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    ratio = statistics.median(ask / peer for ask, peer in pairs)
    print(f"first ask (may compile)   {first * 1000:8.0f} ms")
    print(f"ask, median               {statistics.median(a for a, _ in pairs) * 1000:8.0f} ms")
    print(f"import numpy, pydantic    {statistics.median(p for _, p in pairs) * 1000:8.0f} ms")
    print(f"ratio, median of pairs    {ratio:8.2f}")
    print(f"peak memory of an ask     {peak:8.0f} MB")


if __name__ == "__main__":
    main()
