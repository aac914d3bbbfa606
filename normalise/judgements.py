"""A raw judgement becomes a clean one: aspect, grade and rank within the report's framework."""

from __future__ import annotations

from normalise.review.findings import Findings
from normalise.values.grades import grade_rank, read_aspect, read_grade
from normalise.values.lookups import Answer
from normalise.values.status_cells import joined
from records.clean import Judgement
from records.report import RawJudgement


def judgement(raw: RawJudgement, framework: str | None, findings: Findings) -> Judgement:
    """Clean one judgement. Without a framework the grade is read by all scales, and the aspect not at all."""
    regions = tuple(sorted((*raw.aspect.regions, *raw.grade.regions)))
    aspect_raw, grade_raw = _line(joined(raw.aspect)), _line(joined(raw.grade))
    findings.row = (None, regions[0].page)
    grade = _decided("grade", grade_raw, read_grade(grade_raw, framework), findings)
    aspect = _decided("aspect", aspect_raw, read_aspect(aspect_raw, raw.section, framework), findings)
    return Judgement(
        document_id=findings.document_id,
        position=raw.position,
        section=" > ".join(raw.section) or None,
        ref=raw.ref,
        aspect_raw=aspect_raw,
        aspect=aspect,
        grade_raw=grade_raw,
        grade=grade,
        grade_rank=grade_rank(grade),
        framework=framework,
        page=regions[0].page,
        regions=regions,
    )


def _decided(kind: str, raw: str, answer: Answer, findings: Findings) -> str | None:
    """Return the decision on printed words, else the answer, whose reason becomes a question."""
    decided = findings.decided(kind, raw)
    if decided is not None:
        return decided.value or None
    if answer.reason is not None and raw:
        findings.doubt(kind, raw, answer.reason, answer.candidates)
    return answer.value


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
