"""One path for each kind of write."""

import ast

from tests.architecture.source import at, calls, name_of, product_modules, require_none, tree

STATUS = {"status"}
ALLOWED = {
    "core/transitions.py": "the engine itself",
    "petitions/services/clocks.py": "a clock ends by an act, and the act is what is logged",
    "petitions/services/importing/": "a batch is work in progress, taken up by guarded updates",
}


def _names_status(call: ast.Call) -> bool:
    """`update(status=…)`, `update(**{"status": …})`, `bulk_update(rows, ["status"])`, `save(update_fields=["status"])`."""
    for keyword in call.keywords:
        if keyword.arg in STATUS:
            return True
        if keyword.arg not in {None, "update_fields", "fields"}:
            continue
        if _holds_status(keyword.value):
            return True
    return any(_holds_status(argument) for argument in call.args)


def _holds_status(node: ast.AST) -> bool:
    return isinstance(node, ast.Dict | ast.List | ast.Tuple | ast.Set) and any(
        isinstance(item, ast.Constant) and item.value in STATUS for item in ast.walk(node)
    )


def test_only_the_transition_engine_changes_a_status():
    """Each change is guarded, touches one row and leaves a log row."""
    wrong = []
    for path in product_modules():
        if name_of(path).startswith(tuple(ALLOWED)):
            continue
        wrong += [
            f"{at(path, call)}: {name.rpartition('.')[2]} of a status"
            for name, call in calls(path)
            if name.rpartition(".")[2] in {"update", "bulk_update", "save", "aupdate", "asave"}
            and "." in name
            and _names_status(call)
        ]
        wrong += [
            f"{at(path, node)}: assignment to a status"
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Attribute) and target.attr in STATUS
        ]
    require_none(wrong)


def test_use_cases_name_their_arguments():
    """A use case, which someone has to be allowed to do, takes keywords only: a call reads like the act."""
    wrong = []
    for path in product_modules("services"):
        for node in tree(path).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            if "authority" not in {argument.arg for argument in arguments}:
                continue
            if len(arguments) - len(node.args.kwonlyargs) > 1:
                wrong.append(f"{at(path, node)}: {node.name}")
    require_none(wrong)


OWN_RULE = {
    "petitions/views/intake.py": "finds what the same clerk saved with the same form, whatever became of it",
    "petitions/views/lookup.py": "the petitioner, who is no user, asks with the query code",
}


def test_screens_and_interfaces_reach_cases_only_through_what_the_user_may_see():
    """A case that is not visible must answer 404 everywhere, and must not be counted."""
    wrong = [
        f"{at(path, call)}: {name}"
        for path in product_modules("views", "api", "forms", "filters")
        if name_of(path) not in OWN_RULE
        for name, call in calls(path)
        if name.startswith("Case.objects.")
        and not name.startswith(("Case.objects.visible_to", "Case.objects.none"))
    ]
    require_none(wrong)


def test_screens_and_interfaces_leave_writing_to_services():
    """A page and the interface behave alike because neither writes."""
    verbs = {"create", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
    wrong = [
        f"{at(path, call)}: {name}"
        for path in product_modules("views", "api", "forms", "filters")
        for name, call in calls(path)
        if name.rpartition(".")[2] in verbs and ".objects." in name
    ]
    require_none(wrong)
