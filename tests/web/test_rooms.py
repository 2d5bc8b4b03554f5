"""A room shows one session's answers to others: who gets in, what is passed on, and when it ends."""

import gc
import threading
from collections import deque
from types import SimpleNamespace
from typing import Any

import pytest

from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import NO_EVIDENCE, ProgramEvidence
from smartpick.web import room_part as module
from smartpick.web import tab_storage
from smartpick.web.entered import OwnEvidence
from smartpick.web.room_part import SWITCH, keep_in_step, room_part, worked_out
from smartpick.web.rooms import (
    LONGEST_ABSENCE,
    LONGEST_LIFE,
    MOST_FOLLOWERS,
    MOST_FOLLOWERS_IN_ALL,
    MOST_ROOMS,
    MOST_TRIES,
    MOST_TRIES_IN_ALL,
    TRIES_WITHIN,
    Results,
    RoomError,
    Rooms,
    Shown,
)
from smartpick.web.session import Sitting, sitting


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rooms(clock: Clock) -> Rooms:
    return Rooms(clock=clock)


def show(rooms: Rooms, key: str, score: int = 240, evidence: OwnEvidence | None = None) -> bool:
    profile = ApplicantProfile(step2_ck_score=score)
    return rooms.show(key, Shown(profile=profile, evidence=evidence or OwnEvidence(), page="plan"))


def test_a_follower_sees_what_the_owner_shows_and_nothing_moves_while_nothing_changes(rooms: Rooms) -> None:
    code, key = rooms.open()
    assert show(rooms, key)
    first = rooms.join(code, "a", deque())
    assert (first.profile.step2_ck_score, first.page) == (240, "plan")
    assert show(rooms, key)
    assert rooms.look(code, "a") is first, "the same again is no change"
    assert show(rooms, key, 250)
    second = rooms.look(code, "a")
    assert second is not None and second.number == first.number + 1
    assert second.profile.step2_ck_score == 250
    standing = rooms.standing(key)
    assert standing is not None and standing.followers == 1
    rooms.leave(code, "a")
    assert rooms.look(code, "a") is None, "who left is shown nothing more"
    rooms.close(key)
    assert not show(rooms, key) and len(rooms) == 0
    with pytest.raises(RoomError, match="no room with this code"):
        rooms.join(code, "a", deque())


def test_only_who_joined_with_the_code_is_shown_anything(rooms: Rooms) -> None:
    code, key = rooms.open()
    show(rooms, key)
    assert rooms.look(code, "stranger") is None
    assert not show(rooms, code) and rooms.standing(code) is None, "a code is not the owner's key"
    secret = code.partition(".")[2]
    assert len(secret) >= 22, "128 bits in letters that hold 6 each"
    assert len({rooms.open()[0] for _ in range(40)} | {code}) == 41


def test_nothing_but_the_whole_code_opens_a_room(rooms: Rooms) -> None:
    code, key = rooms.open("0a1")
    show(rooms, key)
    mark, _, secret = code.partition(".")
    for other in ("", mark, f"{mark}.", code[:-1], f"{code}a", secret, f".{secret}", code.swapcase(), key):
        with pytest.raises(RoomError):
            rooms.join(other, "stranger", deque())
    assert rooms.look(code, "stranger") is None
    assert rooms.join(code, "a", deque())


def test_what_is_passed_on_names_no_origin_and_no_free_text(rooms: Rooms) -> None:
    evidence = OwnEvidence()
    known = [ProgramEvidence("1", interview_rate=0.1, takes_j1=True, origin="from Ana.xlsx")]
    evidence.add(known, "non_us_img")
    code, key = rooms.open()
    profile = ApplicantProfile(languages=("Español", "Ana's tongue"))
    rooms.show(key, Shown(profile=profile, assumed=False, evidence=evidence, beside=profile))
    shown = rooms.join(code, "a", deque())
    assert shown.evidence.of_type("non_us_img")["1"] == ProgramEvidence(
        "1", interview_rate=0.1, takes_j1=True, origin=""
    )
    assert shown.profile.languages == ("Spanish", "another language") and not shown.assumed
    assert "Ana" not in repr(shown)
    assert shown.evidence.version == evidence.version, "same figures, same numbers, worked out once"
    evidence.add([ProgramEvidence("2", takes_h1b=True)], "non_us_img")
    assert set(shown.evidence.known) == {"1"}, "what was shown does not change under a follower's hands"


def test_a_tab_that_was_loaded_anew_goes_on_with_its_room(rooms: Rooms) -> None:
    code, key = rooms.open()
    show(rooms, key)
    shown = rooms.join(code, "a", deque())
    again = rooms.take_over(key)
    assert again and again != key and rooms.look(code, "a") is shown
    assert not show(rooms, key, 250), "a copy of the tab cannot show something else"
    assert rooms.take_over(key) is None and rooms.take_over(code) is None
    assert show(rooms, again, 250) and rooms.look(code, "a") is not shown
    rooms.close(again)
    assert rooms.take_over(again) is None and len(rooms) == 0


def test_a_room_ends_in_time(rooms: Rooms, clock: Clock) -> None:
    (code, key), (lonely, gone) = rooms.open(), rooms.open()
    for each in (key, gone):
        show(rooms, each)
    for who, one in (("a", code), ("b", lonely)):
        rooms.join(one, who, deque())
    clock.now += LONGEST_ABSENCE - 1
    assert rooms.standing(key) is not None
    assert rooms.look(lonely, "b") is not None
    clock.now += 1
    assert rooms.look(lonely, "b") is None, "its owner was not seen for ten minutes"
    assert rooms.look(code, "a") is not None
    while clock.now < 1000 + LONGEST_LIFE - 60:
        clock.now += 60
        standing = rooms.standing(key)
        assert standing is not None and standing.minutes_left >= 1
    clock.now += 60
    assert rooms.look(code, "a") is None and rooms.standing(key) is None and len(rooms) == 0


def test_rooms_and_followers_are_limited_and_who_left_makes_room(rooms: Rooms, clock: Clock) -> None:
    code, key = rooms.open()
    for number in range(MOST_FOLLOWERS):
        rooms.join(code, str(number), deque())
    with pytest.raises(RoomError, match="full"):
        rooms.join(code, "one more", deque())
    assert rooms.join(code, "0", deque()), "who is in it may come again"
    clock.now += 200
    rooms.standing(key)
    assert rooms.join(code, "one more", deque())
    others = [rooms.open()[0] for _ in range(MOST_ROOMS - 1)]
    for number in range(MOST_FOLLOWERS_IN_ALL - 1):
        rooms.join(others[number % len(others)], f"other {number}", deque())
    with pytest.raises(RoomError, match="as many followers as it can"):
        rooms.join(others[0], "too many", deque())
    with pytest.raises(RoomError, match="in use"):
        rooms.open()


def test_wrong_codes_are_limited_for_one_session_and_for_all(rooms: Rooms, clock: Clock) -> None:
    code, _ = rooms.open()
    mine: deque[float] = deque()
    for _ in range(MOST_TRIES):
        with pytest.raises(RoomError, match="no room with this code"):
            rooms.join(f"{rooms.mark}.wrong", "a", mine)
    with pytest.raises(RoomError, match="Too many wrong codes"):
        rooms.join(code, "a", mine)
    assert rooms.join(code, "b", deque()), "another session is not locked out by one"
    clock.now += TRIES_WITHIN
    assert rooms.join(code, "a", mine)
    for number in range(MOST_TRIES_IN_ALL):
        with pytest.raises(RoomError, match="no room with this code"):
            rooms.join("x" * 5000, str(number), deque())
    with pytest.raises(RoomError, match="Too many wrong codes"):
        rooms.join(code, "c", deque())
    assert rooms.look(code, "a") is not None, "who follows already goes on"
    clock.now += TRIES_WITHIN
    assert rooms.join(code, "c", deque())


def test_a_code_of_another_server_is_told_from_a_wrong_one(rooms: Rooms) -> None:
    code, _ = Rooms().open()
    with pytest.raises(RoomError, match="from another server, or this server has been restarted"):
        rooms.join(code, "a", deque())
    code, _ = Rooms().open("0a1")
    with pytest.raises(RoomError, match="from another server, or this server has been restarted"):
        rooms.join(code, "a", deque())


def test_followers_are_told_of_every_change_and_of_the_end(rooms: Rooms, clock: Clock) -> None:
    (code, key), told = rooms.open(), [[], [], []]
    show(rooms, key)
    for who, heard in zip("abc", told, strict=True):
        rooms.join(code, who, deque(), heard.append)
    show(rooms, key)
    rooms.standing(key)
    assert told == [[], [], []], "nothing has changed"
    show(rooms, key, 250)
    rooms.leave(code, "b")
    assert rooms.stand_still(key) and rooms.stand_still(key)
    now = rooms.look(code, "a")
    assert now is not None and [one.number for one in told[0]] == [now.number - 1, now.number]
    assert told[2] == told[0] and told[1] == told[0][:1], "who left hears nothing more"
    clock.now += 200  # "c" is gone without a word
    rooms.look(code, "a")
    rooms.close(key)
    assert told[0][2:] == [None] and len(told[2]) == 2


def test_an_idle_server_drops_ended_rooms_by_itself(rooms: Rooms, clock: Clock) -> None:
    rooms.open()
    sweeper = rooms._sweeper
    assert sweeper is not None and sweeper.daemon
    sweeper.cancel()
    clock.now += LONGEST_ABSENCE
    rooms._swept()
    assert len(rooms) == 0 and rooms._sweeper is None, "and then it rests"


def test_many_threads_meet_in_order(clock: Clock) -> None:
    rooms = Rooms(clock=clock)
    code, key = rooms.open()
    show(rooms, key, 200)
    seen: list[list[int]] = [[] for _ in range(8)]
    faults: list[BaseException] = []
    done = threading.Event()

    def follow(place: int) -> None:
        try:
            rooms.join(code, str(place), deque())
            while not done.is_set():
                shown = rooms.look(code, str(place))
                assert shown is not None
                assert shown.profile.step2_ck_score == 199 + shown.number, "they belong together"
                seen[place].append(shown.number)
                rooms.open() if place == 0 and len(rooms) < 20 else rooms.standing(key)
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=follow, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for score in range(201, 281):
        show(rooms, key, score)
    done.set()
    for thread in threads:
        thread.join()
    assert not faults
    assert all(numbers == sorted(numbers) for numbers in seen)
    last = rooms.join(code, "late", deque())
    assert last.number == 81


def test_a_result_is_made_once_for_all_and_again_after_a_failure() -> None:
    results, made, started = Results(), [], threading.Barrier(4)

    def make() -> object:
        made.append(1)
        if len(made) == 1:
            raise ValueError
        return object()

    found: list[object] = []

    def ask() -> None:
        started.wait()
        try:
            found.append(results.get("key", make))
        except ValueError:
            found.append(None)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2 and found.count(None) == 1 and len({*map(id, found)}) == 2
    kept = results.get("key", make)
    for number in range(100):
        results.get(number, object)
    assert results.get("key", object) is not kept, "old ones are given up"
    gc.collect()


# A session's part. `session` is what Streamlit would hold.


@pytest.fixture
def two(session: tuple[dict[str, Any], Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that changes to a session by its name."""
    monkeypatch.setattr(module, "ROOMS", Rooms())
    monkeypatch.delenv(SWITCH, raising=False)
    states: dict[str, dict[str, Any]] = {}

    def be(name: str) -> Sitting:
        monkeypatch.setattr("streamlit.session_state", states.setdefault(name, {}))
        return sitting()

    return be


def test_a_follower_shows_the_owner_and_has_all_of_its_own_back(two: Any) -> None:
    mentor = two("mentor")
    mentor.own_evidence.add([ProgramEvidence("1", takes_j1=True, origin="mine")], "non_us_img")
    mentor.answer(step2_ck_score=250)
    room_part().open()
    key = room_part().key
    code = module.ROOMS.code_of(key or "")
    assert code
    mentee = two("mentee")
    mentee.answer(us_letters=4)
    mentee.learn("2", "takes_h1b", True)
    mentee.notes["2"] = "asked"
    before, saved = mentee.profile, mentee.saved()
    room_part().follow(code)
    assert mentee.follows and mentee.profile.step2_ck_score == 250 and mentee.profile.us_letters != 4
    assert mentee.evidence == {"1": ProgramEvidence("1", takes_j1=True)}
    assert mentee.listed_evidence == NO_EVIDENCE
    # Read only, whichever way it is tried.
    mentee.answer(step2_ck_score=200)
    mentee.follow_score(200)
    mentee.learn("3", "takes_h1b", True)
    assert mentee.profile.step2_ck_score == 250 and "cannot be changed" in mentee.notices[0]
    mentee.own_evidence.add([ProgramEvidence("9", takes_j1=True)], "non_us_img")
    keep_in_step()
    assert set(mentee.evidence) == {"1"}
    assert mentee.saved() == saved, "a file holds the person's own"
    mentee.notes["4"] = "written while following"
    two("mentor").answer(step2_ck_score=255)
    keep_in_step()
    two("mentee")
    keep_in_step()
    assert mentee.profile.step2_ck_score == 250, "one run of a page shows one state"
    assert room_part().shown_now() is not room_part().shown
    room_part().catch_up()
    assert mentee.profile.step2_ck_score == 255
    room_part().stop()
    assert not mentee.follows and mentee.profile == before and mentee.before is None
    assert set(mentee.evidence) == {"2"} and len(mentee.answered()) == 1
    assert mentee.notes == {"2": "asked", "4": "written while following"}


@pytest.mark.parametrize(
    ("given", "route"), [("0a1", "0a1"), ("0A1", ""), ("0a1f", ""), ("<b>", ""), (None, "")]
)
def test_a_code_begins_with_the_route_of_its_owner_through_the_proxy(
    two: Any, monkeypatch: pytest.MonkeyPatch, given: str | None, route: str
) -> None:
    headers = {} if given is None else {"X-SmartPick-Route": given}
    monkeypatch.setattr("streamlit.context", SimpleNamespace(headers=headers))
    two("mentor")
    room_part().open()
    code = module.ROOMS.code_of(room_part().key or "") or ""
    assert code.startswith(f"{route}{module.ROOMS.mark}.")
    two("mentee")
    room_part().follow(code)
    assert room_part().code == code


def test_the_end_of_a_room_is_said_on_both_sides(two: Any) -> None:
    two("mentor")
    room_part().open()
    code = module.ROOMS.code_of(room_part().key or "") or ""
    mentee = two("mentee")
    room_part().follow(code)
    module.ROOMS.close(next(iter(module.ROOMS._by_key)))
    assert room_part().shown_now() is None
    room_part().catch_up()
    assert not mentee.follows and "The room has ended" in room_part().said
    two("mentor")
    keep_in_step()
    assert room_part().key is None and "ended" in room_part().said


@pytest.mark.parametrize("kept", [True, False])
def test_a_reload_with_an_entry_of_the_roster_open_shows_it_to_nobody(two: Any, kept: bool) -> None:
    """Whether or not the tab could keep whose answers the address has."""
    mentor = two("mentor")
    mentor.answer(us_letters=4)
    room_part().open()
    code = module.ROOMS.code_of(room_part().key or "") or ""
    two("mentee")
    room_part().follow(code)
    two("mentor").show_entry("7", ApplicantProfile(us_letters=0))
    keep_in_step()
    handed = {"text": mentor.brought() if kept else None, "room": room_part().key}
    # A reload is another session, whose address has the answers that were on the screen.
    again = two("mentor, loaded anew")
    again.answer(us_letters=0)
    tab_storage._take(tab_storage._kept(), handed)
    keep_in_step()
    assert room_part().key and room_part().stands_still and again.entry == ("7" if kept else "")
    assert again.profile.us_letters == 0
    mentee = two("mentee")
    room_part().catch_up()
    assert mentee.follows and room_part().shown is not None
    assert room_part().shown.still and mentee.profile.us_letters == 4
    # Until the mentor says so.
    two("mentor, loaded anew")
    room_part().show_entry()
    two("mentee")
    room_part().catch_up()
    assert not room_part().shown.still and mentee.profile.us_letters == 0


def test_a_score_alone_has_its_answers_drawn_and_anything_else_the_page(
    two: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []
    run = SimpleNamespace(session_id="s", fragment_storage=SimpleNamespace(resolve_target=lambda key: [key]))
    monkeypatch.setattr(module, "_followers", SimpleNamespace(ask=lambda *given: asked.append(given)))
    monkeypatch.setattr(module, "get_script_run_ctx", lambda: run)
    monkeypatch.setattr(module.Runtime, "exists", lambda: True)
    mentor = two("mentor")
    room_part().open()
    code = module.ROOMS.code_of(room_part().key or "") or ""
    mentee = two("mentee")
    room_part().follow(code)

    def answer(**changes: Any) -> None:
        two("mentor").answer(**changes)
        keep_in_step()
        two("mentee")
        room_part().catch_up_with_score()

    answer(step2_ck_score=250)
    assert asked == [("s", module.ANSWERS)] and mentee.profile == mentor.profile
    answer(us_letters=4)
    answer(step2_ck_score=255)
    assert asked[1:] == [("s", "")] * 2, "the page is drawn as a whole once"
    assert mentee.profile.step2_ck_score == 250, "and not from two states"
    room_part().catch_up()
    assert mentee.profile == mentor.profile


def test_whoever_runs_the_server_can_turn_rooms_off(two: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    two("mentor")
    room_part().open()
    code = module.ROOMS.code_of(room_part().key or "") or ""
    mentee = two("mentee")
    monkeypatch.setenv(SWITCH, "off")
    room_part().follow(code)
    assert room_part().code is None and "turned off" in room_part().said and not mentee.follows


def test_in_a_room_a_result_is_worked_out_once_and_outside_each_for_itself(two: Any) -> None:
    two("mentor")
    assert worked_out("key", object, own_figures=True) is not worked_out("key", object, own_figures=True)
    room_part().open()
    first = worked_out("key", object, own_figures=True)
    code = module.ROOMS.code_of(room_part().key or "") or ""
    two("mentee")
    room_part().follow(code)
    assert worked_out("key", object, own_figures=True) is first
    two("another")
    assert worked_out("key", object, own_figures=True) is not first
    # What rests on answers alone is the same for everybody who asks, and there is nothing of anybody in it.
    shared = worked_out("answers", object, own_figures=False)
    two("mentor")
    assert worked_out("answers", object, own_figures=False) is not shared, "a room has its own"
    two("a third")
    assert worked_out("answers", object, own_figures=False) is shared
