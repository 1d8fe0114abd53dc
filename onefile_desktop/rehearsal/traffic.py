"""How many calls come in, and whether there are too many of them."""

from collections import Counter, deque

from onefile_desktop.rehearsal.records import Record, number_in


class SlidingWindow:
    """How many moments lie within the last `seconds`; each costs constant time on average."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._moments: deque[float] = deque()

    def add(self, now: float) -> None:
        """Takes in a moment, which must not lie before an earlier one."""
        self._moments.append(now)

    def count(self, now: float) -> int:
        """The moments that `now`'s window still holds; one that is exactly `seconds` old has left it."""
        while self._moments and self._moments[0] <= now - self._seconds:
            self._moments.popleft()
        return len(self._moments)


class Traffic:
    """The rate limit, and the counts that `GET /rehearsal/state` shows.

    Every call counts in the totals and for the busiest window; only the calls that were let in fill
    the window of the limit, so that a client that waits is let in again.
    """

    def __init__(self, rate: int, window_seconds: float, counts: Record) -> None:
        self._rate = rate
        self._came = SlidingWindow(window_seconds)
        self._let_in = SlidingWindow(window_seconds)
        self._total = number_in(counts, "total") or 0
        self._too_many = number_in(counts, "too_many") or 0
        self._busiest_window = number_in(counts, "busiest_window") or 0
        by_endpoint = counts.get("by_endpoint")
        self._by_endpoint: Counter[str] = Counter()
        if isinstance(by_endpoint, dict):
            self._by_endpoint.update({name: number_in(by_endpoint, name) or 0 for name in by_endpoint})

    def let_in(self, endpoint: str, now: float) -> bool:
        """Counts a call to an endpoint, and says whether it is within the limit."""
        self._total += 1
        self._by_endpoint[endpoint] += 1
        self._came.add(now)
        self._busiest_window = max(self._busiest_window, self._came.count(now))
        if self._let_in.count(now) >= self._rate:
            return False
        self._let_in.add(now)
        return True

    def answered(self, status: int) -> None:
        """Counts an answer, for the number of refusals for too many calls."""
        self._too_many += status == 429

    def counts(self) -> Record:
        """The counts as JSON."""
        return {
            "total": self._total,
            "by_endpoint": dict(self._by_endpoint),
            "too_many": self._too_many,
            "busiest_window": self._busiest_window,
        }
