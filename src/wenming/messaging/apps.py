from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "wenming.messaging"
    verbose_name = "通知"
