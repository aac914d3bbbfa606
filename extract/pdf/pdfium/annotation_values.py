"""What pdfium says of one annotation: its place, its strings and values, and whether it draws anything."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import partial
from typing import Any

import pypdfium2.raw as pdfium


def rectangle_of(annotation: pdfium.FPDF_ANNOTATION) -> pdfium.FS_RECTF:
    """Return where an annotation lies, in the coordinates of the PDF."""
    rectangle = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, rectangle)
    return rectangle


def string_of(annotation: pdfium.FPDF_ANNOTATION, key: bytes) -> str:
    """Return a string of an annotation's dictionary, empty if it has none."""
    return _spelt(partial(pdfium.FPDFAnnot_GetStringValue, annotation, key))


def value_of(form: pdfium.FPDF_FORMHANDLE, annotation: pdfium.FPDF_ANNOTATION) -> str:
    """Return the value of a form field."""
    return _spelt(partial(pdfium.FPDFAnnot_GetFormFieldValue, form, annotation))


def selected_in(form: pdfium.FPDF_FORMHANDLE, annotation: pdfium.FPDF_ANNOTATION) -> str:
    """Return the options of a list that are selected, a line for each."""
    return "\n".join(
        _spelt(partial(pdfium.FPDFAnnot_GetOptionLabel, form, annotation, at))
        for at in range(pdfium.FPDFAnnot_GetOptionCount(form, annotation))
        if pdfium.FPDFAnnot_IsOptionSelected(form, annotation, at)
    )


def _spelt(ask: Callable[[Any, int], int]) -> str:
    """Return the string that a function of pdfium's writes into a buffer of the size that it names."""
    held = ctypes.create_string_buffer(ask(None, 0))
    ask(ctypes.cast(held, ctypes.POINTER(ctypes.c_ushort)), len(held))
    return held.raw.decode("utf-16-le", "replace").rstrip("\0")


def is_drawn(annotation: pdfium.FPDF_ANNOTATION) -> bool:
    """Return whether an annotation brings an appearance stream; the key alone may name none that is there."""
    read = partial(pdfium.FPDFAnnot_GetAP, annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL)
    return bool(_spelt(read))


def is_cover(annotation: pdfium.FPDF_ANNOTATION) -> bool:
    """Return whether a shape is filled, and nothing is seen through it."""
    share = ctypes.c_float()
    seen_through = pdfium.FPDFAnnot_GetNumberValue(annotation, b"CA", share) and share.value < 1
    return bool(pdfium.FPDFAnnot_HasKey(annotation, b"IC")) and not seen_through
