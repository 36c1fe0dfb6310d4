"""Questions and tracks of a project that a person may see."""

from django.shortcuts import get_object_or_404

from circles.projects.models import Project
from decisions.tracks import permissions
from decisions.tracks.models import Question, Track
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


def question_in(project: Project, number: int, request: MemberRequest) -> Question:
    """Find a question of a project."""
    found = Question.objects.visible_to(request.user).in_project(project).with_place()
    question: Question = get_object_or_404(found, number=number)
    question.project = question.circle.project = project  # it remembers what this request has read of it
    return question


def track_in(project: Project, number: int, request: MemberRequest) -> Track:
    """Find a track of a project."""
    found = Track.objects.visible_to(request.user).in_project(project).with_people()
    track: Track = get_object_or_404(found.select_related("choice__decision", "merged_into"), number=number)
    track.project = track.circle.project = track.question.project = project
    return track


def mine_to_explore(project: Project, number: int, request: MemberRequest) -> Track:
    """Find a track to change: 403 for those who may not."""
    track = track_in(project, number, request)
    require(permissions.may_explore(request.user, track))
    return track


def mine_to_tend(project: Project, number: int, request: MemberRequest) -> Question:
    """Find a question to change: 403 for those who may not."""
    question = question_in(project, number, request)
    require(permissions.may_tend(request.user, question))
    return question
