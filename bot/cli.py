"""The command line ``blueprint-bot``. Commands load what they need when they run."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import click

from bot import assessment_commands, calendar_commands, plan_commands, slack_commands
from bot.arguments import BadInput, LevelName
from bot.settings import Settings

_WIDEST = 96


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="blueprint-bot")
def cli() -> None:
    """Ask the Massachusetts Blueprint for English Learner Success.

    \b
    Example:
      blueprint-bot ask "What should a school leader do about family engagement?"
    """


@cli.command()
@click.argument("question", nargs=-1, required=True)
@click.option(
    "--level",
    type=LevelName(),
    help="Answer for this level unless the question names one: classroom, school, district, "
    "state, or who works there (teacher, principal, superintendent, department).",
)
@click.option(
    "--official", is_flag=True, help="Quote the Department's wording where it was imported."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def ask(question: tuple[str, ...], level: str | None, official: bool, as_json: bool) -> None:
    """Answer QUESTION, every sentence with its source.

    \b
    Example:
      blueprint-bot ask "our moms skip conferences because nobody speaks Portuguese"
      blueprint-bot ask "how do we group newcomers?" --level school --json
    """
    settings = Settings.from_environment()
    engine = _engine(settings)
    answer = engine.answer(" ".join(question), level=level)
    if as_json:
        _print_json(answer.to_json())
        return
    from bot.terminal import answers

    wording = _official_wording(settings) if official else None
    width = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
    click.echo(answers.render(answer, engine.sources, wording, width))


@cli.command()
@click.argument("query")
@click.option(
    "-k",
    "count",
    type=click.IntRange(1, 295),
    default=10,
    show_default=True,
    help="How many items.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def search(query: str, count: int, as_json: bool) -> None:
    """List the items that match QUERY best, covered or not.

    \b
    Example:
      blueprint-bot search "interpreters at conferences" -k 5
    """
    engine = _engine(Settings.from_environment())
    hits = engine.search(query, count)
    if as_json:
        _print_json({"query": query, "hits": [{"id": i, "score": round(s, 6)} for i, s in hits]})
        return
    for item_id, score in hits:
        click.echo(f"{score:8.3f}  {item_id:<42} {engine.title(item_id)}")
    if not hits:
        click.echo("Nothing found.")


@cli.command("eval")
@click.argument("labelled", type=click.Path(path_type=Path))
@click.option(
    "--run", "run_file", type=click.Path(path_type=Path), help="Write a TREC run file here."
)
@click.option(
    "--with-role", is_flag=True, help="Take each question's role as the level the asker chose."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def evaluate(labelled: Path, run_file: Path | None, with_role: bool, as_json: bool) -> None:
    """Measure the answers to the labelled questions in LABELLED (JSON lines).

    \b
    Example:
      blueprint-bot eval tests/golden/dev-a.jsonl --run dev-a.run
    """
    from bot.evaluation import print_table, run_questions
    from content.ids import block_of
    from retrieval import evaluation

    try:
        questions = evaluation.read_labelled(labelled)
    except evaluation.LabelledFileError as error:
        raise BadInput(str(error)) from None
    outcomes = run_questions(_engine(Settings.from_environment()), questions, with_role)
    if run_file is not None:
        lines = evaluation.run_lines(outcomes, tag="blueprint-bot")
        try:
            run_file.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        except OSError as error:
            raise BadInput(f"{run_file} cannot be written: {error.strerror}.") from None
    summary = evaluation.summarise(outcomes, block_of)
    if as_json:
        _print_json(summary)
    else:
        print_table(summary)


@cli.group()
def content() -> None:
    """Check the corpus, or bring in the Department's own wording.

    \b
    Example:
      blueprint-bot content check
    """


@content.command()
@click.option("--fix", is_flag=True, help="Rewrite data files and schemas in canonical form first.")
@click.option(
    "--official",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Directory with the published documents' text, to prove that none of it is copied.",
)
def check(fix: bool, official: Path | None) -> None:
    """Prove the data files sound: ids, references, layout, wording of our own.

    \b
    Example:
      blueprint-bot content check --fix
    """
    from content import check as checking
    from content.errors import ContentError

    beside = Path("../shared/official")
    if official is None and beside.is_dir():
        official = beside
    try:
        if fix:
            checking.fix()
        found = checking.problems(official=official)
    except ContentError as error:
        raise BadInput(str(error)) from None
    for problem in found:
        click.echo(problem, err=True)
    if found:
        raise click.ClickException(f"{len(found)} problems in the data files.")
    compared = f", compared with {official}" if official else ""
    click.echo(f"The data files are sound: 295 items{compared}.")


@content.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
def import_(paths: tuple[Path, ...]) -> None:
    """Read the published documents at PATHS and keep their wording for quotations.

    \b
    Example:
      blueprint-bot content import blueprint.docx leaders.pdf
    """
    from content.errors import ContentError
    from content.official.importing import import_documents

    settings = Settings.from_environment()
    try:
        report = import_documents(paths, settings.data_dir)
    except ContentError as error:
        raise BadInput(str(error)) from None
    except OSError as error:
        raise click.ClickException(
            f"{settings.data_dir} cannot be written: {error.strerror}."
        ) from None
    for document in report.documents:
        click.echo(f"{document.source}: {len(document.texts)} passages")
    for landmark in (landmark for document in report.documents for landmark in document.missing):
        click.echo(f"not found in the text: {landmark}", err=True)
    for item_id in report.unmatched:
        click.echo(f"no passage for {item_id}", err=True)
    click.echo(f"{len(report.matched)} passages stored in {settings.data_dir}.")


for _command in (
    *slack_commands.COMMANDS,
    *assessment_commands.COMMANDS,
    *plan_commands.COMMANDS,
    *calendar_commands.COMMANDS,
):
    cli.add_command(_command)


def _engine(settings: Settings) -> Any:
    from bot.knowledge import open_engine
    from content.errors import ContentError

    try:
        return open_engine(settings)
    except ContentError as error:
        raise click.ClickException(str(error)) from None


def _official_wording(settings: Settings) -> dict[str, str]:
    from content.errors import ContentError
    from content.official import store

    try:
        wording = store.read(settings.data_dir)
    except ContentError as error:
        raise click.ClickException(str(error)) from None
    if not wording:
        raise BadInput(
            "No official wording was imported yet. Download the documents that docs/running.md "
            "lists and run blueprint-bot content import PATH..."
        )
    return wording


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


def main() -> None:
    """Run the command line; anything unforeseen is a sentence, its traceback kept in a file."""
    try:
        cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, BrokenPipeError):
        sys.exit(1)
    except Exception:
        click.echo(f"Error: Something went wrong inside. {_keep_traceback()}", err=True)
        sys.exit(1)


def _keep_traceback() -> str:
    """Keep the traceback being handled in a file, and return a sentence on what to do with it."""
    import traceback

    path = Settings.from_environment().cache_dir / "last-error.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        return "Please report the command that you ran."
    return f"Please report the command that you ran, with the file {path}."


if __name__ == "__main__":
    main()
