"""Work done ahead on all cores, in order, with few results waiting at a time."""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def ahead(
    work: Callable[[T], R], things: Iterable[T], *, waiting: int
) -> Generator[R, None, None]:
    """The results of the work on each thing, in order.

    What is read ahead is bounded, so that a folder of photographs never lies in
    memory as a whole. Whoever stops taking results stops the work.

    Args:
        work: Called in threads.
        things: What it is called with.
        waiting: How many results may be begun and not yet taken.
    """
    left = iter(things)
    begun: deque[Future[R]] = deque()
    with ThreadPoolExecutor(cores(), thread_name_prefix="photographs") as threads:
        try:
            for thing in left:
                begun.append(threads.submit(work, thing))
                if len(begun) >= waiting:
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()
        finally:
            for future in begun:
                future.cancel()


def cores() -> int:
    """How many threads are worth having."""
    return os.cpu_count() or 1
