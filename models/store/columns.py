"""What the tables of a study are made of: their naming, and the columns they share."""

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def row_id() -> Column[int]:
    """The number of a row."""
    return Column("id", Integer, primary_key=True)


def text(name: str) -> Column[str]:
    """A column of text that is never without one; it may be empty."""
    return Column(name, Text, nullable=False)


def whole(name: str) -> Column[int]:
    """A column of whole numbers."""
    return Column(name, Integer, nullable=False)


def to(name: str, table: str, *, nullable: bool = False) -> Column[int]:
    """A column that points to a row of another table."""
    return Column(name, Integer, ForeignKey(f"{table}.id"), nullable=nullable)
