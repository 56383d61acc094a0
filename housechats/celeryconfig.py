"""Settings of the worker and of beat."""

from housechats.env import broker, text

broker_url = broker(text("REDIS_URL", "redis://"))
result_backend = None
task_ignore_result = True
task_serializer = "json"
accept_content = ["json"]
timezone = "UTC"

# A killed worker's message comes back; a lost one costs a beat interval, because the work is in PostgreSQL.
task_acks_late = True
task_reject_on_worker_lost = True
worker_prefetch_multiplier = 1
task_soft_time_limit = 60
task_time_limit = 90
broker_transport_options = {
    "visibility_timeout": 120,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_keepalive": True,
    "health_check_interval": 10,
    "retry_on_timeout": True,
    "global_keyprefix": "housechats:",
}
broker_connection_retry_on_startup = True
worker_soft_shutdown_timeout = 10
worker_enable_soft_shutdown_on_idle = True
worker_cancel_long_running_tasks_on_connection_loss = True
worker_max_tasks_per_child = 1000
worker_proc_alive_timeout = 60  # a child on a busy machine needs more than four seconds, and was killed for ever
worker_send_task_events = False
worker_enable_remote_control = False
worker_disable_rate_limits = True
worker_hijack_root_logger = False

# Files take minutes: workers of their own read them, so that no file waits behind chats and no chat behind a file.
task_routes = {name: {"queue": "uploads"} for name in ("supervision.wake_uploads", "supervision.work_on_upload")}

beat_schedule = {
    "wake-accounts": {"task": "supervision.wake_accounts", "schedule": 1.0, "options": {"expires": 2}},
    "dialogs": {"task": "supervision.wake_dialogs", "schedule": 1.0, "options": {"expires": 2}},
    "reminders": {"task": "supervision.wake_reminders", "schedule": 60.0, "options": {"expires": 50}},
    "news": {"task": "supervision.wake_news", "schedule": 60.0, "options": {"expires": 50}},
    "letters": {"task": "supervision.send_letters", "schedule": 10.0, "options": {"expires": 10}},
    "notices": {"task": "supervision.keep_notices", "schedule": 60.0, "options": {"expires": 50}},
    "restore": {"task": "supervision.watch_for_restore", "schedule": 10.0, "options": {"expires": 10}},
    "match-found-chats": {
        "task": "supervision.match_found_chats",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "troubled": {"task": "supervision.retry_troubled", "schedule": 60.0, "options": {"expires": 60}},
    "sweep": {"task": "supervision.sweep", "schedule": 60.0, "options": {"expires": 60}},
    "dismissals": {"task": "supervision.complete_dismissals", "schedule": 60.0, "options": {"expires": 60}},
    "webhooks": {"task": "supervision.keep_subscriptions", "schedule": 600.0, "options": {"expires": 600}},
    "first-webhooks": {
        "task": "supervision.keep_subscriptions",
        "kwargs": {"only_new": True},
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "snapshots": {"task": "supervision.take_snapshots", "schedule": 600.0, "options": {"expires": 600}},
    "open-data": {"task": "supervision.publish_open_data", "schedule": 600.0, "options": {"expires": 600}},
    "uploads": {"task": "supervision.wake_uploads", "schedule": 2.0, "options": {"expires": 2}},
    "old-uploads": {"task": "supervision.delete_old_uploads", "schedule": 3600.0, "options": {"expires": 3600}},
    "gather-webhooks": {"task": "supervision.gather_webhooks", "schedule": 2.0, "options": {"expires": 2}},
    "deliver-webhooks": {"task": "supervision.deliver_webhooks", "schedule": 2.0, "options": {"expires": 2}},
    "seals": {"task": "supervision.seal_events", "schedule": 60.0, "options": {"expires": 50}},
    "life": {
        "task": "supervision.show_life",
        "args": ["celery"],
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "life-of-uploads": {
        "task": "supervision.show_life",
        "args": ["uploads"],
        "schedule": 15.0,
        "options": {"expires": 15, "queue": "uploads"},
    },
    "terms": {"task": "supervision.keep_terms", "schedule": 3600.0, "options": {"expires": 3600}},
}
