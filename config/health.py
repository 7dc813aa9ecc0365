"""What a monitor asks: is the site able to answer, and is the work that is owed being done?"""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.models import OwedEffect

# The sweep runs each minute; work this late means that no worker or no timetable is running.
LATE = timedelta(minutes=15)


@login_not_required
@never_cache
@require_safe
def site(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers, else 503; for load balancers and containers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"database": "unreachable"}, status=503)
    return JsonResponse({"database": "ok"})


@login_not_required
@never_cache
@require_safe
def jobs(request: HttpRequest) -> JsonResponse:
    """Answer 200 when nothing owed is late and nothing has failed, else 503 with the counts."""
    late = OwedEffect.objects.filter(state="owed", due_at__lt=timezone.now() - LATE).count()
    failed = OwedEffect.objects.failed().count()
    status = 503 if late or failed else 200
    return JsonResponse({"late": late, "failed": failed}, status=status)
