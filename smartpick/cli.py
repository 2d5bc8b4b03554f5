"""The `smartpick` command. Bad input ends with exit code 2 and one clear line."""

import argparse
import errno
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn, get_args

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from smartpick import __version__
from smartpick.api import NotRecognised, assess, assess_own_list, score_curve, shipped_engine
from smartpick.assessment import Assessment
from smartpick.build.database import build_database
from smartpick.build.schema import DataFaults, cannot_write, write_dictionary
from smartpick.cohort import CohortRun, RosterFault, read_roster, run_cohort, template_bytes
from smartpick.intake.table import UnreadableFileError
from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.paths import data_folder, database_file
from smartpick.profile import ApplicantProfile, ApplicantType, ProfileFaults, parse_profile
from smartpick.report import PAPERS, report_html, report_pdf
from smartpick.running import CannotServe, port_number, serve
from smartpick.store import StoreError
from smartpick.text.calibration import calibration_record, calibration_text
from smartpick.text.levers import lever_lines, score_reach_sentences
from smartpick.text.list_changes import ProgramNotice, program_notices
from smartpick.text.records import (
    assessment_record,
    assessment_text,
    curve_record,
    curve_text,
    own_list_record,
    own_list_text,
    plan_record,
    plan_text,
)
from smartpick.validation import calibrate, method_error_lines, write_shipped
from smartpick.whatif.levers import exam_is_closed, levers, score_reach
from smartpick.whatif.own_list import NothingToCount

BAD_INPUT = 2


class BadInput(Exception):  # noqa: N818 - a finding about the input, not a failure of ours
    """Input that cannot be used; the message is the one line the person sees."""


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line, as everything else here does."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message}. Try {self.prog} --help.", file=sys.stderr)
        raise SystemExit(BAD_INPUT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        code = int(options.do(options) or 0)
        sys.stdout.flush()
        return code
    except (
        BadInput,
        CannotServe,
        ProfileFaults,
        RosterFault,
        StoreError,
        UnreadableFileError,
        NoPublishedOutcomes,
        NothingToCount,
        NotRecognised,
    ) as error:
        print(f"smartpick: {' '.join(str(error).split())}", file=sys.stderr)
    except DataFaults as error:
        print(f"smartpick: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print(
            "smartpick: Stopped. A cohort run continues where it stopped when you give the command again.",
            file=sys.stderr,
        )
        return 130
    except BrokenPipeError:
        # Whoever reads our output has had enough (`| head`): nothing to say, and nothing more to flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"smartpick: {cannot_write(error)}", file=sys.stderr)
        if error.errno == errno.ENOSPC:
            # Where our own output went to a full disk, what is left of it would fail once more at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return BAD_INPUT


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="smartpick",
        description="What would change if your Step 2 CK were higher, and which applications to send.",
    )
    parser.add_argument("--version", action="version", version=f"smartpick {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="open the dashboard in a browser")
    run.add_argument("--port", type=_port, help="port to serve on (default 8501; the next free one if taken)")
    run.add_argument("--no-browser", action="store_true", help="do not open a browser")
    run.set_defaults(do=_run)

    build = commands.add_parser("build", help="validate data/ and build the database")
    build.add_argument("--dictionary", action="store_true", help="also rewrite data/README.md")
    build.set_defaults(do=_build)

    for name, do, help_ in (
        ("assess", _assess, "tier, chances and ranges of a profile"),
        ("plan", _plan, "the recommended list of applications of a profile"),
    ):
        command = commands.add_parser(name, help=help_)
        command.add_argument("profile", help="JSON file of a profile; - reads standard input")
        _prints_json(command, do)
        if name == "plan":
            command.add_argument(
                "--list",
                metavar="MYLIST",
                help="the list that you have (CSV, XLSX, ODS, or text with one program on each line): "
                "what it gives, what to add or drop",
            )

    report = commands.add_parser("report", help="one page to take along, as PDF or HTML")
    report.add_argument("profile", help="JSON file of a profile; - reads standard input")
    report.add_argument("-o", "--output", required=True, help="file to write, ending in .pdf or .html")
    report.add_argument("--paper", choices=PAPERS, default=PAPERS[0], help="paper of a PDF (default a4)")
    report.add_argument(
        "--step",
        action="append",
        default=[],
        metavar="TEXT",
        help="a next step, in your words; may be repeated",
    )
    report.set_defaults(do=_report)

    curve = commands.add_parser("curve", help="chance of matching by Step 2 CK score")
    curve.add_argument("--specialty", required=True, help='such as "Internal Medicine" or IM')
    curve.add_argument(
        "--applicant-type",
        default="non_us_img",
        type=_applicant_type,
        metavar="TYPE",
        help=f"one of {', '.join(get_args(ApplicantType))}, or usual words for it",
    )
    _prints_json(curve, _curve)

    cohort = commands.add_parser("cohort", help="assess every row of a roster (CSV, XLSX, ODS or Parquet)")
    cohort.add_argument(
        "roster", nargs="?", help="a column for each profile field you know; other columns are kept"
    )
    cohort.add_argument("-o", "--output", help="file to write: .csv, .xlsx or .parquet")
    cohort.add_argument(
        "--match-year",
        type=_whole(2000, 2100, "the year of a Match, such as 2027"),
        metavar="YEAR",
        help="the Match that they apply for, such as 2027: years since graduation are counted to the "
        "autumn before",
    )
    cohort.add_argument(
        "--levers", action="store_true", help="add what would help each most; takes several times as long"
    )
    cohort.add_argument(
        "--keep-names", action="store_true", help="keep columns with names and addresses of people"
    )
    cohort.add_argument(
        "--jobs",
        type=_whole(1, 256, "a number of processes, such as 2"),
        metavar="N",
        help="processes (default: one for each processor)",
    )
    cohort.add_argument(
        "--template", metavar="FILE", help="write an empty roster with every field explained (.xlsx or .csv)"
    )
    cohort.set_defaults(do=_cohort)

    calibration = commands.add_parser("calibrate", help="compare the model with published figures")
    calibration.add_argument("-o", "--output", metavar="FOLDER", help="also write the tables there as CSV")
    _prints_json(calibration, _calibrate)

    sources = commands.add_parser("sources", help="every source behind the numbers")
    _prints_json(sources, _sources)
    return parser


def _prints_json(command: argparse.ArgumentParser, do: Callable[[argparse.Namespace], None]) -> None:
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(do=do)


def _port(text: str) -> int:
    try:
        return port_number(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _applicant_type(text: str) -> str:
    try:
        return ApplicantProfile.from_answers({"applicant_type": text}).applicant_type
    except ProfileFaults as faults:
        raise argparse.ArgumentTypeError(str(faults).rstrip(".")) from None


def _whole(least: int, most: int, what: str) -> Callable[[str], int]:
    """Return what reads a whole number from `least` to `most`; `what` names it in the fault."""

    def read(text: str) -> int:
        if not (text.isdecimal() and len(text) <= len(str(most)) and least <= int(text) <= most):
            raise argparse.ArgumentTypeError(f"'{text}' is not {what}")
        return int(text)

    return read


def _run(options: argparse.Namespace) -> int:
    return serve(options.port, open_browser=not options.no_browser and sys.stdout.isatty())


def _build(options: argparse.Namespace) -> None:
    if options.dictionary:
        write_dictionary(data_folder())

    def progress(table: str, number: int, total: int) -> None:
        print(f"[{number:2d}/{total}] {table}", file=sys.stderr)

    report = build_database(data_folder(), database_file(), progress)
    print(
        f"Built {report.database.name}: {len(report.row_counts)} tables, "
        f"{sum(report.row_counts.values()):,} rows, data {report.data_hash[:12]}, {report.seconds:.1f} s."
    )


def _assess(options: argparse.Namespace) -> None:
    result = assess(_read_profile(options.profile))
    notices = program_notices(result.profile, result.plan, shipped_engine().facts.programs)
    if options.json:
        _print(assessment_record(result, notices))
    else:
        _print(assessment_text(result, *_levers_and_notes(result, notices)))


def _plan(options: argparse.Namespace) -> None:
    if options.list is not None:
        _own_list(options)
        return
    result = assess(_read_profile(options.profile))
    if options.json:
        _print(plan_record(result, shipped_engine()))
    else:
        notices = program_notices(result.profile, result.plan, shipped_engine().facts.programs)
        _print(plan_text(result, *_levers_and_notes(result, notices)))


def _report(options: argparse.Namespace) -> None:
    target = Path(options.output)
    ending = target.suffix.lower()
    if ending not in (".pdf", ".html"):
        raise BadInput(f"{target} must end in .pdf or .html.")
    result, engine = assess(_read_profile(options.profile)), shipped_engine()
    if ending == ".pdf":
        target.write_bytes(report_pdf(result, engine, paper=options.paper, next_steps=options.step))
    else:
        target.write_text(report_html(result, engine, next_steps=options.step), encoding="utf-8")
    print(f"Wrote {target}.")


def _levers_and_notes(result: Assessment, notices: Sequence[ProgramNotice]) -> tuple[list[str], list[str]]:
    """Return what would help, and what else to know of the list, in sentences."""
    engine = shipped_engine()
    reach = score_reach_sentences(score_reach(result, engine))
    notes = [*([" ".join(reach)] if reach else []), *(notice.sentence for notice in notices)]
    return lever_lines(levers(result, engine), exam_is_closed(result, engine)), notes


def _own_list(options: argparse.Namespace) -> None:
    profile, path = _read_profile(options.profile), Path(options.list)
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        raise BadInput(f"There is no file {path}. Give the path of your list.") from None
    content: bytes | str = written
    if path.suffix.lower() in (".txt", ""):
        # The lines of a plain text file need no columns.
        with suppress(UnicodeDecodeError):
            content = written.decode("utf-8-sig")
    result, listed = assess_own_list(profile, content, path.name)
    unused = [
        {
            "row": row.row,
            "place": row.place,
            "text": row.text,
            "reason": row.reason,
            "candidates": [{"program_id": one.program_id, "name": one.label} for one in row.candidates],
        }
        for row in [*listed.undecided, *listed.unused]
    ]
    if options.json:
        _print(own_list_record(result, shipped_engine(), unused))
    else:
        _print(own_list_text(result, shipped_engine(), unused, listed.notes))


def _cohort(options: argparse.Namespace) -> None:
    if options.template:
        template = Path(options.template)
        template.write_bytes(template_bytes(template.suffix.lower()))
        print(f"Wrote {template}. Fill in a row for each applicant; columns you do not need may be deleted.")
        if not options.roster:
            return
    if not options.roster or not options.output:
        missing = "a roster" if not options.roster else "-o/--output, the file to write"
        raise BadInput(f"smartpick cohort needs {missing}; or --template FILE for an empty roster.")
    source, target = Path(options.roster), Path(options.output)
    if source.exists() and target.exists() and source.samefile(target):
        raise BadInput(f"{target} is the roster itself. Name another file, so that the roster is not lost.")
    try:
        content = source.read_bytes()
    except FileNotFoundError:
        raise BadInput(f"There is no file {source}. Give the path of a roster.") from None
    roster = read_roster(
        content, str(source), match_year=options.match_year, keep_names=options.keep_names
    ).clear()
    run = CohortRun(
        roster=roster, content=content, target=target, with_lever=options.levers, jobs=options.jobs
    )
    with _progress_bar() as progress:
        report = run_cohort(run, shipped_engine, progress)
    before = (
        [
            f"{report.resumed} rows were done by an earlier run that was stopped; this run continued from "
            "there."
        ]
        if report.resumed
        else []
    )
    done = f"Assessed {report.rows - report.faulty} of {report.rows} rows; see {target}."
    print(done, *before, *report.notes, sep="\n")
    if report.faulty:
        raise BadInput(
            f"{report.faulty} rows could not be used; the column '{report.fault_column}' says why."
        )


@contextmanager
def _progress_bar() -> Iterator[Callable[[int, int], None]]:
    """Give a function that shows how many of how many rows are done: on a terminal only."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done, rows: None
        return
    columns = (TextColumn("Assessing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("rows", total=None)
        yield lambda done, rows: bar.update(task, completed=done, total=rows)


def _curve(options: argparse.Namespace) -> None:
    curve = score_curve(options.specialty, options.applicant_type)
    record = curve_record(curve, options.specialty, options.applicant_type)
    _print(record if options.json else curve_text(record))


def _calibrate(options: argparse.Namespace) -> None:
    results = calibrate(shipped_engine())
    if options.output:
        write_shipped(results, Path(options.output))
    if options.json:
        _print(calibration_record(results.identities, results.band_summary, results.bands, results.recovery))
    else:
        _print("\n".join([calibration_text(results.identities), "", *method_error_lines(shipped_engine())]))


def _sources(options: argparse.Namespace) -> None:
    table = shipped_engine().facts.sources
    if options.json:
        _print(json.loads(table.to_json(orient="records")))
        return
    for row in table.itertuples():
        print(f"{row.source_id}: {row.title}. {row.publisher}. [{row.trust}]")


def _read_profile(path: str) -> ApplicantProfile:
    try:
        # Bytes, for the terminal's own encoding may let half characters through.
        content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        text = content.decode("utf-8-sig")
    except FileNotFoundError:
        raise BadInput(f"There is no file {path}. Give the path of a profile in JSON.") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path} is not a text file in UTF-8. Save the profile as JSON text.") from None
    return parse_profile(text)


def _print(result: dict[str, Any] | list[Any] | str) -> None:
    text = result if isinstance(result, str) else json.dumps(result, indent=2, ensure_ascii=False)
    try:
        print(text)
    except UnicodeEncodeError:
        # A terminal that is not in Unicode: escapes in JSON, question marks in words.
        coding = sys.stdout.encoding or "ascii"
        print(
            text.encode(coding, "replace").decode(coding)
            if isinstance(result, str)
            else json.dumps(result, indent=2)
        )


if __name__ == "__main__":
    sys.exit(main())
