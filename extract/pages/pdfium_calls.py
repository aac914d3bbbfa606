"""pdfium's functions as bare calls, for what is asked of every character and every stroke.

pypdfium2 gives each function the list of the types that it takes, and checking them costs four times the
call itself. Here the same functions are called without: they take C integers, references made by `ctypes`
and addresses wrapped in `Pointer`, and give integers; an address of nothing is 0.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import msgspec
import pypdfium2.raw as checked

from records.pages import Colour

Pointer = ctypes.c_void_p
Address = ctypes.c_size_t
Matrix: TypeAlias = tuple[float, float, float, float, float, float]

AS_IT_IS: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5
"""Kinds of page objects, by pdfium's numbers."""

SHADES = tuple(round(shade / 255, 3) for shade in range(256))

DEEPEST = 12
"""Forms within forms that are followed; deeper ones are a loop or a mischief."""


def bare(name: str, gives: Any = ctypes.c_int) -> Callable[..., int]:
    """Give a function of pdfium's that does not check its arguments."""
    address = ctypes.cast(getattr(checked, name), Pointer).value or 0
    function: Callable[..., int] = ctypes.CFUNCTYPE(gives)(address)
    return function


def pointer_to(handle: Any) -> Pointer:
    """Give the address in a handle of pypdfium2's, as bare calls take it."""
    return ctypes.cast(handle, Pointer)


class Thing(msgspec.Struct, frozen=True):
    """An object on a page: where pdfium keeps it, its kind, and the matrix of the form it stands in."""

    address: int
    kind: int
    outer: Matrix


_count = bare("FPDFPage_CountObjects")
_get = bare("FPDFPage_GetObject", Address)
_count_in_form = bare("FPDFFormObj_CountObjects")
_get_in_form = bare("FPDFFormObj_GetObject", Address)
_kind = bare("FPDFPageObj_GetType")
_get_matrix = bare("FPDFPageObj_GetMatrix")
_get_colour = bare("FPDFPageObj_GetFillColor")

_matrix = checked.FS_MATRIX()
_matrix_at = ctypes.byref(_matrix)
_parts = (ctypes.c_uint * 4)()
_parts_at = [ctypes.byref(_parts, 4 * place) for place in range(4)]


def things(page: Pointer) -> Iterator[Thing]:
    """Give the objects on a page in the order they are drawn, those in forms in their place."""
    for place in range(_count(page)):
        address = _get(page, place)
        kind = _kind(Pointer(address))
        if kind == FORM:
            yield from _things_in(Pointer(address), AS_IT_IS, 1)
        else:
            yield Thing(address, kind, AS_IT_IS)


def _things_in(form: Pointer, outer: Matrix, depth: int) -> Iterator[Thing]:
    inner = matrix_of(form, outer)
    for place in range(_count_in_form(form) if depth <= DEEPEST else 0):
        address = _get_in_form(form, place)
        kind = _kind(Pointer(address))
        if kind == FORM:
            yield from _things_in(Pointer(address), inner, depth + 1)
        else:
            yield Thing(address, kind, inner)


def matrix_of(thing: Pointer, outer: Matrix) -> Matrix:
    """Give the matrix that puts an object on the page; `outer` is that of the form it stands in."""
    _get_matrix(thing, _matrix_at)
    m = _matrix
    if outer is AS_IT_IS:
        return m.a, m.b, m.c, m.d, m.e, m.f
    a, b, c, d, e, f = outer
    return (
        m.a * a + m.b * c,
        m.a * b + m.b * d,
        m.c * a + m.d * c,
        m.c * b + m.d * d,
        m.e * a + m.f * c + e,
        m.e * b + m.f * d + f,
    )


def colour_of(thing: Pointer) -> Colour | None:
    """Give the colour that fills an object, in steps of 1/255; None where pdfium knows of none."""
    if not _get_colour(thing, *_parts_at):
        return None
    red, green, blue, _ = _parts
    return SHADES[red], SHADES[green], SHADES[blue]
