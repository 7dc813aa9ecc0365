"""Addresses of problems of the monthly analysis and their tasks."""

from django.urls import path

from accountability.views import problems

pages = [
    path("problem-tasks/", problems.task_list, name="problem_tasks"),
    path("problem-tasks/<int:pk>/", problems.task, name="problem_task"),
    path("problem-tasks/<int:pk>/files/<int:file>/", problems.task_file, name="problem_task_file"),
    path("problem-tasks/<int:pk>/<slug:step>/", problems.task_step, name="problem_task_step"),
    path("problems/new/", problems.problem_new, name="problem_new"),
    path("problems/<int:pk>/", problems.problem, name="problem"),
    path("problems/<int:pk>/task/", problems.task_new, name="problem_task_new"),
]
