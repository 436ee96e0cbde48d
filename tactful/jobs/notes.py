"""Lists of notes: what their parser hands over, as the action takes it."""

from __future__ import annotations

from collections.abc import Sequence

from tactful.actions.note_import import Imported, NoteToImport, import_notes
from tactful.intake.notes_csv import NoteRow
from tactful.visibility.viewer import Viewer


def import_rows(viewer: Viewer, rows: Sequence[NoteRow], *, dry_run: bool) -> Imported:
    """Write the notes of a parsed list, or say what that would do; with any faulty row nothing is written."""
    faults = [(row.number, row.fault) for row in rows if row.fault]
    sound = [NoteToImport(r.number, r.text, r.address, r.domain, r.at) for r in rows if not r.fault]
    return import_notes(viewer, sound, faults=faults, dry_run=dry_run)
