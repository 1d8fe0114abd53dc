"""Which call goes where: one table of the API's endpoints."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule

from onefile_desktop.rehearsal import assigning, people, programme, search
from onefile_desktop.rehearsal.calls import Call, Handler
from onefile_desktop.rehearsal.messages import Answer, RefusedError
from onefile_desktop.rehearsal.records import Value

BASE = "/api/v2.1"


@dataclass(frozen=True)
class Route:
    """One endpoint; `path` is written as in OneFile's guides, and `{...}` stands for one part of it."""

    method: str
    path: str
    handler: Handler
    writes: bool = False
    needs_session: bool = True

    @property
    def label(self) -> str:
        """The endpoint's name where calls are counted."""
        return f"{self.method} {self.path}"


def _authenticate(call: Call) -> Answer:
    """The session key is the plain body (help article 76000020990)."""
    return Answer(body=call.sessions.begin(call.customer_token).encode(), content_type="text/plain; charset=utf-8")


def _search_routes(path: str, handler: Handler) -> tuple[Route, ...]:
    return (Route("POST", path, handler), Route("POST", path + "/{page}/{size}", handler))


ROUTES = (
    Route("POST", "/Authentication", _authenticate, writes=True, needs_session=False),
    Route("GET", "/Customer", search.customer),
    *_search_routes("/Organisation/Search", search.organisations),
    Route("GET", "/Organisation/{id}", search.reading("organisations")),
    Route("GET", "/Organisation/{id}/LearnerStatuses", search.learner_statuses),
    *_search_routes("/User/Search", search.people),
    Route("GET", "/User/{id}", search.person),
    Route("POST", "/User", people.create, writes=True),
    Route("POST", "/User/{id}", people.update, writes=True),
    Route("POST", "/User/{id}/Archive", people.archive, writes=True),
    Route("POST", "/User/{id}/Assign", assigning.assign, writes=True),
    Route("POST", "/User/{id}/AssignPlacement/{placement_id}/{flag}", people.assign_placement, writes=True),
    *_search_routes("/Classroom/Search", search.searching(search.CLASSROOMS)),
    Route("GET", "/Classroom/{id}", search.reading("classrooms")),
    Route("POST", "/Classroom", people.creating_place("classrooms"), writes=True),
    *_search_routes("/Placement/Search", search.searching(search.PLACEMENTS)),
    Route("GET", "/Placement/{id}", search.reading("placements")),
    Route("POST", "/Placement", people.creating_place("placements"), writes=True),
    *_search_routes("/Provider/Search", search.searching(search.PROVIDERS)),
    Route("GET", "/Provider/{id}", search.reading("providers")),
    *_search_routes("/Standard/Search", search.searching(search.STANDARDS)),
    Route("GET", "/Standard/{id}", search.reading("standards")),
    Route("POST", "/Standard/{id}/Assign/{learner_id}", programme.assign_standard, writes=True),
    *_search_routes("/Unit/Search", search.searching(search.UNITS)),
    Route("GET", "/Unit/{id}", search.reading("units")),
    Route("POST", "/Unit/{id}/Assign/{learner_id}/{standard_id}", programme.assign_unit, writes=True),
    *_search_routes("/FrameworkTemplate/Search", search.searching(search.FRAMEWORK_TEMPLATES)),
    Route("GET", "/FrameworkTemplate/{id}", search.reading("framework_templates")),
    Route(
        "POST", "/FrameworkTemplate/{id}/Assign/{learner_id}/{flag}", programme.assign_framework_template, writes=True
    ),
    *_search_routes("/LearningAim/Search", search.searching(search.LEARNING_AIMS)),
    Route("GET", "/LearningAim/{id}", search.reading("learning_aims")),
    *_search_routes("/UnitSummary/Search", search.searching(search.UNIT_SUMMARIES)),
    Route("GET", "/UnitSummary/{id}", search.reading("unit_summaries")),
)

_CONVERTERS = {
    "{id}": "<string:id>",
    "{learner_id}": "<string:learner_id>",
    "{placement_id}": "<string:placement_id>",
    "{standard_id}": "<string:standard_id>",
    "{flag}": "<any(true,false):flag>",
    "{page}": "<int:page>",
    "{size}": "<int:size>",
}


def _rule(route: Route) -> Rule:
    # Paths are matched in lower case, because OneFile takes them in any.
    rule = "/".join(_CONVERTERS.get(part, part.lower()) for part in route.path.split("/"))
    return Rule(rule, methods=[route.method], endpoint=route)


_MAP = Map([_rule(route) for route in ROUTES], strict_slashes=False, merge_slashes=False).bind("127.0.0.1")


def find_route(method: str, path: str) -> tuple[Route, Mapping[str, Value]]:
    """The endpoint for a path below the base path, in any case, and the path's variable parts.

    Raises `RefusedError`: 404 for an unknown path, 405 for a method that the path does not take.
    """
    try:
        found: tuple[Any, Mapping[str, Any]] = _MAP.match(path.lower(), method=method)
    except NotFound as error:
        raise RefusedError(404, "There is no such endpoint.") from error
    except MethodNotAllowed as error:
        raise RefusedError(405, f"This endpoint does not take {method}.") from error
    route, parts = found
    # Werkzeug lets HEAD in wherever GET is; OneFile's API has only GET and POST.
    if route.method != method:
        raise RefusedError(405, f"This endpoint does not take {method}.")
    return route, parts
