# The daily commands. Everything runs in .venv, which `make install` makes.

PY = .venv/bin/python
FLAGSHIP = "What should a school leader do about family engagement?"

.venv: pyproject.toml constraints.txt
	python3 -m venv .venv
	.venv/bin/pip install --quiet --constraint constraints.txt --editable '.[dev,bench]'
	touch .venv

.PHONY: install ask try test lint format content eval figures fit bench
install: .venv                 ## everything a developer needs
ask: .venv                     ## the main job once
	.venv/bin/blueprint-bot ask $(FLAGSHIP)
try: .venv                     ## the app in a local workspace in the browser
	.venv/bin/blueprint-bot try
test: .venv                    ## every test
	$(PY) -m pytest -n 4
lint: .venv                    ## ruff and mypy, as CI runs them
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
format: .venv                  ## code and data files in canonical form
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .
	.venv/bin/blueprint-bot content check --fix
eval: .venv                    ## measures on the development questions
	for set in tests/golden/*.jsonl; do .venv/bin/blueprint-bot eval $$set; done
fit: .venv                     ## the scope judgement's constants, anew
	$(PY) -m benchmarks.fit_scope tests/golden/*.jsonl
figures: .venv                 ## the figures of the README
	$(PY) -m benchmarks.figures
bench: .venv                   ## index and start, side by side with their peers; Slack under load, teams that rate
	$(PY) -m benchmarks.index
	$(PY) -m benchmarks.start
	$(PY) -m benchmarks.slack_load
	$(PY) -m benchmarks.assessment_load
	$(PY) -m benchmarks.assessment_kills
	$(PY) -m benchmarks.reminder_burst
	$(PY) -m benchmarks.reminder_kills
