from django.urls import path

from wenming.kernel import views

app_name = "kernel"
urlpatterns = [
    path("", views.start, name="start"),
    path("components/", views.components, name="components"),
    path("operations/jobs/", views.jobs, name="jobs"),
    path("operations/jobs/<int:pk>/retry/", views.job_retry, name="job_retry"),
    path("healthz", views.healthz, name="healthz"),
    path("metrics", views.metrics_page, name="metrics"),
]
