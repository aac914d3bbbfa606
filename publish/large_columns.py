"""Columns with more text than one array of Arrow's holds."""

from bisect import bisect
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

LARGEST = 2**31 - 1
"""Bytes of text that one array holds; a column may be of several."""


def taken(column: pa.ChunkedArray, places: pa.Array) -> pa.ChunkedArray:
    """Return the values at some places of a column of any size, in the order of the places.

    Arrow joins the arrays of a column for that, and fails where their texts are too large for one.
    """
    if column.type != pa.string() or column.nbytes <= LARGEST:
        return column.take(places)
    first, last = (place or 0 for place in pc.min_max(places).as_py().values())
    near = column.slice(first, last - first + 1).cast(pa.large_string())
    texts = near.take(pc.subtract(places, first)).combine_chunks()
    return pa.chunked_array(list(_arrays(texts)), column.type)


def _arrays(texts: pa.LargeStringArray) -> Iterator[pa.StringArray]:
    """Yield texts in arrays that hold as many as they can, one at least."""
    ends = pc.cumulative_sum(pc.fill_null(pc.binary_length(texts), 0)).to_pylist()
    start = 0
    while start < len(texts):
        held = ends[start - 1] if start else 0
        end = max(start + 1, bisect(ends, held + LARGEST))
        # Joined with nothing, they begin at 0, as they must to be cast.
        yield pa.concat_arrays([texts.slice(start, end - start)]).cast(pa.string())
        start = end
