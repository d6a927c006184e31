"""The tables, made by named and numbered migrations. Every table is keyed by tenant.

Moments are text as ``database.timestamp`` writes them. A migration is never edited once released.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("blueprint")


def _execute(db: Database, script: str) -> None:
    # executescript would commit, and half a migration must never stay.
    for statement in script.split(";"):
        if statement.strip():
            db.conn.execute(statement)


@migrations(name="0001_questions")
def questions(db: Database) -> None:
    """Make what a question needs on its way: taken in, answered, followed up, judged."""
    _execute(
        db,
        """
        CREATE TABLE inbox (
            tenant TEXT NOT NULL, channel TEXT NOT NULL, ts TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('received', 'sending', 'done')),
            body TEXT, answer_id TEXT,
            owner TEXT NOT NULL, lease_until TEXT NOT NULL, not_before TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 1,
            received_at TEXT NOT NULL, done_at TEXT, outcome TEXT,
            PRIMARY KEY (tenant, channel, ts)
        ) WITHOUT ROWID;
        CREATE INDEX inbox_open ON inbox (not_before) WHERE state != 'done';
        CREATE INDEX inbox_done ON inbox (done_at) WHERE state = 'done';
        CREATE TABLE answers (
            tenant TEXT NOT NULL, id TEXT NOT NULL,
            person TEXT NOT NULL, channel TEXT NOT NULL, ts TEXT, thread_ts TEXT,
            question_ts TEXT, surface TEXT NOT NULL,
            question TEXT NOT NULL, level TEXT, context TEXT NOT NULL,
            answered INTEGER NOT NULL, reason TEXT, topic TEXT, at TEXT NOT NULL,
            PRIMARY KEY (tenant, id)
        ) WITHOUT ROWID;
        CREATE INDEX answers_in_thread ON answers (tenant, channel, thread_ts, at);
        CREATE TABLE threads (
            tenant TEXT NOT NULL, channel TEXT NOT NULL, thread_ts TEXT NOT NULL,
            context TEXT NOT NULL, quiet INTEGER NOT NULL DEFAULT 0,
            last_speaker TEXT, updated_at TEXT NOT NULL,
            PRIMARY KEY (tenant, channel, thread_ts)
        ) WITHOUT ROWID;
        CREATE TABLE votes (
            tenant TEXT NOT NULL, answer_id TEXT NOT NULL, person TEXT NOT NULL,
            helpful INTEGER NOT NULL, why TEXT, at TEXT NOT NULL,
            PRIMARY KEY (tenant, answer_id, person)
        ) WITHOUT ROWID;
        CREATE TABLE people (
            tenant TEXT NOT NULL, person TEXT NOT NULL,
            level TEXT, asked_at TEXT,
            PRIMARY KEY (tenant, person)
        ) WITHOUT ROWID
        """,
    )


@migrations(name="0002_teams")
def teams(db: Database) -> None:
    """Make who is who: coordinators of a workspace, teams and their members."""
    _execute(
        db,
        """
        CREATE TABLE coordinators (
            tenant TEXT NOT NULL, person TEXT NOT NULL,
            named_by TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (tenant, person)
        ) WITHOUT ROWID;
        CREATE TABLE teams (
            tenant TEXT NOT NULL, id TEXT NOT NULL,
            name TEXT NOT NULL, channel TEXT, timezone TEXT NOT NULL,
            made_by TEXT NOT NULL, at TEXT NOT NULL, closed_at TEXT,
            PRIMARY KEY (tenant, id)
        ) WITHOUT ROWID;
        CREATE TABLE members (
            tenant TEXT NOT NULL, id TEXT NOT NULL, team TEXT NOT NULL,
            person TEXT, name TEXT NOT NULL, role TEXT NOT NULL,
            level TEXT NOT NULL CHECK (level IN ('classroom', 'school', 'district', 'state')),
            sponsor TEXT, joined_at TEXT NOT NULL, left_at TEXT,
            PRIMARY KEY (tenant, id),
            FOREIGN KEY (tenant, team) REFERENCES teams (tenant, id),
            CHECK (person IS NOT NULL OR sponsor IS NOT NULL)
        ) WITHOUT ROWID;
        CREATE UNIQUE INDEX members_once ON members (tenant, team, person)
            WHERE person IS NOT NULL AND left_at IS NULL;
        CREATE TABLE team_coordinators (
            tenant TEXT NOT NULL, team TEXT NOT NULL, person TEXT NOT NULL,
            named_by TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (tenant, team, person),
            FOREIGN KEY (tenant, team) REFERENCES teams (tenant, id)
        ) WITHOUT ROWID
        """,
    )


@migrations(name="0003_outbox")
def outbox(db: Database) -> None:
    """Make the one queue of everything that leaves by itself."""
    _execute(
        db,
        """
        CREATE TABLE outbox (
            tenant TEXT NOT NULL, id TEXT NOT NULL,
            subject_type TEXT NOT NULL, subject_id TEXT NOT NULL,
            recipient TEXT NOT NULL, kind TEXT NOT NULL, occurrence TEXT NOT NULL,
            state TEXT NOT NULL
                CHECK (state IN ('due', 'sending', 'sent', 'failed', 'cancelled')),
            payload TEXT NOT NULL, due_at TEXT NOT NULL, next_attempt_at TEXT NOT NULL,
            owner TEXT, lease_until TEXT, attempts INTEGER NOT NULL DEFAULT 0,
            channel TEXT, ts TEXT, reason TEXT, made_at TEXT NOT NULL, settled_at TEXT,
            PRIMARY KEY (tenant, id),
            UNIQUE (tenant, subject_type, subject_id, recipient, kind, occurrence)
        ) WITHOUT ROWID;
        CREATE INDEX outbox_open ON outbox (next_attempt_at)
            WHERE state IN ('due', 'sending')
        """,
    )


@migrations(name="0004_assessments")
def assessments(db: Database) -> None:
    """Make what a self-assessment keeps; who stands behind a participant is kept apart."""
    _execute(
        db,
        """
        ALTER TABLE outbox ADD COLUMN any_hour INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE session_drafts (
            tenant TEXT NOT NULL, id TEXT NOT NULL,
            person TEXT NOT NULL, choices TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (tenant, id)
        ) WITHOUT ROWID;
        CREATE TABLE sessions (
            tenant TEXT NOT NULL, id TEXT NOT NULL,
            title TEXT NOT NULL, team TEXT, channel TEXT,
            phase TEXT NOT NULL CHECK
                (phase IN ('rating', 'agreeing', 'prioritising', 'done', 'cancelled')),
            facilitators TEXT NOT NULL, scale TEXT NOT NULL, statements TEXT NOT NULL,
            timezone TEXT NOT NULL, started_at TEXT NOT NULL,
            closes_at TEXT, closed_at TEXT, ended_at TEXT,
            names_shown INTEGER NOT NULL, evidence_in_channel INTEGER NOT NULL,
            step INTEGER NOT NULL DEFAULT 0, changed_at TEXT NOT NULL,
            PRIMARY KEY (tenant, id)
        ) WITHOUT ROWID;
        CREATE INDEX sessions_changed ON sessions (changed_at);
        CREATE INDEX sessions_closing ON sessions (closes_at) WHERE phase = 'rating';
        CREATE TABLE participants (
            tenant TEXT NOT NULL, id TEXT NOT NULL, session TEXT NOT NULL,
            level TEXT NOT NULL, role TEXT NOT NULL,
            on_behalf INTEGER NOT NULL, has_left INTEGER NOT NULL DEFAULT 0, consents INTEGER,
            state TEXT NOT NULL CHECK
                (state IN ('invited', 'card', 'evidence', 'paused', 'finished')),
            at INTEGER NOT NULL DEFAULT 0, step INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (tenant, id),
            FOREIGN KEY (tenant, session) REFERENCES sessions (tenant, id)
        ) WITHOUT ROWID;
        CREATE INDEX participants_in ON participants (tenant, session);
        CREATE TABLE identities (
            tenant TEXT NOT NULL, participant TEXT NOT NULL, session TEXT NOT NULL,
            person TEXT, name TEXT NOT NULL,
            channel TEXT, thread_ts TEXT, card_ts TEXT,
            PRIMARY KEY (tenant, participant)
        ) WITHOUT ROWID;
        CREATE INDEX identities_of ON identities (tenant, person);
        CREATE INDEX identities_in ON identities (tenant, session);
        CREATE TABLE ratings (
            tenant TEXT NOT NULL, participant TEXT NOT NULL, indicator TEXT NOT NULL,
            value INTEGER, words TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (tenant, participant, indicator),
            FOREIGN KEY (tenant, participant) REFERENCES participants (tenant, id)
        ) WITHOUT ROWID;
        CREATE TABLE rating_notes (
            tenant TEXT NOT NULL, participant TEXT NOT NULL, indicator TEXT NOT NULL,
            words TEXT NOT NULL,
            PRIMARY KEY (tenant, participant, indicator)
        ) WITHOUT ROWID;
        CREATE TABLE agreements (
            tenant TEXT NOT NULL, session TEXT NOT NULL, indicator TEXT NOT NULL,
            value INTEGER NOT NULL, rationale TEXT NOT NULL, dissent TEXT NOT NULL,
            PRIMARY KEY (tenant, session, indicator)
        ) WITHOUT ROWID;
        CREATE TABLE priority_votes (
            tenant TEXT NOT NULL, participant TEXT NOT NULL, indicator TEXT NOT NULL,
            need INTEGER NOT NULL, impact INTEGER NOT NULL, ease INTEGER NOT NULL,
            PRIMARY KEY (tenant, participant, indicator)
        ) WITHOUT ROWID;
        CREATE TABLE own_priorities (
            tenant TEXT NOT NULL, participant TEXT NOT NULL, indicator TEXT NOT NULL,
            PRIMARY KEY (tenant, participant)
        ) WITHOUT ROWID;
        CREATE TABLE priorities (
            tenant TEXT NOT NULL, session TEXT NOT NULL, rank INTEGER NOT NULL,
            indicators TEXT NOT NULL,
            PRIMARY KEY (tenant, session, rank)
        ) WITHOUT ROWID;
        CREATE TABLE assessment_history (
            tenant TEXT NOT NULL, session TEXT NOT NULL, n INTEGER NOT NULL,
            at TEXT NOT NULL, participant TEXT, person TEXT,
            event TEXT NOT NULL, words TEXT, before TEXT, after TEXT,
            PRIMARY KEY (tenant, session, n)
        ) WITHOUT ROWID;
        CREATE TABLE redraws (
            tenant TEXT NOT NULL, outbox TEXT NOT NULL,
            shows TEXT NOT NULL, not_before TEXT NOT NULL,
            PRIMARY KEY (tenant, outbox)
        ) WITHOUT ROWID
        """,
    )


@migrations(name="0005_meetings")
def meetings(db: Database) -> None:
    """Keep how often a team meets for its self-assessment."""
    _execute(db, "ALTER TABLE sessions ADD COLUMN meetings INTEGER NOT NULL DEFAULT 1")


@migrations(name="0006_walk_threads")
def walk_threads(db: Database) -> None:
    """Keep in which threads a walk has had its card; forgotten with who it belongs to."""
    _execute(
        db,
        """
        CREATE TABLE walk_threads (
            tenant TEXT NOT NULL, channel TEXT NOT NULL, thread_ts TEXT NOT NULL,
            participant TEXT NOT NULL,
            PRIMARY KEY (tenant, channel, thread_ts),
            FOREIGN KEY (tenant, participant) REFERENCES identities (tenant, participant)
                ON DELETE CASCADE
        ) WITHOUT ROWID;
        CREATE INDEX walk_threads_of ON walk_threads (tenant, participant)
        """,
    )


@migrations(name="0007_plans")
def plans(db: Database) -> None:
    """Make what an action plan keeps: its chain, its history, what was proposed, its threads."""
    _execute(
        db,
        """
        CREATE TABLE plans (
            tenant TEXT NOT NULL, id TEXT NOT NULL,
            title TEXT NOT NULL, team TEXT, channel TEXT, owners TEXT NOT NULL,
            timezone TEXT NOT NULL, begun_at TEXT NOT NULL, bones TEXT NOT NULL,
            origins TEXT NOT NULL, session TEXT,
            stage TEXT NOT NULL, cycle INTEGER NOT NULL, step INTEGER NOT NULL,
            problem TEXT NOT NULL, goal TEXT, theory TEXT NOT NULL,
            considerations TEXT NOT NULL, core TEXT NOT NULL, aligned TEXT NOT NULL,
            ended_at TEXT, changed_at TEXT NOT NULL,
            PRIMARY KEY (tenant, id)
        ) WITHOUT ROWID;
        CREATE INDEX plans_changed ON plans (changed_at);
        CREATE TABLE causes (
            tenant TEXT NOT NULL, id TEXT NOT NULL, plan TEXT NOT NULL, n INTEGER NOT NULL,
            bone TEXT NOT NULL, text TEXT NOT NULL, under TEXT, is_root INTEGER NOT NULL,
            marks TEXT NOT NULL, data TEXT NOT NULL, also TEXT NOT NULL, "by" TEXT NOT NULL,
            PRIMARY KEY (tenant, id),
            FOREIGN KEY (tenant, plan) REFERENCES plans (tenant, id)
        ) WITHOUT ROWID;
        CREATE INDEX causes_in ON causes (tenant, plan);
        CREATE TABLE drivers (
            tenant TEXT NOT NULL, id TEXT NOT NULL, plan TEXT NOT NULL, n INTEGER NOT NULL,
            text TEXT NOT NULL, causes TEXT NOT NULL, under TEXT,
            PRIMARY KEY (tenant, id),
            FOREIGN KEY (tenant, plan) REFERENCES plans (tenant, id)
        ) WITHOUT ROWID;
        CREATE INDEX drivers_in ON drivers (tenant, plan);
        CREATE TABLE change_ideas (
            tenant TEXT NOT NULL, id TEXT NOT NULL, plan TEXT NOT NULL, n INTEGER NOT NULL,
            driver TEXT NOT NULL, text TEXT NOT NULL, source TEXT,
            impact INTEGER, ease INTEGER, verdict TEXT, why TEXT NOT NULL, cycle INTEGER NOT NULL,
            PRIMARY KEY (tenant, id),
            FOREIGN KEY (tenant, plan) REFERENCES plans (tenant, id)
        ) WITHOUT ROWID;
        CREATE INDEX change_ideas_in ON change_ideas (tenant, plan);
        CREATE TABLE tasks (
            tenant TEXT NOT NULL, id TEXT NOT NULL, plan TEXT NOT NULL, n INTEGER NOT NULL,
            idea TEXT NOT NULL, what TEXT NOT NULL, owner TEXT, support TEXT NOT NULL,
            starts TEXT, due TEXT, shows TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('to_do', 'under_way', 'blocked', 'done')),
            note TEXT NOT NULL, revision INTEGER NOT NULL, done_at TEXT,
            PRIMARY KEY (tenant, id),
            FOREIGN KEY (tenant, plan) REFERENCES plans (tenant, id)
        ) WITHOUT ROWID;
        CREATE INDEX tasks_in ON tasks (tenant, plan);
        CREATE INDEX tasks_open ON tasks (due) WHERE status != 'done';
        CREATE TABLE measures (
            tenant TEXT NOT NULL, id TEXT NOT NULL, plan TEXT NOT NULL, n INTEGER NOT NULL,
            sort TEXT NOT NULL CHECK (sort IN ('outcome', 'process', 'balancing')),
            what TEXT NOT NULL, serves TEXT NOT NULL, unit TEXT NOT NULL,
            baseline REAL, target REAL, every TEXT NOT NULL, reader TEXT,
            PRIMARY KEY (tenant, id),
            FOREIGN KEY (tenant, plan) REFERENCES plans (tenant, id)
        ) WITHOUT ROWID;
        CREATE INDEX measures_in ON measures (tenant, plan);
        CREATE TABLE readings (
            tenant TEXT NOT NULL, id TEXT NOT NULL, plan TEXT NOT NULL, n INTEGER NOT NULL,
            measure TEXT NOT NULL, day TEXT NOT NULL, value REAL NOT NULL, whole REAL,
            words TEXT NOT NULL, "by" TEXT NOT NULL,
            PRIMARY KEY (tenant, id),
            FOREIGN KEY (tenant, plan) REFERENCES plans (tenant, id)
        ) WITHOUT ROWID;
        CREATE INDEX readings_in ON readings (tenant, plan);
        CREATE TABLE plan_history (
            tenant TEXT NOT NULL, plan TEXT NOT NULL, n INTEGER NOT NULL,
            at TEXT NOT NULL, person TEXT, event TEXT NOT NULL,
            PRIMARY KEY (tenant, plan, n)
        ) WITHOUT ROWID;
        CREATE TABLE plan_proposals (
            tenant TEXT NOT NULL, id TEXT NOT NULL, plan TEXT NOT NULL,
            event TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined')),
            answered_by TEXT, answered_at TEXT,
            PRIMARY KEY (tenant, id)
        ) WITHOUT ROWID;
        CREATE INDEX plan_proposals_of ON plan_proposals (tenant, plan);
        CREATE TABLE plan_threads (
            tenant TEXT NOT NULL, channel TEXT NOT NULL, thread_ts TEXT NOT NULL,
            plan TEXT NOT NULL,
            PRIMARY KEY (tenant, channel, thread_ts)
        ) WITHOUT ROWID
        """,
    )


@migrations(name="0008_calendar_links")
def calendar_links(db: Database) -> None:
    """Keep who may fetch a plan's calendar by a secret link; of the secret only a digest."""
    _execute(
        db,
        """
        CREATE TABLE calendar_links (
            tenant TEXT NOT NULL, plan TEXT NOT NULL, person TEXT NOT NULL,
            digest TEXT NOT NULL UNIQUE,
            at TEXT NOT NULL, revoked_at TEXT,
            PRIMARY KEY (tenant, plan, person, digest)
        ) WITHOUT ROWID
        """,
    )


@migrations(name="0009_school_calendars")
def school_calendars(db: Database) -> None:
    """Keep when there is school, for whom; the district's own rows have an empty team."""
    _execute(
        db,
        """
        CREATE TABLE school_days (
            tenant TEXT NOT NULL, team TEXT NOT NULL, day TEXT NOT NULL,
            source TEXT NOT NULL CHECK (source IN ('imported', 'typed', 'snow')),
            is_school INTEGER NOT NULL, name TEXT NOT NULL,
            added_by TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (tenant, team, day, source)
        ) WITHOUT ROWID;
        CREATE TABLE school_year_ends (
            tenant TEXT NOT NULL, year INTEGER NOT NULL,
            which TEXT NOT NULL CHECK (which IN ('first', 'last')), day TEXT NOT NULL,
            PRIMARY KEY (tenant, year, which)
        ) WITHOUT ROWID;
        CREATE TABLE school_hours (
            tenant TEXT NOT NULL, team TEXT NOT NULL,
            opens TEXT, closes TEXT, timezone TEXT,
            PRIMARY KEY (tenant, team),
            CHECK ((opens IS NULL) = (closes IS NULL))
        ) WITHOUT ROWID;
        CREATE TABLE personal_hours (
            tenant TEXT NOT NULL, person TEXT NOT NULL,
            opens TEXT, closes TEXT, timezone TEXT,
            PRIMARY KEY (tenant, person),
            CHECK ((opens IS NULL) = (closes IS NULL))
        ) WITHOUT ROWID;
        CREATE TABLE days_off (
            tenant TEXT NOT NULL, person TEXT NOT NULL,
            first_day TEXT NOT NULL, last_day TEXT NOT NULL,
            PRIMARY KEY (tenant, person, first_day, last_day)
        ) WITHOUT ROWID
        """,
    )


@migrations(name="0010_plan_pictures")
def plan_pictures(db: Database) -> None:
    """Keep which file shows a diagram of a plan in its thread, so that a new one replaces it."""
    _execute(
        db,
        """
        CREATE TABLE plan_pictures (
            tenant TEXT NOT NULL, plan TEXT NOT NULL, kind TEXT NOT NULL,
            file TEXT NOT NULL, digest TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (tenant, plan, kind)
        ) WITHOUT ROWID
        """,
    )


@migrations(name="0011_reminders")
def reminders(db: Database) -> None:
    """Keep who was reminded of what, how often since when, who sleeps on what, who wants what."""
    _execute(
        db,
        """
        CREATE TABLE reminded (
            tenant TEXT NOT NULL, subject_type TEXT NOT NULL, subject_id TEXT NOT NULL,
            recipient TEXT NOT NULL, kind TEXT NOT NULL, occurrence TEXT NOT NULL,
            outbox TEXT, at TEXT NOT NULL,
            PRIMARY KEY (tenant, subject_type, subject_id, recipient, kind, occurrence)
        ) WITHOUT ROWID;
        CREATE INDEX reminded_by ON reminded (tenant, outbox) WHERE outbox IS NOT NULL;
        CREATE TABLE reminder_rounds (
            tenant TEXT NOT NULL, task TEXT NOT NULL,
            revision INTEGER NOT NULL, round INTEGER NOT NULL,
            since TEXT NOT NULL, heard INTEGER NOT NULL, spent INTEGER NOT NULL,
            PRIMARY KEY (tenant, task)
        ) WITHOUT ROWID;
        CREATE TABLE reminder_looks (
            tenant TEXT NOT NULL, subject_type TEXT NOT NULL, subject_id TEXT NOT NULL,
            not_before TEXT NOT NULL,
            PRIMARY KEY (tenant, subject_type, subject_id)
        ) WITHOUT ROWID;
        CREATE TABLE reminder_choices (
            tenant TEXT NOT NULL, scope TEXT NOT NULL CHECK (scope IN ('team', 'person')),
            id TEXT NOT NULL, kind TEXT NOT NULL, choice TEXT NOT NULL,
            PRIMARY KEY (tenant, scope, id, kind)
        ) WITHOUT ROWID;
        CREATE TABLE snoozes (
            tenant TEXT NOT NULL, task TEXT NOT NULL, person TEXT NOT NULL,
            until TEXT NOT NULL, revision INTEGER NOT NULL,
            PRIMARY KEY (tenant, task)
        ) WITHOUT ROWID
        """,
    )


@migrations(name="0012_reminder_threads")
def reminder_threads(db: Database) -> None:
    """Keep which reminder a message is, so that what is typed in its thread belongs to it."""
    _execute(
        db,
        """
        CREATE TABLE reminder_threads (
            tenant TEXT NOT NULL, channel TEXT NOT NULL, thread_ts TEXT NOT NULL,
            person TEXT NOT NULL, "plan" TEXT NOT NULL,
            subject_type TEXT NOT NULL, subject_id TEXT NOT NULL,
            PRIMARY KEY (tenant, channel, thread_ts)
        ) WITHOUT ROWID
        """,
    )


@migrations(name="0013_settings")
def settings(db: Database) -> None:
    """Keep how long questions stay, calendars that wait for a "looks right", zones of profiles."""
    _execute(
        db,
        """
        CREATE TABLE retention (
            tenant TEXT NOT NULL PRIMARY KEY, months INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE calendar_drafts (
            tenant TEXT NOT NULL, id TEXT NOT NULL,
            found TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (tenant, id)
        ) WITHOUT ROWID;
        ALTER TABLE personal_hours ADD COLUMN profile_timezone TEXT;
        ALTER TABLE personal_hours ADD COLUMN profile_at TEXT
        """,
    )


@migrations(name="0014_homes")
def homes(db: Database) -> None:
    """Keep who has opened their Home tab, what stands there, and when it is drawn anew."""
    _execute(
        db,
        """
        CREATE TABLE homes (
            tenant TEXT NOT NULL, person TEXT NOT NULL,
            opened_at TEXT NOT NULL, shown_at TEXT NOT NULL, looks_from TEXT NOT NULL,
            due_at TEXT, page TEXT NOT NULL, may_name INTEGER,
            hash TEXT, digest TEXT,
            PRIMARY KEY (tenant, person)
        ) WITHOUT ROWID;
        CREATE INDEX homes_due ON homes (due_at) WHERE due_at IS NOT NULL
        """,
    )


@migrations(name="0015_outbox_pace")
def outbox_pace(db: Database) -> None:
    """Keep how fast messages go to a workspace; find what is awaited, and what is in hand."""
    _execute(
        db,
        """
        CREATE TABLE outbox_pace (
            tenant TEXT NOT NULL PRIMARY KEY, free_at TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX outbox_awaited ON outbox (next_attempt_at)
            WHERE state IN ('due', 'sending') AND any_hour = 1;
        CREATE INDEX outbox_in_hand ON outbox (owner) WHERE owner IS NOT NULL
        """,
    )
