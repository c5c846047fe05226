from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "wenming.assessment"
    verbose_name = "测评得分"
