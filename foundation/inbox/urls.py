"""Addresses of the inbox, and of Ronde as an app on a device."""

from django.urls import path

from foundation.inbox.views import attention, devices, inbox, installed, notifications, reminders

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<int:pk>/opening/", inbox.open_notice, name="open_notice"),
    path("inbox/<int:pk>/done/", inbox.finish, name="finish_notice"),
    path("inbox/<int:pk>/snooze/", inbox.snooze, name="snooze_notice"),
    path("inbox/<int:pk>/return/", inbox.bring_back, name="bring_back_notice"),
    path("inbox/reading/", inbox.read_all, name="read_all_notices"),
    path("inbox/notifications/", notifications.notifications, name="notifications"),
    path("inbox/notifications/usual/", notifications.reset_notifications, name="reset_notifications"),
    path("inbox/notifications/mail/", notifications.resume_mail, name="resume_mail"),
    path("inbox/notifications/stop/<str:secret>/", notifications.stop, name="unsubscribe"),
    path("inbox/devices/", devices.subscribe, name="push_devices"),
    path("inbox/devices/<int:pk>/removal/", devices.unsubscribe_device, name="remove_push_device"),
    path("inbox/devices/trial/", devices.trial, name="try_push"),
    path("inbox/attention/<int:pk>/removal/", attention.removal, name="remove_attention"),
    path("inbox/attention/", attention.attend, name="attend"),
    path("inbox/reminders/", reminders.remind, name="remind"),
    path("inbox/reminders/<uuid:pk>/removal/", reminders.remove_reminder, name="remove_reminder"),
    path("inbox/do-not-disturb/", reminders.do_not_disturb, name="do_not_disturb"),
    path("service-worker.js", installed.service_worker, name="service_worker"),
    path("manifest.webmanifest", installed.manifest, name="manifest"),
    path("offline/", installed.offline, name="offline"),
]
