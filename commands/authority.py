"""Who does something on record: by ID and password, once the study has people."""

from argparse import Namespace

from commands.console import person, secret
from models.errors import ExpectedError
from models.people.people import needs_sign_in, permitted
from models.people.roles import Act
from models.store.store import StudyStore


def acting(store: StudyStore, words: Namespace, act: Act) -> str:
    """Who acts, having made sure that it may be done.

    Args:
        store: The study.
        words: With by and password_file.
        act: What is to be done.

    Raises:
        ExpectedError: The study has people, and ID, password or authority is missing.
    """
    if not needs_sign_in(store):
        return str(words.by or person())
    if not words.by:
        raise ExpectedError(
            "This study has people with passwords, so somebody must sign in.",
            hint="Give --by ID, and --password-file FILE or answer the prompt.",
        )
    password = secret(words.password_file, "Password", "--password-file")
    return permitted(store, act, words.by, password).code
