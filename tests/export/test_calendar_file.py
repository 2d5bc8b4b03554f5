"""The calendar file keeps to RFC 5545: line ends, folding, escapes, stable ids."""

from datetime import UTC, date, datetime

from smartpick.export import CalendarEntry, calendar_bytes

MADE = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


def unfolded(file: bytes) -> list[str]:
    return file.decode().replace("\r\n ", "").split("\r\n")


def test_a_day_with_its_reminders() -> None:
    entry = CalendarEntry(date(2027, 3, 19), "NRMP: Match Day", "Entered by you.")
    lines = unfolded(calendar_bytes([entry], MADE))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART;VALUE=DATE:20270319" in lines
    assert "DTEND;VALUE=DATE:20270320" in lines
    assert "DTSTAMP:20261122T103000Z" in lines
    assert [line for line in lines if line.startswith("TRIGGER")] == ["TRIGGER:-P7D", "TRIGGER:-P1D"]
    assert lines.count("BEGIN:VALARM") == lines.count("END:VALARM") == 2


def test_signs_with_a_meaning_are_escaped() -> None:
    entry = CalendarEntry(date(2027, 1, 1), "a, b; c\\d", "one\r\nBEGIN:VEVENT\ntwo")
    lines = unfolded(calendar_bytes([entry], MADE))
    assert "SUMMARY:a\\, b\\; c\\\\d" in lines
    assert "DESCRIPTION:one\\nBEGIN:VEVENT\\ntwo" in lines
    assert lines.count("BEGIN:VEVENT") == 1


def test_no_line_is_longer_than_75_octets_and_nothing_is_lost() -> None:
    title = "Prüfung für Ärztinnen und Ärzte ☂ " * 8
    file = calendar_bytes([CalendarEntry(date(2027, 1, 1), title, "")], MADE)
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert f"SUMMARY:{title}" in unfolded(file)
    assert b"\n" not in file.replace(b"\r\n", b"")


def test_the_same_day_has_the_same_id_and_another_another() -> None:
    def ids(*days: date) -> list[str]:
        entries = [CalendarEntry(day, "Match Day", "") for day in days]
        return [line for line in unfolded(calendar_bytes(entries, MADE)) if line.startswith("UID:")]

    first, second = ids(date(2027, 3, 19), date(2028, 3, 17))
    assert first != second
    assert ids(date(2027, 3, 19)) == [first]


def test_an_empty_calendar_is_still_one() -> None:
    assert unfolded(calendar_bytes([], MADE))[0] == "BEGIN:VCALENDAR"
